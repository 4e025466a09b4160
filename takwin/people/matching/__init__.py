"""Who is who: whether two rows, or a row and a person of the register, are one person.

``names`` writes a name in the other script, ``pairs.propose`` finds the pairs, ``registry`` brings the persons.
The method is described in ``docs/matching.md``. Nothing here writes to the database.
"""
