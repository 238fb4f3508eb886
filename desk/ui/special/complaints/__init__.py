"""投诉: its page for handlers and for the counter, the intake, the panels of its steps."""
