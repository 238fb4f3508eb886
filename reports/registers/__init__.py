"""报修登记簿, 回访登记簿: one definition of columns and words, on paper and as a workbook."""
