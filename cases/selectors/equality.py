"""One member's own answers for equality monitoring, to whoever asked for them or may ask again."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from agencies.actor import Actor
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind
from cases.models import EqualityRecord
from cases.selectors.head import Head, open_head
from cases.selectors.people import people_in
from datasharing import door
from datasharing.shown import Shown
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class EqualitySheet:
    """`ethnic_group` and `disability` are codes; None where nothing is recorded."""

    head: Head
    subject: UUID
    known_as: str
    ethnic_group: Shown[str] | None
    disability: Shown[str] | None
    asked_on: date | None


def equality(actor: Actor, reference: str, subject: UUID) -> EqualitySheet:
    """Raises NotFound where the family is not the actor's, or there is nobody there for them."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        member = next((one for one in people_in(opened).members if one.subject == subject), None)
        if member is None:
            raise NotFound(reference)
        row = EqualityRecord.objects.filter(person_id=subject).select_related("supplier").first()
        told: dict[str, Any] = {
            "category": Category.IDENTITY,
            "supplier": row.supplier_id,
            "supplier_kind": AgencyKind(row.supplier.kind),
            "subjects": [subject],
        } if row else {}  # fmt: skip
        return EqualitySheet(
            head=opened.head,
            subject=subject,
            known_as=member.known_as,
            ethnic_group=file.show(row.ethnic_group, **told) if row else None,
            disability=file.show(row.disability, **told) if row else None,
            asked_on=row.asked_on if row else None,
        )
