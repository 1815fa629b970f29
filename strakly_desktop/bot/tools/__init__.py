"""What the assistant can look up and do in the gym."""
