"""The PDF writer: a small layout engine for Japanese tables, drawing straight into the file."""
