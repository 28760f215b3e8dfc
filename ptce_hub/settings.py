"""The settings: one file, one section a subject, every environment variable read here (how: ``environment.py``).

Secure unless asked otherwise: ``LOCAL=1`` (set by ``./run site`` and ``./run tests``) serves without HTTPS on this
machine only; ``DEBUG=1`` shows technical error pages. The README lists the variables with their defaults.
"""

import os
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from ptce_hub.environment import env_flag, env_list, mailer, secret_key, site_address, tile_layer

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where and how it is served ---------------------------------------------------------------------------------

LOCAL = env_flag("LOCAL")
DEBUG = env_flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key(BASE_DIR / ".secret_key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if LOCAL else [])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not LOCAL and host != "*"]

ROOT_URLCONF = "ptce_hub.urls"
WSGI_APPLICATION = "ptce_hub.wsgi.application"

# --- Applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "ptce_hub.accounts",
    "ptce_hub.territories",
    "ptce_hub.directory",
    "actors",
    "poles",
    "events",
    "ptce_hub.contributions",
    "ptce_hub.site",
    "django_filters",
    "django_htmx",
    "simple_history",
    "js_lib_leaflet",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ptce_hub.directory.apps.HubAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}", conn_max_age=None
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds that a writer waits for another
        "cached_statements": 1000,  # a site of many pages asks more than the usual 128
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"
        ),
    }
else:  # PostgreSQL, whose compiler takes longer over what a page asks than the answer does
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c jit=off".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "ptce_hub.directory.rights.RoleBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 7 * 86_400  # seconds; an invitation is such a link
ACCOUNT_ADAPTER = "ptce_hub.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator writes the address, and an invitation proves it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whoever has no account
ACCOUNT_EMAIL_SUBJECT_PREFIX = "PTCE Hub : "
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "ptce_hub.accounts.forms.AddKeyForm",
    "edit_webauthn": "ptce_hub.accounts.forms.RenameKeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above: without it, whoever is invited could not add their second factor
MFA_TOTP_ISSUER = "PTCE Hub"
MFA_TOTP_TOLERANCE = 1  # period of 30 s: a code that changes while it is typed, a clock a little late (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_flag("BEHIND_PROXY") else 0

# --- Mail -------------------------------------------------------------------------------------------------------

MAILERS = {"default": mailer(os.environ.get("MAIL_URL", "").strip(), LOCAL)}
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or os.environ.get("CONTACT_EMAIL") or "ptce-hub@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
#: The site's own address, for links in mails that no visitor asked for: https://annuaire.example.fr
SITE_ADDRESS = (os.environ.get("SITE_ADDRESS") or site_address(ALLOWED_HOSTS, LOCAL)).rstrip("/")

# --- What is kept for a while ------------------------------------------------------------------------------------

HERE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # by one process
CACHES = {
    # Attempts to sign in and codes already used: counted by every process of the site together.
    "default": HERE
    if LOCAL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "drawn": HERE,  # pictures and programmes
}

# --- Files that staff bring in ------------------------------------------------------------------------------------

FILE_UPLOAD_HANDLERS = [
    "ptce_hub.directory.tabular.uploads.Ceiling",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Language and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- The host ---------------------------------------------------------------------------------------------------

PUBLISHER_NAME = os.environ.get("PUBLISHER_NAME", "")
PUBLISHER_ADDRESS = os.environ.get("PUBLISHER_ADDRESS", "")
PUBLICATION_DIRECTOR = os.environ.get("PUBLICATION_DIRECTOR", "")
HOSTING_PROVIDER = os.environ.get("HOSTING_PROVIDER", "")
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")
DATA_LICENCE_NAME = os.environ.get("DATA_LICENCE_NAME") or "Licence Ouverte 2.0 (Etalab)"
DATA_LICENCE_URL = os.environ.get("DATA_LICENCE_URL") or "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"

# --- Static files -----------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = LOCAL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Maps --------------------------------------------------------------------------------------------------------

#: A background of images that the reader asks for by a click; none unless the host names one.
TILES = tile_layer(os.environ.get("TILE_URL", "").strip(), os.environ.get("TILE_ATTRIBUTION", "").strip())

# --- Security ---------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, *([TILES["origin"]] if TILES else [])],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000  # one year
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
if env_flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

#: What a report of an error may tell.
DEFAULT_EXCEPTION_REPORTER = "ptce_hub.directory.error_reports.DiscreetReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "ptce_hub.directory.error_reports.DiscreetFilter"

# --- Logs --------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ptce_hub.directory.error_reports.DiscreetFormatter",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
