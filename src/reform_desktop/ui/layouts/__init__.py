"""Making and changing layouts, with the pages as they will print beside."""
