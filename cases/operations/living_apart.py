"""Who lives apart under a seal: the way from the person whom an old record knows to the same person in the new one.

For operations alone: what comes in about them goes to the new record, so that the old one stays as it was.
"""

from collections.abc import Iterable
from uuid import UUID

from agencies.actor import Actor
from cases.models import Separation
from datasharing.models import DataSubject
from datasharing.selectors.custodians import custodians_of, keeps_seal_of
from datasharing.selectors.joined import files_joined


def living_apart() -> dict[UUID, UUID]:
    """The old anchor of each person who lives apart under a seal, and the new one, as they were joined since."""
    found: dict[UUID, UUID] = {}
    for held in Separation.objects.filter(is_sealed=True, undone_at__isnull=True):
        found |= pairs_of(held)
    gone = DataSubject.objects.filter(pk__in={*found, *found.values()}, joined_to__isnull=False)
    joined = {one.pk: one.joined_to_id for one in gone if one.joined_to_id}
    return {joined.get(old, old): joined.get(new, new) for old, new in found.items()}


def pairs_of(held: Separation) -> dict[UUID, UUID]:
    """The old and the new anchor of each who left."""
    return {UUID(old): UUID(new) for old, new in held.pairs or ()}


def separation_of(one: UUID, other: UUID) -> Separation | None:
    """The separation between these two records, or any merged with them, if it stands."""
    first, second = files_joined(one), files_joined(other)
    rows = Separation.objects.filter(undone_at__isnull=True)
    return (rows.filter(stayed__in=first, apart__in=second) | rows.filter(stayed__in=second, apart__in=first)).first()


def keeps_seals_of(actor: Actor, people: Iterable[UUID]) -> bool:
    """Whether this actor is a custodian of every seal that lies on these people."""
    sealed = custodians_of(list(people))
    return all(keeps_seal_of(actor, subject) for subject in sealed)
