"""Writes of the registers: each module is a noun, each function a thing a person can do."""

from takwin.directory.actions.places import load_places

__all__ = ["load_places"]
