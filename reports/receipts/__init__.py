"""收据: two on a sheet of A5, the payer's and the stub."""
