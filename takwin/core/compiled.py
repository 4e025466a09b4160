"""Ask a query again and again without compiling it again: of a tap on a phone, that was a third of the time."""

from collections.abc import Callable
from threading import local
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet

Row = TypeVar("Row")


class Given(Expression):
    """A value that is told when the query is asked, as this column takes it."""

    def __init__(self, model: type[Model], name: str) -> None:
        field: Any = model._meta.get_field(name)
        super().__init__(output_field=field)

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return "%s", [self]


def given(model: type[Model], *names: str) -> dict[str, Given]:
    """The condition of a filter on these columns, each with a value told later."""
    return {name: Given(model, name) for name in names}


class Compiled(Generic[Row]):
    """A query compiled the first time that a thread asks it, then only given its values.

    ``make`` builds it, with a ``Given`` in the place of each value; it is asked with these values, by the names of
    their columns. Whatever else it says stays for as long as the process lives: no day, no user, no language.
    """

    def __init__(self, make: "Callable[[], QuerySet[Any, Row]]") -> None:
        self.make = make
        self.here = local()  # a compiler is of one connection, and a connection of one thread

    def ask(self, **values: Any) -> list[Row]:
        if not hasattr(self.here, "rows"):
            self._compile()
        connection = connections[DEFAULT_DB_ALIAS]
        rows, compiler, (sql, parameters) = self.here.rows, self.here.compiler, self.here.statement
        told = tuple(_told(one, values, connection) for one in parameters)
        compiler.connection, compiler.as_sql = connection, lambda: (sql, told)
        return list(rows._iterable_class(rows))

    def _compile(self) -> None:
        rows: Any = self.make()
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        rows.query.get_compiler = lambda using: compiler
        self.here.rows, self.here.compiler, self.here.statement = rows, compiler, compiler.as_sql()


def _told(parameter: Any, values: dict[str, Any], connection: Any) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    field: Any = parameter.output_field
    return field.get_db_prep_value(values[field.name], connection)
