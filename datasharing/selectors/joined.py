"""Whoever turned out to be one person, or one family: their anchors stay, since journal and keys speak of them."""

from uuid import UUID

from django.db.models import Q

from datasharing.models import DataSubject, FamilyFile


def everybody_joined(subject: UUID) -> list[UUID]:
    """This person, and everybody who was joined to them, by however many steps."""
    found, new = [subject], [subject]
    while new:
        new = list(DataSubject.objects.filter(joined_to__in=new).exclude(pk__in=found).values_list("pk", flat=True))
        found += sorted(new)
    return found


def files_joined(file: UUID) -> list[UUID]:
    """This family's file, and those that were merged with it."""
    return [file, *FamilyFile.objects.filter(joined_to=file).order_by("pk").values_list("pk", flat=True)]


def named(reference: str) -> Q:
    """The file of this reference, or that with which it was merged."""
    return Q(reference=reference, joined_to__isnull=True) | Q(joined__reference=reference)
