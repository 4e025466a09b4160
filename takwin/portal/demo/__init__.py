"""The demo: a region at its real size, real offices and places, invented people.

The facts are those of Fès-Meknès between 2022 and a chosen day. Acts are done by the product's own actions at the
moment they happened (``core.clock.at``) wherever there are few of them; rolls, presence, steps and payments, of which
there are thousands, are written in bulk with their lines of journal, and ``checks`` asks of the result what the
actions would have refused.
"""
