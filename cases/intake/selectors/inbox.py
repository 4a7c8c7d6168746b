"""The front door's inbox: what is waiting, by the clock, red first; filtered by the address."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from agencies.actor import Actor
from cases.intake.due import PROTECTION, due_codes
from cases.intake.models import AgendaItem, InformationRequest, Referral, ReferredPerson, StepUp
from cases.intake.selectors.referral import state_words
from cases.intake.selectors.said import Receivers, name_words, show, title_of
from cases.vocabulary import ReferralState, Source, Urgency
from datasharing import door
from datasharing.door import OpenFile, OpenFiles
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

PAGE = 25
MOST_RED = 50
KINDS = frozenset({Reach.REFERRAL, Reach.PROTECTION})


@dataclass(frozen=True)
class InboxRow:
    """One thing that waits. `reference` is the referral's; empty for a call to protection about a family without one.

    `names` are the people as far as the reader may know; `what_is_due` goes before the clock's own words.
    """

    reference: str
    file: str
    title: str
    names: tuple[Shown[str], ...]
    source: str
    urgency: str
    state: str
    state_words: str
    what_is_due: str
    due_at: datetime | None
    received_at: datetime
    answers: str
    act_now: bool
    immediate_danger: bool


@dataclass(frozen=True)
class InboxSheet:
    """The red ones, whatever their clock says, then a page of the others. Filters as they were understood."""

    red: tuple[InboxRow, ...]
    others: tuple[InboxRow, ...]
    number: int
    has_previous: bool
    has_next: bool
    count_words: str
    urgency: str
    state: str


def inbox(actor: Actor, *, urgency: str = "", state: str = "", page: int = 1) -> InboxSheet:
    """What waits at the front door. `urgency` and `state` choose; a value that is none of ours chooses nothing."""
    urgency = urgency if urgency in Urgency.values else ""
    state = state if state in (*ReferralState.values[:2], PROTECTION) else ""
    steps = [state] if state else []
    red: tuple[InboxRow, ...] = ()
    others: tuple[InboxRow, ...] = ()
    has_previous = has_next = False
    count = "0"
    if page == 1 and urgency in ("", Urgency.RED):
        with door.open_many(actor, kinds=KINDS, due_for=due_codes([Urgency.RED], steps), size=MOST_RED) as files:
            red = tuple(row for row in _rows(files) if row.urgency == Urgency.RED)
            has_next = files.has_more and urgency == Urgency.RED
            count = files.count_words
    if urgency != Urgency.RED:
        calm = [urgency] if urgency else [Urgency.AMBER, Urgency.GREEN]
        with door.open_many(actor, kinds=KINDS, due_for=due_codes(calm, steps), page=page, size=PAGE) as files:
            others = tuple(row for row in _rows(files) if row.urgency != Urgency.RED)
            has_previous, has_next, count = files.has_previous, files.has_more, files.count_words
    return InboxSheet(red, others, max(page, 1), has_previous, has_next, count, urgency, state)


def _rows(files: OpenFiles) -> tuple[InboxRow, ...]:
    """The rows of a page of files: six queries, whatever their number."""
    ids = [file.id for file in files.items]
    referrals = _by_file(
        Referral.objects.filter(file__in=ids).exclude(state=ReferralState.TRIAGED).select_related("sender")
    )
    keys = [referral.pk for found in referrals.values() for referral in found]
    people: dict[int, list[ReferredPerson]] = defaultdict(list)
    for person in ReferredPerson.objects.filter(referral__in=keys).order_by("position"):
        people[person.referral_id].append(person)
    files.know(one.person_id for found in people.values() for one in found if one.person_id)
    requests: dict[int, list[InformationRequest]] = defaultdict(list)
    for request in InformationRequest.objects.filter(referral__in=keys):
        requests[request.referral_id].append(request)
    listed = set(
        AgendaItem.objects.filter(referral__in=keys, closed_at__isnull=True).values_list("referral_id", flat=True)
    )
    calls = {call.file_id: call for call in StepUp.objects.filter(file__in=ids).order_by("called_at")}
    receivers = Receivers()
    rows: list[InboxRow] = []
    for file in files.items:
        call = calls.get(file.id)
        if call and Reach.PROTECTION in file.reaches:
            rows.append(_call(file, call))
        rows += [
            _row(file, referral, receivers, people[referral.pk], requests[referral.pk], referral.pk in listed)
            for referral in referrals.get(file.id, ())
        ]
    return tuple(rows)


def _by_file(referrals: Iterable[Referral]) -> dict[UUID, list[Referral]]:
    found: dict[UUID, list[Referral]] = defaultdict(list)
    for referral in referrals:
        found[referral.file_id].append(referral)
    return found


def _row(
    file: OpenFile,
    referral: Referral,
    receivers: Receivers,
    people: list[ReferredPerson],
    requests: list[InformationRequest],
    is_listed: bool,
) -> InboxRow:
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
    answered = sum(request.answered_at is not None for request in requests)
    return InboxRow(
        reference=referral.reference,
        file=file.reference,
        title=title_of(names) or referral.reference,
        names=names,
        source=str(Source(referral.source).label),
        urgency=referral.urgency,
        state=referral.state,
        state_words=state_words(referral.state, is_listed),
        what_is_due=_("Contact decision"),
        due_at=referral.due_at,
        received_at=referral.received_at,
        answers=_("%(answered)s of %(requests)s in") % {"answered": answered, "requests": len(requests)}
        if requests
        else "",
        act_now=any(request.act_now for request in requests),
        immediate_danger=referral.immediate_danger,
    )


def _call(file: OpenFile, call: StepUp) -> InboxRow:
    return InboxRow(
        reference="",
        file=file.reference,
        title=_("Stepped up to protection: %(reference)s") % {"reference": file.reference},
        names=(),
        source="",
        urgency=Urgency.RED,
        state=PROTECTION,
        state_words=_("Strategy discussion") if not call.strategy else _("Strategy discussion recorded"),
        what_is_due=_("Strategy discussion"),
        due_at=call.strategy_due_at,
        received_at=call.recorded_at,
        answers="",
        act_now=False,
        immediate_danger=False,
    )
