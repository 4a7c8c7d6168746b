"""The families that are an actor's to work with, found by the database: one statement for a list and for one family.

For each of the actor's holders (the post itself and each live team) the first families by due date are taken through
an index, and merged; nothing is sorted or counted that will not be shown. The roles that a grant serves come from
`HOLDERS`, the same table that `policy.decide` reads.

`OFFSET 0` keeps each `NOT EXISTS` a look-up by family for each row that is taken; without it the database hashes every
grant there is before the first (0.3 to 7 seconds at 400,000 families, against milliseconds).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from agencies.places import lies_inside
from agencies.vocabulary import Purpose, Role
from datasharing.belt import ADD
from datasharing.policy import held
from datasharing.prepared import rows_of, words_of
from datasharing.vocabulary import HOLDERS, Reach

COUNTED_TO = 500
"""A count stops here: one more stands for "more than 500"."""

ME = """
WITH me AS MATERIALIZED (
    SELECT post.id AS post, post.practitioner_id AS practitioner, place.path AS path,
           set_config('lintel.post', post.id::text, true) AS acting
    FROM agencies_post post
    JOIN agencies_place place ON place.id = post.place_id
    JOIN agencies_practitioner practitioner ON practitioner.id = post.practitioner_id AND practitioner.is_active
    WHERE post.id = %(post)s AND post.role = %(role)s AND post.agency_id = %(agency)s
      AND post.starts_on <= %(day)s AND (post.ends_on IS NULL OR post.ends_on >= %(day)s)
), holder AS MATERIALIZED (
    SELECT me.post AS post, NULL::bigint AS team, me.practitioner, me.path AS mine, me.path AS path FROM me
    UNION ALL
    SELECT NULL, team.id, me.practitioner, me.path, place.path
    FROM me
    JOIN agencies_teammembership membership ON membership.post_id = me.post
     AND membership.starts_on <= %(day)s AND (membership.ends_on IS NULL OR membership.ends_on >= %(day)s)
    JOIN agencies_team team ON team.id = membership.team_id
    JOIN agencies_place place ON place.id = team.place_id
), first_of_each AS (
    SELECT found.file_id, found.due_at
    FROM holder CROSS JOIN LATERAL ({own} UNION ALL {teams}) found
)"""

VISIBLE = """{me}, page AS (
    SELECT file_id, min(due_at) AS due_at FROM first_of_each
    GROUP BY file_id ORDER BY min(due_at) NULLS LAST, file_id OFFSET %(skip)s LIMIT %(take)s
), opened AS MATERIALIZED (
    SELECT {opening}
)
SELECT file.id, file.reference, place.path, me.path, page.due_at, held.kind, held.due_at, held.due_for,
       held.asked_about, (SELECT number FROM datasharing_rulebookturn), held.categories
FROM page
CROSS JOIN me
CROSS JOIN opened
JOIN datasharing_familyfile file ON file.id = page.file_id
JOIN agencies_place place ON place.id = file.place_id
JOIN datasharing_grant held ON held.file_id = file.id
 AND held.kind = ANY(%(held)s)
 AND held.starts_at <= %(now)s AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
JOIN holder ON (holder.post = held.post_id OR holder.team = held.team_id)
 AND (place.path = holder.path OR starts_with(place.path, holder.path || '/'))
ORDER BY page.due_at NULLS LAST, file.id, held.due_at NULLS LAST, held.id
"""

OPENING = ADD.format(families="(SELECT file_id::text FROM page ORDER BY due_at NULLS LAST, file_id LIMIT %(size)s)")
"""The families of the page are open to this transaction; the one more, which tells that there is another, is not."""

COUNTED = """{me}
SELECT count(*) FROM (SELECT DISTINCT file_id FROM first_of_each LIMIT %(first)s) AS up_to
"""

STATEMENTS = {"visible": VISIBLE, "counted": COUNTED}
GIVEN = {
    "post": "bigint", "role": "text", "agency": "bigint", "day": "date", "now": "timestamptz", "held": "text[]",
    "kinds": "text[]", "due_for": "text[]", "reference": "text", "skip": "bigint", "size": "bigint", "take": "bigint",
    "first": "bigint",
}  # fmt: skip

NAMED = """AND granted.file_id = (
    SELECT COALESCE(named.joined_to_id, named.id) FROM datasharing_familyfile named
    WHERE named.reference = %(reference)s
)"""
"""By its own reference, or by that of a record that was merged with it."""

FIRST = """(
    SELECT granted.file_id, granted.due_at
    FROM datasharing_grant granted
    WHERE granted.{column} = holder.{holder} {reference}
      AND granted.kind = ANY(%(kinds)s) {due_for}
      AND granted.starts_at <= %(now)s AND (granted.ends_at IS NULL OR granted.ends_at > %(now)s)
      AND EXISTS (
        SELECT 1 FROM datasharing_familyfile family JOIN agencies_place lives ON lives.id = family.place_id
        WHERE family.id = granted.file_id
          AND (lives.path = holder.mine OR starts_with(lives.path, holder.mine || '/'))
          AND (lives.path = holder.path OR starts_with(lives.path, holder.path || '/'))
        OFFSET 0
      )
      AND NOT EXISTS (
        SELECT 1 FROM datasharing_grant shut
        WHERE shut.file_id = granted.file_id AND shut.kind = 'excluded'
          AND ((SELECT theirs.practitioner_id FROM agencies_post theirs WHERE theirs.id = shut.post_id)
               = holder.practitioner OR shut.team_id IN (SELECT team FROM holder))
          AND shut.starts_at <= %(now)s AND (shut.ends_at IS NULL OR shut.ends_at > %(now)s)
        OFFSET 0
      )
      AND NOT EXISTS (
        SELECT 1 FROM datasharing_grant sooner
        WHERE sooner.{column} = granted.{column} AND sooner.file_id = granted.file_id AND sooner.kind = ANY(%(kinds)s)
          {sooner_due_for}
          AND sooner.starts_at <= %(now)s AND (sooner.ends_at IS NULL OR sooner.ends_at > %(now)s)
          AND (COALESCE(sooner.due_at, 'infinity'), sooner.id) < (COALESCE(granted.due_at, 'infinity'), granted.id)
        OFFSET 0
      )
    ORDER BY granted.due_at NULLS LAST, granted.file_id
    LIMIT %(first)s
)"""


LIMITED = frozenset({Reach.ASKED, Reach.EMERGENCY, Reach.SPECIFIC})
"""Kinds of grant that say which people or categories they reach."""
NOTHING: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """One of the actor's families: where it lives, by what reaches it is theirs, what is due first and when.

    `emergency` are the categories of the actor's emergency access to it; `specific` those of what was asked for and
    given, None where no category is left out.
    """

    id: UUID
    reference: str
    place: str
    inside_place: bool
    reaches: frozenset[Reach]
    asked_about: frozenset[UUID]
    emergency: frozenset[str]
    specific: frozenset[str] | None
    due_at: datetime | None
    due_for: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of families. `turn` is that of the rulebook at the same moment, where there is any family."""

    items: tuple[Held, ...]
    has_more: bool
    turn: int | None


def visible(
    actor: Actor,
    *,
    kinds: Collection[Reach] | None = None,
    page: int = 1,
    size: int = 25,
    due_for: str | Collection[str] | None = None,
    reference: str | None = None,
) -> Found:
    """The actor's families by what is due first, nothing due last. One query, the same whatever it finds.

    Also tells the transaction who acts (`lintel.post`), which the view of live grants reads, and which families are
    open (`lintel.opened`), which the second belt reads. `kinds` and `due_for`
    choose the families by their grants; `reaches` are all that the actor has on each. Without `kinds`, a family that
    the actor's agency was merely asked about is not among them: that opens a question, not a family.
    """
    skip = (max(page, 1) - 1) * size
    window = {"skip": skip, "size": size, "take": size + 1, "first": skip + size + 1}
    rows = _rows("visible", actor, kinds, due_for, reference, window)
    return _found(actor, rows, size)


def counted(
    actor: Actor, *, kinds: Collection[Reach] | None = None, due_for: str | Collection[str] | None = None
) -> int:
    """How many families `visible` would find on all pages together; the count stops at one more than 500."""
    return int(str(_rows("counted", actor, kinds, due_for, None, {"first": COUNTED_TO + 1})[0][0]))


def _rows(
    statement: str,
    actor: Actor,
    kinds: Collection[Reach] | None,
    due_for: str | Collection[str] | None,
    reference: str | None,
    window: dict[str, int],
) -> list[tuple[object, ...]]:
    mine, wanted = _kinds(actor.role, None if kinds is None else frozenset(kinds))
    now = timezone.now()
    given: dict[str, Any] = {
        "post": actor.post,
        "role": str(actor.role),
        "agency": actor.agency,
        "day": timezone.localdate(now),
        "now": now,
        "held": mine,
        "kinds": wanted,
        "due_for": [due_for] if due_for is None or isinstance(due_for, str) else list(due_for),
        "reference": reference,
        **window,
    }
    by = due_for is not None, reference is not None
    name = "_".join(["lintel", statement, *(["by_due"] if by[0] else []), *(["by_reference"] if by[1] else [])])
    return rows_of(name, _statement(statement, *by), GIVEN, given)


@cache
def _kinds(role: Role, kinds: frozenset[Reach] | None) -> tuple[str, str]:
    """The kinds of grant that this role can hold and those that were asked for, each as the database reads a list."""
    mine = held(role, HOLDERS)
    wanted = mine - {Reach.ASKED} if kinds is None else mine & kinds
    return words_of(mine), words_of(wanted)


@cache
def _statement(statement: str, by_due: bool, by_reference: bool) -> str:
    """The statement, built of constants alone; what the caller gave goes in as parameters."""
    firsts = [
        FIRST.format(
            column=column,
            holder=holder,
            reference=NAMED if by_reference else "",
            due_for="AND granted.due_for = ANY(%(due_for)s)" if by_due else "",
            sooner_due_for="AND sooner.due_for = ANY(%(due_for)s)" if by_due else "",
        )
        for column, holder in (("post_id", "post"), ("team_id", "team"))
    ]
    return STATEMENTS[statement].format(me=ME.format(own=firsts[0], teams=firsts[1]), opening=OPENING)


def _found(actor: Actor, rows: list[tuple[object, ...]], size: int) -> Found:
    """Rows of one grant each, gathered into families."""
    by_file: dict[object, list[tuple[object, ...]]] = {}
    for row in rows:
        by_file.setdefault(row[0], []).append(row)
    items = tuple(_held(actor, grants) for grants in list(by_file.values())[:size])
    turn = rows[0][9] if rows else None
    return Found(items, len(by_file) > size, turn)  # type: ignore[arg-type]


@cache
def _reaches(kinds: frozenset[str]) -> frozenset[Reach]:
    return frozenset(map(Reach, kinds))


def _held(actor: Actor, grants: list[tuple[object, ...]]) -> Held:
    identifier, reference, place, mine, due_at, *_ = grants[0]
    reaches = _reaches(frozenset([str(row[5]) for row in grants]))
    limited = not reaches.isdisjoint(LIMITED)
    if actor.purpose is Purpose.MATCHING and Reach.REFERRAL in reaches:
        reaches |= {Reach.FRONT_DOOR}
    given: list[Any] = [row[10] for row in grants if row[5] == Reach.SPECIFIC] if limited else []
    return Held(
        id=identifier,  # type: ignore[arg-type]
        reference=str(reference),
        place=str(place),
        inside_place=lies_inside(str(place), str(mine)) and lies_inside(str(place), actor.place),
        reaches=reaches,
        asked_about=_listed(grants, Reach.ASKED, 8) if limited else NOTHING,
        emergency=_listed(grants, Reach.EMERGENCY, 10) if limited else NOTHING,
        specific=frozenset(one for words in given for one in words) if given and all(given) else None,
        due_at=due_at,  # type: ignore[arg-type]
        due_for=next((str(row[7]) for row in grants if row[6] == due_at), ""),
    )


def _listed(grants: list[tuple[object, ...]], kind: Reach, column: int) -> frozenset[Any]:
    """What the grants of one kind list, all together."""
    lists: list[Any] = [row[column] for row in grants if row[5] == kind]
    return frozenset(one for words in lists for one in words)
