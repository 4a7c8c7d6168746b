"""The Django application `agencies`."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """See `agencies/README.md`."""

    name = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
