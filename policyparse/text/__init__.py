"""Lines become one text: folding, numbering, brackets, page furniture, repairs, line wraps; ``layout.compose`` coins it."""
