"""記入用シート: a workbook for those without the program, which is taken back cell by cell."""
