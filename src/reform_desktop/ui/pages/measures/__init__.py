"""取組: the tree at the left, the sheet at the right."""
