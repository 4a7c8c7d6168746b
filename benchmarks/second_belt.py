"""Row-level security under the door: what a second belt costs, by how its policy asks, on the page and without it.

In the world of `my_families`: a table with one row a family, read by a role that the policies bind. Four ways:
no policy; *hashed* (the family is among all that the post may see); *probed* (a live grant of the post or its teams is
looked for by the family of each row); *opened* (the door says in the transaction which families it opened). A page
reads the 25 families that the lateral list found; "a forgotten door" counts the table without a condition.
"""

from collections.abc import Callable
from uuid import UUID

import django
from django.db import connection, transaction

django.setup()

from benchmarks import my_families
from benchmarks.figures import Times, keep, show, times
from cases.selectors.my_families import MINE
from datasharing.visible import visible

BENCH = True
TABLE = """
DROP TABLE IF EXISTS belted;
CREATE TABLE belted AS SELECT id AS file_id, 'words' AS words FROM datasharing_familyfile;
ALTER TABLE belted ADD PRIMARY KEY (file_id);
ANALYZE belted;
ALTER TABLE belted FORCE ROW LEVEL SECURITY;
"""
POST = "NULLIF(current_setting('lintel.post', true), '')::bigint"
LIVE = "held.starts_at <= now() AND (held.ends_at IS NULL OR held.ends_at > now())"
TEAMS = f"SELECT team_id FROM agencies_teammembership WHERE post_id = {POST} AND ends_on IS NULL"
POLICIES = {
    "hashed": f"""file_id IN (
        SELECT held.file_id FROM datasharing_grant held
        WHERE {LIVE} AND (held.post_id = {POST} OR held.team_id IN ({TEAMS})))""",
    "probed": f"""EXISTS (
        SELECT FROM datasharing_grant held WHERE held.file_id = belted.file_id
        AND {LIVE} AND (held.post_id = {POST} OR held.team_id = ANY(ARRAY({TEAMS}))))""",
    "opened": "file_id = ANY(NULLIF(current_setting('lintel.opened', true), '')::uuid[])",
}


def belt(policy: str) -> None:
    """Put this policy on the table; none for the first word."""
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY IF EXISTS belt ON belted")
        if policy == "none":
            cursor.execute("ALTER TABLE belted DISABLE ROW LEVEL SECURITY")
            return
        cursor.execute("ALTER TABLE belted ENABLE ROW LEVEL SECURITY")
        cursor.execute(f"CREATE POLICY belt ON belted USING ({POLICIES[policy]})")


def page(reader: my_families.Reader) -> int:
    """The list by the door, the families opened told to the transaction, and the rows of each."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = [one.id for one in visible(reader.actor, kinds=MINE).items]
        tell(found)
        cursor.execute("SELECT file_id, words FROM belted WHERE file_id = ANY(%s)", [found])
        return len(cursor.fetchall())


def rows(reader: my_families.Reader, found: list[UUID]) -> Callable[[], int]:
    """The rows of a page alone, without the list."""

    def read() -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lintel.post', %s, true)", [str(reader.actor.post)])
            tell(found)
            cursor.execute("SELECT file_id, words FROM belted WHERE file_id = ANY(%s)", [found])
            return len(cursor.fetchall())

    return read


def forgotten(reader: my_families.Reader | None) -> int:
    """What a query without any condition counts; for a reader, once the transaction knows who acts."""
    with transaction.atomic(), connection.cursor() as cursor:
        if reader:
            cursor.execute("SELECT set_config('lintel.post', %s, true)", [str(reader.actor.post)])
        cursor.execute("SELECT count(*) FROM belted")
        return int(cursor.fetchone()[0])


def tell(found: list[UUID]) -> None:
    """Say which families were opened, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lintel.opened', %s, true)", ["{" + ",".join(map(str, found)) + "}"])


def main() -> None:
    """Print and keep medians for each policy and reader."""
    readers = my_families.make()
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    figures: dict[str, Times | int] = {"families": my_families.FAMILIES}
    for name, reader in readers.items():
        found = [one.id for one in visible(reader.actor, kinds=MINE).items]
        pages: dict[str, Times] = {}
        for policy in ("none", *POLICIES):
            belt(policy)
            assert page(reader) == len(found) == 25
            nobody, somebody = forgotten(None), forgotten(reader)
            assert nobody == (my_families.FAMILIES if policy == "none" else 0), "an unset context must close"
            taken = times(
                {
                    "rows": rows(reader, found),
                    "page": lambda reader=reader: page(reader),
                    "all": lambda reader=reader: forgotten(reader),
                },
                warm=1,
            )
            pages |= {f"{policy}: rows of a page": taken["rows"], f"{policy}: list and rows": taken["page"]}
            pages[f"{policy}: a forgotten door, {somebody:,} rows"] = taken["all"]
        show(f"Second belt, {name}; with no context every policy showed 0 rows", pages, "none: rows of a page")
        figures |= {f"{name}, {what}": taken for what, taken in pages.items()}
    keep("second_belt", figures)


if __name__ == "__main__":
    main()
