"""A merge of two families' records is taken apart: each has what it had; what was recorded since is its case's."""

from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.refusals import NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.intake.selectors.same_person import mergers_reach
from cases.merging import MOVED, RESTING
from cases.models import Case, CaseMember, Family, KeyWorker, Mark, Merging, OutsideRecord
from cases.operations import moving_rows as rows
from cases.operations.live_case import Taken, moment
from cases.operations.merge_families import JOININGS, NOT_YOURS
from cases.operations.merged_claims import count_turns, move_claims
from cases.operations.sealing_anew import seal_anew
from cases.vocabulary import Event
from datasharing import door, grants
from datasharing.belt import open_also
from datasharing.models import FamilyFile, Grant, Hold, SafetyInstruction
from datasharing.vocabulary import Reach

KEY_WORKERS, MEMBERS = "cases.KeyWorker", "cases.CaseMember"


@transaction.atomic
def part_families(actor: Actor, family_reference: str, merging: int, *, on: datetime | None = None) -> UUID:
    """Take a merge apart. Returns the file that is there again. NotFound where there is none that the actor may undo.

    What was recorded since goes with the case that it was recorded on. Who keeps out, safety instructions and holds
    that came since are set on both.
    """
    return part(
        actor, door.take(actor, family_reference, kinds=mergers_reach(actor), words=str(NOT_YOURS)), merging, on=on
    )


@transaction.atomic
def part(actor: Actor, file: Taken, merging: int, *, on: datetime | None = None) -> UUID:
    """The step itself, under the lock of the record that was kept."""
    held = Merging.objects.select_for_update().filter(pk=merging, kept=file.id, parted_at__isnull=True).first()
    if held is None:
        raise NotFound(file.reference)
    if held.made.get(JOININGS):
        raise Refused(_("A separation was undone by this. Separate the record again."))
    if Merging.objects.filter(kept=file.id, parted_at__isnull=True, pk__gt=held.pk).exists():
        raise Refused(_("Another record was merged with this one since. Take that apart first."))
    kept, gone, at = held.kept_id, held.gone_id, moment(on)
    open_also([gone])
    for relation in MOVED:
        rows.move(relation, kept, gone, held.moved.get(rows.name_of(relation), []))
    move_claims(kept, gone, held.moved.get(rows.name_of(RESTING), []))
    for table, row in reversed(held.aside or []):
        rows.put_back(table, row)
    _empty(kept, gone, held.filled)
    FamilyFile.objects.filter(pk=gone).update(joined_to=None)
    _end_what_began(actor, held, at)
    _bring_along(kept, gone)
    count_turns(kept)
    count_turns(gone)
    _change_back(held)
    _set_on_both(actor, held, at)
    held.parted_by_id, held.parted_at = actor.post, at
    held.save(update_fields=["parted_by", "parted_at"])
    rows.check_relations()
    seal_anew(kept)
    seal_anew(gone)
    _tell(actor, held, at)
    journal.record(actor, Event.FAMILIES_PARTED, families=[kept, gone], detail={"merging": held.pk}, on=at)
    return gone


def _empty(kept: UUID, gone: UUID, filled: list[str]) -> None:
    """What came from the other goes again, unless somebody has changed it since."""
    if "household" in filled:
        home = Family.objects.values_list("household_id", flat=True).get(pk=gone)
        Family.objects.filter(pk=kept, household=home).update(household=None)
    if "outside_record" in filled:
        one, other = OutsideRecord.objects.get(pk=kept), OutsideRecord.objects.get(pk=gone)
        if (one.number, one.link) == (other.number, other.link):
            one.delete()


def _end_what_began(actor: Actor, held: Merging, at: datetime) -> None:
    """The key worker and the team that the merge made: they were so until now, beside those who come back."""
    workers = KeyWorker.objects.filter(pk__in=held.made.get(KEY_WORKERS, []))
    running = list(workers.filter(ends_at__isnull=True))
    grants.end_these(actor, [row.grant_id for row in running], at=at)
    workers.filter(ends_at__isnull=True).update(ends_at=at)
    workers.update(set_beside=True)
    CaseMember.objects.filter(pk__in=held.made.get(MEMBERS, []), ends_at__isnull=True).update(ends_at=at)


def _bring_along(kept: UUID, gone: UUID) -> None:
    """What was recorded since on a case that goes goes with it."""
    cases = list(Case.objects.filter(family=gone).values_list("pk", flat=True))
    for row in KeyWorker.objects.filter(case__in=cases, family=kept):
        KeyWorker.objects.filter(pk=row.pk).update(family=gone)
        Grant.objects.filter(pk=row.grant_id, file=kept).update(file=gone)
    for mark in Mark.objects.filter(file=kept).select_related("part__contact", "need"):
        case = mark.part.contact.case_id if mark.part else mark.need.case_id if mark.need else None
        if case in cases:
            Mark.objects.filter(pk=mark.pk).update(file=gone)
    model = apps.get_model(RESTING.model)
    move_claims(kept, gone, list(model._default_manager.filter(file=kept, case__in=cases).values_list("pk", flat=True)))


def _change_back(held: Merging) -> None:
    """Whatever the merge changed is as it was; not where somebody has decided otherwise since."""
    found = held.changed or []
    undone = set()
    for label in ("cases.Case", KEY_WORKERS, MEMBERS, "cases.Action"):
        undone |= {(label, one[1]) for one in found if one[0] == label and rows.change_back(one)}
    stopped = {
        row.grant_id
        for model in (KeyWorker, CaseMember)
        for row in model._default_manager.filter(pk__in=[one[1] for one in found if one[0] == model._meta.label])
        if (model._meta.label, row.pk) not in undone
    }
    for one in found:
        if one[0] == "datasharing.Grant" and one[1] not in stopped:
            rows.change_back(one)


def _set_on_both(actor: Actor, held: Merging, at: datetime) -> None:
    """Who keeps out, instructions and holds that came since protect both."""
    for one in grants.running([held.kept_id], at):
        if one.kind == Reach.EXCLUDED and one.starts_at >= held.merged_at:
            grants.give_grant(
                actor, held.gone_id, Reach.EXCLUDED, post=one.post_id, team=one.team_id, ends_at=one.ends_at
            )
    for words in SafetyInstruction.objects.filter(
        file=held.kept_id, ends_at__isnull=True, starts_at__gte=held.merged_at
    ):
        SafetyInstruction.objects.create(
            file_id=held.gone_id, words=words.words, set_by_id=words.set_by_id, starts_at=words.starts_at
        )
    for hold in Hold.objects.filter(file=held.kept_id, ends_at__isnull=True, starts_at__gte=held.merged_at):
        Hold.objects.create(
            file_id=held.gone_id, reason=hold.reason, set_by_id=hold.set_by_id, starts_at=hold.starts_at,
            review_on=hold.review_on,
        )  # fmt: skip


def _tell(actor: Actor, held: Merging, at: datetime) -> None:
    """The key workers of both."""
    for file in FamilyFile.objects.filter(pk__in=[held.kept_id, held.gone_id]):
        workers = KeyWorker.objects.filter(family=file.pk, ends_at__isnull=True).values_list("post_id", flat=True)
        notify(
            set(workers) - {actor.post}, NoticeKind.FAMILIES_PARTED, event=f"parting:{held.pk}:{file.reference}",
            leads_to="cases:family", reference=file.reference, family=file.pk, on=at,
        )  # fmt: skip
