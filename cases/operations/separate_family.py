"""One record becomes two. Those who go have a new one, with a key worker of its own; neither leads to the other.

Where they must be protected from somebody who stays, they are new people there, sealed, and the old record does not
change: whoever reads it sees what they saw. Otherwise they go with what is about them alone. In both cases what is
about those who stay, about both or about nobody stays.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place, Post
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.refusals import Invalid, NotAllowed
from agencies.vocabulary import NoticeKind, Role
from cases.models import Case, Family, FamilyMember, KeyWorker, Separation
from cases.operations.allocate_team import fit_key_worker, start_key_worker
from cases.operations.live_case import live_case, moment, needed_words
from cases.operations.open_family import open_family
from cases.operations.protect_member import CLOSE_OF_DAY, WORKERS
from cases.operations.separated_records import copy_people, copy_records, move_members, move_records
from cases.operations.set_urgency import due_now
from cases.permits import IN_WORK
from cases.vocabulary import CaseState, Event
from cases.working_days import add_working_days
from datasharing import door, grants
from datasharing.door import OpenFile
from datasharing.models import Hold, SafetyInstruction
from datasharing.operations.anchors import open_file
from datasharing.operations.restrictions import SETTERS, set_restriction
from datasharing.vocabulary import Category, Reach, RestrictionKind

REVIEWED_AFTER = timedelta(days=90)
OVERSEERS = {Role.TEAM_MANAGER: Reach.SUPERVISION, Role.DA_ADVISER: Reach.TEAM}
"""By what reach a custodian comes to the new record."""


@transaction.atomic
def separate_family(
    actor: Actor,
    family_reference: str,
    *,
    going: Sequence[UUID],
    key_worker: int,
    reason: str,
    is_sealed: bool = False,
    custodians: Collection[int] = (),
    on: datetime | None = None,
) -> str:
    """Give `going` a record of their own; returns its reference. `key_worker` is a post, `custodians` are posts.

    Under a seal the key worker is somebody who does not work with this family, and only a custodian can undo it.
    """
    file = door.take(actor, family_reference, kinds=WORKERS if is_sealed else {Reach.SUPERVISION})
    if is_sealed and actor.role not in SETTERS:
        raise NotAllowed(_("A domestic abuse adviser or a manager separates a family under a seal."))
    at = moment(on)
    case = live_case(file, *IN_WORK)
    words = needed_words(reason, _("why, and what the new key worker needs to know"), "reason")
    people = _going(file, going)
    worker = fit_key_worker(file, key_worker, at)
    overseers = _overseers(actor, file, worker, custodians, at) if is_sealed else []
    family = Family.objects.get(pk=file.id)
    new = open_file(actor, place=Place.objects.get(path=file.place), on=at)
    pairs = copy_people(actor, people) if is_sealed else {}
    roles = {pairs.get(one.person_id, one.person_id): one.role for one in people}
    open_family(actor, new.pk, people=roles, supplier=family.supplier_id, on=at)
    opened = Case.objects.create(
        family_id=new.pk, state=CaseState.ALLOCATED, level_of_need=case.level_of_need, intensity=case.intensity,
        reasons=words, opened_at=at, opened_by_id=actor.post, allocated_at=at, key_worker=worker,
        team_id=None if is_sealed else case.team_id,
    )  # fmt: skip
    if is_sealed:
        copy_records(pairs, case, opened)
    else:
        move_members(file.id, new.pk, people)
        move_records(file.id, new.pk, {one.person_id for one in people}, case, opened)
    held = Separation.objects.create(
        stayed_id=file.id, apart=new, is_sealed=is_sealed, separated_by_id=actor.post, separated_at=at,
        pairs=[[str(old), str(made)] for old, made in pairs.items()] or None,
    )  # fmt: skip
    due = due_now(opened)
    start_key_worker(actor, opened, worker, at=at, due_at=due.at, due_for=due.reason, handover=words)
    _let_in(actor, file, new.pk, case, overseers, at, is_sealed)
    _protect_as_before(actor, file.id, new.pk, at)
    if is_sealed:
        _seal(actor, new.pk, new.reference, pairs.values(), worker, custodians, words, at)
    else:
        _tell(actor, file, held, at)
    families = [new.pk] if is_sealed else [file.id, new.pk]
    detail = {"separation": held.pk}
    journal.record(actor, Event.FAMILY_SEPARATED, families=families, subjects=roles, detail=detail, on=at)
    return new.reference


def _going(file: OpenFile, going: Sequence[UUID]) -> list[FamilyMember]:
    """Those who go: members whom the actor may know of, and not all of them."""
    rows = list(FamilyMember.objects.filter(family_id=file.id, left_on__isnull=True).order_by("pk"))
    known = [one for one in rows if not file.hides(one.person_id)]
    chosen = [one for one in known if one.person_id in set(going)]
    if not chosen or len(chosen) < len(set(going)):
        raise Invalid(_("Choose people who belong to this family."), "going")
    if len(chosen) == len(known):
        raise Invalid(_("Somebody stays. To give the whole family another key worker, change the key worker."), "going")
    return chosen


def _overseers(actor: Actor, file: OpenFile, worker: Post, custodians: Collection[int], at: datetime) -> list[Post]:
    """The custodians who come to the new record; its key worker is nobody who works with the old one."""
    held = grants.running([file.id], at)
    if worker.pk in {one.post_id for one in held if one.kind != Reach.EXCLUDED}:
        raise Invalid(_("Choose a key worker who does not work with this family."), "key_worker")
    found = [one for one in Post.objects.filter(pk__in={actor.post, *custodians}) if one.role in OVERSEERS]
    if not any(one.pk != actor.post for one in found):
        raise Invalid(
            _("Choose a manager or a domestic abuse adviser beside you, who confirms the seal."), "custodians"
        )
    return found


def _let_in(
    actor: Actor, file: OpenFile, new: UUID, case: Case, overseers: Collection[Post], at: datetime, is_sealed: bool
) -> None:
    """Whoever supervises the new record: its custodians, or the team that has the old one."""
    for post in overseers:
        grants.give_grant(actor, new, OVERSEERS[Role(post.role)], post=post.pk, starts_at=at)
    if not is_sealed and case.team_id:
        grants.give_grant(actor, new, Reach.SUPERVISION, team=case.team_id, starts_at=at)
    elif not is_sealed:
        grants.give_grant(actor, new, Reach.SUPERVISION, post=actor.post, starts_at=at)


def _protect_as_before(actor: Actor, old: UUID, new: UUID, at: datetime) -> None:
    """Who keeps out of the one keeps out of the other; instructions and holds are on both."""
    for one in grants.running([old], at):
        if one.kind == Reach.EXCLUDED:
            grants.give_grant(actor, new, Reach.EXCLUDED, post=one.post_id, team=one.team_id, ends_at=one.ends_at)
    for words in SafetyInstruction.objects.filter(file=old, ends_at__isnull=True):
        SafetyInstruction.objects.create(
            file_id=new, words=words.words, set_by_id=words.set_by_id, starts_at=words.starts_at
        )
    for hold in Hold.objects.filter(file=old, ends_at__isnull=True):
        Hold.objects.create(
            file_id=new, reason=hold.reason, set_by_id=hold.set_by_id, starts_at=hold.starts_at,
            review_on=hold.review_on,
        )  # fmt: skip


def _seal(
    actor: Actor,
    new: UUID,
    reference: str,
    people: Collection[UUID],
    worker: Post,
    custodians: Collection[int],
    reason: str,
    at: datetime,
) -> None:
    """Nobody who is not named knows of them; the other custodians confirm it within a working day."""
    today = timezone.localdate(at)
    confirm_by = timezone.make_aware(datetime.combine(add_working_days(today, 1), CLOSE_OF_DAY))
    for subject in people:
        held = set_restriction(
            actor, subject, kind=RestrictionKind.SEALED, categories=[Category.IDENTITY], reason=reason,
            named=[worker.pk], custodians=custodians, confirm_by=confirm_by, review_on=today + REVIEWED_AFTER,
            family=new, on=at,
        )  # fmt: skip
        notify(
            set(custodians) - {actor.post}, NoticeKind.RESTRICTION_TO_CONFIRM, event=f"restriction:{held}",
            leads_to="cases:safety", reference=reference, family=new, due_at=confirm_by, on=at,
        )  # fmt: skip


def _tell(actor: Actor, file: OpenFile, held: Separation, at: datetime) -> None:
    """The key worker of the old record, where nobody is in hiding."""
    workers = KeyWorker.objects.filter(family=file.id, ends_at__isnull=True).values_list("post_id", flat=True)
    notify(
        set(workers) - {actor.post}, NoticeKind.FAMILIES_PARTED, event=f"separation:{held.pk}",
        leads_to="cases:family", reference=file.reference, family=file.id, on=at,
    )  # fmt: skip
