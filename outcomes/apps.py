"""The Django application `outcomes`."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """See `outcomes/README.md`."""

    name = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"
