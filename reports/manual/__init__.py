"""The manual: its text read once into a tree, and that tree as one PDF; the window reads the same tree."""
