"""What Alembic runs: the steps go over the connection that the tracker hands in, inside its transaction."""

from alembic import context

from policyparse.tracker import tables
from policyparse.tracker.migrations import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.SourceRow.metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
