"""Django settings: everything that differs between machines comes from the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from temoin.parties.conf import *  # noqa: F403  (sign-in settings live with the app that uses them)

if os.environ.get("TEMOIN_URL", "").startswith("https://") and not os.environ.get("TEMOIN_SECRET_KEY"):
    raise ImproperlyConfigured(
        "Set TEMOIN_SECRET_KEY to 50 or more random characters: a public site needs its own."
    )

CHECKOUT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("TEMOIN_STATE", CHECKOUT / ".temoin"))

TEMOIN_DEMO = os.environ.get("TEMOIN_DEMO") == "1"
UNDER_TEST = "pytest" in sys.modules
DEBUG = os.environ.get("TEMOIN_DEBUG") == "1"
SECRET_KEY = os.environ.get("TEMOIN_SECRET_KEY") or ("only-for-demo-and-tests-" + "x" * 40)
ALLOWED_HOSTS = os.environ.get("TEMOIN_HOSTS", "localhost,127.0.0.1,testserver").split(",")
PUBLIC_URL = os.environ.get("TEMOIN_URL", "http://localhost:8000")

INSTALLED_APPS = [
    # ours come first: their words and templates win over those of the libraries
    "temoin.clock",
    "temoin.ui",
    "temoin.parties",
    "temoin.journal",
    "temoin.documents",
    "temoin.network",
    "temoin.cover",
    "temoin.claims",
    "temoin.appointments",
    "temoin.estimates",
    "temoin.complaints",
    "temoin.money",
    "temoin.messages.apps.MessagesConfig",
    "temoin.exchange",
    "temoin.insight",
    "temoin.portals.desk",
    "temoin.portals.contractor",
    "temoin.portals.body_shop",
    "temoin.portals.insured",
    "temoin.portals.partner",
    "temoin.portals.help",
    "temoin.demo",
    "temoin.bench",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "temoin.config",  # last: it wires what all others have registered
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "temoin.parties.middleware.ActingMiddleware",
    "temoin.config.answers.AnswerMiddleware",
    "temoin.claims.scope.ScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "temoin.config.urls"
WSGI_APPLICATION = "temoin.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "temoin.config.page.shell",
            ],
            "builtins": [
                "temoin.ui.templatetags.ui",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]


def _database(url: str, *, pooled: bool) -> dict[str, object]:
    """One Django database from a postgresql:// address; `host` may stand in the query (a socket folder)."""
    parts = urlsplit(url)
    extra = dict(parse_qsl(parts.query))
    options: dict[str, object] = {"prepare_threshold": 5}
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
    options.update({key: value for key, value in extra.items() if key not in {"host", "port"}})
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": extra.get("host") or parts.hostname or "",
        "PORT": extra.get("port") or str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


_runtime = os.environ.get("TEMOIN_DATABASE_URL", "postgresql://temoin_app@localhost/temoin")
_owner = os.environ.get("TEMOIN_OWNER_DATABASE_URL", _runtime)
AS_OWNER = UNDER_TEST or os.environ.get("TEMOIN_AS_OWNER") == "1"
DATABASES = {"default": _database(_owner if AS_OWNER else _runtime, pooled=not AS_OWNER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
MEDIA_ROOT = Path(os.environ.get("TEMOIN_MEDIA", STATE / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if UNDER_TEST
        else "temoin.ui.storage.OwnModules"
    },
}

EMAIL_HOST = os.environ.get("TEMOIN_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("TEMOIN_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("TEMOIN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TEMOIN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("TEMOIN_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("TEMOIN_MAIL_FROM", "Témoin <temoin@localhost>")

# where a video call is offered: {room} becomes a name that nobody can guess; empty for no video
TEMOIN_VIDEO_URL = os.environ.get("TEMOIN_VIDEO_URL", "https://meet.jit.si/{room}")
# of what the rules would let pass, how many in a hundred go to a person all the same
TEMOIN_CONTROL_SAMPLE_PCT = int(os.environ.get("TEMOIN_CONTROL_SAMPLE_PCT", "5"))

# body shops are paid by one list a week: on which day, from 1 (Monday)
TEMOIN_PAYMENT_WEEKDAY = int(os.environ.get("TEMOIN_PAYMENT_WEEKDAY", "2"))

# answers by mail: `reponse@example.org` stands for `reponse+<anything>@example.org`; empty: nobody answers by mail
REPLY_ADDRESS = os.environ.get("TEMOIN_REPLY_ADDRESS", "")
INBOX_URL = os.environ.get(
    "TEMOIN_INBOX_URL", ""
)  # imaps://user:password@host/INBOX; empty: nothing is fetched

CACHES = {
    "default": {
        # shared by all web processes: sign-in limits count across them
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = (
    "same-origin"  # links of the insured must not leak; `no-referrer` would send `Origin: null`
)
X_FRAME_OPTIONS = "DENY"
if PUBLIC_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("TEMOIN_PROXIES", "0")
)  # sign-in limits count the real address
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

if UNDER_TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"links": {"()": "temoin.parties.redact.RedactLinks"}},  # no token of a link in any log
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
