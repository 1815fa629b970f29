"""The main window: its header, docks and menu, and the way the keyboard takes through it."""
