"""Writes of the registers: each module is a subject, each function a thing a person can do."""

from takwin.directory.actions.bodies import (
    add_alias,
    add_body,
    add_room,
    correct_body,
    correct_names,
    correct_room,
    locate_room,
    name_body,
    rename_place,
)
from takwin.directory.actions.calendar import (
    add_holiday,
    add_sitting,
    cancel_sitting,
    confirm_holiday,
    convene,
)
from takwin.directory.actions.parameters import seed_parameters, set_parameter
from takwin.directory.actions.places import load_places

__all__ = [
    "add_alias",
    "add_body",
    "add_holiday",
    "add_room",
    "add_sitting",
    "cancel_sitting",
    "confirm_holiday",
    "convene",
    "correct_body",
    "correct_names",
    "correct_room",
    "load_places",
    "locate_room",
    "name_body",
    "rename_place",
    "seed_parameters",
    "set_parameter",
]
