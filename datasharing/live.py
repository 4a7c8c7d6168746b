"""What holds at a moment: begun, and not ended."""

from datetime import datetime

from django.db.models import Q


def live_at(moment: datetime) -> Q:
    """The condition that a grant, a restriction or whoever is named on one holds at a moment."""
    return Q(starts_at__lte=moment) & (Q(ends_at__isnull=True) | Q(ends_at__gt=moment))
