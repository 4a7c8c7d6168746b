"""The Django application `datasharing`."""

from django.apps import AppConfig


class DatasharingConfig(AppConfig):
    """See `datasharing/README.md`."""

    name = "datasharing"
    default_auto_field = "django.db.models.BigAutoField"
