"""What a partner was asked: the question and the people ticked, and nothing else of the family."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agencies.actor import Actor
from agencies.refusals import NotFound
from cases.intake.due import ANSWER, due_codes_for
from cases.intake.models import InformationRequest, ReferredPerson
from cases.intake.selectors.references import file_reference_of_request
from cases.intake.selectors.said import Receivers, name_words, show, supplier_from
from cases.intake.supplies import supplied_by
from cases.vocabulary import AskingBasis, Role
from datasharing import door
from datasharing.door import OpenFile
from datasharing.policy import Reason
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

PAGE = 25


@dataclass(frozen=True)
class PersonAsked:
    """Somebody about whom the partner is asked."""

    name: Shown[str]
    date_of_birth: Shown[date]
    role: Shown[str]
    nhs_number: Shown[str]
    address: Shown[str]


@dataclass(frozen=True)
class AskedRow:
    """One open request to this agency."""

    id: int
    reference: str
    names: tuple[Shown[str], ...]
    asked_by: str
    asked_at: datetime
    urgency: str
    due_at: datetime


@dataclass(frozen=True)
class AskedList:
    """A page of the open requests to this agency, the soonest due first."""

    rows: tuple[AskedRow, ...]
    number: int
    has_previous: bool
    has_next: bool


@dataclass(frozen=True)
class AskedSheet:
    """One open request. `boxes` are value and words of the categories that this agency can answer about."""

    id: int
    reference: str
    question: Shown[str]
    people: tuple[PersonAsked, ...]
    basis: str
    asked_by: str
    asked_at: datetime
    urgency: str
    due_at: datetime
    boxes: tuple[tuple[str, str], ...]
    why: tuple[Reason, ...]


def asked_of_me(actor: Actor, *, page: int = 1) -> AskedList:
    """The open requests to this actor's agency. The same number of queries for one and for many."""
    with door.open_many(actor, kinds={Reach.ASKED}, due_for=due_codes_for(ANSWER), page=page, size=PAGE) as files:
        requests = defaultdict(list)
        found = (
            InformationRequest.objects.filter(
                referral__file__in=[file.id for file in files.items],
                agency_id=actor.agency,
                answered_at__isnull=True,
            )
            .select_related("referral__sender", "asked_by__practitioner", "asked_by__agency")
            .prefetch_related("about")
            .order_by("due_at", "pk")
        )
        for request in found:
            requests[request.referral.file_id].append(request)
        files.know(one for held in requests.values() for request in held for one in _subjects(request))
        receivers = Receivers()
        rows = tuple(_row(file, request, receivers) for file in files.items for request in requests[file.id])
        return AskedList(rows, files.number, files.has_previous, files.has_next)


def asked_sheet(actor: Actor, request: int) -> AskedSheet:
    """One open request to this actor's agency. NotFound for any other, and once it is answered."""
    with door.open_one(actor, file_reference_of_request(request, actor.agency), kinds={Reach.ASKED}) as file:
        held = (
            InformationRequest.objects.filter(
                pk=request, agency_id=actor.agency, answered_at__isnull=True, referral__file=file.id
            )
            .select_related("referral__sender", "asked_by__practitioner", "asked_by__agency")
            .prefetch_related("about")
            .first()
        )
        if held is None:
            raise NotFound(str(request))
        asker = supplier_from(held.asked_by.agency)
        receivers = Receivers()
        subjects = _subjects(held)
        file.know(subjects)
        return AskedSheet(
            id=held.pk,
            reference=held.referral.reference,
            question=show(file, held.question, Category.NEEDS, asker, subjects),
            people=tuple(
                _person(file, held, person, receivers)
                for person in held.about.all()
                if not file.hides(person.person_id)
            ),
            basis=str(AskingBasis(held.referral.asking_basis).label),
            asked_by=f"{held.asked_by.practitioner.name}, {held.asked_by.agency.name}",
            asked_at=held.asked_at,
            urgency=held.referral.urgency,
            due_at=held.due_at,
            boxes=tuple((category.value, str(category.label)) for category in supplied_by(actor.kind)),
            why=file.why(Category.NEEDS),
        )


def _subjects(request: InformationRequest) -> tuple[UUID, ...]:
    return tuple(sorted(person.person_id for person in request.about.all() if person.person_id))


def _row(file: OpenFile, request: InformationRequest, receivers: Receivers) -> AskedRow:
    supplier = receivers.supplier_of(request.referral, file.place)
    return AskedRow(
        id=request.pk,
        reference=request.referral.reference,
        names=tuple(
            show(
                file,
                name_words(person.given_name, person.family_name),
                Category.IDENTITY,
                supplier,
                (person.person_id,) if person.person_id else (),
            )
            for person in request.about.all()
            if not file.hides(person.person_id)
        ),
        asked_by=f"{request.asked_by.practitioner.name}, {request.asked_by.agency.name}",
        asked_at=request.asked_at,
        urgency=request.referral.urgency,
        due_at=request.due_at,
    )


def _person(file: OpenFile, request: InformationRequest, person: ReferredPerson, receivers: Receivers) -> PersonAsked:
    supplier = receivers.supplier_of(request.referral, file.place)
    subjects = (person.person_id,) if person.person_id else ()
    address = ", ".join(words for words in (person.address, person.postcode) if words)
    return PersonAsked(
        name=show(file, name_words(person.given_name, person.family_name), Category.IDENTITY, supplier, subjects),
        date_of_birth=show(file, person.date_of_birth, Category.IDENTITY, supplier, subjects),
        role=show(file, str(Role(person.role).label) if person.role else "", Category.HOUSEHOLD, supplier, subjects),
        nhs_number=show(file, person.nhs_number, Category.IDENTITY, supplier, subjects),
        address=show(file, address, Category.WHEREABOUTS, supplier, subjects),
    )
