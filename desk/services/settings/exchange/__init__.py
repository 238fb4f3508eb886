"""All settings and lists as one workbook: written out, filled in, compared, and read in again."""
