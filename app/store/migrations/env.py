"""Alembic's way in. The connection comes from app.store.migrate, already inside a write transaction."""

from alembic import context

from app.store.models import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("run the upgrades through app.store.migrate.upgrade; Logitrain does so at every start")
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
