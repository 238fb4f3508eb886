"""Desks and a real server, joined by a transport without a wire."""
