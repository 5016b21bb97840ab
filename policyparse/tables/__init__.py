"""Tables of tasks: grid → header → columns → rows; the second way, beside the outline, in which paper orders work.

One mechanism for every format: readers give grids, ``regained`` makes grids of lines whose rules are lost, and here each
row of a grid is read as a task, a header, a section, a title line, or told by a finding.
"""
