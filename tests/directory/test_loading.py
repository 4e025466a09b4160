"""The command that loads the map, and the maps it refuses."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from takwin.directory.actions import load_places
from takwin.directory.enums import PlaceKind
from takwin.directory.management.commands import places
from takwin.directory.models import Holiday, Parameter, Place
from takwin.directory.source import PlaceRow, check
from takwin.journal.models import Entry

pytestmark = pytest.mark.django_db

WRONG = {
    "a commune is missing": lambda rows: [row for row in rows if row.code != "03.271.01.07"],
    "a commune has changed kind": lambda rows: [
        row._replace(kind=PlaceKind.MUNICIPALITY) if row.code == "03.271.01.07" else row for row in rows
    ],
    "inhabitants are missing": lambda rows: [
        row._replace(population=1) if row.code == "03.271.01.07" else row for row in rows
    ],
    "a province is unknown": lambda rows: [
        row._replace(province="03.999") if row.code == "03.271.01.07" else row for row in rows
    ],
    "a commune lies in another region than its province": lambda rows: [
        row._replace(region="04") if row.code == "03.271.01.07" else row for row in rows
    ],
    "an Arabic name is in Latin letters": lambda rows: [
        row._replace(name_ar="Tizguite") if row.code == "03.271.01.07" else row for row in rows
    ],
    "a French name is missing": lambda rows: [
        row._replace(name_fr=" ") if row.code == "03.271.01.07" else row for row in rows
    ],
    "a code is given twice": lambda rows: [
        row._replace(code="03.271.01.05", commune="03.271.01.05") if row.code == "03.271.01.07" else row for row in rows
    ],
}


@pytest.mark.parametrize("wrong", WRONG, ids=list(WRONG))
def test_a_wrong_map_is_refused_as_a_whole(source, wrong):
    rows: list[PlaceRow] = WRONG[wrong](source.rows)
    with pytest.raises(ValidationError) as refusal:
        load_places(replace(source, rows=rows), by=None)
    assert refusal.value.messages[0] == "The map was not loaded; nothing was changed."
    assert len(refusal.value.messages) > 1
    assert not Place.objects.exists()


def test_the_map_of_the_package_is_accepted(source):
    check(source.rows)


def test_the_command_loads_the_map_the_calendar_and_the_parameters(capsys):
    call_command("places", "load")
    assert Place.objects.count() == 1845
    assert Holiday.objects.exists()
    assert Parameter.objects.exists()
    assert "1845 places added" in capsys.readouterr().out


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(capsys):
    call_command("places", "load", "--dry-run")
    assert not Place.objects.exists()
    assert not Entry.objects.exists()
    assert "Would be written: 1845 places added" in capsys.readouterr().out


def test_the_command_tells_a_refusal_in_words(monkeypatch, source):
    monkeypatch.setattr(places, "read_source", lambda: replace(source, rows=source.rows[:-1]))
    with pytest.raises(CommandError, match="arrondissement: 40 found, 41 expected"):
        call_command("places", "load")
