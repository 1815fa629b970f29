"""Answers as a Qt document: written while they stream, copied, recoloured, and relinked when a target comes late."""
