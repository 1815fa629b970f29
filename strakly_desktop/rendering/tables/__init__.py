"""The tables of an answer as data: their cells, what they are worth, how wide, and of how many rows they are a part."""
