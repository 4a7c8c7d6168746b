"""A contact that was recorded in error (the wrong family, the wrong day) is withdrawn: kept, and shown to nobody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.refusals import NotAllowed, NotFound, Refused
from agencies.vocabulary import AgencyKind, NoticeKind
from cases.models import Contact, Withdrawal
from cases.operations.live_case import moment, needed_words
from cases.operations.set_urgency import set_urgency
from cases.permits import MARKED_BY
from cases.vocabulary import CaseState, Event
from datasharing import door
from datasharing.selectors.saw import may_be_told_of, saw
from datasharing.vocabulary import Category, Reach

ONLY = gettext_lazy("Whoever recorded a contact, or the family’s manager, withdraws it.")


@transaction.atomic
def withdraw_contact(
    actor: Actor, family_reference: str, contact: int, *, reason: str, on: datetime | None = None
) -> int:
    """Withdraw it; returns the withdrawal. Whoever saw it is told. NotFound where it is not open to the actor."""
    file = door.take(actor, family_reference, kinds=MARKED_BY, words=str(ONLY))
    held = Contact.objects.select_related("case", "supplier").filter(pk=contact, case__family_id=file.id).first()
    if held is None:
        raise NotFound(family_reference)
    about = {*held.seen.values_list("pk", flat=True), *held.parts.values_list("about", flat=True)} - {None}
    kind = AgencyKind(held.supplier.kind)
    seen = {one for one in about if one}
    if not file.decide(Category.CONTACTS, held.supplier_id, kind, seen).is_open:
        raise NotFound(family_reference)
    if held.recorded_by_id != actor.post and Reach.SUPERVISION not in file.reaches:
        raise NotAllowed(str(ONLY))
    if Withdrawal.objects.filter(contact=held).exists():
        raise Refused(_("This contact is withdrawn already."))
    at = moment(on)
    made = Withdrawal.objects.create(
        contact=held,
        reason=needed_words(reason, _("why it was recorded in error"), "reason"),
        withdrawn_by_id=actor.post,
        withdrawn_at=at,
    )
    if held.case.state != CaseState.CLOSED:
        set_urgency(actor, held.case)
    journal.record(actor, Event.CONTACT_WITHDRAWN, families=[file.id], subjects=seen, detail={"contact": held.pk})
    told = may_be_told_of(
        file.reference,
        (saw(file.id, Category.CONTACTS, since=held.recorded_at) | {held.recorded_by_id}) - {actor.post},
        category=Category.CONTACTS,
        supplier=held.supplier_id,
        supplier_kind=kind,
        subjects=seen,
    )
    notify(
        told,
        NoticeKind.RECORD_WITHDRAWN,
        event=f"withdrawal:{made.pk}",
        leads_to="cases:contacts",
        reference=file.reference,
        family=file.id,
        on=at,
    )
    return made.pk
