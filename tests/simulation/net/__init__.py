"""Desks and a server in one process under a seeded scheduler: `python -m tests.simulation.net --seeds 200`."""
