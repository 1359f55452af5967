"""What a user can do, one small module a use case. The window and the command line both call these."""
