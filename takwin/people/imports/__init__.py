"""The members of councils from one clean Excel sheet: each row a person and the office he holds."""

from takwin.people.imports.members import members_importer
from takwin.people.imports.template import template_response

__all__ = ["members_importer", "template_response"]
