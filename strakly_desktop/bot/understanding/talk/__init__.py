"""What a question says by leaning on the ones before it."""
