"""The Django application `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See `cases/README.md`."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"
