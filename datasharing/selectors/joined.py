"""Whoever turned out to be one person: their anchors stay, since the journal and the keys speak of them."""

from uuid import UUID

from datasharing.models import DataSubject


def everybody_joined(subject: UUID) -> list[UUID]:
    """This person, and everybody who was joined to them, by however many steps."""
    found, new = [subject], [subject]
    while new:
        new = list(DataSubject.objects.filter(joined_to__in=new).exclude(pk__in=found).values_list("pk", flat=True))
        found += sorted(new)
    return found
