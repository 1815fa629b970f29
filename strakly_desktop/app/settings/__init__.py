"""What the person and the site have set, read, checked, saved and brought to the screen."""
