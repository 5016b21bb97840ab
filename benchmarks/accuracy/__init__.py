"""How right the parses are: against gold, field by field, and beside other libraries on the case tables."""
