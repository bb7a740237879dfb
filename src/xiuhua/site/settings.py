"""Settings: read once from the environment, documented in docs/operations.md."""

import os
from pathlib import Path

from xiuhua.platform.work.mail_server import server_of
from xiuhua.site.clock import demo_mark, standing_time
from xiuhua.site.database import database
from xiuhua.site.secrets import django_secret

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("XIUHUA_HOME", "var")).absolute()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)  # names stand in the database as they are

DEBUG = False
SECRET_KEY = django_secret(HOME)
ALLOWED_HOSTS = os.environ.get("XIUHUA_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("XIUHUA_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "axes",
    "xiuhua.platform.vault",
    "xiuhua.platform.journal",
    "xiuhua.platform.accounts",
    "xiuhua.platform.work",
    "xiuhua.platform.files",
    "xiuhua.platform.exchange",
    "xiuhua.registry",
    "xiuhua.groups",
    "xiuhua.care",
    "xiuhua.needs",
    "xiuhua.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "xiuhua.platform.accounts.middleware.ViewerMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "xiuhua.site.urls"
WSGI_APPLICATION = "xiuhua.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xiuhua.site.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'xiuhua.sqlite3'}"))}
DEMO_MARK = demo_mark(HOME, DATABASES["default"])
STANDING_TIME = standing_time(os.environ, DEMO_MARK)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"

SESSION_ENGINE = "xiuhua.platform.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_SECONDS = 1800
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = any(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)
# No form puts a file on the disk, not even one sent by a stranger to an address that takes none; the upload of sheets
# has a handler of its own, which keeps larger ones in memory.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

MAIL = server_of(os.environ)

STATIC_URL = "static/"
STATIC_ROOT = None  # the files are served from where they lie; nothing is collected
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AXES_HANDLER = "xiuhua.platform.accounts.lockout.Handler"
AXES_LOCKOUT_CALLABLE = "xiuhua.platform.accounts.views.signing.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

# Errors go to standard error, without their texts: these may quote what somebody typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "xiuhua.platform.work.discretion.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "axes": {"level": "ERROR"},
    },
}
