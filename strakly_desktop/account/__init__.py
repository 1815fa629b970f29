"""Who signs in, to which servers and for which gym: what an account is, and what the backend says of it."""
