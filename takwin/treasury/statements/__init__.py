"""Account statements as banks and treasuries send them: read, understood, and laid against what is due.

Nothing here writes. ``cells`` and ``layout`` make entries of a file, ``agreements`` makes payers of a workbook (the
product makes them of its own instalments, see ``payers``), ``labels`` and ``recognising`` say whom a label means, and
``folding`` goes through the entries in order of time, since what is open to a payment depends on those before it.
"""
