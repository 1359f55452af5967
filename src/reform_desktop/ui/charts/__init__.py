"""Small charts of ours: painted parts that are buttons, told apart by pattern, symbol and number before colour."""
