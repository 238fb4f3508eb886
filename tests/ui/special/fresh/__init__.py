"""Windows of fresh orders."""
