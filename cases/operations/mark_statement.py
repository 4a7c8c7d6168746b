"""A statement that was recorded is disputed, corrected, or found to stand: each is added beside it, none over it.

Whoever wrote it down may correct it; so may their agency, and the family's manager. That it stands although somebody
disputes it is for another than whoever wrote it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.operations import journal
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import AgencyKind, NoticeKind
from cases.models import Mark
from cases.operations.live_case import moment, needed_words, people_of
from cases.permits import MARKED_BY
from cases.selectors.marks import Dispute, Statement, open_dispute, statement
from cases.vocabulary import Event, MarkKind
from datasharing import door
from datasharing.door import OpenFile
from datasharing.selectors.holders import holders
from datasharing.selectors.saw import may_be_told_of, saw
from datasharing.vocabulary import Category, Reach

ONLY = gettext_lazy("Those who work with the family, and their manager, mark what is recorded of it.")
EVENTS = {
    MarkKind.DISPUTED: Event.STATEMENT_DISPUTED,
    MarkKind.CORRECTED: Event.STATEMENT_CORRECTED,
    MarkKind.STANDS: Event.STATEMENT_STANDS,
}
ASKED = {
    MarkKind.DISPUTED: gettext_lazy("what is wrong with it, in the words of whoever says so"),
    MarkKind.CORRECTED: gettext_lazy("what is right"),
    MarkKind.STANDS: gettext_lazy("why it stands"),
}


@transaction.atomic
def mark_statement(
    actor: Actor,
    family_reference: str,
    *,
    kind: str,
    words: str,
    part: int | None = None,
    need: int | None = None,
    said_by: UUID | None = None,
    on: datetime | None = None,
) -> int:
    """Mark a part of a contact, or a need; returns the mark. NotFound where it is not open to the actor."""
    file = door.take(actor, family_reference, kinds=MARKED_BY, words=str(ONLY))
    held = statement(file, part=part, need=need)
    if held is None:
        raise NotFound(family_reference)
    if kind not in MarkKind.values:
        raise Invalid(_("Choose what you want to say of it."), field="kind")
    dispute = open_dispute(held)
    _check(actor, file, MarkKind(kind), held, dispute)
    at = moment(on)
    said = people_of(file, [said_by] if said_by else [], field="said_by")
    if any(file.hides(one) for one in said):
        raise Invalid(_("Choose people who belong to this family."), field="said_by")
    mark = Mark.objects.create(
        file_id=file.id,
        part_id=part,
        need_id=need,
        kind=kind,
        category=held.category,
        words=needed_words(words, str(ASKED[MarkKind(kind)]), "words"),
        said_by_id=said[0] if said and kind == MarkKind.DISPUTED else None,
        answers_id=dispute.id if dispute and kind != MarkKind.DISPUTED else None,
        supplier_id=actor.agency,
        recorded_by_id=actor.post,
        recorded_at=at,
    )
    journal.record(
        actor,
        EVENTS[MarkKind(kind)],
        families=[file.id],
        subjects=held.about,
        detail={"mark": mark.pk, "beside": held.code},
    )
    _tell(actor, file, held, mark, dispute, at)
    return mark.pk


def _check(actor: Actor, file: OpenFile, kind: MarkKind, held: Statement, dispute: Dispute | None) -> None:
    if kind == MarkKind.DISPUTED:
        if dispute:
            raise Refused(_("It is marked as disputed already, and waits for an answer."))
        return
    if not may_answer(actor, file.reaches, held):
        raise NotAllowed(_("Whoever recorded it, their agency, or the family’s manager answers for it."))
    if kind == MarkKind.STANDS and dispute is None:
        raise Invalid(_("Nobody disputes it."), field="kind")
    if kind == MarkKind.STANDS and actor.practitioner == held.recorded_by:
        raise NotAllowed(_("You recorded this. Somebody else says whether it stands."))


def may_answer(actor: Actor, reaches: Collection[Reach], held: Statement) -> bool:
    """Whether this actor may correct the statement, or say that it stands."""
    return Reach.SUPERVISION in reaches or actor.agency == held.supplier


def _tell(actor: Actor, file: OpenFile, held: Statement, mark: Mark, dispute: Dispute | None, at: datetime) -> None:
    """A dispute goes to whoever must look into it; a correction to whoever saw what was wrong. Only if open to them."""
    event, page = f"mark:{mark.pk}", held.page
    if mark.kind == MarkKind.DISPUTED:
        answering = holders(file.id, {Reach.KEY_WORKER, Reach.SUPERVISION}, about=held.about) | {held.post}
        kind, posts = NoticeKind.RECORD_DISPUTED, answering
    else:
        if dispute:
            settle_notices(NoticeKind.RECORD_DISPUTED, event=f"mark:{dispute.id}", on=at)
        posts = saw(file.id, Category(held.category), since=held.recorded_at)
        posts |= {dispute.post} if dispute else frozenset()
        kind = NoticeKind.RECORD_CORRECTED
    told = posts - {actor.post}
    for category in {Category(held.category), *({Category.CONTACTS} if mark.part_id else ())}:
        told = may_be_told_of(
            file.reference,
            told,
            category=category,
            supplier=held.supplier,
            supplier_kind=AgencyKind(held.supplier_kind),
            subjects=held.around,
        )
    notify(told, kind, event=event, leads_to=page, reference=file.reference, family=file.id, on=at)
