"""Taking filled-in sheets back, in the window."""
