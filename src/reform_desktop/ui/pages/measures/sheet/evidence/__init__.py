"""証拠資料: files by drag and drop, addresses, and where the paper lies."""
