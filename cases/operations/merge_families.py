"""Two records turn out to be of one family: everything of the one is of the other since, and can be taken apart again.

Nobody sees more by it than before: reach goes on where somebody had it on both, or where the reader of the preview
names them; all other reach ends. Restrictions are on people, and hold as they did. The old reference leads on.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import NoticeKind
from cases.intake.selectors.same_person import mergers_reach
from cases.merging import MOVED, RESTING, SET_ASIDE
from cases.models import Family, Merging, NoContactOrder, OutsideRecord, Separation
from cases.operations import moving_rows as rows
from cases.operations.join_people import join
from cases.operations.live_case import member_ids, moment
from cases.operations.living_apart import keeps_seals_of, pairs_of, separation_of
from cases.operations.merged_claims import claimed_twice, count_turns, move_claims
from cases.operations.merged_work import Work, begin_work, decide_work, end_work, watched
from cases.operations.sealing_anew import seal_anew
from cases.selectors.head import is_open
from cases.vocabulary import Event
from datasharing import door
from datasharing.door import OpenFile
from datasharing.models import FamilyFile
from datasharing.selectors.joined import files_joined
from datasharing.vocabulary import Category

NOT_YOURS = gettext_lazy("The front door, or the manager of both, says that two records are of one family.")
JOININGS = "cases.Joining"
CHECKED = gettext_lazy("Say that you have looked at both, and that they are one family.")


@transaction.atomic
def merge_families(
    actor: Actor,
    family_reference: str,
    gone: str,
    *,
    checked: bool,
    goes_on: str = "",
    key_worker: int | None = None,
    staying: Collection[int] = (),
    on: datetime | None = None,
) -> int:
    """Make the record `gone` one with that of `family_reference`; returns the number of the merging.

    NotFound where either is not the actor's. Where both are worked with, `goes_on` is the reference of the one whose
    plan goes on and `key_worker` the post of one of the two; `staying` are the grants that go on with the whole family
    of those which somebody has on one record alone.
    """
    kept_file, gone_file = take_both(actor, family_reference, gone)
    if not checked:
        raise Invalid(str(CHECKED), "checked")
    at = moment(on)
    separation = _separation(actor, kept_file, gone_file)
    work = decide_work(actor, kept_file, gone_file, goes_on=goes_on, key_worker=key_worker, staying=staying, at=at)
    _refuse_two_claims(kept_file.id, gone_file.id)
    _refuse_kept_away(kept_file, gone_file, at)
    joinings = _undo(actor, separation, kept_file.id, at) if separation else []
    held = Merging.objects.create(kept_id=kept_file.id, gone_id=gone_file.id, merged_by_id=actor.post, merged_at=at)
    seen = watched(kept_file.id, gone_file.id)
    before = rows.as_they_are(seen)
    end_work(actor, kept_file.id, gone_file.id, work, at)
    aside = [row for relation in MOVED for row in rows.put_away(relation, kept_file.id, gone_file.id)]
    moved = {rows.name_of(one): rows.move(one, gone_file.id, kept_file.id, None) for one in MOVED}
    moved[rows.name_of(RESTING)] = move_claims(gone_file.id, kept_file.id, None)
    count_turns(kept_file.id)
    filled = _fill(kept_file.id, gone_file.id)
    for relation in SET_ASIDE:
        model, pointing = rows.column_of(relation)
        aside += rows.take(model, [gone_file.id], pointing)
    FamilyFile.objects.filter(pk=gone_file.id).update(joined_to=kept_file.id)
    made = begin_work(actor, work, at)
    held.moved, held.aside, held.filled, held.made = moved, aside, filled, made | {JOININGS: joinings}
    held.changed = rows.changes(before, rows.as_they_are(seen))
    held.save()
    rows.check_relations()
    seal_anew(kept_file.id)
    _tell(actor, work, kept_file, held, at)
    journal.record(
        actor, Event.FAMILIES_MERGED, families=[kept_file.id, gone_file.id], detail={"merging": held.pk}, on=at
    )
    return held.pk


def take_both(actor: Actor, kept: str, gone: str) -> tuple[OpenFile, OpenFile]:
    """Both files under their locks, taken in one order whoever asks. Refused where they are one record."""
    kinds = mergers_reach(actor)
    first, second = sorted((kept, gone))
    held = {one: door.take(actor, one, kinds=kinds, words=str(NOT_YOURS)) for one in (first, second)}
    if held[kept].id == held[gone].id:
        raise Refused(_("That is this record itself. Choose another family."), field="gone")
    return held[kept], held[gone]


def _separation(actor: Actor, kept: OpenFile, gone: OpenFile) -> Separation | None:
    """The separation that a merge would undo. Under a seal only its custodians may: others find none."""
    held = separation_of(kept.id, gone.id)
    if held is None or not held.is_sealed:
        return held
    if not keeps_seals_of(actor, pairs_of(held).values()):
        raise NotFound(gone.reference)
    if held.stayed_id not in files_joined(kept.id):
        raise Refused(_("Open the older of the two records, and merge this one into it."), field="gone")
    return held


def _undo(actor: Actor, held: Separation, file: UUID, at: datetime) -> list[int]:
    """They are the same people again. Their seals stay, and close the old record to whoever is not named on them."""
    held.undone_by_id, held.undone_at = actor.post, at
    held.save(update_fields=["undone_by", "undone_at"])
    return [join(actor, file, old, new, at=at) for old, new in pairs_of(held).items()]


def _refuse_two_claims(kept: UUID, gone: UUID) -> None:
    """One claim a family and framework stands: two were paid for one family, or will be."""
    found = claimed_twice(kept, gone)
    if found:
        raise Refused(" ".join(one.words for one in found))


def _refuse_kept_away(kept: OpenFile, gone: OpenFile, at: datetime) -> None:
    """People who must be kept apart are not brought together by a merge. Tells of nothing closed to the actor."""
    first, second = ({one for one in member_ids(file) if not file.hides(one)} for file in (kept, gone))
    day = timezone.localdate(at)
    rows = NoContactOrder.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
    for row in rows.filter(protected__in=first | second, kept_away__in=first | second).select_related("supplier"):
        pair = {row.protected_id, row.kept_away_id}
        told = is_open(kept, Category.DOMESTIC_ABUSE, row.supplier, [row.protected_id])
        if told and not pair <= first and not pair <= second:
            raise Refused(_("Somebody of the one keeps away from somebody of the other. Their records stay two."))


def _fill(kept: UUID, gone: UUID) -> list[str]:
    """What is not known of the one comes from the other. Returns the names of what came."""
    filled = []
    one, other = Family.objects.get(pk=kept), Family.objects.get(pk=gone)
    if one.household_id is None and other.household_id is not None:
        Family.objects.filter(pk=kept).update(household=other.household_id)
        filled.append("household")
    number = OutsideRecord.objects.filter(pk=gone).first()
    if number is not None and not OutsideRecord.objects.filter(pk=kept).exists():
        OutsideRecord.objects.create(
            family_id=kept, number=number.number, link=number.link, recorded_by_id=number.recorded_by_id,
            recorded_at=number.recorded_at,
        )  # fmt: skip
        filled.append("outside_record")
    return filled


def _tell(actor: Actor, work: Work, file: OpenFile, held: Merging, at: datetime) -> None:
    """Both key workers: the one who goes on is led to the record, the other to their own list."""
    mine = {work.worker.pk} if work.worker else set()
    others = {row.post_id for row in work.before} - mine
    event = f"merging:{held.pk}"
    notify(
        mine - {actor.post}, NoticeKind.FAMILIES_MERGED, event=event, leads_to="cases:family",
        reference=file.reference, family=file.id, on=at,
    )  # fmt: skip
    notify(others - {actor.post}, NoticeKind.FAMILIES_MERGED, event=event, leads_to="cases:my_families", on=at)
