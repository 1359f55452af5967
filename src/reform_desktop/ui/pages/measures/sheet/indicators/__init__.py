"""指標: the grid of the paper sheet, filled in as in a spreadsheet."""
