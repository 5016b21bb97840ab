"""``python -m corpora.make [NAME…]``: make the files and the gold of the named texts, or of all."""

from corpora.make.build import main

main()
