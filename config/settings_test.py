"""The same settings, with nothing slow and nothing kept: what tests run under."""

import tempfile
from pathlib import Path

from config.settings import *

SECRET_KEY = "only for tests"  # a known one, so that signed values can be written in a test
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a hundred times faster than the real one
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "takwin-tests"  # each test has its own below, see tests/conftest.py
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # nothing is collected for a test

if DATABASE_URL.startswith("sqlite"):
    # A file, as in real life: in memory, two writers are refused at once instead of waiting for each other.
    TEST_FOLDER = tempfile.TemporaryDirectory(prefix="takwin-tests-")  # goes with the process
    DATABASES["default"]["TEST"] = {"NAME": str(Path(TEST_FOLDER.name) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
