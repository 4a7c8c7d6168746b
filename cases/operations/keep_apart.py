"""Whoever must be kept apart is never asked to one meeting, nor to two on one day."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from agencies.refusals import Refused
from agencies.vocabulary import AgencyKind
from cases.apart import Apart, Facts, clashes
from cases.models import FamilyMember, Invitation, NoContactOrder
from cases.vocabulary import Role
from datasharing.door import OpenFile
from datasharing.models import ParentalResponsibility, Restriction, SafetyInstruction
from datasharing.vocabulary import Category

BY_INSTRUCTION = gettext_lazy(
    "A safety instruction says that no two adults of this family are invited together: “{words}”."
)
BY_ORDER = gettext_lazy(
    "An order keeps two of these people apart: see Safety and consent. Hold separate meetings, on other days."
)
UNSAID = gettext_lazy(
    "Some of these people cannot be on one invitation list. Hold separate meetings, on other days, or ask your team "
    "manager which."
)
"""The same words whatever it is that the reader may not know: an order, a risk, a restriction."""
ON_ONE_DAY = gettext_lazy(
    "Some of them cannot be asked to come on the day of the family’s other meeting. Choose another day."
)


def refuse_together(file: OpenFile, people: Collection[UUID], held_at: datetime) -> None:
    """Refuse a list on which two people must be kept apart, or a day on which the other is asked to come.

    What is not known to whoever calls the meeting counts too. It is refused in words that say no more than they may
    know: an order where the record of it is open to them, else that it cannot be.
    """
    day = timezone.localdate(held_at)
    same_day = _asked_on(file, day)
    everybody = {*people, *same_day}
    facts = _facts(file, everybody, day)
    found = clashes(people, facts)
    if found:
        raise Refused(_words(file, found, day), field="people")
    if any(len({one, other} & set(people)) == 1 for _, one, other in clashes(everybody, facts)):
        raise Refused(str(ON_ONE_DAY), field="held_on")


def _words(file: OpenFile, found: Collection[tuple[Apart, UUID, UUID]], day: date) -> str:
    first = _instruction(file)
    if first is not None:
        return str(BY_INSTRUCTION).format(words=first)
    known = [(one, other) for why, one, other in found if why is Apart.ORDER and _may_know(file, one, other, day)]
    return str(BY_ORDER) if known else str(UNSAID)


def _may_know(file: OpenFile, one: UUID, other: UUID, day: date) -> bool:
    orders = _orders({one, other}, day).select_related("supplier")
    return any(
        file.decide(
            Category.DOMESTIC_ABUSE,
            held.supplier_id,
            AgencyKind(held.supplier.kind),
            {held.protected_id, held.kept_away_id},
        ).is_open
        for held in orders
    )


def _facts(file: OpenFile, people: set[UUID], day: date) -> Facts[UUID]:
    now = timezone.now()
    return Facts(
        orders=set(_orders(people, day).values_list("protected_id", "kept_away_id")),
        risks=set(
            ParentalResponsibility.objects.filter(
                is_risk=True, ends_on__isnull=True, child__in=people, holder__in=people
            ).values_list("child_id", "holder_id")
        ),
        restricted=set(
            Restriction.objects.filter(
                Q(ends_at__isnull=True) | Q(ends_at__gt=now), subject__in=people, starts_at__lte=now
            ).values_list("subject_id", flat=True)
        ),
        adults=set(
            FamilyMember.objects.filter(family_id=file.id, left_on__isnull=True, person__in=people)
            .exclude(role=Role.CHILD)
            .values_list("person_id", flat=True)
        ),
        all_apart=_instruction(file) is not None,
    )


def _orders(people: set[UUID], day: date) -> QuerySet[NoContactOrder]:
    """Orders in force today or on the day of the meeting, between any two of these people."""
    first, last = sorted((timezone.localdate(), day))
    return NoContactOrder.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last, protected__in=people, kept_away__in=people
    )


def _instruction(file: OpenFile) -> str | None:
    """The words of the instruction that keeps all adults of this family apart."""
    held = SafetyInstruction.objects.filter(file_id=file.id, ends_at__isnull=True, keeps_apart=True).first()
    return held.words if held else None


def _asked_on(file: OpenFile, day: date) -> set[UUID]:
    """Members of the family who are asked to another meeting on that day."""
    return set(
        Invitation.objects.filter(
            meeting__case__family_id=file.id,
            meeting__held_at__date=day,
            meeting__called_off_at__isnull=True,
            person__isnull=False,
        ).values_list("person_id", flat=True)
    )
