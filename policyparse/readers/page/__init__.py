"""The page as characters and boxes: rows, columns and ruled tables, for every format that prints places."""
