"""How somebody was checked in stays with the visit: by a code, a scan, by hand."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever came before came by a code."""
    op.execute("ALTER TABLE attendance ADD COLUMN check_in_method varchar NOT NULL DEFAULT 'code'")


def downgrade() -> None:
    """Forget it."""
    op.execute("ALTER TABLE attendance DROP COLUMN check_in_method")
