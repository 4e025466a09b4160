"""What every installation has before its first person: the figures of law."""

import pytest

from takwin.directory.actions import seed_parameters


@pytest.fixture
def parameters(db: None) -> None:
    """Pages show panels of apps above, which reckon with them."""
    seed_parameters(by=None)
