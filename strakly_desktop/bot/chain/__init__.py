"""Where one process is not enough: several workers over one PostgreSQL, which keeps the gyms and the conversations."""
