"""Tables in which paper orders work: rows become drafts of tasks, as the items of ``outline`` do."""
