"""Which organs exist: the parts of a name, its place and department, and its full name in a jurisdiction."""
