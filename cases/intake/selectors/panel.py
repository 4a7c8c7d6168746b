"""The panel's agenda: what is listed and not yet decided, and what it decided and has still to allocate."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from agencies.actor import Actor
from cases.intake.models import AgendaItem, InformationRequest, ReferredPerson, StepUp
from cases.intake.selectors.said import Receivers, name_words, show, supplier_from, title_of
from cases.intake.selectors.seats import Seats, seats
from cases.models import Case
from cases.vocabulary import CaseState, Intensity, Source
from datasharing import door
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

PAGE = 50


@dataclass(frozen=True)
class AgendaRow:
    """One referral on the agenda. `stepped_up` says that there was a call to protection which the panel has to note."""

    reference: str
    file: str
    title: str
    names: tuple[Shown[str], ...]
    source: str
    urgency: str
    due_at: datetime
    listed_at: datetime
    answers: str
    quorum: str
    stepped_up: bool


@dataclass(frozen=True)
class ToAllocateRow:
    """A family whose case the panel opened and that has no key worker yet."""

    file: str
    title: str
    level_of_need: Shown[int]
    intensity: Shown[str]
    due_at: datetime | None


@dataclass(frozen=True)
class PanelSheet:
    """A page of the agenda, and the families to allocate among the same page's.

    `quorum` says what the panel decides with; empty where none is set.
    """

    agenda: tuple[AgendaRow, ...]
    to_allocate: tuple[ToAllocateRow, ...]
    quorum: str
    number: int
    has_previous: bool
    has_next: bool


def panel_sheet(actor: Actor, *, page: int = 1) -> PanelSheet:
    """What the actor's panel has before it. The same number of queries for one referral and for fifty."""
    with door.open_many(actor, kinds={Reach.PANEL}, page=page, size=PAGE) as files:
        ids = [file.id for file in files.items]
        items = _items(ids)
        keys = [item.referral_id for found in items.values() for item in found]
        people: dict[int, list[ReferredPerson]] = defaultdict(list)
        for person in ReferredPerson.objects.filter(referral__in=keys).order_by("position"):
            people[person.referral_id].append(person)
        files.know(one.person_id for found in people.values() for one in found if one.person_id)
        requests: dict[int, list[bool]] = defaultdict(list)
        for referral, answered_at in InformationRequest.objects.filter(referral__in=keys).values_list(
            "referral_id", "answered_at"
        ):
            requests[referral].append(answered_at is not None)
        called = set(StepUp.objects.filter(file__in=ids, noted_at__isnull=True).values_list("file_id", flat=True))
        waiting = {
            case.family_id: case
            for case in Case.objects.filter(family__in=ids, state=CaseState.OPENED).select_related(
                "family__supplier", "opened_by__agency"
            )
        }
        found = {one.referral_id: one.panel_id for listed in items.values() for one in listed}
        sitting = seats(found)
        receivers = Receivers()
        agenda = tuple(
            _row(
                file,
                item,
                people[item.referral_id],
                requests[item.referral_id],
                sitting[item.referral_id],
                file.id in called,
                receivers,
            )
            for file in files.items
            for item in items[file.id]
        )
        to_allocate = tuple(
            _to_allocate(file, waiting[file.id]) for file in files.items if file.id in waiting and not items[file.id]
        )
        quorums = {one.quorum.words for one in sitting.values() if one.quorum.members}
        return PanelSheet(
            agenda, to_allocate, "; ".join(sorted(quorums)), files.number, files.has_previous, files.has_next
        )


def _items(files: list[UUID]) -> dict[UUID, list[AgendaItem]]:
    found: dict[UUID, list[AgendaItem]] = defaultdict(list)
    items = AgendaItem.objects.filter(referral__file__in=files, closed_at__isnull=True)
    for item in items.select_related("referral__sender").order_by("referral__due_at"):
        found[item.referral.file_id].append(item)
    return found


def _row(
    file: OpenFile,
    item: AgendaItem,
    people: list[ReferredPerson],
    requests: list[bool],
    sitting: Seats,
    stepped_up: bool,
    receivers: Receivers,
) -> AgendaRow:
    referral = item.referral
    supplier = receivers.supplier_of(referral, file.place)
    names = tuple(
        show(
            file,
            name_words(person.given_name, person.family_name),
            Category.IDENTITY,
            supplier,
            (person.person_id,) if person.person_id else (),
        )
        for person in people
        if not file.hides(person.person_id)
    )
    return AgendaRow(
        reference=referral.reference,
        file=file.reference,
        title=title_of(names) or referral.reference,
        names=names,
        source=str(Source(referral.source).label),
        urgency=referral.urgency,
        due_at=referral.due_at,
        listed_at=item.listed_at,
        answers=_("%(answered)s of %(requests)s in") % {"answered": sum(requests), "requests": len(requests)}
        if requests
        else _("nobody asked"),
        quorum=sitting.words if sitting.quorum.members else "",
        stepped_up=stepped_up,
    )


def _to_allocate(file: OpenFile, case: Case) -> ToAllocateRow:
    opener = case.opened_by.agency if case.opened_by else case.family.supplier
    name = show(file, case.family.name, Category.IDENTITY, supplier_from(case.family.supplier))
    return ToAllocateRow(
        file=file.reference,
        title=name.value or file.reference,
        level_of_need=show(file, case.level_of_need, Category.NEEDS, supplier_from(opener)),
        intensity=show(file, str(Intensity(case.intensity).label), Category.NEEDS, supplier_from(opener)),
        due_at=file.due_at,
    )
