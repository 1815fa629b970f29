"""The steps that bring a PostgreSQL database to the form that the workers need, run by Alembic."""
