"""Makes the files of ``corpora/docs`` and the gold of ``corpora/gold`` from the marked texts of ``corpora/src``.

``python -m corpora.make [NAME…]``, from the root of the checkout; PDFs need LibreOffice and the Noto CJK fonts.
No module of policyparse is used here: the gold says what the author of a text meant, not what the parser reads.
"""
