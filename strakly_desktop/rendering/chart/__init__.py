"""A picture of the numbers of a table: what it shows, how it is laid out, and the painting of it."""
