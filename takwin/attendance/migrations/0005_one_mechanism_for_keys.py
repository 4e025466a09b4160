"""The key that signed codes of convocations joins those of ``documents.keys``: letters already printed are still read."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import migrations, transaction
from joserfc.jwk import OKPKey


def adopt(apps: Any, schema_editor: Any) -> None:
    former = Path(settings.DATA_DIR) / "presence.key"
    if not former.exists():
        return
    key = OKPKey.import_key(former.read_bytes())
    kid, folder = key.thumbprint()[:8], Path(settings.KEYS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(folder / f"{kid}.json", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
    rows = apps.get_model("documents", "SigningKey").objects
    now = dt.datetime.now(tz=dt.UTC)
    is_taken = rows.filter(use="presence", retired_at=None).exists()
    rows.get_or_create(
        kid=kid,
        defaults={
            "use": "presence", "public": str(key.as_dict()["x"]), "made_at": now, "retired_at": now if is_taken else None,
        },
    )  # fmt: skip
    transaction.on_commit(former.unlink)


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0004_signed_sheets_read_back"),
        ("documents", "0009_wording_of_papers"),
    ]

    operations = [migrations.RunPython(adopt, migrations.RunPython.noop)]
