"""An upgrade that stops half way: for the test that nothing of it stays."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = None


def upgrade():
    """Creates a table, then fails."""
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    raise RuntimeError("half way")
