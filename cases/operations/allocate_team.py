"""Allocate: one key worker, and a case team drawn from a standing locality team. The family leaves the waiting list."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.models import Post, Team, TeamMembership
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.refusals import Invalid, Refused
from agencies.vocabulary import NoticeKind, Role, TeamKind
from cases.models import Case, CaseMember, KeyWorker
from cases.operations.live_case import Taken, live_case, moment, post_words
from cases.operations.set_urgency import due_now
from cases.permits import PERMITS, Step
from cases.urgency import DueFor
from cases.vocabulary import CaseState, Event, Intensity
from datasharing import door, grants
from datasharing.models import FamilyFile, Grant
from datasharing.places import lies_inside
from datasharing.vocabulary import HOLDERS, Reach

NOT_YOURS = gettext_lazy("Only the triage panel or a team manager can allocate a family.")


@transaction.atomic
def allocate_team(
    actor: Actor,
    family_reference: str,
    *,
    key_worker: int,
    members: Sequence[int] = (),
    team: str = "",
    on: datetime | None = None,
) -> int:
    """Give the family its key worker and its team; the case is *allocated*. Returns the case.

    `key_worker` and `members` are posts; `team` the reference of a standing locality team, from which every member
    comes, one an agency. Advice needs no members. Whoever comes second is refused, and told who has the family.
    """
    file = door.take(actor, family_reference, kinds=PERMITS[Step.ALLOCATE].reaches, words=str(NOT_YOURS))
    case = live_case(file, CaseState.OPENED)
    if case.intensity != Intensity.ADVICE and not members:
        raise Invalid(
            _("Choose at least one person for the team around the family. Only advice goes without a team."),
            field="members",
        )
    return place_case(actor, file, case, key_worker=key_worker, members=members, team=team, on=on)


@transaction.atomic
def place_case(
    actor: Actor,
    file: Taken,
    case: Case,
    *,
    key_worker: int,
    members: Sequence[int],
    team: str,
    on: datetime | None,
) -> int:
    """The step itself, inside its caller's transaction and under its lock. Returns the case."""
    at = moment(on)
    standing = standing_team(file, team) if team or case.team is None else case.team
    worker = fit_key_worker(file, key_worker, at)
    people = _members(file, standing, members, worker, at)
    case.state, case.allocated_at, case.key_worker, case.team = CaseState.ALLOCATED, at, worker, standing or case.team
    case.save(update_fields=["state", "allocated_at", "key_worker", "team"])
    due = due_now(case)
    start_key_worker(actor, case, worker, at=at, due_at=due.at, due_for=due.reason)
    for post in people:
        grant = grants.give_grant(
            actor, file.id, Reach.TEAM, post=post.pk, due_at=due.at, due_for=due.reason, starts_at=at
        )
        CaseMember.objects.create(case=case, post=post, grant=grant, starts_at=at)
    _give_supervision(actor, file, standing, at)
    _end_waiting(actor, file, at)
    grants.set_due(actor, file.id, kinds={Reach.SUPERVISION}, due_at=due.at, due_for=due.reason)
    journal.record(
        actor,
        Event.TEAM_ALLOCATED,
        families=[file.id],
        detail={
            "case": case.pk,
            "key_worker": worker.pk,
            "members": [post.pk for post in people],
            "team": standing.reference if standing else "",
        },
    )
    return case.pk


def start_key_worker(
    actor: Actor, case: Case, worker: Post, *, at: datetime, due_at: datetime, due_for: str, handover: str = ""
) -> None:
    """One more row of who was key worker, with its grant. The database refuses a second at any moment."""
    grant = grants.give_grant(
        actor, case.family_id, Reach.KEY_WORKER, post=worker.pk, due_at=due_at, due_for=due_for, starts_at=at
    )
    try:
        with transaction.atomic():
            row = KeyWorker.objects.create(
                family_id=case.family_id, case=case, post=worker, grant=grant, starts_at=at, handover=handover
            )
    except IntegrityError as clash:
        raise Refused(_("The family had another key worker at that time. A family has one at any moment.")) from clash
    notify(
        {worker.pk} - {actor.post},
        NoticeKind.FAMILY_GIVEN,
        event=f"key_worker:{row.pk}",
        leads_to="cases:family",
        reference=FamilyFile.objects.values_list("reference", flat=True).get(pk=case.family_id),
        family=case.family_id,
        on=at,
    )


def fit_key_worker(file: Taken, post: int, at: datetime) -> Post:
    """The post, where it may be this family's key worker on that day; otherwise a refusal."""
    worker = _live_posts([post], at).get(post)
    if worker is None:
        raise Invalid(_("Choose a key worker whose post is held today."), field="key_worker")
    if worker.role != Role.KEY_WORKER:
        raise Invalid(
            _("%(worker)s is not a key worker. Choose one who is.") % {"worker": post_words(worker)}, field="key_worker"
        )
    if not lies_inside(file.place, worker.place.path):
        raise Invalid(
            _("%(worker)s does not work where this family lives.") % {"worker": post_words(worker)}, field="key_worker"
        )
    _refuse_excluded(file, [worker], "key_worker")
    return worker


def standing_team(file: Taken, reference: str) -> Team | None:
    """The locality team of that reference, or, when none is named, the nearest one that covers the family."""
    teams = Team.objects.filter(kind=TeamKind.LOCALITY).select_related("place")
    if not reference:
        paths = ["/".join(file.place.split("/")[:length]) for length in range(1, file.place.count("/") + 2)]
        return teams.filter(place__path__in=paths).order_by(Length("place__path").desc(), "pk").first()
    team = teams.filter(reference=reference).first()
    if team is None:
        raise Invalid(_("Choose one of the standing locality teams."), field="team")
    if not lies_inside(file.place, team.place.path):
        raise Invalid(_("%(team)s does not work where this family lives.") % {"team": team.name}, field="team")
    return team


def _members(file: Taken, team: Team | None, members: Sequence[int], worker: Post, at: datetime) -> list[Post]:
    wanted = [post for post in dict.fromkeys(members) if post != worker.pk]
    if not wanted:
        return []
    if team is None:
        raise Invalid(_("Choose the locality team that these people belong to."), field="team")
    day = timezone.localdate(at)
    sitting = set(
        TeamMembership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), team=team, starts_on__lte=day)
        .filter(post__in=wanted)
        .values_list("post_id", flat=True)
    )
    posts = _live_posts(wanted, at)
    named: dict[int, Post] = {}
    for key in wanted:
        post = posts.get(key)
        if post is None or key not in sitting:
            raise Invalid(_("Choose people who sit on %(team)s today.") % {"team": team.name}, field="members")
        if post.role not in HOLDERS[Reach.TEAM]:
            raise Invalid(
                _("%(post)s has a post that does not work on a case team.") % {"post": post_words(post)},
                field="members",
            )
        if post.agency_id in named:
            raise Invalid(
                _("One named person an agency: %(practitioner)s and %(practitioner_2)s are both of %(agency)s.")
                % {
                    "practitioner": named[post.agency_id].practitioner.name,
                    "practitioner_2": post.practitioner.name,
                    "agency": post.agency.name,
                },
                field="members",
            )
        named[post.agency_id] = post
    _refuse_excluded(file, list(named.values()), "members")
    return list(named.values())


def _live_posts(posts: Sequence[int], at: datetime) -> dict[int, Post]:
    day = timezone.localdate(at)
    found = Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), pk__in=posts, starts_on__lte=day)
    return {
        post.pk: post for post in found.select_related("practitioner", "agency", "place") if post.practitioner.is_active
    }


def _refuse_excluded(file: Taken, posts: Sequence[Post], field: str) -> None:
    shut_out = set(
        Grant.objects.filter(file_id=file.id, kind=Reach.EXCLUDED)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))
        .values_list("post__practitioner_id", flat=True)
    )
    for post in posts:
        if post.practitioner_id in shut_out:
            raise Invalid(
                _("%(post)s cannot work with this family. Choose somebody else.") % {"post": post_words(post)},
                field=field,
            )


def _end_waiting(actor: Actor, file: Taken, at: datetime) -> None:
    """The panel's reach ends with the wait; another referral that is still on its agenda is not touched."""
    waits = Grant.objects.filter(file_id=file.id, kind=Reach.PANEL, due_for=DueFor.ALLOCATE, ends_at__isnull=True)
    for grant in waits:
        grants.end_grant(actor, grant.pk, at=max(at, grant.starts_at))


def _give_supervision(actor: Actor, file: Taken, team: Team | None, at: datetime) -> None:
    if team is None:
        return
    held = Grant.objects.filter(file_id=file.id, kind=Reach.SUPERVISION, ends_at__isnull=True)
    ours = [grant for grant in held if grant.team_id == team.pk]
    for grant in held:
        if grant.team_id != team.pk:
            grants.end_grant(actor, grant.pk, at=max(at, grant.starts_at))
    if not ours:
        grants.give_grant(actor, file.id, Reach.SUPERVISION, team=team.pk, starts_at=at)
