"""For whom households are identified, and what may count: the front door, its area, and the agreements in force.

For the operations and selectors of `outcomes` alone. What counts for the list is asked of the rules for matching, by
the front door's reach: they let it be counted and open nothing. Once help is to be offered, what lies behind one
household opens as an open referral's record does: by the rules for triage, part by part, by the one decision.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Agency
from agencies.places import meet
from agencies.refusals import NotAllowed, NotFound, Refused
from agencies.selectors.actor import actor_for
from agencies.selectors.posts import live_posts
from agencies.vocabulary import AgencyKind, Purpose, Role, TeamKind
from cases.intake.profile import event_codes
from cases.intake.selectors.teams import TeamFound, front_door, nearest_team
from cases.models import Family
from datasharing.models import Grant
from datasharing.policy import AgreedRule, Decision, Part, Standing, concerns, decide, in_force
from datasharing.selectors.protections import Protections
from datasharing.selectors.rules import Rulebook, rulebook_for
from datasharing.shown import Padlock
from datasharing.vocabulary import Category, Reach
from outcomes.identification import Needs

FRONT_DOOR_ROLES = frozenset({Role.SCREENER, Role.DUTY_MANAGER})


@dataclass(frozen=True)
class Supply:
    """One agency of the area and one kind of information that it may tell of."""

    agency: int
    agency_name: str
    kind: AgencyKind
    category: Category

    @property
    def words(self) -> str:
        """As a page says it: "Mental health from Ashworth Health Trust"."""
        return f"{self.category.label} from {self.agency_name}"


class Receiving:
    """A front door, the reader who asks for it, and what agreements say on a day for the reader's purpose."""

    def __init__(self, actor: Actor, door: TeamFound, on: date) -> None:
        self.actor = actor
        self.door = door
        self._reach = Reach.FRONT_DOOR if actor.purpose is Purpose.MATCHING else Reach.REFERRAL
        self._rulebook: Rulebook = rulebook_for(actor, on)
        self._anywhere = Standing(inside_place=True, excluded=False, reaches=frozenset({self._reach}))
        self._protections = Protections(actor)
        self._on = on

    def know(self, subjects: Collection[UUID]) -> None:
        """Read what protects these people in one query, before parts about each of them are decided."""
        self._protections.know(subjects)

    def counts(self, supply: Supply) -> bool:
        """Whether an agreement in force speaks of this supply to this reader, to whatever level it then opens it."""
        return any(self._serves(rule, supply) for rule in self._rules(supply))

    def decide(self, supply: Supply, subjects: Collection[UUID] = ()) -> Decision:
        """What of it opens to this reader, by the one decision."""
        standing = self._protections.before(self._anywhere, subjects)
        return decide(self.actor, self.part(supply, subjects), standing, self._rules(supply), self._on)

    def part(self, supply: Supply, subjects: Collection[UUID] = ()) -> Part:
        """The supply as the one decision knows it."""
        return Part(supply.category, supply.agency, supply.kind, frozenset(subjects))

    def padlock(self, supply: Supply) -> Padlock | None:
        """What stands on a page for a supply that is closed to this reader, by rule alone; None where it opens."""
        decision = self.decide(supply)
        if decision.is_open:
            return None
        return Padlock(
            supply.category, supply.kind, decision.level.word, decision.why, decision.route, "", supply.words
        )

    def _rules(self, supply: Supply) -> list[AgreedRule]:
        return self._rulebook.about(supply.kind, supply.category)

    def _serves(self, rule: AgreedRule, supply: Supply) -> bool:
        return (
            concerns(rule, self.actor, self.part(supply), self._anywhere)
            and self.actor.role in rule.roles
            and self._reach in rule.reaches
            and in_force(rule, supply.agency, frozenset({self.actor.agency}), self._on)
        )


def receiving(actor: Actor, on: date) -> Receiving:
    """The front door at which this actor works. NotAllowed for any other role, NotFound where there is no such door."""
    if actor.role not in FRONT_DOOR_ROLES:
        raise NotAllowed(_("Households are identified for the front door, by a screener or a duty manager."))
    door = nearest_team(TeamKind.FRONT_DOOR, actor.place)
    if door is None or door.agency != actor.agency:
        raise NotFound
    return Receiving(actor, door, on)


def receiving_at(place: str, on: date) -> Receiving:
    """The front door of a place (its path; the only one there is, by default), as whoever works there reads."""
    door = front_door(place or None)
    posts = [post for post in live_posts(role=FRONT_DOOR_ROLES, team=door.reference) if post.agency_id == door.agency]
    if not posts:
        raise Refused(
            _("Nobody works at %(door)s today. Identified households are suggested to somebody there.")
            % {"door": door.name}
        )
    return Receiving(actor_for(posts[0].id, Purpose.MATCHING), door, on)


def supplies_for(door: TeamFound, needs: Needs) -> tuple[Supply, ...]:
    """What the agencies that share ground with a front door's area may tell that bears on these needs."""
    known = [event_codes()[code] for code in needs if code in event_codes()]
    wanted: dict[AgencyKind, set[Category]] = {}
    for code in known:
        wanted.setdefault(AgencyKind(code.supplier), set()).add(Category(code.category))
    agencies = Agency.objects.filter(kind__in=wanted).select_related("place").order_by("name", "pk")
    return tuple(
        Supply(agency.pk, agency.name, AgencyKind(agency.kind), category)
        for agency in agencies
        if meet(agency.place.path, door.place)
        for category in sorted(wanted[AgencyKind(agency.kind)])
    )


def kept_out_of(actor: Actor) -> frozenset[int]:
    """The households whose family this actor keeps out of: for them there is no such household."""
    held = Q(post=actor.post) | Q(team__memberships__post=actor.post)
    files = Grant.objects.filter(held, kind=Reach.EXCLUDED, ends_at__isnull=True).values_list("file_id")
    families = Family.objects.filter(pk__in=files, household__isnull=False)
    return frozenset(pk for pk in families.values_list("household_id", flat=True) if pk is not None)
