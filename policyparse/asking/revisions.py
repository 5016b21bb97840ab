"""Which schemas of the tracker there have been, the newest last."""

REVISIONS = tuple(f"{number:04}" for number in range(1, 15))
HEAD = REVISIONS[-1]
VERSION_TABLE = "policyparse_version"
