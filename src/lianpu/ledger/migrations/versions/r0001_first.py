"""The tables of the first ledgers: where they stand, there is nothing to do."""

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Ledgers of version 1 were made before there were migrations."""
