"""Controls and rules that several rooms of the window use."""
