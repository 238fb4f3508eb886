"""What leaves the office on paper or in a workbook."""
