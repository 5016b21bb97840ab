"""The steps from one schema of the tracker to the next; ``REVISIONS`` lists them, the newest last.

Listed here so that opening a tracker needs no Alembic: it is imported only to make or upgrade one.
"""

REVISIONS = ("0001", "0002")
HEAD = REVISIONS[-1]
VERSION_TABLE = "policyparse_version"
