"""What travels: envelopes, hashes, limits."""
