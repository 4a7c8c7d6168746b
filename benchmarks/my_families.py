"""My families, first 25 by what is due: the door's one statement against the best hand-written SQL and stock guardian.

400,000 families, 2,000 practitioners, 60 teams, made by `generate_series`: one team of 200 families, the others from
a few thousand to a hundred thousand. Three readers: on the small team, on a middling one, on the five largest. The
door's time includes reading who acts, exclusions, places, all grants on each family shown, and Python; the count that
stops at 501 is timed apart. The hand-written one knows the reader's teams beforehand and does the least that could be
shown.
"""

import os
from dataclasses import dataclass
from datetime import timedelta

import django
from django.db import connection

django.setup()

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from guardian.shortcuts import get_objects_for_user

from agencies.actor import Actor
from agencies.models import Agency, Place, Post, Practitioner, Team, TeamMembership
from agencies.selectors.actor import actor_for
from agencies.vocabulary import AgencyKind, PlaceKind, Purpose, Role, TeamKind
from benchmarks.figures import Times, keep, show, times
from cases.selectors.my_families import MINE
from datasharing.models import FamilyFile
from datasharing.visible import counted, visible

BENCH = True
FAMILIES = int(os.environ.get("FAMILIES", "400000"))
PRACTITIONERS, TEAMS, SMALL = 2_000, 60, 200

FILES = """
INSERT INTO datasharing_familyfile (id, reference, place_id, opened_at)
SELECT gen_random_uuid(), 'B' || n, %(place)s, now() - n * interval '1 minute' FROM generate_series(1, %(families)s) n
"""
GRANTS = """
WITH file AS (
    SELECT id, row_number() OVER (ORDER BY id) AS n, random() AS dice FROM datasharing_familyfile
), held AS (
    SELECT id, CASE WHEN n <= %(small)s THEN %(teams)s ELSE 1 + floor((%(teams)s - 1) * power(dice, 4))::int END AS team
    FROM file
)
INSERT INTO datasharing_grant (file_id, kind, team_id, post_id, starts_at, due_at, due_for, asked_about, categories)
SELECT id, 'team', (%(team_ids)s::bigint[])[team], NULL, now() - interval '30 days',
       now() + (random() * 180 - 60) * interval '1 day', 'review', '{}'::uuid[], '{}'::text[] FROM held
UNION ALL
SELECT id, 'key_worker', NULL, (%(post_ids)s::bigint[])[1 + floor(random() * %(posts)s)::int],
       now() - interval '30 days', now() + (random() * 180 - 60) * interval '1 day', 'review',
       '{}'::uuid[], '{}'::text[] FROM file
"""
STOCK = """
INSERT INTO guardian_groupobjectpermission (group_id, permission_id, content_type_id, object_pk)
SELECT groups.id, %(permission)s, %(content)s, held.file_id::text
FROM datasharing_grant held JOIN agencies_team team ON team.id = held.team_id
JOIN auth_group groups ON groups.name = team.reference
"""
BEST = """
SELECT file.id, file.reference, page.due_at
FROM (
    SELECT first.file_id, min(first.due_at) AS due_at
    FROM (
        SELECT found.file_id, found.due_at
        FROM unnest(%(teams)s::bigint[]) mine (team) CROSS JOIN LATERAL (
            SELECT file_id, due_at FROM datasharing_grant
            WHERE team_id = mine.team AND kind = ANY(%(kinds)s)
              AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
            ORDER BY due_at, file_id LIMIT 26) found
        UNION ALL (
            SELECT file_id, due_at FROM datasharing_grant
            WHERE post_id = %(post)s AND kind = ANY(%(kinds)s)
              AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
            ORDER BY due_at, file_id LIMIT 26)
    ) first GROUP BY first.file_id ORDER BY min(first.due_at), first.file_id LIMIT 26
) page JOIN datasharing_familyfile file ON file.id = page.file_id ORDER BY page.due_at, file.id
"""


@dataclass(frozen=True)
class Reader:
    """Somebody on some teams."""

    actor: Actor
    practitioner: Practitioner
    teams: tuple[int, ...]


MINE_ARE = {
    "a small team": (0, [TEAMS - 1]),
    "a middling team": (1, [20]),
    "the five largest teams": (2, list(range(5))),
}
"""Readers: which practitioner, and the numbers of their teams."""


def make() -> dict[str, Reader]:
    """Three readers by name, in the world that is made where there is none yet."""
    if not Place.objects.filter(path="bench").exists():
        _make_world()
    posts = Post.objects.filter(place__path="bench").select_related("practitioner")
    teams = {team.reference: team.pk for team in Team.objects.filter(place__path="bench")}
    readers = {}
    for name, (number, mine) in MINE_ARE.items():
        post = posts.get(practitioner__email=f"p{number}@example.org")
        actor = actor_for(post.pk, Purpose.DIRECT_SUPPORT)
        readers[name] = Reader(actor, post.practitioner, tuple(teams[f"t{one}"] for one in mine))
    return readers


def _make_world() -> None:
    """The place, its people, families and grants, and the same as groups and permissions of stock guardian."""
    place = Place.objects.create(path="bench", name="Bench", kind=PlaceKind.AUTHORITY)
    agency = Agency.objects.create(
        reference="bench", name="Bench", kind=AgencyKind.COUNCIL, place=place, contact="0161 496 0000"
    )
    people = Practitioner.objects.bulk_create(
        Practitioner(email=f"p{n}@example.org", name=f"P{n}", password="!") for n in range(PRACTITIONERS)
    )
    began = timezone.localdate() - timedelta(days=400)
    posts = Post.objects.bulk_create(
        Post(practitioner=one, agency=agency, role=Role.KEY_WORKER, place=place, title="Key worker", starts_on=began)
        for one in people
    )
    teams = Team.objects.bulk_create(
        Team(reference=f"t{n}", name=f"T{n}", kind=TeamKind.LOCALITY, place=place) for n in range(TEAMS)
    )
    groups = Group.objects.bulk_create(Group(name=team.reference) for team in teams)
    members = dict(MINE_ARE.values()) | {n: [n % TEAMS] for n in range(len(MINE_ARE), PRACTITIONERS)}
    TeamMembership.objects.bulk_create(
        TeamMembership(team=teams[one], post=posts[n], starts_on=began) for n, some in members.items() for one in some
    )
    for n, some in MINE_ARE.values():
        people[n].groups.set([groups[one] for one in some])
    permission = Permission.objects.get(codename="work_with", content_type__app_label="datasharing")
    given = {
        "place": place.pk, "families": FAMILIES, "small": SMALL, "teams": TEAMS, "posts": PRACTITIONERS,
        "team_ids": [team.pk for team in teams], "post_ids": [post.pk for post in posts],
        "permission": permission.pk, "content": permission.content_type_id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (FILES, GRANTS, STOCK):
            cursor.execute(statement, given)
        cursor.execute("ANALYZE")


def _best(reader: Reader) -> list[tuple[object, ...]]:
    given = {"teams": list(reader.teams), "post": reader.actor.post, "kinds": [str(kind) for kind in MINE]}
    with connection.cursor() as cursor:
        cursor.execute(BEST, given)
        return cursor.fetchall()


def _stock(reader: Reader) -> list[FamilyFile]:
    for kept in ("_group_perm_cache", "_user_perm_cache", "_perm_cache"):
        reader.practitioner.__dict__.pop(kept, None)
    found = get_objects_for_user(reader.practitioner, "datasharing.work_with", FamilyFile.objects.all())
    return list(found.order_by("reference")[:26])


def main() -> None:
    """Print and keep medians for each reader."""
    readers = make()
    figures: dict[str, Times | float] = {"families": FAMILIES}
    print(f"{FAMILIES:,} families, {PRACTITIONERS:,} practitioners, {TEAMS} teams")
    for name, reader in readers.items():
        ours = [str(one.id) for one in visible(reader.actor, kinds=MINE).items]
        assert ours == [str(row[0]) for row in _best(reader)][:25], name
        assert len(_stock(reader)) == 26, name
        found = times(
            {
                "hand-written": lambda reader=reader: _best(reader),
                "the door": lambda reader=reader: visible(reader.actor, kinds=MINE),
                "its count to 501": lambda reader=reader: counted(reader.actor, kinds=MINE),
                "stock guardian": lambda reader=reader: _stock(reader),
            }
        )
        show(f"My families, {name}", found, "hand-written")
        figures |= {f"{name}: {what}": taken for what, taken in found.items()}
        figures[f"{name}: ratio"] = found["the door"].median / found["hand-written"].median
    keep("my_families", figures)


if __name__ == "__main__":
    main()
