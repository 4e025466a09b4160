"""Static files as a phone receives them."""

import re
from pathlib import PurePath

import rcssmin
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

# ``.list :is(th)``: what is in a list. Without its space it would say a list that is itself a cell, and nothing is.
WITHIN = re.compile(r"(?<=[\w\])*])\s+:(?=[a-z])")

# In a script: a line that only explains, an empty one, a margin.
UNSAID = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n|//.*\n|\n)|^[ \t]+", re.MULTILINE)


def lean_sheet(text: str) -> str:
    """A style sheet without its margins; a space before a colon means *within*, and is written so that it stays."""
    return str(rcssmin.cssmin(WITHIN.sub(" *:", text)))


def lean_script(text: str) -> str:
    """A script without the lines that explain it and without its margins. What stands in a line stays as it is: those
    who make scripts lighter lose spaces of a text within a text (`${a ? " danger" : ""}`)."""
    return UNSAID.sub("", text)


LEAN = {".css": lean_sheet, ".js": lean_script}


class LeanStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Our style sheets and scripts are collected without their comments and margins, a fifth of their weight.

    What others publish stays as they made it.
    """

    def _save(self, name: str, content: File[bytes]) -> str:
        path = PurePath(name)
        if path.suffix in LEAN and "vendor" not in path.parts and ".min." not in path.name:
            content.seek(0)  # it was read before, to name it by its digest
            content = ContentFile(LEAN[path.suffix](content.read().decode()).encode())
        return str(super()._save(name, content))
