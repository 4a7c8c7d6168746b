"""One referral, through the door: what was said, what partners answered, what was decided, and what can be done now."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from agencies.actor import Actor
from agencies.refusals import NotFound
from cases.intake.models import AgendaItem, Occurrence, Referral, ReferredPerson
from cases.intake.permits import Standing, Step, open_steps
from cases.intake.profile import event_codes
from cases.intake.selectors.answers import AnswerSeen, answers_of
from cases.intake.selectors.decisions import DecisionSeen, StepUpSeen, decisions_of, step_ups_of
from cases.intake.selectors.extracts import CoverRow, cover_near
from cases.intake.selectors.references import file_reference_of
from cases.intake.selectors.said import ReferralSaid, said_of, show, supplier_from, title_of
from cases.intake.selectors.seats import Seats, seats_for
from cases.models import Case, Family
from cases.vocabulary import AskingBasis, CaseState, ClosingOutcome, ReferralState
from datasharing import door
from datasharing.door import OpenFile
from datasharing.policy import Reason
from datasharing.shown import Padlock, Shown
from datasharing.vocabulary import Category

PARTNERS = (
    Category.EDUCATION,
    Category.SOCIAL_CARE,
    Category.CRIME,
    Category.DOMESTIC_ABUSE,
    Category.PHYSICAL_HEALTH,
    Category.MENTAL_HEALTH,
    Category.SUBSTANCE_USE,
    Category.WORK_AND_BENEFITS,
    Category.HOUSING,
)


@dataclass(frozen=True)
class BasisSeen:
    """On what basis partners may be asked."""

    basis: Shown[str]
    reason: Shown[str]
    manager: Shown[str]


@dataclass(frozen=True)
class RecordSeen:
    """What a partner's records tell of somebody in the referral: how often, and when last."""

    words: str
    category: str
    supplier: str
    about: tuple[str, ...]
    times: int
    last_on: date


@dataclass(frozen=True)
class ReferralSheet:
    """A referral as this reader may see it. `steps` are what they can do now (`cases/intake/permits.py`).

    `file` is the reference of the family's file, `place` the path where it lives; `known` what partners' records
    tell; `padlocks` what of that is closed to this reader by rule; `panel` is empty until it is listed, and `seats` are
    those who can take part in its decision while it is.
    """

    reference: str
    file: str
    place: str
    title: str
    state: str
    state_words: str
    urgency: str
    due_at: datetime
    said: ReferralSaid
    family: Shown[str] | None
    case_state: str
    basis: BasisSeen | None
    answers: tuple[AnswerSeen, ...]
    known: tuple[RecordSeen, ...]
    padlocks: tuple[Padlock, ...]
    why: tuple[Reason, ...]
    panel: str
    seats: Seats | None
    listed_at: datetime | None
    decisions: tuple[DecisionSeen, ...]
    step_ups: tuple[StepUpSeen, ...]
    steps: tuple[str, ...]
    cover: tuple[CoverRow, ...]

    @property
    def can_ask(self) -> bool:
        """Whether partners can be asked now."""
        return Step.ASK in self.steps

    @property
    def next_step(self) -> str:
        """The step that usually comes next: before partners answered, to ask them; then the panel, or a decision."""
        before = (Step.MATCH, Step.BASIS) if self.basis is None else (Step.MATCH,)
        asking = () if self.answers else (Step.ASK,)
        return next((step for step in (*before, *asking, Step.LIST, Step.DECIDE) if step in self.steps), "")


def referral_sheet(actor: Actor, reference: str) -> ReferralSheet:
    """One referral. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, file_reference_of(reference)) as file:
        referral = (
            Referral.objects.filter(reference=reference, file_id=file.id)
            .select_related("sender", "basis_by__agency")
            .first()
        )
        if referral is None:
            raise NotFound(reference)
        people = list(ReferredPerson.objects.filter(referral=referral).order_by("position"))
        listed = AgendaItem.objects.filter(referral=referral).select_related("panel").order_by("-listed_at").first()
        is_listed = listed is not None and listed.closed_at is None
        standing = Standing(referral.state, referral.said_consent, referral.asking_basis, is_listed)
        said = said_of(file, referral, people)
        return ReferralSheet(
            reference=referral.reference,
            file=file.reference,
            place=file.place,
            title=title_of(tuple(person.name for person in said.people)) or referral.reference,
            state=referral.state,
            state_words=state_words(referral.state, is_listed),
            urgency=referral.urgency,
            due_at=referral.due_at,
            said=said,
            family=_family(file, referral),
            case_state=_case_state(file),
            basis=_basis(file, referral),
            answers=answers_of(actor, file, referral.pk),
            known=_known(file, people),
            padlocks=file.padlocks(*PARTNERS),
            why=_why(file),
            panel=listed.panel.name if listed else "",
            seats=seats_for(listed.panel_id, referral.pk) if listed and is_listed else None,
            listed_at=listed.listed_at if listed else None,
            decisions=decisions_of(file, referral.pk),
            step_ups=step_ups_of(file, file.id),
            steps=tuple(str(step) for step in open_steps(actor.role, file.reaches, standing)),
            cover=cover_near(file.place),
        )


def state_words(state: str, is_listed: bool) -> str:
    """Where a referral is, in words."""
    if state == ReferralState.MATCHED and is_listed:
        return gettext("On the panel's agenda")
    return {
        ReferralState.RECEIVED: gettext("Received: match the people"),
        ReferralState.MATCHED: gettext("Matched: ask or decide"),
        ReferralState.TRIAGED: gettext("Decided"),
    }[ReferralState(state)]


def _family(file: OpenFile, referral: Referral) -> Shown[str] | None:
    family = Family.objects.select_related("supplier").filter(pk=referral.family_id).first()
    return show(file, family.name, Category.IDENTITY, supplier_from(family.supplier)) if family else None


def _case_state(file: OpenFile) -> str:
    """The live case's step in words, so that a second worry is seen beside the first."""
    cases = Case.objects.filter(family_id=file.id).exclude(outcome=ClosingOutcome.MERGED)
    state = cases.order_by("-opened_at").values_list("state", flat=True).first()
    return str(CaseState(state).label) if state else ""


def _basis(file: OpenFile, referral: Referral) -> BasisSeen | None:
    if not referral.asking_basis or referral.basis_by is None:
        return None
    supplier = supplier_from(referral.basis_by.agency)
    return BasisSeen(
        basis=show(file, str(AskingBasis(referral.asking_basis).label), Category.AGREEMENT, supplier),
        reason=show(file, referral.asking_reason, Category.AGREEMENT, supplier),
        manager=show(file, referral.asking_manager, Category.AGREEMENT, supplier),
    )


def _why(file: OpenFile) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for category in PARTNERS for reason in file.why(category)))


def _known(file: OpenFile, people: list[ReferredPerson]) -> tuple[RecordSeen, ...]:
    """Partners' records of the people of this referral, gathered by what they tell; only what is open counts."""
    names = {person.person_id: person.given_name or person.family_name for person in people if person.person_id}
    codes = event_codes()
    rows = (
        Occurrence.objects.filter(subject__in=names)
        .select_related("supplier")
        .only("subject_id", "category", "code", "starts_on", "ends_on", "supplier")
        .order_by("-starts_on", "-pk")
    )
    gathered: dict[tuple[str, int], list[Occurrence]] = {}
    open_names: dict[UUID, str] = {}
    for row in rows:
        supplier = supplier_from(row.supplier)
        if show(file, row.code, Category(row.category), supplier, (row.subject_id,)).is_open:
            gathered.setdefault((row.code, row.supplier_id), []).append(row)
            open_names[row.subject_id] = names[row.subject_id]
    return tuple(
        RecordSeen(
            words=codes[code].words if code in codes else code,
            category=str(Category(found[0].category).label),
            supplier=found[0].supplier.name,
            about=tuple(dict.fromkeys(open_names[row.subject_id] for row in found)),
            times=len(found),
            last_on=found[0].starts_on,
        )
        for (code, _), found in gathered.items()
    )
