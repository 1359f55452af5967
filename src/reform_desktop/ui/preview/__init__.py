"""Looking at the pages of a report before they are saved or printed."""
