"""What partners were asked and what they said, through the door; sealed from partners who have yet to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.actor import Actor
from cases.intake.models import InformationRequest
from cases.intake.selectors.said import Supplier, name_words, show, supplier_from
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

SEALED = _("Sealed until every partner that was asked has answered, or time is up, so that nobody is led.")


@dataclass(frozen=True)
class AnswerPartSeen:
    """One box of an answer."""

    category: str
    category_words: str
    words: Shown[str]


@dataclass(frozen=True)
class AnswerSeen:
    """One partner's answer, or the wait for it. `sealed` holds words where it may not be read yet."""

    request: int
    agency: str
    question: Shown[str]
    about: tuple[str, ...]
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    nothing_known: bool
    act_now: bool
    parts: tuple[AnswerPartSeen, ...]
    sealed: str = ""


def answers_of(actor: Actor, file: OpenFile, referral: int) -> tuple[AnswerSeen, ...]:
    """Every partner's answer to this referral, acting now first."""
    requests = list(
        InformationRequest.objects.filter(referral_id=referral)
        .select_related("agency", "asked_by__agency")
        .prefetch_related("about", "parts__about")
        .order_by("-act_now", "agency__name", "pk")
    )
    sealed = _is_sealed(actor, file, requests)
    return tuple(_answer(file, request, sealed and request.agency_id != actor.agency) for request in requests)


def _is_sealed(actor: Actor, file: OpenFile, requests: Sequence[InformationRequest]) -> bool:
    """Whether this reader's own agency has still to answer. The front door reads each as it arrives."""
    if Reach.REFERRAL in file.reaches:
        return False
    waiting = [request for request in requests if request.answered_at is None and request.due_at > timezone.now()]
    return any(request.agency_id == actor.agency for request in waiting)


def _answer(file: OpenFile, request: InformationRequest, sealed: bool) -> AnswerSeen:
    supplier = supplier_from(request.agency)
    asker = supplier_from(request.asked_by.agency)
    subjects = tuple(sorted(person.person_id for person in request.about.all() if person.person_id))
    names = [
        show(file, name_words(person.given_name, person.family_name), Category.IDENTITY, asker, (person.person_id,))
        for person in request.about.all()
        if person.person_id
    ]
    return AnswerSeen(
        request=request.pk,
        agency=request.agency.name,
        question=show(file, request.question, Category.NEEDS, asker, subjects),
        about=tuple(name.value for name in names if name.value),
        asked_at=request.asked_at,
        due_at=request.due_at,
        answered_at=request.answered_at,
        nothing_known=request.nothing_known and not sealed,
        act_now=request.act_now,
        parts=() if sealed else _parts(file, request, supplier),
        sealed=str(SEALED) if sealed and request.answered_at else "",
    )


def _parts(file: OpenFile, request: InformationRequest, supplier: Supplier) -> tuple[AnswerPartSeen, ...]:
    return tuple(
        AnswerPartSeen(
            category=part.category,
            category_words=str(Category(part.category).label),
            words=show(
                file,
                part.words,
                Category(part.category),
                supplier,
                tuple(sorted(subject.pk for subject in part.about.all())),
            ),
        )
        for part in sorted(request.parts.all(), key=lambda part: part.pk)
        if not file.seals(Category(part.category), [subject.pk for subject in part.about.all()])
    )
