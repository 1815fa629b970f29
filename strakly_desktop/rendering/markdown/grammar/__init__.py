"""How the source of an answer is cut and read: blocks, tables, lists, emphasis, links."""
