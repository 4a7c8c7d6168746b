"""The administrator's home: what of sign-ins, posts, teams and letters needs seeing to. No families."""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Letter, Post, Practitioner, Team, TeamMembership, Token
from agencies.selectors.posts import live_on
from agencies.within import within

SOON = timedelta(days=30)
MOST_TRIES = 10
MOST = 50


@dataclass(frozen=True)
class ToSee:
    """Something to see to: words, whose page it is on, and by when."""

    words: str
    practitioner: str
    post: int | None
    day: date | None


@dataclass(frozen=True)
class AdministrationHome:
    """What waits for an administrator, each at most fifty; and how many there are of each sort in the place."""

    without_factor: tuple[ToSee, ...]
    posts_ending: tuple[ToSee, ...]
    tokens_ending: tuple[ToSee, ...]
    empty_teams: tuple[tuple[str, str], ...]
    unsent: int
    practitioners: int
    posts: int
    teams: int


def administration_home(actor: Actor) -> AdministrationHome:
    """The home of an administrator, for the place of their post."""
    today = timezone.localdate()
    here = within(actor.place, "place__path")
    posts = Post.objects.filter(here, live_on(today), practitioner__is_active=True).select_related("practitioner")
    has_factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    people = Practitioner.objects.filter(posts__in=posts, is_active=True).distinct()
    ending = posts.filter(ends_on__lte=today + SOON).order_by("ends_on", "pk")[:MOST]
    tokens = Token.objects.filter(post__in=posts, ends_at__gt=timezone.now(), ends_at__lte=timezone.now() + SOON)
    sits = TeamMembership.objects.filter(live_on(today), team=OuterRef("pk"))
    teams = Team.objects.filter(here)
    letters = Letter.objects.filter(sent_at=None, dropped_at=None, tries__gte=MOST_TRIES, practitioner__in=people)
    return AdministrationHome(
        without_factor=tuple(
            ToSee(one.name, str(one.pk), None, None)
            for one in people.filter(~Exists(has_factor)).order_by("name")[:MOST]
        ),
        posts_ending=tuple(ToSee(f"{one.practitioner.name}, {one.title}", "", one.pk, one.ends_on) for one in ending),
        tokens_ending=tuple(
            ToSee(one.label, "", one.post_id, timezone.localdate(one.ends_at))
            for one in tokens.order_by("ends_at")[:MOST]
        ),
        empty_teams=tuple(teams.filter(~Exists(sits)).order_by("name").values_list("reference", "name")[:MOST]),
        unsent=letters.count(),
        practitioners=people.count(),
        posts=posts.count(),
        teams=teams.count(),
    )
