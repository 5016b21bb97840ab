"""The 督查通报 of a period: what has been done, what is late, who has not reported, and which reports say nothing.

``figures`` counts (pure), ``silence`` reads the reports, ``lamps`` colours, ``text`` says it, ``docx`` writes.
"""
