import pytest

from takwin.directory.actions.parameters import seed_parameters


@pytest.fixture(autouse=True)
def law(db: None) -> None:
    """The figures of law that every installation has."""
    seed_parameters(by=None)
