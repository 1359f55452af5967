"""What a reform plan is: records, fields, grades, fiscal years, input checks, progress figures."""
