"""The users' manual on paper: the chapters that the help window shows, as one PDF."""
