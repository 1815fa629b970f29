"""The language models that may answer: the built-in one, and hosted ones with their manners."""
