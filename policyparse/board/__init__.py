"""The 督查看板: the tracker as one page for those who never open a terminal.

``view`` gathers what it says into frozen values (pure), ``page`` writes them: a template, a style and a script in
``page/``, put into one file that asks nothing of any other.
"""
