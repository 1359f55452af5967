"""What is printed: one report model, a builder for each report, a writer for each format. No SQL, no Qt."""
