"""Assess: a need or a strength of the family, with the evidence for it, whom it is about and who told it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid
from cases.models import NeedRecord
from cases.operations.keep_draft import settle_draft
from cases.operations.live_case import live_case, moment, needed_words, people_of
from cases.permits import PERMITS, Step
from cases.vocabulary import Event, Need, NeedKind
from datasharing import door
from datasharing.vocabulary import Category, ToldBy

USUAL_CATEGORY: dict[Need, Category] = {
    Need.DOMESTIC_ABUSE: Category.DOMESTIC_ABUSE,
    Need.SUBSTANCE: Category.SUBSTANCE_USE,
}
"""Needs whose evidence is of a closer category than *needs* unless told otherwise."""


@transaction.atomic
def record_need(
    actor: Actor,
    family_reference: str,
    *,
    need: str,
    evidence: str,
    kind: str = NeedKind.NEED,
    about: Sequence[UUID] = (),
    category: str = "",
    told_by: str = ToldBy.PRACTITIONER,
    submission: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Record a need or strength. Returns the record. `about` holds subjects of the family; none means all of it."""
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.RECORD_NEED].reaches,
        words=_("Only the key worker and the team around the family record needs."),
    )
    case = live_case(file, *PERMITS[Step.RECORD_NEED].states)
    if need not in Need.values:
        raise Invalid(_("Choose what the need or strength is in."), field="need")
    if kind not in NeedKind.values:
        raise Invalid(_("Say whether it is a need or a strength."), field="kind")
    if category and category not in Category.values:
        raise Invalid(_("Choose what the evidence is about."), field="category")
    if told_by not in ToldBy.values:
        raise Invalid(_("Say who told it."), field="told_by")
    people = people_of(file, about, field="about")
    record = NeedRecord.objects.create(
        case=case,
        need=need,
        kind=kind,
        category=category or USUAL_CATEGORY.get(Need(need), Category.NEEDS),
        evidence=needed_words(evidence, _("the evidence: what was seen or said"), "evidence"),
        supplier_id=actor.agency,
        told_by=told_by,
        recorded_by_id=actor.post,
        recorded_at=moment(on),
    )
    settle_draft(file.id, actor.post, Step.RECORD_NEED, submission)
    record.about.set(people)  # type: ignore[arg-type]
    journal.record(
        actor,
        Event.NEED_RECORDED,
        families=[file.id],
        subjects=people,
        detail={"record": record.pk, "kind": str(record.kind), "category": str(record.category)},
    )
    return record.pk
