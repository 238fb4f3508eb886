"""The central server: one log per scope, decided once, kept for all. No Qt."""
