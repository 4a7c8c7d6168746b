"""django-guardian and our lists read the same grants: for random worlds, `has_perm` equals the list and the detail."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from guardian.models import GroupObjectPermission, UserObjectPermission

from agencies.actor import Actor
from agencies.models import Place, Post, Practitioner, Team, TeamMembership
from agencies.refusals import NotFound
from datasharing import door
from datasharing.models import FamilyFile, Grant
from datasharing.operations import open_file
from datasharing.vocabulary import HOLDERS, Reach
from tests.cast import Cast

EVERY = tuple(HOLDERS)
PLACES = ("ashworth", "ashworth/north", "ashworth/north", "ashworth/north", "ashworth/south", "brindle")


def a_world(chance: random.Random, cast: Cast, families: int) -> list[FamilyFile]:
    """Files in random places with random grants: live, ended, to come, foreign, for the wrong role, excluded."""
    now = timezone.now()
    actors, teams = list(cast.everybody().values()), list(Team.objects.values_list("pk", flat=True))
    posts = [actor.post for actor in actors]
    files = [open_file(None, place=Place.objects.get(path=chance.choice(PLACES))) for _ in range(families)]
    for file in files:
        for _ in range(chance.randint(0, 14)):
            actor, kind = chance.choice(actors), chance.choice((*HOLDERS, *HOLDERS, Reach.EXCLUDED))
            fitting = sorted(reach for reach in HOLDERS if actor.role in HOLDERS[reach])
            if fitting and chance.random() < 0.7:
                kind = chance.choice(fitting)
            held = {"post_id": actor.post} if chance.random() < 0.6 else {"team_id": chance.choice(teams)}
            starts, ends = _span(chance, now)
            Grant.objects.create(file=file, kind=kind, starts_at=starts, ends_at=ends, due_at=_due(chance, now), **held)
    _shake(chance, posts, now)
    return files


def _span(chance: random.Random, now: datetime) -> tuple[datetime, datetime | None]:
    starts = now + timedelta(days=chance.choice((-30, -30, -30, -1, 1)))
    return starts, chance.choice((None, None, max(starts, now - timedelta(hours=1)), now + timedelta(days=40)))


def _due(chance: random.Random, now: datetime) -> datetime | None:
    return chance.choice((None, now + timedelta(days=chance.randint(-5, 5))))


def _shake(chance: random.Random, posts: list[int], now: datetime) -> None:
    """End a few posts, memberships and practitioners."""
    yesterday = timezone.localdate(now) - timedelta(days=1)
    Post.objects.filter(pk__in=chance.sample(posts, 2)).update(ends_on=yesterday)
    memberships = list(TeamMembership.objects.values_list("pk", flat=True))
    TeamMembership.objects.filter(pk__in=chance.sample(memberships, 3)).update(ends_on=yesterday)
    Practitioner.objects.filter(posts__pk=chance.choice(posts)).update(is_active=False)


def acting(actor: Actor) -> None:
    """Tell the transaction who acts, as the door does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lintel.post', %s, true)", [str(actor.post)])


def listed(actor: Actor) -> set[str]:
    """Every page of the actor's families."""
    found: list[str] = []
    page = 1
    while True:
        with door.open_many(actor, kinds=EVERY, page=page, size=4) as files:
            found += [one.reference for one in files.items]
            if not files.has_more:
                assert files.count == len(found) or not found
                break
        page += 1
    assert len(found) == len(set(found))
    return set(found)


def opens(actor: Actor, reference: str) -> bool:
    """Whether the detail opens."""
    try:
        with door.open_one(actor, reference, kinds=EVERY):
            return True
    except NotFound:
        return False


@pytest.mark.parametrize("seed", range(3))
def test_list_detail_and_guardian_agree_for_everybody_in_a_random_world(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    files = a_world(chance, cast, 20)
    seen = 0
    for actor in cast.everybody().values():
        mine = listed(actor)
        assert mine == {file.reference for file in files if opens(actor, file.reference)}
        acting(actor)
        user = Practitioner.objects.get(pk=actor.practitioner)
        assert mine == {file.reference for file in files if user.has_perm("datasharing.work_with", file)}
        seen += len(mine)
    assert seen > 10


def test_a_transaction_that_nobody_acts_in_gives_nothing(cast: Cast) -> None:
    files = a_world(random.Random(9), cast, 10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lintel.post', '', true)")
    for actor in cast.everybody().values():
        user = Practitioner.objects.get(pk=actor.practitioner)
        assert not any(user.has_perm("datasharing.work_with", file) for file in files)


def test_guardians_own_tables_stay_empty(cast: Cast) -> None:
    a_world(random.Random(4), cast, 5)
    assert not UserObjectPermission.objects.exists() and not GroupObjectPermission.objects.exists()


def test_which_roles_a_grant_serves_is_one_table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, role FROM datasharing_holder")
        held = set(cursor.fetchall())
    assert held == {(str(kind), str(role)) for kind, roles in HOLDERS.items() for role in roles}


def test_the_app_reads_live_grants_and_cannot_write_them(as_the_app: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM datasharing_live_grant")
        assert cursor.fetchone() == (0,)
