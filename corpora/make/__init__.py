"""Makes the files of ``corpora/docs`` and the gold of ``corpora/gold`` from the texts of ``corpora/src``.

``python -m corpora.make [NAME…]``, from the root of the checkout; PDFs need LibreOffice and the Noto fonts.
No module of policyparse is used here: the gold says what the author meant, not what the parser reads.
"""
