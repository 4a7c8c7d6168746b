"""Row-level security under the door: what a second belt costs, by how its policy asks, on the page and without it.

In the world of `my_families`: a table with one row a family, read by a role that the policies bind. Four ways:
no policy; *hashed* (the family is among all that the post may see); *probed* (a live grant of the post or its teams is
looked for by the family of each row); *opened* (the door says in the transaction which families it opened). A page
reads the 25 families that the lateral list found; "a forgotten door" counts the table without a condition.

Then the belt as it is on: four contacts of each family, in their own table with its own policy, read as the app's role
with the policy and without it.
"""

from collections.abc import Callable
from uuid import UUID

import django
from django.conf import settings
from django.db import connection, transaction

django.setup()

from agencies.models import Agency, Post
from benchmarks import my_families
from benchmarks.figures import Times, keep, show, times
from cases.models import Contact
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
CONTACTS = """
INSERT INTO cases_family (file_id, name, supplier_id, formed_at)
SELECT id, '', %(agency)s, opened_at FROM datasharing_familyfile;
INSERT INTO cases_case (seal, family_id, state, level_of_need, intensity, reasons, opened_at, outcome, closing_words,
                        support_reference)
SELECT gen_random_uuid(), id, 'opened', 3, 'intensive', '', opened_at, '', '', '' FROM datasharing_familyfile;
INSERT INTO cases_contact (seal, case_id, kind, held_at, minutes, place_words, next_step, supplier_id, recorded_by_id,
                           recorded_at)
SELECT gen_random_uuid(), id, 'visit', opened_at, 60, '', '', %(agency)s, %(post)s, opened_at
FROM cases_case CROSS JOIN generate_series(1, 4);
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


def fill() -> None:
    """One case and four contacts for each family of the world, where there are none yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM cases_contact)")
        if cursor.fetchone()[0]:
            return
        cursor.execute(
            CONTACTS, {"agency": Agency.objects.get(reference="bench").pk, "post": Post.objects.earliest("pk").pk}
        )
        cursor.execute("ANALYZE cases_case, cases_contact")


def switch(on: bool) -> None:
    """Put the belt on the contacts, or take it off."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE cases_contact {'ENABLE' if on else 'DISABLE'} ROW LEVEL SECURITY")


def contacts(reader: my_families.Reader) -> int:
    """The list by the door and the contacts of its families, as the app's role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.DATABASE_APP_ROLE}"')
        found = [one.id for one in visible(reader.actor, kinds=MINE).items]
        return len(Contact.objects.filter(case__family__in=found).values_list("pk", "held_at"))


def every_contact() -> int:
    """What a view that forgot the door counts."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{settings.DATABASE_APP_ROLE}"')
        return Contact.objects.count()


def as_it_is_on(readers: dict[str, my_families.Reader]) -> dict[str, Times | int]:
    """List and contacts of a page with the belt and without it, by reader."""
    fill()
    figures: dict[str, Times | int] = {}
    for name, reader in readers.items():
        pages: dict[str, Times] = {}
        for on in (False, True):
            switch(on)
            words = "belted" if on else "not belted"
            forgot = every_contact()
            assert contacts(reader) == 100 and (forgot == 0) is on
            taken = times({"page": lambda reader=reader: contacts(reader), "all": every_contact}, warm=1)
            pages[f"{words}: list and contacts"] = taken["page"]
            pages[f"{words}: a forgotten door, {forgot:,} contacts"] = taken["all"]
        show(f"The belt that is on, {name}", pages, "not belted: list and contacts")
        figures |= {f"{name}, {what}": taken for what, taken in pages.items()}
    return figures


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
    keep("second_belt", figures | as_it_is_on(readers))


if __name__ == "__main__":
    main()
