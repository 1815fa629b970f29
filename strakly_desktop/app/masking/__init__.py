"""The session as whoever is at the desk may see it, where the gym masks values for their role."""
