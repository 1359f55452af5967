"""The window. Qt lives here and nowhere else; nothing below this package imports it."""
