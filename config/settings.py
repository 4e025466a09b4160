"""One settings file; what differs between two installations is read from the environment."""

import secrets
from datetime import timedelta
from logging import LogRecord
from pathlib import Path

import environ
from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env("TAKWIN_DATA", default=str(ROOT / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)


def kept_secret(path: Path) -> str:
    """The installation's own secret, made once and kept beside its data, readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or kept_secret(DATA_DIR / "secret.key")
PUBLIC_URL = env("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")  # what is printed in QR codes
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", PUBLIC_URL.split("//")[1].split(":")[0]])
CSRF_FAILURE_VIEW = "takwin.ui.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Behind https, an http address is sent to it; browsers are told to ask for nothing else once HSTS_SECONDS says so.
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by the machine itself, past the proxy
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    # Takwin, from the ground up: each may import only those above it in this list.
    # They stand first: their templates and translations win over those of the libraries.
    "takwin.core",
    "takwin.ui",
    "takwin.accounts",
    "takwin.journal",
    "takwin.directory",
    "takwin.rights",
    "takwin.territory",
    "takwin.documents",
    "takwin.people",
    "takwin.letters",
    "takwin.surveys",
    "takwin.attendance",
    "takwin.catalogue",
    "takwin.programmes",
    "takwin.agreements",
    "takwin.treasury",
    "takwin.meetings",
    "takwin.training",
    "takwin.certificates",
    "takwin.portal",
    # Libraries.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_filters",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "takwin.ui.unanswered.UnansweredMethods",
    "takwin.documents.undrawn.UndrawnPapers",
    "takwin.territory.unset.UnsetParameters",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # Partials (page.html#part) around components (<c-part>) around files: each reads what the next one found.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "takwin.ui.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "takwin.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "takwin.ui.forms.FormRenderer"

DATABASE_URL = env("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'takwin.sqlite3'}")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASE_URL.startswith("sqlite"):
    # One writer at a time, who waits his turn; readers never wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8)},
        # A page anywhere costs what the next one does: PostgreSQL still supposes a disk that turns, and would read a
        # table whole where an index finds a region's rows.
        "options": "-c random_page_cost=1.1",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": env("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend"), "QUEUES": []}}

# What the worker does every minute, by dotted name: the worker lies below those who need it.
TAKWIN_CHORES = [
    "takwin.core.later.take_up_lost",
    "takwin.core.later.forget_finished",
    "takwin.core.once.forget_old",
    "takwin.journal.actions.seal_all",
    "takwin.people.privacy.retention.report_daily",
    "takwin.people.matching.nightly.ask_nightly",
    "takwin.documents.sweeping.sweep_daily",
]
TASKS_KEPT = timedelta(days=env.int("TASKS_KEPT_DAYS", default=30))  # how long the queue remembers what has ended

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "takwin.accounts.validators.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "takwin.accounts.validators.NotCommon"},
    {"NAME": "takwin.accounts.validators.NotOneself"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "takwin.accounts.adapter.Adapter"
SOCIALACCOUNT_ADAPTER = "takwin.accounts.adapter.SocialAdapter"
MFA_ADAPTER = "takwin.accounts.adapter.KeysAdapter"
ACCOUNT_FORMS = {
    "login": "takwin.accounts.forms.LoginForm",
    "change_password": "takwin.accounts.forms.ChangePasswordForm",
    "reauthenticate": "takwin.accounts.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "takwin.accounts.forms.AuthenticateForm",
    "reauthenticate": "takwin.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "takwin.accounts.forms.ActivateCodesForm",
    "add_webauthn": "takwin.accounts.forms.AddKeyForm",
    "edit_webauthn": "takwin.accounts.forms.EditKeyForm",
}
# Wrong passwords are counted by axes; allauth counts wrong codes. Many officers may stand behind one address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "120/m/ip,20/5m/key"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Takwin"
# [{"provider_id", "name", "client_id", "secret", "settings": {"server_url", "trust_user_names": false}}]
OIDC_APPS = env.json("OIDC_APPS", default=[])
OIDC_ORIGINS = ["/".join(app["settings"]["server_url"].split("/")[:3]) for app in OIDC_APPS]
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_APPS}}
SOCIALACCOUNT_ONLY = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "takwin.accounts.queries.name_tried"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("fr", "Français"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
FORMAT_MODULE_PATH = ["takwin.core.locale_formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"  # outside the web root: files are served by views that ask the right
KEYS_DIR = Path(env("KEYS_DIR", default=str(DATA_DIR / "keys")))  # what signs; common to all machines that serve
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "takwin.ui.storage.LeanStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365 if not DEBUG else 0

UPLOAD_LIMIT = 20 * 1024 * 1024  # bytes; a larger file is refused while it arrives
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "takwin.core.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF, *OIDC_ORIGINS],  # the institution's own login is reached by a form
        "base-uri": [SELF],
        "object-src": ["'none'"],
    }
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
# Short messages: a class with ``send(to, text)`` (takwin/letters/gateways.py); ``File`` writes them to SMS_FILE.
# Without one none is offered: written in a log, a message would leave its code there and reach nobody.
SMS_GATEWAY = env("SMS_GATEWAY", default="takwin.letters.gateways.Console" if DEBUG else "")
SMS_FILE = Path(env("SMS_FILE", default=str(DATA_DIR / "messages.jsonl")))
DEFAULT_FROM_EMAIL = env("FROM_EMAIL", default="takwin@localhost")


def in_a_line(record: LogRecord) -> bool:
    """A refused page is no fault of the program: its log has the address, without a traceback."""
    if getattr(record, "status_code", None) == 403:
        record.exc_info = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"in_a_line": {"()": "django.utils.log.CallbackFilter", "callback": in_a_line}},
    "loggers": {"django.request": {"filters": ["in_a_line"]}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}

INSTALLATION_NAME = {
    "ar": env("INSTALLATION_NAME_AR", default="جهة فاس-مكناس"),
    "fr": env("INSTALLATION_NAME_FR", default="Région Fès-Meknès"),
}
SITE_TITLE = _("Takwin")
FILTERS_EMPTY_CHOICE_LABEL = _("All")
