"""A conversation at the desk: asked, shown, opened, deleted and found again."""
