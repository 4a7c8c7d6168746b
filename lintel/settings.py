"""Settings: safe as they stand; what differs from place to place comes from the environment.

What set-up made for this installation (secret key, the private cluster's address) is read from `.lintel/`, and
the environment wins over it. `LINTEL_PLAIN_HTTP=1` is for a server on this machine's own loopback address only.
"""

from pathlib import Path

import environ
import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from lintel.log_lines import without_query
from lintel.setup import places
from lintel.setup.address import read_address

ROOT = Path(__file__).resolve().parents[1]
BASE_DIR = ROOT
PROJECT = ROOT / "lintel"

KEPT = places.read_private(places.DATABASE) | places.read_private(places.SECRETS)
env = environ.Env()


def _kept(name: str, default: str = "") -> str:
    """A setting from the environment, else from what set-up kept."""
    return str(env.str(name, default=KEPT.get(name, default)))


PLAIN_HTTP = env.bool("LINTEL_PLAIN_HTTP", default=False)
DEBUG = env.bool("LINTEL_DEBUG", default=False)
SECRET_KEY = _kept("SECRET_KEY")
# What wraps every data key: `version:key`, several while they are being rotated. See datasharing/keys/wrapping.py.
LINTEL_KEYS = _kept("LINTEL_KEYS")
# What keyed hashes are made with; not to be changed once there are people. See datasharing/keys/blinding.py.
LINTEL_BLINDING = _kept("LINTEL_BLINDING")
# What the journal's seals are signed with (Ed25519, 32 bytes in URL-safe base 64), and where their roots are kept,
# outside the database. See agencies/operations/seal_journal.py.
LINTEL_JOURNAL_KEY = _kept("LINTEL_JOURNAL_KEY")
LINTEL_JOURNAL_ROOTS = str(places.journal_roots("{database}"))
# A folder with outcome frameworks of the area's own, beside those that ship. See outcomes/selectors/frameworks.py.
FRAMEWORKS = env.str("LINTEL_FRAMEWORKS", default="")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = LOOPBACK if PLAIN_HTTP else env.list("LINTEL_HOSTS", default=LOOPBACK)

INSTALLED_APPS = [
    "lintel",
    "outcomes",
    "cases",
    "datasharing",
    "agencies",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django_structlog",
    "procrastinate.contrib.django",
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
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "lintel.middleware.AccessMiddleware",
]

ROOT_URLCONF = "lintel.urls"
WSGI_APPLICATION = "lintel.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lintel.context_processors.frame",
                "lintel.family_tabs.tabs",
            ],
        },
    },
]
FORM_RENDERER = "lintel.forms_renderer.GovukRenderer"

# Database. DATABASE_URL names the owner; the server, the jobs and the commands work as `<database>_app`, and only
# what changes the shape of the database (migrate, tests) says LINTEL_DATABASE_ROLE=owner. See lintel/database.py.
DATABASE_ROLE = env.str("LINTEL_DATABASE_ROLE", default="app")
_owner = read_address(_kept("DATABASE_URL", "postgres:///lintel"))
DATABASE_APP_ROLE = _owner.app_role
_address = _owner
if DATABASE_ROLE != "owner":
    # On a Unix socket the private cluster trusts its own user; a password is sent only over the network.
    _password = _kept("LINTEL_APP_PASSWORD")
    _address = _owner.as_role(DATABASE_APP_ROLE, _password)
# Our statements are short, and long to compile: PostgreSQL's JIT took ten times as long as the list that it compiled.
_options = {"OPTIONS": {"options": "-c jit=off", **dict(_address.options)}}
DATABASES = {
    "default": _address.django() | _options | {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True},
}

# The cache is in the database, so that throttles hold across processes. `migrate` makes its table.
# It is large, so that nobody empties a throttle by filling the cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lintel_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Who signs in. (auth.W004 knows no constraint on Lower("email"), which is what keeps an address to one practitioner.)
AUTH_USER_MODEL = "agencies.Practitioner"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_RAISE_403 = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "agencies.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "agencies.forms.sign_in.SignInForm",
    "reauthenticate": "agencies.forms.sign_in.PasswordAgainForm",
    "change_password": "agencies.forms.sign_in.NewPasswordForm",
}
MFA_ADAPTER = "lintel.second_factor.SealedFactorAdapter"
MFA_FORMS = {
    "authenticate": "agencies.forms.sign_in.CodeForm",
    "reauthenticate": "agencies.forms.sign_in.CodeAgainForm",
    "activate_totp": "agencies.forms.sign_in.FirstCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LINTEL_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lintel"
MFA_TOTP_TOLERANCE = 1

# Sessions: an hour idle, twelve hours at most.
SESSION_ENGINE = "lintel.sessions"
SESSION_COOKIE_AGE = 60 * 60
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lintel.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("LINTEL_ORIGINS", default=[])

# What a browser is told.
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.bool("LINTEL_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Static files are served from where they lie; the interface's packages bring their own under `/assets/`.
STATIC_URL = "static/"
STATIC_ROOT = env.str("LINTEL_STATIC_ROOT", default=None)
VENDOR = PROJECT / "static_vendor"
STATICFILES_DIRS = [PROJECT / "static"] + ([VENDOR / "static"] if (VENDOR / "static").is_dir() else [])
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ROOT = VENDOR / "root" if (VENDOR / "root").is_dir() else None

# The linkage's trained weights: a file that `manage.py train_linkage` wrote; empty for those that Lintel came with.
LINKAGE_WEIGHTS = env.str("LINTEL_LINKAGE_WEIGHTS", default="")

# The public form: how many requests for help one address may send in an hour.
ASK_FOR_HELP_AN_HOUR = env.int("LINTEL_ASK_FOR_HELP_AN_HOUR", default=20)

# Words, dates and numbers.
USE_TZ = True
TIME_ZONE = "Europe/London"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
# The words of a programme (LINTEL_VOCABULARY) are a catalogue of English that set-up makes.
VOCABULARY = places.vocabulary_catalogues()
LOCALE_PATHS = [*([VOCABULARY] if env.str("LINTEL_VOCABULARY", default="") else []), ROOT / "locale"]

# Work in the background: each app's tasks are in its `jobs.py`; a worker starts with the server.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# E-mail. Without a server, letters go into a Maildir folder, where a relay finds them. LINTEL_SMTP is an address
# such as smtp+tls://user:password@mail.example.org:587. LINTEL_ADDRESS is how a letter's links begin.
_here = f"http://127.0.0.1:{env.str('PORT', default='') or '8000'}"
LINTEL_ADDRESS = env.str("LINTEL_ADDRESS", default=_here).rstrip("/")
LINTEL_MAIL_FROM = env.str("LINTEL_MAIL_FROM", default="Notices <notices@localhost>")
_smtp = env.str("LINTEL_SMTP", default="")
MAIL_FOLDER = "" if _smtp else env.str("LINTEL_MAIL_FOLDER", default=str(places.private_folder() / "mail"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
if _smtp:
    globals().update(env.email_url_config(_smtp))

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "lintel.api_authentication.TokenAuthentication",
        "lintel.api_authentication.PageAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["lintel.api_authentication.InTheTable"],
    "EXCEPTION_HANDLER": "lintel.problems.handler",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "1200/min"},
    "PAGE_SIZE": 50,
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Lintel",
    "DESCRIPTION": "One front door, one key worker, one plan. Every call is decided and recorded like a page.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {"CategoryEnum": "datasharing.vocabulary.Category.choices"},
}

# Where the council's own system takes plans, contacts and closings: an address (JSON by HTTPS) or a folder; or none.
HAND_OFF = env.str("LINTEL_HAND_OFF", default="")

# Logs: one line of key=value (or JSON) an event, no names of family members, no words of a record.
LOG_FORMAT = env.str("LINTEL_LOG_FORMAT", default="lines")
LOG_LEVEL = env.str("LINTEL_LOG_LEVEL", default="INFO")
DJANGO_STRUCTLOG_CELERY_ENABLED = False
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
_shared_processors: list[structlog.types.Processor] = [
    structlog.contextvars.merge_contextvars,
    without_query,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_renderer: structlog.types.Processor = (
    structlog.processors.JSONRenderer()
    if LOG_FORMAT == "json"
    else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event", "logger"])
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": _renderer,
            "foreign_pre_chain": _shared_processors,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        name: {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False}
        for name in ("django_structlog", "lintel", "agencies", "datasharing", "cases", "outcomes", "procrastinate")
    }
    | {f"procrastinate.{part}": {"level": "WARNING"} for part in ("blueprints", "periodic")}
    | {"django.request": {"level": "ERROR"}, "django.security.DisallowedHost": {"level": "ERROR"}},
}
structlog.configure(
    processors=[
        *_shared_processors,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
