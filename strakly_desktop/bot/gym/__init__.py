"""The gym's records: their tables in the database, and a demo gym to fill them."""
