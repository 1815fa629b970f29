"""Opening the history whatever has become of its file: newer, damaged, locked, read-only, gone."""
