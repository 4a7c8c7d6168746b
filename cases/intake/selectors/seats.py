"""Who can sit on a panel's decision: its members of today, less those who keep out of the referral for a conflict."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Team, TeamMembership
from agencies.quorum import Quorum
from agencies.selectors.posts import live_on
from agencies.vocabulary import Role
from cases.intake.models import Conflict

PANEL_ROLES = frozenset({Role.PANEL_CHAIR, Role.PANEL_MEMBER})


@dataclass(frozen=True)
class Seat:
    """A member of a panel, with the kind of their agency."""

    post: int
    words: str
    kind: str


@dataclass(frozen=True)
class Seats:
    """The quorum of a panel, and those of its members who can take part in one decision."""

    quorum: Quorum
    free: tuple[Seat, ...]

    @property
    def words(self) -> str:
        """Whether a quorum can be reached: "can be reached", or what is missing."""
        missing = self.quorum.missing([one.kind for one in self.free])
        return _("cannot be reached: lacks %(missing)s") % {"missing": missing} if missing else _("can be reached")


def seats_for(panel: int, referral: int, *, on: datetime | None = None) -> Seats:
    """Those of one panel for one referral: three queries."""
    return seats({referral: panel}, on=on)[referral]


def seats(panels: dict[int, int], *, on: datetime | None = None) -> dict[int, Seats]:
    """Those for each referral, by the panel that has it: three queries, whatever the number."""
    members = _members(set(panels.values()), on)
    quorums = {
        team.pk: Quorum(team.quorum, frozenset(team.quorum_kinds)) for team in Team.objects.filter(pk__in=members)
    }
    out: dict[int, set[int]] = defaultdict(set)
    for referral, post in Conflict.objects.filter(referral__in=panels).values_list("referral_id", "post_id"):
        out[referral].add(post)
    return {
        referral: Seats(quorums[panel], tuple(one for one in members[panel] if one.post not in out[referral]))
        for referral, panel in panels.items()
    }


def _members(panels: Collection[int], on: datetime | None) -> dict[int, list[Seat]]:
    day = timezone.localdate(on or timezone.now())
    found: dict[int, list[Seat]] = {panel: [] for panel in panels}
    rows = TeamMembership.objects.filter(live_on(day), team__in=panels, post__role__in=PANEL_ROLES)
    for row in rows.select_related("post__practitioner", "post__agency").order_by("post__practitioner__name"):
        post = row.post
        found[row.team_id].append(Seat(post.pk, f"{post.practitioner.name}, {post.agency.name}", str(post.agency.kind)))
    return found
