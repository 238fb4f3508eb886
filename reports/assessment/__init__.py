"""The yearly assessment as a workbook and as a paper, of the same figures and the same words."""
