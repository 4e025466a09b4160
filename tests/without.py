"""Drop each constraint of the database in turn, and run the test that claims to break it: it must notice.

``make trial`` runs it on PostgreSQL, where a constraint is dropped inside the test's own transaction and comes back
with its end. It fails, by name, on a constraint that no
test broke, and on one whose write is still refused under its name though it is gone.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests import constraints


def declared() -> dict[str, type[models.Model]]:
    """Every constraint that a model of the product declares, by its name."""
    product = [model for model in apps.get_models() if model.__module__.startswith("takwin.")]
    return {constraint.name: model for model in product for constraint in model._meta.constraints}


class Trial:
    """Which constraints were dropped, and which of them a test still took for standing."""

    def __init__(self) -> None:
        self.noticed: set[str] = set()
        self.survived: set[str] = set()

    @contextmanager
    def without(self, model: type[models.Model], constraint: models.BaseConstraint) -> Iterator[None]:
        """Run what should break ``constraint`` once it is gone; all is as it was afterwards."""
        with transaction.atomic():
            self._drop(model, constraint)
            try:
                with transaction.atomic():
                    yield
            except IntegrityError as refusal:
                is_named = constraints.refused_by(constraint, model, str(refusal))
                (self.survived if is_named else self.noticed).add(constraint.name)
            else:
                self.noticed.add(constraint.name)
            transaction.set_rollback(True)

    def _drop(self, model: type[models.Model], constraint: models.BaseConstraint) -> None:
        """Checks that wait for the end of the transaction are made first: PostgreSQL alters no table before."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)

    def told(self) -> list[str]:
        """What is wrong, by name."""
        unbroken = sorted(declared().keys() - self.noticed - self.survived)
        return [f"{name}: no test breaks it" for name in unbroken] + [
            f"{name}: refused though it is gone" for name in sorted(self.survived)
        ]


TRIAL = Trial()


def pytest_configure(config: pytest.Config) -> None:
    constraints.trial = TRIAL


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Only the tests that break a constraint."""
    kept = [item for item in items if "breaks(" in inspect.getsource(getattr(item, "function", type(item)))]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_sessionfinish(session: pytest.Session) -> None:
    if TRIAL.told():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    names = declared()
    noticed = len(TRIAL.noticed & names.keys())
    terminalreporter.write_line(f"{noticed} of {len(names)} constraints were dropped in turn, and a test noticed.")
    for line in TRIAL.told():
        terminalreporter.write_line(line)
