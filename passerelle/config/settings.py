"""Settings, all from the environment; docs/hosting.md explains each.

A plain start is production and refuses to run on anything unsafe. PASSERELLE_DEMO=1 makes it a demonstration:
an invented secret, letters kept in, a clock that can be moved.
"""

from pathlib import Path
from urllib.parse import urlsplit

from environs import Env

from passerelle.config.policy import content_security_policy
from passerelle.config.safety import refuse_unsafe_start
from passerelle.gateways.stripe_keys import stripe_of
from passerelle.kit.secret import kept_secret

env = Env()
CHECKOUT = Path(__file__).resolve().parents[2]
DEMO = env.bool("PASSERELLE_DEMO", False)
DEBUG = env.bool("DEBUG", False)
PASSERELLE_HOME = env.path("PASSERELLE_HOME", CHECKOUT / "var" / ("demo" if DEMO else "")).absolute()

# Whom we are, seen from outside. Letters are read far from here, so their addresses are built from SITE_URL.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000" if DEMO else "").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"] if DEMO else [urlsplit(SITE_URL).hostname or ""])
SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret(PASSERELLE_HOME, invent=DEMO)
if not DEMO:
    refuse_unsafe_start(secret=SECRET_KEY, hosts=ALLOWED_HOSTS, debug=DEBUG, site_url=SITE_URL)
    ALLOWED_HOSTS += ["127.0.0.1", "localhost"]  # /healthz is asked from the machine itself
IS_HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

DOORS = ("web", "backstage")
ROOMS: tuple[str, ...] = ("care", "walls", "board", "settlement", "visits", "getaways", "bookings", "events", "asks")
ROOMS += ("moves", "credentials", "passes", "members", "plans", "directory", "sales", "payments", "invoices", "rates")
ROOMS += ("presence", "listings", "welcome", "provisions", "networks", "spaces", "people")
CELLAR = ("atlas", "ledger", "logbook", "mail", "jobs")
GATEWAYS = ("gateways.rates",)
INSTALLED_APPS = [
    *(f"passerelle.{place}" for place in (*DOORS, *GATEWAYS, *ROOMS, *CELLAR)),
    "allauth",
    "allauth.account",
    *(f"django.contrib.{name}" for name in ["admin", "auth", "contenttypes", "sessions", "messages", "staticfiles"]),
]
# Each of these is paid on every page: a new one must be worth it.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "passerelle.config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Our pages are Jinja's. Django's own engine stands behind it for the back office and the sign-in library's letters.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [CHECKOUT / "passerelle" / "web" / "templates"],
        "OPTIONS": {
            "environment": "passerelle.web.jinja.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages", "passerelle.web.jinja.token"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# IMMEDIATE takes the write lock at the start of a transaction: with Django's default, writers that began as readers
# are refused at once under load. FULL makes what was answered survive a power cut.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
}
DATABASE_FILE = f"sqlite:///{PASSERELLE_HOME / 'passerelle.sqlite3'}"
# One connection for each worker's one thread, kept: to open one costs more than most pages.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", DATABASE_FILE, conn_max_age=None, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
# The limits on signing in are kept here, so it must be shared by all processes.
# A full cache drops whatever comes first: with Django's 300 rows a few strangers lifted everybody's limits.
_NOTES = {"LOCATION": "passing_notes", "OPTIONS": {"MAX_ENTRIES": 1_000_000}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"} | _NOTES}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["passerelle.web.backend.Backend"]
ACCOUNT_ADAPTER = "passerelle.web.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# A whole coworking space may sign in from one address of the network; a mailbox belongs to one person.
ACCOUNT_RATE_LIMITS = {"request_login_code": "60/10m/ip,5/10m/key", "type_login_code": "90/10m/ip,10/10m/key"}
ACCOUNT_RATE_LIMITS["wall_code"] = "20/10m/ip"  # six signs can be found by trying
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", False) else 0
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever types the code has proved the address
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "passerelle.web.sessions"
SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
# Streets on the map: empty for none, {z}/{x}/{y} of an address of pictures, or the address of one .pmtiles file.
PASSERELLE_TILES = env.str("PASSERELLE_TILES", "")
PASSERELLE_TILES_CREDIT = env.str("PASSERELLE_TILES_CREDIT", "© OpenStreetMap" if PASSERELLE_TILES else "")
# Where browsers find the process behind walls: empty where the proxy sends /live/ of our own address to it.
LIVE_URL = env.str("LIVE_URL", "").rstrip("/")
CONTENT_SECURITY_POLICY = content_security_policy(PASSERELLE_TILES, LIVE_URL)
# Cards: docs/hosting.md. The keys are those of one network, whose account at Stripe the money reaches.
STRIPE, CARD_GATEWAY = stripe_of(env), "passerelle.gateways.stripe_cards.StripeCards"

LANGUAGE_CODE, TIME_ZONE = "fr", "UTC"
OWN_ZONE = env.str("PASSERELLE_TIME_ZONE", "Europe/Brussels")  # by it days are counted that belong to no space
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [CHECKOUT / "locale"]
TOWNS_FROM = env.int("TOWNS_FROM", 5000)  # so many people make a town that the atlas knows

STATIC_URL = "/static/"
STATIC_ROOT = PASSERELLE_HOME / "static"
STORAGES = {"staticfiles": {"BACKEND": "passerelle.config.static_files.StaticFiles"}}
WHITENOISE_MANIFEST_STRICT = WHITENOISE_ALLOW_ALL_ORIGINS = False

DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "Passerelle <passerelle@example.org>")
vars().update(env.dj_email_url("EMAIL_URL", "dummymail:" if DEMO else "smtp://127.0.0.1:25"))
EMAIL_TIMEOUT = 20  # seconds for each step of a talk with the mail server
MAIL_KEPT_IN = env.bool("MAIL_KEPT_IN", DEMO)  # letters count as sent and nothing leaves

# Where the European Central Bank publishes its reference rates; empty: they are loaded by hand. Asked by instances with
# a network in paid mode only.
_ECB = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"
RATES_FROM = env.str("RATES_FROM", "" if DEMO else _ECB)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
}
