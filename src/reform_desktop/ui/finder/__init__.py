"""探す: one box over everything in the file."""
