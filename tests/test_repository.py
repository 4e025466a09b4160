"""The rules of the house, asked of the code itself. A fault is named by its place, so that it is mended in a minute."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
STACK = next(contract["layers"] for contract in CONTRACTS if contract["id"] == "stack")
LEVEL = {app: len(STACK) - place for place, app in enumerate(STACK)}
MADE = {"migrations", "locale", "vendor", "__pycache__", "node_modules"}

# Views of libraries, which guard themselves or only point elsewhere.
FOREIGN = ("allauth.", "django.views.generic.base.RedirectView")
# Accounts lie below rights, so their few pages cannot use its marks: one's own account, asked behind the login, and
# the pages of a visitor who holds a one-time link.
WITHOUT_RIGHTS = {f"takwin.accounts.views.{name}" for name in ("me", "closed", "link", "link_strength")}
# Acts that nobody signs: the machine seals the journal; a one-time link is used by its own account.
WITHOUT_AUTHOR = {"takwin/journal/actions.py:seal", "takwin/accounts/actions.py:use_link"}
# A number that is not of a row: of a page of a list, in any digits.
NUMBERS_APART = {"takwin/ui/lists.py"}
# The forms of the house themselves; a password, which no paper bears.
VALID_IS_ENOUGH = {"takwin/ui/forms.py", "takwin/accounts/views.py"}
# The tab of a workbook, which has its own length; what a phone hands over, whose marks are never sent back.
CUT = {
    f"takwin/{path}.py"
    for path in ("core/workbooks", "documents/forms/issuing", "attendance/sync/actions", "attendance/sync/reading")
}

WEB = ("django.http", "django.shortcuts", "django.forms", "django.views", "django.contrib.messages")
DOMAIN = ("actions", "queries", "models")


def files(*endings: str, under: Iterable[str] = ("takwin", "config", "dev", "tests", "bench")) -> Iterator[Path]:
    """Written files, not those that are generated or brought."""
    for folder in under:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and not MADE & set(path.parts):
                yield path


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def none(faults: Iterable[str]) -> None:
    found = sorted(faults)
    assert not found, "\n".join(found)


def matches(pattern: str, paths: Iterable[Path]) -> list[str]:
    """Each line that matches, by file and number."""
    rule = re.compile(pattern)
    return [
        f"{named(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if rule.search(line)
    ]


def module_kind(path: Path) -> str:
    """``actions`` for takwin/x/actions.py and for takwin/x/actions/of_something.py."""
    parts = path.relative_to(ROOT / "takwin").with_suffix("").parts
    return parts[1] if len(parts) > 1 else ""


def modules(*kinds: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in files(".py", under=["takwin"]):
        if module_kind(path) in kinds:
            yield path, ast.parse(path.read_text())


def product_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("takwin.")]


def test_a_file_stays_under_400_lines() -> None:
    lines = {named(path): len(path.read_text().splitlines()) for path in files(".py", ".html", ".css", ".js", ".typ")}
    none(f"{name}: {count}" for name, count in lines.items() if count > 400)


def test_a_view_stays_under_25_lines() -> None:
    lines = {
        f"{named(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path, module in modules("views")
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    }
    none(f"{name}: {count}" for name, count in lines.items() if count > 25)


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def test_every_address_says_who_may_enter() -> None:
    views = [(address, getattr(view, "view_class", view)) for address, view in addresses(get_resolver().url_patterns)]
    none(
        f"{address}: {view.__module__}.{view.__qualname__}"
        for address, view in views
        if not hasattr(view, "permission")
        and not f"{view.__module__}.{view.__qualname__}".startswith(FOREIGN)
        and f"{view.__module__}.{view.__qualname__}" not in WITHOUT_RIGHTS
    )


def test_no_relation_points_up_the_stack() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in product_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model and field.related_model.__module__.startswith("takwin.")
        if LEVEL[field.related_model._meta.app_label] > LEVEL[model._meta.app_label]
    ]
    none(upward)


def test_no_migration_depends_on_an_app_above() -> None:
    loader = MigrationLoader(None)
    upward = [
        f"{app}.{name} → {needed}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in LEVEL
        for needed, _ in migration.dependencies
        if LEVEL.get(needed, 0) > LEVEL[app]
    ]
    none(upward)


def imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def knows_the_web(path: Path) -> bool:
    """Whether a file reads what is sent: a view, a form, a filter, or what they hand it to as it came."""
    of_it = ("HttpRequest", "UserRequest", "django.forms", "from django import forms", "django_filters", "PickInput")
    return any(word in path.read_text() for word in of_it)


def test_acts_reads_and_models_do_not_know_the_web() -> None:
    faults = [
        f"{named(path)}: {name}"
        for path, module in modules(*DOMAIN)
        for name in imports(module)
        if name.startswith(WEB)
    ]
    none(faults)


def test_a_number_of_a_row_is_read_in_one_way() -> None:
    """What knows the web asks ``core.keys.key_of``, which no length of digits can break."""
    web = [path for path in files(".py", under=["takwin"]) if named(path) not in NUMBERS_APART and knows_the_web(path)]
    none(matches(r"\.is(digit|decimal)\(|\bint\([^)]*\b(GET|POST|COOKIES)\b", web))


def test_a_form_is_asked_whether_it_is_sound() -> None:
    """``is_sound``, ``are_sound`` and ``done`` also refuse what no paper can print, and a day too far away."""
    asked = (path for path in files(".py", under=["takwin"]) if named(path) not in VALID_IS_ENOUGH)
    none(matches(r"\.is_valid\(", asked))


def test_what_people_write_is_not_cut_in_silence() -> None:
    """``core.refused.worded`` keeps it whole or refuses it at its field."""
    none(matches(r"strip\(\)\[:", (path for path in files(".py", under=["takwin"]) if named(path) not in CUT)))


def test_a_sentence_that_counts_is_asked_for_with_its_number() -> None:
    """Asked for alone, the catalogues do not find it, and it stays in English on the page."""
    catalogues = (path.read_text() for path in ROOT.glob("takwin/*/locale/ar/LC_MESSAGES/django.po"))
    counted = {said for text in catalogues for said in re.findall(r'^msgid "(.+)"\nmsgid_plural', text, re.MULTILINE)}
    assert counted
    alone = re.compile(r"""\{% translate ["'](.+?)["']|\b_\("(.+?)"\)""")
    asked = (
        (path, found) for path in files(".html", ".py", under=["takwin"]) for found in alone.findall(path.read_text())
    )
    none(f"{named(path)}: {said}" for path, found in asked for said in found if said in counted)


def test_every_act_says_by_whom() -> None:
    silent = [
        f"{named(path)}:{node.name}"
        for path, module in modules("actions")
        for node in module.body
        if isinstance(node, ast.FunctionDef) and any("atomic" in ast.unparse(mark) for mark in node.decorator_list)
        if "by" not in {argument.arg for argument in node.args.kwonlyargs}
    ]
    none(set(silent) - WITHOUT_AUTHOR)


def test_sheets_of_style_know_start_and_end_not_left_and_right() -> None:
    physical = (
        r"(margin|padding|border)-(left|right)\b|^\s*(left|right)\s*:|[;{]\s*(left|right)\s*:"
        r"|(text-align|float|clear)\s*:\s*(left|right)\b|border-(top|bottom)-(left|right)-radius"
    )
    none(matches(physical, files(".css", under=["takwin"])))


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"""\sstyle\s*=\s*["']""", id="a style attribute"),
        pytest.param(r"<style\b", id="a style element"),
        pytest.param(r"""\son[a-z]+\s*=\s*["']""", id="an event handler"),
        pytest.param(r"""<script\b(?![^>]*\b(src=|type="application/json"))""", id="a script in the page"),
        pytest.param(r"""javascript:""", id="a script in an address"),
        pytest.param(r"""(src|href)=["'](https?:)?//""", id="something loaded from outside"),
    ],
)
def test_templates_hold_no(pattern: str) -> None:
    none(matches(pattern, files(".html", under=["takwin"])))


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\b(TODO|FIXME|XXX)\b", id="a note of unfinished work"),
        pytest.param(r"#\s*noqa", id="a silenced rule"),
        pytest.param(r"#\s*type:\s*ignore(?!\[)", id="a type ignored without saying which"),
        pytest.param(r"except(\s+Exception\b.*)?:", id="a catch-all"),
        pytest.param(r"pytest\.(mark\.)?(skip|xfail|importorskip)", id="a test that is passed over"),
    ],
)
def test_the_code_holds_no(pattern: str) -> None:
    none(matches(pattern, (path for path in files(".py", ".html", ".css", ".js") if path != Path(__file__))))


@pytest.mark.parametrize("model", product_models(), ids=lambda model: model._meta.label)
def test_every_column_is_classified_for_personal_data(model: type[models.Model]) -> None:
    assert "PERSONAL" in vars(model), "say PERSONAL = {} when the model holds nothing about a person"
    columns = {field.name for field in model._meta.get_fields() if field.concrete}
    assert set(vars(model)["PERSONAL"]) <= columns
    about_persons = re.compile(r"phone|email|birth|gender|given_name|family_name|cin$|signature|ip_address")
    assert {name for name in columns if about_persons.search(name)} <= set(vars(model)["PERSONAL"])


def test_every_constraint_has_a_test_that_breaks_it() -> None:
    tests = "".join(path.read_text() for path in files(".py", under=["tests"]))
    untested = [
        f"{model._meta.label}: {constraint.name}"
        for model in product_models()
        for constraint in model._meta.constraints
        if constraint.name not in tests
    ]
    none(untested)


def test_locks_name_no_host() -> None:
    requirements = [*ROOT.glob("requirements/*"), ROOT / ".npmrc", ROOT / "pyproject.toml"]
    none(matches(r"://|--(extra-)?index-url|--find-links", requirements))
    none(matches(r'"resolved"', [ROOT / "package-lock.json"]))


def test_every_locked_package_has_its_digest() -> None:
    for lock in ROOT.glob("requirements/*.txt"):
        pins = re.split(r"^(?=\S)", lock.read_text(), flags=re.MULTILINE)
        assert [pin.splitlines()[0] for pin in pins if "==" in pin and "--hash=sha256:" not in pin] == []
