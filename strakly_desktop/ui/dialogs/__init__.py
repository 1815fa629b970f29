"""The dialogs: settings, shortcuts, about, and what has to be confirmed."""
