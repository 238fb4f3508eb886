"""The grammar: plain Python, standard library only."""
