"""The card over the window in which a person signs in, and what belongs to it."""
