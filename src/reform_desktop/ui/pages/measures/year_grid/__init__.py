"""表で入力: one year of many measures, filled in like a spreadsheet."""
