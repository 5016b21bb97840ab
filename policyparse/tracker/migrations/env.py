"""What Alembic runs: the steps go over the connection that the tracker hands in, inside its transaction."""

from alembic import context

from policyparse.tracker.migrations import VERSION_TABLE
from policyparse.tracker.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
