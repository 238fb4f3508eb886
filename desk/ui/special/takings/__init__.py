"""收款: the day's takings, its count, and the receipts."""
