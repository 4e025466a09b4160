"""What is collected: lighter than what we write, and still doing the same."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from takwin.ui.storage import LeanStaticFilesStorage, lean_sheet


@pytest.mark.parametrize(
    ("name", "written", "collected"),
    [
        (
            "ui/a.css",
            "/* why */\n.a > .b { inset-inline-start: calc(1px + 2px); }\n",
            ".a>.b{inset-inline-start:calc(1px + 2px)}",
        ),
        (
            "ui/a.js",
            "/* why,\n   told */\n// and why\nconst bars = /\\/\\*x/;\n\n  say(bars)  // and this\n",
            "const bars = /\\/\\*x/;\nsay(bars)  // and this\n",
        ),
        ("ui/b.js", '  x = `a${b ? ` c ${d ? " e" : ""}` : ""}`;\n', 'x = `a${b ? ` c ${d ? " e" : ""}` : ""}`;\n'),
        ("ui/vendor/a.js", "// theirs\n", "// theirs\n"),
        ("htmx/htmx.min.js", "// theirs\n", "// theirs\n"),
        ("ui/icons.svg", "<svg> <!-- why --> </svg>", "<svg> <!-- why --> </svg>"),
    ],
)
def test_ours_is_collected_without_its_comments_and_theirs_as_it_is(
    tmp_path: Path, name: str, written: str, collected: str
) -> None:
    storage = LeanStaticFilesStorage(location=tmp_path)
    content = ContentFile(written.encode())
    content.read()  # as by the digest that names the file
    storage.save(name, content)
    assert (tmp_path / name).read_text() == collected


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (".list :is(th, td):first-child { padding: 0 }", ".list *:is(th,td):first-child{padding:0}"),
        ("@media (width < 48rem) { .a\n  :not(.b) { color: red } }", "@media (width < 48rem){.a *:not(.b){color:red}}"),
        (".a > :first-child, :dir(rtl) > .a { margin: 0 }", ".a>:first-child,:dir(rtl)>.a{margin:0}"),
        ("a:hover { color: red }", "a:hover{color:red}"),
    ],
)
def test_what_is_within_stays_within(written: str, kept: str) -> None:
    assert lean_sheet(written) == kept
