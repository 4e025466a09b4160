"""What a nominative list says of persons: names, cards, phones, births, communes and offices, cleaned and explained."""

from takwin.people.rosters.person import Change, PersonRow, Problem, as_json
from takwin.people.rosters.reader import persons_of, read_rosters, understand
from takwin.people.rosters.subject import ROSTER

__all__ = ["ROSTER", "Change", "PersonRow", "Problem", "as_json", "persons_of", "read_rosters", "understand"]
