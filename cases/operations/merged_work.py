"""Who works with a merged family, and by which plan: decided before anything is written, then written."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post
from agencies.refusals import Invalid, NotAllowed, Refused
from cases.models import Action, Case, CaseMember, KeyWorker
from cases.operations.allocate_team import start_key_worker
from cases.operations.live_case import post_words
from cases.operations.set_urgency import due_now
from cases.vocabulary import CaseState, ClosingOutcome
from datasharing import grants
from datasharing.door import OpenFile
from datasharing.models import Grant
from datasharing.vocabulary import Reach

NEVER_SHARED = frozenset({Reach.ASKED, Reach.SPECIFIC, Reach.EMERGENCY})
"""Reach to named people or categories of one record: having it on both is not having it on all."""

MAY_STAY = frozenset({Reach.TEAM, Reach.SUPERVISION, Reach.MONITORING})
MUST_STAY = frozenset({Reach.REFERRAL, Reach.ASKED, Reach.PANEL, Reach.PROTECTION, Reach.REQUEST})
"""Work of others that a merge does not end: it goes on with the whole family, or the merge waits for it."""

Holder = tuple[Reach, int | None, int | None]


@dataclass(slots=True)
class Reaching:
    """The grants on two records: those that go on by themselves, and those that somebody has to decide on."""

    shared: list[Grant]
    offered: list[Grant]
    ending: list[Grant]
    until: dict[int, datetime]


@dataclass(slots=True)
class Work:
    """What was decided: the case that goes on and the one that does not, who works with it, which reach ends."""

    goes_on: Case | None = None
    rests: Case | None = None
    worker: Post | None = None
    before: list[KeyWorker] = field(default_factory=list)
    stays: bool = False
    ends: list[int] = field(default_factory=list)
    until: dict[int, datetime] = field(default_factory=dict)
    members: list[Grant] = field(default_factory=list)


def reaching(kept: UUID, gone: UUID, at: datetime) -> Reaching:
    """Sort the grants on two records by what a merge does to them. A key worker's, and who keeps out, are not here."""
    held = [one for one in grants.running([kept, gone], at) if one.kind not in {Reach.EXCLUDED, Reach.KEY_WORKER}]
    begun = [one for one in held if one.starts_at <= at and one.kind not in NEVER_SHARED]
    of = {file: {_holder(one) for one in begun if one.file_id == file} for file in (kept, gone)}
    both = of[kept] & of[gone]
    shared = [one for one in begun if _holder(one) in both]
    rest = [one for one in held if one not in shared]
    return Reaching(
        shared,
        [one for one in rest if one.kind in MAY_STAY | MUST_STAY],
        [one for one in rest if one.kind not in MAY_STAY | MUST_STAY],
        {one.pk: end for one in shared if (end := _shorter(one, shared))},
    )


def decide_work(
    actor: Actor,
    kept: OpenFile,
    gone: OpenFile,
    *,
    goes_on: str,
    key_worker: int | None,
    staying: Collection[int],
    at: datetime,
) -> Work:
    """Whose plan goes on, who is key worker, and which reach ends. Refused where somebody still has to decide."""
    live = live_cases([kept.id, gone.id])
    work = Work(before=list(_running([kept.id, gone.id])))
    work.goes_on = _which(actor, kept, gone, live, goes_on)
    work.rests = next((one for one in live.values() if one != work.goes_on), None)
    work.worker = _worker(work, key_worker)
    work.stays = any(
        row.post == work.worker and row.case == work.goes_on and row.family_id == kept.id for row in work.before
    )
    found = reaching(kept.id, gone.id, at)
    if any(one.kind == Reach.EMERGENCY for one in found.ending):
        raise Refused(_("Somebody has emergency access to one of these records. Merge them when it has ended."))
    chosen = [one for one in found.offered if one.pk in set(staying)]
    if len(chosen) < len(set(staying)):
        raise Invalid(_("Open the page again: who works with these families has changed."), "staying")
    left = [one for one in found.offered if one not in chosen]
    must = next((one for one in left if one.kind in MUST_STAY), None)
    if must is not None:
        raise Refused(
            _(
                "“%(kind)s” is open on one of the records. Say that it goes on with the whole family, or merge when "
                "it has ended."
            )
            % {"kind": Reach(must.kind).label},
            "staying",
        )
    _refuse_kept_out(kept.id, gone.id, work.worker, chosen, at)
    _one_an_agency(found.shared + chosen)
    supervised = [one for one in (*found.shared, *chosen) if one.kind == Reach.SUPERVISION]
    if work.goes_on and not supervised and any(one.kind == Reach.SUPERVISION for one in left):
        raise Invalid(_("Say which team supervises the work from now on."), "staying")
    work.ends = [one.pk for one in (*left, *found.ending)]
    work.until = found.until
    work.members = [one for one in chosen if one.kind == Reach.TEAM and one.post_id]
    return work


def live_cases(files: Iterable[UUID]) -> dict[UUID, Case]:
    """The live case of each of these families that has one."""
    rows = Case.objects.filter(family__in=list(files)).exclude(state=CaseState.CLOSED)
    return {one.family_id: one for one in rows.select_related("key_worker__practitioner", "key_worker__agency")}


def watched(kept: UUID, gone: UUID) -> list[tuple[Any, list[int]]]:
    """The rows that a merge may change beside moving them."""
    both = [kept, gone]
    cases = list(Case.objects.filter(family__in=both).values_list("pk", flat=True))
    return [
        (KeyWorker, list(KeyWorker.objects.filter(family__in=both).values_list("pk", flat=True))),
        (CaseMember, list(CaseMember.objects.filter(case__in=cases).values_list("pk", flat=True))),
        (Grant, list(Grant.objects.filter(file__in=both).values_list("pk", flat=True))),
        (Case, cases),
        (Action, list(Action.objects.filter(goal__plan__case__in=cases).values_list("pk", flat=True))),
    ]


def end_work(actor: Actor, kept: UUID, gone: UUID, work: Work, at: datetime) -> None:
    """What does not go on ends: reach, the other case, and who was key worker beside."""
    over = [row for row in work.before if not (work.stays and row.case == work.goes_on)]
    grants.end_these(actor, [*work.ends, *(row.grant_id for row in over)], at=at)
    grants.shorten(actor, work.until)
    KeyWorker.objects.filter(pk__in=[row.pk for row in over]).update(ends_at=at)
    KeyWorker.objects.filter(family=gone).update(set_beside=True)
    if work.rests:
        Case.objects.filter(pk=work.rests.pk).update(
            state=CaseState.CLOSED, closed_at=at, closed_by=actor.post, outcome=ClosingOutcome.MERGED
        )
    team = CaseMember.objects.filter(case__family__in=[kept, gone], ends_at__isnull=True)
    team.filter(grant__ends_at__lte=at).update(ends_at=at)
    if work.rests:
        team.filter(case=work.rests, ends_at__isnull=True).update(ends_at=at)
    if work.worker and work.goes_on:
        also = team.filter(case=work.goes_on, post=work.worker, ends_at__isnull=True)
        grants.end_these(actor, list(also.values_list("grant_id", flat=True)), at=at)
        also.update(ends_at=at)


def begin_work(actor: Actor, work: Work, at: datetime) -> dict[str, list[int]]:
    """What begins, once everything lies on one record: the key worker, and their team. Returns what was made."""
    made: dict[str, list[int]] = {"cases.KeyWorker": [], "cases.CaseMember": []}
    case = Case.objects.get(pk=work.goes_on.pk) if work.goes_on else None
    if case is None:
        return made
    if work.worker and not work.stays:
        due = due_now(case)
        start_key_worker(actor, case, work.worker, at=at, due_at=due.at, due_for=due.reason)
        row = KeyWorker.objects.get(family=case.family_id, ends_at__isnull=True, set_beside=False)
        made["cases.KeyWorker"] = [row.pk]
        open_actions = Action.objects.filter(goal__plan__case=case, owner_post=case.key_worker, done_on__isnull=True)
        open_actions.update(owner_post=work.worker)
        Case.objects.filter(pk=case.pk).update(key_worker=work.worker)
    here = set(CaseMember.objects.filter(case=case, ends_at__isnull=True).values_list("post_id", flat=True))
    new = [one for one in work.members if one.post_id not in here and one.post != work.worker]
    rows = [CaseMember(case=case, post=one.post, grant=one, starts_at=at) for one in new if one.post]
    made["cases.CaseMember"] = [row.pk for row in CaseMember.objects.bulk_create(rows)]
    return made


def _which(actor: Actor, kept: OpenFile, gone: OpenFile, live: dict[UUID, Case], goes_on: str) -> Case | None:
    """The case that goes on."""
    if len(live) < 2:
        return next(iter(live.values()), None)
    if Reach.SUPERVISION not in kept.reaches & gone.reaches:
        raise NotAllowed(_("Both families are being worked with. Their team manager decides who goes on."))
    waiting = [file for file, case in live.items() if case.state == CaseState.OPENED]
    by_name = {kept.reference: live[kept.id], gone.reference: live[gone.id]}
    if len(waiting) == 1:
        return next(case for file, case in live.items() if file not in waiting)
    if goes_on not in by_name:
        raise Invalid(_("Choose whose plan goes on."), "goes_on")
    return by_name[goes_on]


def _worker(work: Work, wanted: int | None) -> Post | None:
    """Who is key worker from now on: one of those who were."""
    found = {row.post_id: row.post for row in work.before}
    if len(found) < 2:
        return next(iter(found.values()), None)
    if wanted not in found:
        raise Invalid(_("Choose who is key worker from now on."), "key_worker")
    return found[wanted]


def _running(files: Collection[UUID]) -> Iterable[KeyWorker]:
    rows = KeyWorker.objects.filter(family__in=files, ends_at__isnull=True, set_beside=False)
    return rows.select_related("post__practitioner", "post__agency", "post__place", "case").order_by("pk")


def _refuse_kept_out(kept: UUID, gone: UUID, worker: Post | None, chosen: Iterable[Grant], at: datetime) -> None:
    """Whoever keeps out of either record works with neither."""
    out = {
        one.post.practitioner_id
        for one in grants.running([kept, gone], at)
        if one.kind == Reach.EXCLUDED and one.post is not None
    }
    posts = [("key_worker", worker), *(("staying", one.post) for one in chosen)]
    for name, post in posts:
        if post is not None and post.practitioner_id in out:
            raise Invalid(
                _("%(post)s cannot work with this family. Choose somebody else.") % {"post": post_words(post)}, name
            )


def _one_an_agency(held: Iterable[Grant]) -> None:
    named: dict[int, Post] = {}
    for one in held:
        if one.kind == Reach.TEAM and one.post is not None:
            other = named.setdefault(one.post.agency_id, one.post)
            if other != one.post:
                raise Invalid(
                    _("One named person an agency: %(practitioner)s and %(practitioner_2)s are both of %(agency)s.")
                    % {
                        "practitioner": other.practitioner.name,
                        "practitioner_2": one.post.practitioner.name,
                        "agency": other.agency.name,
                    },
                    "staying",
                )


def _holder(one: Grant) -> Holder:
    return Reach(one.kind), one.post_id, one.team_id


def _shorter(one: Grant, shared: Iterable[Grant]) -> datetime | None:
    """When reach that somebody has on both ends on the one or the other, whichever is sooner; None where on neither."""
    ends: dict[UUID, list[datetime | None]] = {}
    for other in shared:
        if _holder(other) == _holder(one):
            ends.setdefault(other.file_id, []).append(other.ends_at)
    last = [max(end for end in held if end) for held in ends.values() if all(held)]
    return min(last, default=None)
