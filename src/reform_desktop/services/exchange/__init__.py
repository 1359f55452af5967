"""Exchange with other units: seal and export, preview and import, undo an import."""
