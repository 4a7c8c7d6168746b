"""What two people of a family are to each other: recorded, ended on a day, or withdrawn because it was wrong.

Refusals rest on what the actor may see, never on a record that is closed to them: an error tells of nobody.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import AgencyKind
from cases.kinship import PARENTS, Kin, KinLink, why_not
from cases.models import FamilyMember, Kinship, Person
from cases.operations.live_case import live_case, moment
from cases.permits import PERMITS, Step
from cases.selectors.kinships import KinRow, kin_rows, links_of
from cases.vocabulary import Event
from datasharing import door
from datasharing.door import OpenFile
from datasharing.vocabulary import Category, ToldBy

PERMIT = PERMITS[Step.RECORD_KINSHIP]
NOT_YOURS = gettext_lazy("Only the key worker, the team manager or a social worker records who is whose.")
CATEGORY = {Kin.ADOPTIVE: Category.SOCIAL_CARE, Kin.FOSTER: Category.SOCIAL_CARE}
"""What is not simply of the household."""


@transaction.atomic
def record_kinship(
    actor: Actor,
    family_reference: str,
    *,
    kind: str,
    one: UUID,
    others: Collection[UUID],
    starts_on: date | None = None,
    told_by: str = ToldBy.PRACTITIONER,
    on: datetime | None = None,
) -> list[int]:
    """Record that `one` is a parent of `others`, or the partner of the one among them. Returns the records.

    What stood between the same two people until then (married, now separated) ends on the day that this begins.
    """
    file = door.take(actor, family_reference, kinds=PERMIT.reaches, words=str(NOT_YOURS))
    live_case(file, *PERMIT.states)
    at = moment(on)
    today = timezone.localdate(at)
    wanted = list(dict.fromkeys(others))
    if kind not in Kin.values:
        raise Invalid(_("Choose what they are to each other."), "kind")
    if told_by not in ToldBy.values:
        raise Invalid(_("Choose who told it."), "told_by")
    if not wanted:
        raise Invalid(_("Choose who the other person is."), "others")
    if kind not in PARENTS and len(wanted) > 1:
        raise Invalid(_("Choose one person: partners are recorded two by two."), "others")
    people = _people(file, [one, *wanted])
    born = {person.pk: _born(file, person) for person in people}
    _check_start(kind, starts_on, today, [born[other] for other in wanted] if kind in PARENTS else [])
    made = []
    for other in wanted:
        link = KinLink(kind, one, other)
        rows = kin_rows(file, _known(file))
        refused = why_not(link, links_of(rows), born)
        if refused:
            raise Refused(refused, "others")
        _end_what_stood(rows, link, starts_on or today)
        made.append(
            Kinship.objects.create(
                one_id=one, other_id=other, kind=kind, category=CATEGORY.get(Kin(kind), Category.HOUSEHOLD),
                starts_on=starts_on, supplier_id=actor.agency, told_by=told_by, recorded_by_id=actor.post,
                recorded_at=at,
            ).pk
        )  # fmt: skip
    journal.record(
        actor, Event.KINSHIP_RECORDED, families=[file.id], subjects=[one, *wanted], detail={"kinships": made}, on=at
    )
    return made


@transaction.atomic
def end_kinship(actor: Actor, family_reference: str, kinship: int, *, ends_on: date, on: datetime | None = None) -> int:
    """It ended on a day; returns the record. NotFound where it is not open to the actor."""
    file, row = _open(actor, family_reference, kinship)
    at = moment(on)
    if row.link.kind == Kin.BIRTH:
        raise Refused(_("A parent by birth stays one. If it was recorded wrongly, take it out instead."), "ends_on")
    if not row.goes_on:
        raise Refused(_("This has ended already."), "ends_on")
    if ends_on > timezone.localdate(at):
        raise Invalid(_("The day must be today or in the past."), "ends_on")
    if row.starts_on and ends_on < row.starts_on:
        raise Invalid(_("It cannot end before it began."), "ends_on")
    Kinship.objects.filter(pk=row.id).update(ends_on=ends_on)
    _told(actor, Event.KINSHIP_ENDED, file, row, at)
    return row.id


@transaction.atomic
def withdraw_kinship(actor: Actor, family_reference: str, kinship: int, *, on: datetime | None = None) -> int:
    """It was recorded wrongly: kept, and shown to nobody from now on. NotFound where it is not open to the actor."""
    file, row = _open(actor, family_reference, kinship)
    at = moment(on)
    Kinship.objects.filter(pk=row.id).update(withdrawn_at=at, withdrawn_by_id=actor.post)
    _told(actor, Event.KINSHIP_WITHDRAWN, file, row, at)
    return row.id


def _open(actor: Actor, family_reference: str, kinship: int) -> tuple[OpenFile, KinRow]:
    file = door.take(actor, family_reference, kinds=PERMIT.reaches, words=str(NOT_YOURS))
    live_case(file, *PERMIT.states)
    row = next((row for row in kin_rows(file, _known(file)) if row.id == kinship), None)
    if row is None:
        raise NotFound(str(kinship))
    return file, row


def _told(actor: Actor, event: Event, file: OpenFile, row: KinRow, at: datetime) -> None:
    subjects = [row.link.one, row.link.other]
    journal.record(actor, event, families=[file.id], subjects=subjects, detail={"kinship": row.id}, on=at)


def _known(file: OpenFile) -> list[UUID]:
    """The people of the family of whom the actor may know."""
    here = FamilyMember.objects.filter(family_id=file.id, left_on__isnull=True).values_list("person_id", flat=True)
    known = list(here)
    file.know(known)
    return [one for one in known if not file.hides(one)]


def _people(file: OpenFile, subjects: Iterable[UUID]) -> list[Person]:
    """These people, where all belong to the family and the actor may know of them; otherwise a refusal."""
    wanted = set(subjects)
    if not wanted <= set(_known(file)):
        raise Invalid(_("Choose people who belong to this family."), "others")
    return list(Person.objects.filter(pk__in=wanted).select_related("supplier"))


def _born(file: OpenFile, person: Person) -> date | None:
    """The birth date, where the actor may see it."""
    supplier = person.supplier
    decided = file.decide(Category.IDENTITY, supplier.pk, AgencyKind(supplier.kind), [person.pk])
    born: date | None = person.date_of_birth if decided.is_open else None
    return born


def _check_start(kind: str, starts_on: date | None, today: date, children: Iterable[date | None]) -> None:
    if starts_on is None:
        return
    if kind == Kin.BIRTH:
        raise Invalid(_("Leave the day empty: a parent by birth is one from the birth on."), "starts_on")
    if starts_on > today:
        raise Invalid(_("The day must be today or in the past."), "starts_on")
    if any(born and starts_on < born for born in children):
        raise Invalid(_("It cannot begin before the child was born."), "starts_on")


def _end_what_stood(rows: Collection[KinRow], link: KinLink, day: date) -> None:
    """What the same two were to each other in this sort ends as the new begins."""
    for row in rows:
        same = row.link.is_parent == link.is_parent and row.link.between(link.one, link.other)
        if row.goes_on and same and row.link.kind != link.kind and (not link.is_parent or row.link.one == link.one):
            if row.starts_on and row.starts_on > day:
                raise Invalid(
                    _("“%(kind_words)s” is recorded from a later day. Take that out first.")
                    % {"kind_words": row.kind_words},
                    "starts_on",
                )
            Kinship.objects.filter(pk=row.id).update(ends_on=day)
