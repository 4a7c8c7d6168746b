"""Value: what partners told us becomes ledger lines, by who bears it, at the prices of a named catalogue.

Outcomes pulls: occurrences that say that they were not taken up yet, in batches, priced by the pure engine and copied
into the ledger. Every line of an occurrence is written and marked in one transaction, so a run may be stopped and run
again. What has changed since it was posted (moved to another person, a spell that ran on) says so itself, and its
lines are worked out anew. Under a new catalogue everything is posted once more, beside the old.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import NotAllowed
from agencies.turns import in_turn
from agencies.vocabulary import Role
from cases.intake.operations.mark_posted import mark_posted
from cases.models import BORN, Occurrence
from datasharing.models.sealed import opened_beside
from outcomes.costing import catalogue as prices
from outcomes.costing import ledger
from outcomes.costing.ledger import WhyNotCosted
from outcomes.costing.money import CannotCost
from outcomes.models import Catalogue, LedgerLine, NotCosted
from outcomes.operations.load_catalogue import load_catalogue
from outcomes.vocabulary import Event

BATCH = 5_000
MAY_POST = frozenset({Role.ADMINISTRATOR, Role.CLAIMS_OFFICER})

COLUMNS = (
    "occurrence_id", "catalogue_id", "unit_cost", "bearer", "basis", "starts_on", "ends_on", "gbp", "per_days",
    "economic_gbp", "social_gbp",
)  # fmt: skip
COPY_LINES = f"COPY {LedgerLine._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
COPY_NOT_COSTED = f"COPY {NotCosted._meta.db_table} (occurrence_id, catalogue_id, reason, unit_costs) FROM STDIN"
FORGET = (
    """
    DELETE FROM outcomes_ledgerline line USING unnest(%s::bigint[]) AS told (id)
    WHERE line.occurrence_id = told.id AND line.catalogue_id = %s
    """,
    """
    DELETE FROM outcomes_notcosted uncosted USING unnest(%s::bigint[]) AS told (id)
    WHERE uncosted.occurrence_id = told.id AND uncosted.catalogue_id = %s
    """,
)

TOLD = ("pk", "code", "subject_id", "subject__person__date_of_birth", "starts_on", "ends_on")
Told = tuple[int, str, UUID, date | None, date, date | None]
"""id, code, subject, birth date, first day, end day."""


@dataclass(frozen=True)
class PostedCosts:
    """What a run took up. `more` when it stopped at `at_most` and there may be some left."""

    catalogue: str
    occurrences: int
    lines: int
    not_costed: int
    more: bool


@transaction.atomic
def post_costs(
    actor: Actor | None, *, catalogue: str = "", at_most: int | None = None, on: datetime | None = None
) -> PostedCosts:
    """Post what is not in the ledger yet, under the newest catalogue or the one named. Twice changes nothing.

    `at_most` bounds one run, so that a long posting can be done in steps, each a transaction of its own. `actor` is
    None for the command line and the demonstration's making.
    """
    may_post(actor)
    in_turn("post costs")
    row, held = load_catalogue(actor, version=catalogue)
    at = on or timezone.now()
    occurrences = lines = not_costed = 0
    for batch in _batches(row, at_most):
        posted = _post(batch, row, held, at)
        occurrences, lines, not_costed = occurrences + len(batch), lines + posted[0], not_costed + posted[1]
    more = at_most is not None and occurrences >= at_most
    if not more and row.complete_at is None:
        row.complete_at = at
        row.save(update_fields=["complete_at"])
    if occurrences:
        detail = {"catalogue": row.version, "occurrences": occurrences, "lines": lines, "not_costed": not_costed}
        journal.record(actor, Event.COSTS_POSTED, detail=detail)
    return PostedCosts(row.version, occurrences, lines, not_costed, more)


def may_post(actor: Actor | None) -> None:
    """Raise NotAllowed unless this actor keeps the ledger."""
    if actor is not None and actor.role not in MAY_POST:
        raise NotAllowed(_("Costs are posted by a claims officer or an administrator."))


def _batches(row: Catalogue, at_most: int | None) -> Iterator[list[Told]]:
    """First what was never taken up, or waited for a birth date that is known now; then, under a catalogue that is
    not complete, what only older ones hold."""
    left = at_most
    waited = NotCosted.objects.filter(occurrence=OuterRef("pk"), catalogue=row, reason=WhyNotCosted.BIRTH_DATE_UNKNOWN)
    sources = [
        Occurrence.objects.filter(posted_at__isnull=True),
        Occurrence.objects.filter(Exists(waited), subject__person__date_of_birth__isnull=False),
    ]
    if row.complete_at is None and Catalogue.objects.exclude(pk=row.pk).exists():
        mine = {"occurrence": OuterRef("pk"), "catalogue": row}
        sources.append(
            Occurrence.objects.filter(
                ~Exists(LedgerLine.objects.filter(**mine)), ~Exists(NotCosted.objects.filter(**mine))
            )
        )
    for source in sources:
        after = 0
        while left is None or left > 0:
            size = BATCH if left is None else min(BATCH, left)
            held = source.filter(pk__gt=after).order_by("pk").values_list(*TOLD)[:size]
            batch = list(opened_beside(held, BORN, row=2, value=3))
            if not batch:
                break
            after = batch[-1][0]
            left = None if left is None else left - len(batch)
            yield batch


def _post(batch: list[Told], row: Catalogue, held: prices.Catalogue, at: datetime) -> tuple[int, int]:
    """Price and write one batch; returns how many lines and how many that could not be costed."""
    ids = [told[0] for told in batch]
    with connection.cursor() as cursor:
        for statement in FORGET:
            cursor.execute(statement, [ids, row.pk])
    lines: list[tuple[object, ...]] = []
    not_costed: list[tuple[object, ...]] = []
    for told in batch:
        costed = _cost(told, held)
        lines.extend(_line(told[0], row.pk, line) for line in costed.lines)
        not_costed.extend((told[0], row.pk, str(one.why), list(one.unit_costs)) for one in costed.not_costed)
    _copy(COPY_LINES, lines)
    _copy(COPY_NOT_COSTED, not_costed)
    mark_posted(ids, at=at)
    return len(lines), len(not_costed)


def _cost(told: Told, held: prices.Catalogue) -> ledger.Costed:
    _, code, subject, born, first_day, end_day = told
    event = ledger.Event(code=code, person=str(subject), first_day=first_day, end_day=end_day, birth_date=born)
    if code not in held.event_codes:
        return ledger.Costed((), (ledger.NotCosted(event, WhyNotCosted.NOT_IN_CATALOGUE),))
    try:
        return ledger.cost_event(event, held)
    except CannotCost:
        return ledger.Costed((), (ledger.NotCosted(event, WhyNotCosted.CANNOT_BE_COSTED),))


def _line(occurrence: int, catalogue: int, line: ledger.LedgerLine) -> tuple[object, ...]:
    ends_on = None if line.per_days is None else line.end_day
    return (
        occurrence, catalogue, line.unit_cost, line.bearer, str(line.basis), line.from_day, ends_on, line.gbp,
        line.per_days, line.economic_gbp, line.social_gbp,
    )  # fmt: skip


def _copy(statement: str, rows: list[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
