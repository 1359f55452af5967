"""Exchange with other units in the window: taking bundles in, sending them, making a file from a request."""
