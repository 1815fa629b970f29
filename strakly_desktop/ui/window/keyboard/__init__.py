"""The way the keyboard takes through the window: its keys, its areas, the order of Tab, and the scanner that types."""
