"""What is in a box, said without the tables of numbers by which it is judged: models and lists name it too."""

from enum import StrEnum

DOUBTFUL = 0.9


class Ink(StrEnum):
    NONE = "none"
    HAND = "hand"  # a signature, initials, a tick, a small cross
    STRUCK = "struck"  # one line drawn through the box
