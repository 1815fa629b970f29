"""The turn: one question, one streamed answer, one task."""
