"""Static files as a phone receives them."""

from pathlib import PurePath

import rcssmin
import rjsmin
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

LEAN = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}


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
