"""Taking sheets back: reading a workbook, finding the fields behind its cells, showing what would change, taking in."""
