"""A stretch of time as the database compares it."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import Func


class Period(Func):
    """The half-open range of moments from `starts_at` to `ends_at`."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()
