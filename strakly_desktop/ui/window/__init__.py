"""The main window: its header, docks and menu."""
