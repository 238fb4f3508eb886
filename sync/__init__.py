"""Both ends of one wire."""
