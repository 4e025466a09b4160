"""What the doctor says of parameters."""

import pytest

from takwin.directory.actions import seed_parameters
from takwin.directory.models import Parameter
from takwin.territory.checkup import check_parameters

pytestmark = pytest.mark.django_db


def test_a_figure_that_came_with_a_newer_version_is_asked_for_and_seeding_gives_it() -> None:
    seed_parameters(by=None)
    assert check_parameters().fine
    Parameter.objects.filter(key="mandate_years").delete()
    found = check_parameters()
    assert (found.fine, found.mend) == (False, "takwin places load")
    seed_parameters(by=None)
    assert check_parameters().fine
