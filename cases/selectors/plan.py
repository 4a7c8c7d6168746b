"""The one plan: goals by need, actions with owner and due date, what must come first, strengths beside needs."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.actor import Actor
from cases.critical_path import ToDo, reckon
from cases.meeting_words import Attended
from cases.models import Action, CaseMember, Goal, Plan, Review, ReviewGoal
from cases.permits import COPIED_BY, COPIERS, Step
from cases.plan_changes import Line, PlanState
from cases.selectors.drafts import KeptDraft, draft_in
from cases.selectors.head import Head, Opened, Section, open_head, section, show
from cases.selectors.meetings import ToReview, to_review
from cases.selectors.needs import NeedRow, need_rows
from cases.selectors.people import Member, People, people_in
from cases.selectors.services import ServiceRow, service_rows
from cases.vocabulary import Need, Progress
from datasharing import door
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach


@dataclass(frozen=True)
class ActionRow:
    """One action. `waits_for` are the words of what must come first and is not done; `may_complete`: by this reader.

    `takes` is in working days, and `first` are the numbers of what must come first; `earliest_on` and `is_critical`
    are of one that is not done, in a plan where something waits for something, of what this reader may see of it.
    """

    id: int
    words: Shown[str]
    owner: str
    due_on: date
    done_on: date | None
    comes_after: tuple[str, ...]
    waits_for: tuple[str, ...]
    is_late: bool
    may_complete: bool
    takes: int
    first: tuple[int, ...]
    earliest_on: date | None
    is_critical: bool

    @property
    def takes_words(self) -> str:
        """As "3 working days"."""
        return ngettext("%(n)d working day", "%(n)d working days", self.takes) % {"n": self.takes}

    @property
    def cannot_be_in_time(self) -> bool:
        """Whether its day is earlier than the earliest on which it can be done."""
        return self.earliest_on is not None and self.earliest_on > self.due_on


@dataclass(frozen=True)
class Standing:
    """How a goal stood at one review."""

    held_on: date
    progress: str
    progress_words: str
    words: Shown[str]


@dataclass(frozen=True)
class GoalRow:
    """One goal, its actions in order, and how it stood at each review, latest first."""

    id: int
    need: str
    need_words: str
    words: Shown[str]
    achieved_on: date | None
    actions: tuple[ActionRow, ...]
    standings: tuple[Standing, ...]

    @property
    def last(self) -> Standing | None:
        """How it stood last time."""
        return self.standings[0] if self.standings else None

    @property
    def done_words(self) -> str:
        """How far the actions have come: "1 of 3 actions done"."""
        done = sum(1 for action in self.actions if action.done_on)
        return ngettext("%(done)d of %(n)d action done", "%(done)d of %(n)d actions done", len(self.actions)) % {
            "done": done,
            "n": len(self.actions),
        }


@dataclass(frozen=True)
class NeedGoals:
    """The goals under one need."""

    need_words: str
    goals: tuple[GoalRow, ...]


@dataclass(frozen=True)
class ReviewRow:
    """One review: who came, what was decided, in whose words, when the next one is."""

    id: int
    held_on: date
    came: tuple[str, ...]
    decisions: Shown[str]
    family_words: Shown[str]
    next_review_on: date | None


@dataclass(frozen=True)
class Owner:
    """Somebody who can own an action: `key` is "post:12" or "person:UUID"."""

    key: str
    words: str


@dataclass(frozen=True)
class PlanSheet:
    """The plan of a family's latest case. `agreed_at` is None while there is none, or it is closed to this reader."""

    head: Head
    agreed_at: datetime | None
    family_words: Shown[str] | None
    version: int
    by_need: tuple[NeedGoals, ...]
    needs: tuple[NeedRow, ...]
    strengths: tuple[NeedRow, ...]
    reviews: tuple[ReviewRow, ...]
    services: tuple[ServiceRow, ...]
    owners: tuple[Owner, ...]
    team: tuple[Owner, ...]
    members: tuple[Member, ...]
    meetings: tuple[ToReview, ...]
    section: Section
    is_advice: bool
    may_copy: bool

    @property
    def goals(self) -> tuple[GoalRow, ...]:
        """Every goal, in the order of needs."""
        return tuple(goal for group in self.by_need for goal in group.goals)

    @property
    def critical(self) -> tuple[ActionRow, ...]:
        """The actions that decide by when all can be done, the first of them first; none where nothing waits."""
        rows = [one for goal in self.goals for one in goal.actions if one.is_critical]
        return tuple(sorted(rows, key=lambda one: (one.earliest_on, one.id)))

    @property
    def critical_end(self) -> date | None:
        """The day by which all can be done at the earliest."""
        return self.critical[-1].earliest_on if self.critical else None

    @property
    def state(self) -> PlanState:
        """What a form about the plan carries, to tell what changed meanwhile."""
        return PlanState(
            version=self.version,
            goals=tuple(Line(one.id, one.words.value or "", one.achieved_on is not None) for one in self.goals),
            actions=tuple(
                Line(one.id, one.words.value or "", one.done_on is not None)
                for goal in self.goals
                for one in goal.actions
            ),
            reviews=tuple((one.id, one.held_on) for one in self.reviews),
            next_review_on=self.reviews[0].next_review_on if self.reviews else None,
        )

    @property
    def needs_without_goal(self) -> tuple[NeedRow, ...]:
        """Needs on record for which the plan has no goal."""
        with_goal = {goal.need for goal in self.goals}
        return tuple(row for row in self.needs if row.need not in with_goal)


def plan(actor: Actor, reference: str) -> PlanSheet:
    """The plan as this reader may see it. Raises NotFound where the family is not the actor's."""
    with door.open_one(actor, reference) as file:
        return _sheet(actor, open_head(file))


def plan_and_draft(actor: Actor, reference: str, *, step: str) -> tuple[PlanSheet, KeptDraft | None]:
    """The same, with what the actor had typed in the form of a `step` of the plan and not saved."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        return _sheet(actor, opened, step), draft_in(opened, actor, step)


def _sheet(actor: Actor, opened: Opened, step: str = "") -> PlanSheet:
    """The whole, or what the form of a step needs of it: neither services nor marks; for a review, the meetings."""
    file = opened.file
    people = people_in(opened)
    rows = need_rows(opened, people, with_marks=not step)
    held: Plan | None = getattr(opened.case, "plan", None)
    words = show(file, held.family_words, Category.PLAN, held.supplier) if held else None
    shown = held if words and words.is_open else None
    goals = _with_path(_goals(actor, opened, people, shown)) if shown else []
    team = _team(opened)
    return PlanSheet(
        head=opened.head,
        agreed_at=shown.agreed_at if shown else None,
        family_words=words,
        version=shown.version if shown else 0,
        by_need=_by_need(goals),
        needs=tuple(row for row in rows if not row.is_strength),
        strengths=tuple(row for row in rows if row.is_strength),
        reviews=_reviews(opened) if shown else (),
        services=() if step else service_rows(opened, people),
        owners=(*team, *(Owner(f"person:{one.subject}", _person_words(one)) for one in people.members)),
        team=team,
        members=people.members,
        meetings=to_review(opened) if shown and step == Step.REVIEW else (),
        section=section(file, Category.PLAN),
        is_advice=bool(opened.case and opened.case.intensity == "advice"),
        may_copy=bool(file.reaches & COPIED_BY) and actor.role in COPIERS,
    )


def goal_rows(actor: Actor, opened: Opened, people: People) -> tuple[GoalRow, ...]:
    """The goals of an opened family's plan, with the actions; none where the plan is closed."""
    held: Plan | None = getattr(opened.case, "plan", None)
    if held is None or not show(opened.file, held.family_words, Category.PLAN, held.supplier).is_open:
        return ()
    return tuple(_goals(actor, opened, people, held))


def _goals(actor: Actor, opened: Opened, people: People, held: Plan) -> list[GoalRow]:
    actions = Action.objects.select_related("owner_post__practitioner", "owner_post__agency").annotate(
        first_ids=ArrayAgg("comes_after", filter=Q(comes_after__isnull=False), default=[])
    )
    reviewed = ReviewGoal.objects.select_related("review__supplier").order_by("-review__held_on", "-review_id")
    found = Goal.objects.filter(plan=held).prefetch_related(
        Prefetch("actions", actions.order_by("position")), Prefetch("reviewed", reviewed)
    )
    today = timezone.localdate()
    goals = list(found)
    by_id = {action.pk: action for goal in goals for action in goal.actions.all()}
    words = {key: show(opened.file, one.words, Category.PLAN, held.supplier, _about(one)) for key, one in by_id.items()}
    return [
        GoalRow(
            id=goal.pk,
            need=goal.need,
            need_words=str(Need(goal.need).label),
            words=show(opened.file, goal.words, Category.PLAN, held.supplier),
            achieved_on=goal.achieved_on,
            actions=tuple(
                _action(actor, opened.file, people, action, words, by_id, today)
                for action in goal.actions.all()
                if words[action.pk].is_open
            ),
            standings=tuple(
                Standing(
                    held_on=one.review.held_on,
                    progress=one.progress,
                    progress_words=str(Progress(one.progress).label),
                    words=show(opened.file, one.words, Category.PLAN, one.review.supplier),
                )
                for one in goal.reviewed.all()
            ),
        )
        for goal in goals
    ]


def _action(
    actor: Actor,
    file: OpenFile,
    people: People,
    action: Action,
    words: dict[int, Shown[str]],
    by_id: dict[int, Action],
    today: date,
) -> ActionRow:
    first_ids: list[int] = action.first_ids  # type: ignore[attr-defined]
    first = sorted((by_id[one] for one in first_ids), key=lambda one: (one.due_on, one.pk))
    mine = Reach.KEY_WORKER in file.reaches or (Reach.TEAM in file.reaches and action.owner_post_id == actor.post)
    if action.owner_post:
        owner = f"{action.owner_post.practitioner.name}, {action.owner_post.agency.name}"
    else:
        owner = next(iter(people.names(_about(action))), _("a member of the family"))
    return ActionRow(
        id=action.pk,
        words=words[action.pk],
        owner=owner,
        due_on=action.due_on,
        done_on=action.done_on,
        comes_after=tuple(words[one.pk].value or "" for one in first if words[one.pk].is_open),
        waits_for=tuple(words[one.pk].value or "" for one in first if not one.done_on and words[one.pk].is_open),
        is_late=action.done_on is None and action.due_on < today,
        may_complete=mine and action.done_on is None and all(one.done_on for one in first),
        takes=action.takes,
        first=tuple(one.pk for one in first if words[one.pk].is_open),
        earliest_on=None,
        is_critical=False,
    )


def _with_path(goals: list[GoalRow]) -> list[GoalRow]:
    """The same, with the critical path of what is not done, where something waits for something."""
    steps = {one.id: ToDo(one.takes, frozenset(one.first)) for goal in goals for one in goal.actions if not one.done_on}
    if not any(step.after & steps.keys() for step in steps.values()):
        return goals
    found = reckon(steps, timezone.localdate())

    def reckoned(one: ActionRow) -> ActionRow:
        mine = found.get(one.id)
        return replace(one, earliest_on=mine.earliest_on, is_critical=mine.is_critical) if mine else one

    return [replace(goal, actions=tuple(reckoned(one) for one in goal.actions)) for goal in goals]


def _about(action: Action) -> tuple[UUID, ...]:
    return (action.owner_person_id,) if action.owner_person_id else ()


def _by_need(goals: list[GoalRow]) -> tuple[NeedGoals, ...]:
    groups: dict[str, list[GoalRow]] = {}
    for goal in goals:
        groups.setdefault(goal.need_words, []).append(goal)
    return tuple(NeedGoals(words, tuple(members)) for words, members in groups.items())


def _reviews(opened: Opened) -> tuple[ReviewRow, ...]:
    found = (
        Review.objects.filter(case=opened.case)
        .select_related("supplier")
        .annotate(
            names=ArrayAgg(
                "attendance__post__practitioner__name",
                filter=Q(attendance__how=Attended.CAME, attendance__post__isnull=False),
                order_by="attendance__post__practitioner__name",
                default=[],
            )
        )
    )
    return tuple(
        ReviewRow(
            id=row.pk,
            held_on=row.held_on,
            came=tuple(name for name in row.names if name),
            decisions=show(opened.file, row.decisions, Category.PLAN, row.supplier),
            family_words=show(opened.file, row.family_words, Category.PLAN, row.supplier),
            next_review_on=row.next_review_on,
        )
        for row in found
        if show(opened.file, row.decisions, Category.PLAN, row.supplier).is_open
    )


def _team(opened: Opened) -> tuple[Owner, ...]:
    """The key worker and the team: those who can own an action or come to a review."""
    case = opened.case
    if case is None or case.key_worker is None:
        return ()
    members = CaseMember.objects.filter(case=case, ends_at__isnull=True).select_related(
        "post__practitioner", "post__agency"
    )
    posts = [case.key_worker, *(member.post for member in members if member.post_id != case.key_worker_id)]
    return tuple(Owner(f"post:{post.pk}", f"{post.practitioner.name}, {post.agency.name}") for post in posts)


def _person_words(member: Member) -> str:
    return f"{member.known_as} ({(member.role.value or _('family member')).lower()})"
