"""A turn that only one transaction can have at a time, for work that no row stands for."""

from django.db import connection


def in_turn(what: str) -> None:
    """Wait until no other transaction has this turn, and hold it to the end of one's own.

    Two that need several turns take them in the same order; a turn is taken before any row is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
