"""The second half of the path in Ashworth: allocate, assess, plan, contact, review, measure, close."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from cases.meeting_words import Attended
from cases.operations.agree_plan import NewAction, NewGoal, agree_plan
from cases.operations.allocate_team import allocate_team
from cases.operations.call_meeting import call_meeting
from cases.operations.complete_action import complete_action
from cases.operations.give_task import give_task
from cases.operations.record_contact import NewPart, record_contact
from cases.operations.record_equality import record_equality
from cases.operations.record_need import record_need
from cases.operations.refer_to_service import record_service_news, refer_to_service
from cases.operations.review_plan import review_plan
from cases.selectors.directory import directory
from cases.selectors.needs import needs
from cases.selectors.people import Member
from cases.selectors.plan import plan
from cases.vocabulary import ClosingOutcome, ContactKind, Intensity, NeedKind, Progress
from lintel.demo.house import NORTH
from lintel.demo.kin import draw_rich, draw_usual, file_report
from lintel.demo.path import CONTACTS, FrontHalf, Walk
from lintel.demo.words import said
from outcomes.operations.close_case import LastMeasure, close_case
from outcomes.operations.measure_outcome import measure_outcome
from outcomes.vocabulary import Occasion, Standing

SPEAKS_FROM = 4
"""The age from which a child's own words are written down."""


SAID = (
    ("white", "not_disabled"), ("asian", "not_disabled"), ("white", "disabled"), ("black", "not_disabled"),
    ("mixed", "not_said"), ("not_said", "not_said"),
)  # fmt: skip
WEIGHTS = (8, 4, 3, 2, 2, 1)
"""What parents say of themselves when they are asked, and how often."""


@dataclass(frozen=True)
class Course:
    """How work with a family has gone, in days ago; `next_review` and `next_action` in days from today.

    `planned` is None where no plan is agreed yet; `missed` are visits at which nobody was seen; `met` is when every
    need was, if it was; `is_shown`: of a family with three generations and a document.
    """

    worker: str
    allocated: int
    planned: int | None = None
    visits: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    reviews: tuple[int, ...] = ()
    next_review: int = 21
    next_action: int = 9
    intensity: str = Intensity.INTENSIVE
    closed: int | None = None
    met: int | None = None
    is_shown: bool = False


@dataclass
class Known:
    """What the key worker has to hand: the people, and the records of needs by the need."""

    members: Sequence[Member]
    parent: UUID
    child: Member | None
    needs: dict[str, int] = field(default_factory=dict)


class SecondHalf(FrontHalf):
    """Takes a family whose case is open through its work."""

    def work(self, walk: Walk, course: Course) -> None:
        """Everything that has happened with one family so far."""
        self.allocate(walk, course)
        if course.planned is None and not course.visits and not course.missed:
            return
        known = self.assess(walk, course)
        self.draw(walk, course, known)
        if course.planned is not None:
            self.plan(walk, course, known)
        for day in sorted((*course.visits, *course.missed), reverse=True):
            self.visit(walk, course, known, day, attempted=day in course.missed)
        for day in sorted(course.reviews, reverse=True):
            self.review(walk, course, known, day)
        if course.planned is not None and course.closed is None and course.next_review > 0:
            self.call_next(walk, course, known)
            self.give_tasks(walk, course)
        if course.planned is not None:
            self.refer_on(walk, course, known)
        if course.met is not None:
            self.meet(walk, course, known)
        if course.closed is not None:
            self.close(walk, course, known)

    def day(self, ahead: int) -> date:
        """The day so many days from today."""
        return timezone.localdate(self.now) + timedelta(days=ahead)

    def team_of(self, walk: Walk, course: Course) -> dict[str, int]:
        """Who is on the team, by kind of agency: those whom the family's needs call for, none of the worker's own."""
        if course.intensity == Intensity.ADVICE:
            return {}
        names = {"health": "health", "school": CONTACTS[self.school_of(walk.place)], "voluntary": "team.member"}
        wanted = {"crime": "police", "domestic_abuse": "police", "housing": "housing", "money": "jobcentre"}
        names |= {self.actors[name].kind: name for need in walk.arrival.needs if (name := wanted.get(need, ""))}
        mine = self.actors[course.worker].agency
        return {kind: self.actors[name].post for kind, name in names.items() if self.actors[name].agency != mine}

    def allocate(self, walk: Walk, course: Course) -> None:
        """The manager of that half gives the family its key worker and its team."""
        north = walk.place == NORTH
        allocate_team(
            self.actors["team.manager" if north else "team.manager.south"],
            walk.file,
            key_worker=self.actors[course.worker].post,
            members=list(self.team_of(walk, course).values()),
            team=f"locality-{'north' if north else 'south'}",
            on=self.ago(course.allocated, 14),
        )

    def assess(self, walk: Walk, course: Course) -> Known:
        """Needs and a strength or two, from the first visit."""
        actor = self.actors[course.worker]
        moment = self.ago(max(course.allocated - 3, 1), 15)
        members = needs(actor, walk.file).members
        children = [one for one in members if one.is_child]
        named = next((one for one in children if one.known_as.startswith(walk.voice.child.given)), None)
        child = named or next(iter(children), None)
        known = Known(members, members[0].subject, child)
        group, disability = self.dice.choices(SAID, WEIGHTS)[0]
        record_equality(actor, walk.file, known.parent, ethnic_group=group, disability=disability, on=moment)
        for need in walk.arrival.needs[:4]:
            about = [child.subject] if child and need in ("education", "relationships") else [known.parent]
            evidence = walk.voice.of(need, "evidence")
            known.needs[need] = record_need(
                actor, walk.file, need=need, evidence=evidence, about=about, told_by="person", on=moment
            )
        for need, words in self.dice.sample(said()["general"]["strengths"], 2):
            record_need(actor, walk.file, need=need, kind=NeedKind.STRENGTH, evidence=walk.voice.fill(words), on=moment)
        return known

    def draw(self, walk: Walk, course: Course, known: Known) -> None:
        """Who is whose: the usual, but for the course whose family is shown with three generations."""
        actor, moment = self.actors[course.worker], self.ago(max(course.allocated - 3, 1), 16)
        if course.is_shown:
            draw_rich(actor, walk.file, known.members, moment, walk.arrival.home)
            if known.child:
                file_report(actor, walk.file, known.child, moment)
        else:
            draw_usual(actor, walk.file, known.members, moment)

    def plan(self, walk: Walk, course: Course, known: Known) -> None:
        """The one plan; what comes first is done, and each need is measured where the plan is reviewed later."""
        actor, days = self.actors[course.worker], course.planned or 0
        moment = self.ago(days, 16)
        chosen = list(known.needs)[: 1 if course.intensity == Intensity.ADVICE else 3]
        goals = [self._goal(walk, course, known, need, place) for place, need in enumerate(chosen)]
        upcoming = [*(-day for day in sorted(course.reviews, reverse=True)), course.next_review]
        agree_plan(
            actor,
            walk.file,
            goals=goals,
            family_words=walk.voice.general("family_words"),
            next_review_on=max(self.day(upcoming[0]), timezone.localdate(moment) + timedelta(days=1)),
            on=moment,
        )
        for record in known.needs.values() if course.reviews else ():
            measure_outcome(
                actor, walk.file, need=record, occasion=Occasion.BASELINE, standing=Standing.SAME,
                evidence="As recorded at the first visits.", score=self.dice.choice((2, 3, 3, 4)), on=moment,
            )  # fmt: skip
        for goal in plan(actor, walk.file).goals:
            for action in goal.actions[:1]:
                if action.due_on <= self.day(0):
                    complete_action(actor, walk.file, action=action.id, done_on=action.due_on)

    def _goal(self, walk: Walk, course: Course, known: Known, need: str, place: int) -> NewGoal:
        team = self.team_of(walk, course)
        agreed = timezone.localdate(self.ago(course.planned or 0, 16))
        lines = said()["need"][need]
        actions = []
        for number, (owner, words) in enumerate(lines["actions"]):
            ahead = course.next_action + 6 * place + 9 * (number - 1)
            ahead = ahead if (place, number) == (0, 1) else max(4, ahead)
            due = agreed + timedelta(days=5) if number == 0 else self.day(ahead)
            post = None if owner == "parent" else team.get(owner, self.actors[course.worker].post)
            person = known.parent if owner == "parent" else None
            before, name = (f"{number - 1}" if number else ""), f"{need} {number}"
            actions.append(
                NewAction(
                    walk.voice.fill(words), max(due, agreed), owner_post=post, owner_person=person, name=name,
                    after=(f"{need} {before}",) if before else (), takes=3 + 2 * number,
                )
            )  # fmt: skip
        return NewGoal(need, walk.voice.of(need, "goals"), actions)

    def visit(self, walk: Walk, course: Course, known: Known, day: int, *, attempted: bool = False) -> None:
        """One contact, with what was said and, of a child who speaks, in the child's own words."""
        actor, held = self.actors[course.worker], self.ago(day, self.dice.choice((9, 11, 15, 16)))
        if attempted:
            record_contact(
                actor, walk.file, kind=ContactKind.ATTEMPTED, held_at=held, minutes=15,
                next_step=said()["general"]["attempted"], on=held,
            )  # fmt: skip
            return
        need = self.dice.choice(list(known.needs))
        child = known.child if known.child and (known.child.age or 0) >= SPEAKS_FROM else None
        parts = [NewPart("contacts", [], walk.voice.of(need, "contact"))]
        if child:
            parts.append(NewPart("contacts", [child.subject], walk.voice.of(need, "voice"), is_child_voice=True))
        kind = self.dice.choice((ContactKind.HOME_VISIT, ContactKind.HOME_VISIT, ContactKind.MEETING))
        record_contact(
            actor,
            walk.file,
            kind=kind,
            held_at=held,
            minutes=self.dice.choice((30, 45, 50, 60, 75)),
            place_words="At home" if kind == ContactKind.HOME_VISIT else walk.voice.general("handy"),
            seen=[known.parent, *([child.subject] if child else [])],
            parts=parts,
            next_step=walk.voice.general("next_step"),
            on=held,
        )

    def review(self, walk: Walk, course: Course, known: Known, day: int) -> None:
        """The team looks at each goal; the last review of a family that is to close meets them all but one."""
        actor, moment = self.actors[course.worker], self.ago(day, 13)
        later = [-one for one in sorted(course.reviews, reverse=True) if one < day]
        coming = self.day(later[0] if later else course.next_review)
        ending = course.closed is not None and not later
        team = list(self.team_of(walk, course).values())
        goals: dict[int, tuple[str, str]] = {}
        for number, goal in enumerate(one for one in plan(actor, walk.file).goals if not one.achieved_on):
            words = walk.voice.of(goal.need, "better")
            progress = Progress.MET if ending and number == 0 else Progress.BETTER if number != 1 else Progress.SAME
            goals[goal.id] = (progress, words if progress != Progress.SAME else "")
        review_plan(
            actor,
            walk.file,
            held_on=timezone.localdate(moment),
            came=[actor.post, *team[:2]],
            others=dict.fromkeys(team[2:3], Attended.REPORT) | dict.fromkeys(team[3:], Attended.APOLOGIES),
            family_came=[known.parent],
            minutes=walk.voice.general("minutes"),
            decisions=walk.voice.general("decisions"),
            goals=goals,
            next_review_on=max(coming, timezone.localdate(moment) + timedelta(days=1)),
            family_words=walk.voice.general("family_words"),
            on=moment,
        )
        if course.met is None and course.closed is None:
            need, record = next(iter(known.needs.items()))
            measure_outcome(
                actor, walk.file, need=record, occasion=Occasion.REVIEW, standing=Standing.BETTER,
                evidence=walk.voice.of(need, "better"), score=6, on=moment,
            )  # fmt: skip

    def call_next(self, walk: Walk, course: Course, known: Known) -> None:
        """The team and the parent are asked to the next review."""
        call_meeting(
            self.actors[course.worker],
            walk.file,
            held_at=timezone.make_aware(datetime.combine(self.day(course.next_review), time(14))),
            place_words=said()["general"]["meeting_place"],
            words=said()["general"]["meeting_words"],
            posts=list(self.team_of(walk, course).values()),
            people=[known.parent],
            on=self.ago(1, 15),
        )

    def give_tasks(self, walk: Walk, course: Course) -> None:
        """What the key worker still has to do, and something that they asked of the team."""
        actor, team = self.actors[course.worker], list(self.team_of(walk, course).values())
        for number, words in enumerate(said()["general"]["tasks"]):
            owner = team[0] if team and number else None
            give_task(actor, walk.file, words=walk.voice.fill(words), due_on=self.day(1 + 4 * number), owner=owner)

    def refer_on(self, walk: Walk, course: Course, known: Known) -> None:
        """Help from a service or two of the directory, as far as it has come."""
        actor, began = self.actors[course.worker], course.planned or 0
        with_them: set[int] = set()
        for number, (need, record) in enumerate(list(known.needs.items())[:2]):
            found = [row.id for row in directory(actor, need=need).rows if row.id not in with_them]
            if not record or not found or began < 3:
                continue
            entry = self.dice.choice(found)
            with_them.add(entry)
            about = known.child.subject if known.child and need == "education" else known.parent
            sent = self.ago(began - 1, 10)
            referral = refer_to_service(
                actor, walk.file, entry=entry, need=need, agreed=True, about=about,
                words=said()["general"]["hoped"], on=sent,
            )  # fmt: skip
            for state, after in (("accepted", 6), ("attended", 14), ("ended", 60)):
                if began - 1 - after < (number + 1) * 3 or (state == "ended" and not course.reviews):
                    break
                then = self.ago(began - 1 - after, 17)
                record_service_news(
                    actor, walk.file, referral, state=state, happened_on=timezone.localdate(then),
                    result=self.dice.choice(("helped", "helped", "partly", "no_change")) if state == "ended" else "",
                    on=then,
                )  # fmt: skip

    def meet(self, walk: Walk, course: Course, known: Known) -> None:
        """Every need is met, long enough ago to have held."""
        for need, record in known.needs.items():
            measure_outcome(
                self.actors[course.worker], walk.file, need=record, occasion=Occasion.REVIEW, standing=Standing.MET,
                evidence=walk.voice.of(need, "better"), score=8, on=self.ago(course.met or 0, 15),
            )  # fmt: skip

    def close(self, walk: Walk, course: Course, known: Known) -> None:
        """Every need is measured, and the case ends."""
        actor, moment = self.actors[course.worker], self.ago(course.closed or 0, 12)
        close_case(
            actor,
            walk.file,
            outcome=ClosingOutcome.PARTLY,
            closing_words=walk.voice.general("closing"),
            follow_up_on=timezone.localdate(moment) + timedelta(days=90),
            measurements={
                record: LastMeasure(
                    Standing.MET if place == 0 or course.met else Standing.BETTER,
                    walk.voice.of(need, "better"),
                    9 if place == 0 or course.met else 6,
                )
                for place, (need, record) in enumerate(known.needs.items())
            },
            on=moment,
        )
