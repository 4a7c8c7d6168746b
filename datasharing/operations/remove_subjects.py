"""Taking away anchors that nothing hangs on any longer, as when records turn out to be about somebody known."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction


@transaction.atomic
def remove_subjects(subjects: Iterable[UUID]) -> int:
    """Remove anchors; the number removed. IntegrityError, at once, when anything still hangs on one of them."""
    held = list(subjects)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM datasharing_datasubject WHERE id = ANY(%s)", [held])
        cursor.execute("DELETE FROM datasharing_datakey WHERE owner = ANY(%s)", [held])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return len(held)
