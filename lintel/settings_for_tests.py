"""The settings under pytest: plain HTTP on this machine, passwords hashed fast; the database as its owner, who makes
the tables, but for requests, which work as the app's role."""

import os

os.environ["LINTEL_DATABASE_ROLE"] = "owner"
os.environ["LINTEL_PLAIN_HTTP"] = "1"
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("LINTEL_KEYS", "1:" + "a" * 43)
os.environ.setdefault("LINTEL_BLINDING", "c" * 43)
os.environ.setdefault("LINTEL_JOURNAL_KEY", "e" * 43)

from lintel.settings import *

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_FOLDER = ""
MIDDLEWARE = ["tests.as_the_app.AsTheApp", *MIDDLEWARE]
