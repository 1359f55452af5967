"""Tables filled in as in a spreadsheet: model, view, editors and clipboard for grids of any kind of record."""
