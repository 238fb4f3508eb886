"""事项经过: all that happened to one order, on paper, without what is only for the office."""
