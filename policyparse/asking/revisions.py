"""Which schemas of the tracker there have been, the newest last."""

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
HEAD = REVISIONS[-1]
VERSION_TABLE = "policyparse_version"
