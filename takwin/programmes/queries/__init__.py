"""Reads of programmes: who pays what (``shares``), who is owed what (``entitlement``)."""
