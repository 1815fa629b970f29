"""Texts as they are searched: letters folded, numbers brought to one form, marks of markdown left out."""
