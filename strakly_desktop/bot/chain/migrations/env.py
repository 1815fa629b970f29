"""What Alembic runs around the steps: on the connection that it was handed, all of them or none."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
