"""An order, or a safety plan, that keeps one member of the family away from another: recorded, and ended."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound
from agencies.vocabulary import AgencyKind
from cases.meeting_words import OrderKind
from cases.models import NoContactOrder
from cases.operations.live_case import member_ids, moment, optional_words
from cases.operations.protect_member import WORKERS
from cases.vocabulary import Event
from datasharing import door
from datasharing.door import OpenFile
from datasharing.vocabulary import Category


@transaction.atomic
def record_order(
    actor: Actor,
    family_reference: str,
    *,
    protected: UUID,
    kept_away: UUID,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    words: str = "",
    on: datetime | None = None,
) -> int:
    """Record that `kept_away` keeps away from `protected`, from a day to a day; returns the record.

    From now on they are never asked to one meeting.
    """
    file = door.take(actor, family_reference, kinds=WORKERS)
    here = {person for person in member_ids(file) if not file.hides(person)}
    for field, person in (("protected", protected), ("kept_away", kept_away)):
        if person not in here:
            raise Invalid(_("Choose somebody who belongs to this family."), field=field)
    if protected == kept_away:
        raise Invalid(_("Choose two different people."), field="kept_away")
    if kind not in OrderKind.values:
        raise Invalid(_("Choose what keeps them apart."), field="kind")
    if ends_on and ends_on < starts_on:
        raise Invalid(_("The last day cannot be before the first."), field="ends_on")
    held = NoContactOrder.objects.create(
        protected_id=protected,
        kept_away_id=kept_away,
        kind=kind,
        words=optional_words(words, _("what it says"), "words"),
        starts_on=starts_on,
        ends_on=ends_on,
        supplier_id=actor.agency,
        recorded_by_id=actor.post,
        recorded_at=moment(on),
    )
    journal.record(
        actor, Event.ORDER_RECORDED, families=[file.id], subjects=[protected, kept_away], detail={"order": held.pk}
    )
    return held.pk


@transaction.atomic
def end_order(actor: Actor, family_reference: str, *, order: int, on: datetime | None = None) -> int:
    """It is lifted: yesterday was its last day. One that is over stays as it is."""
    file = door.take(actor, family_reference, kinds=WORKERS)
    here = member_ids(file)
    held = (
        NoContactOrder.objects.filter(Q(protected__in=here) | Q(kept_away__in=here), pk=order)
        .select_related("supplier")
        .first()
    )
    if held is None or not _is_known(file, held):
        raise NotFound
    today = timezone.localdate(moment(on))
    if held.ends_on is None or held.ends_on >= today:
        held.ends_on = today - timedelta(days=1)
        held.save(update_fields=["ends_on"])
    journal.record(
        actor,
        Event.ORDER_ENDED,
        families=[file.id],
        subjects=[held.protected_id, held.kept_away_id],
        detail={"order": held.pk},
    )
    return held.pk


def _is_known(file: OpenFile, held: NoContactOrder) -> bool:
    """Whether the record of it is open to whoever would end it."""
    about = {held.protected_id, held.kept_away_id}
    supplier = held.supplier
    open_to = file.decide(Category.DOMESTIC_ABUSE, supplier.pk, AgencyKind(supplier.kind), about).is_open
    return open_to and not any(file.hides(person) for person in about)
