"""Save a business case as a version, and approve one: what one person saved, another approves."""

from datetime import datetime

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound, Refused
from cases.operations.live_case import moment, optional_words
from outcomes.budgets.operations.standing import check_own, heading_of, own_place
from outcomes.business_cases.reading import read_written
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.case_reading import USUAL_NAME, CannotAppraise
from outcomes.costing.money import CannotCost
from outcomes.costing.options import compare_options
from outcomes.models import BusinessCase, CaseVersion
from outcomes.vocabulary import Event

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@transaction.atomic
def save_business_case(
    actor: Actor,
    *,
    title: str,
    told: str,
    purpose: str = "",
    place: str = "",
    reference: str = "",
    after: int | None = None,
    on: datetime | None = None,
) -> str:
    """Save a new case for a place (its path), or with `reference` a further version of one; returns its reference.

    `after` is the version that was read: where another was saved meanwhile, nothing is.

    `told` is the case in TOML or JSON; it is worked out before it is kept. Raises Invalid with every fault, a line
    each. The same again is no further version.
    """
    case = _taken(actor, reference) if reference else None
    here = case.place if case else own_place(actor, place)
    words = heading_of(title, _("what the case is called"), "title", longest=160)
    purpose = optional_words(purpose, _("what the case is for"), "purpose")
    check_written(told)
    at = moment(on)
    if case is None:
        new = f"BC-{get_random_string(6, LETTERS)}"
        case = BusinessCase.objects.create(reference=new, place=here, made_at=at)
    last = case.versions.first()
    if last and after is not None and last.number != after:
        raise Refused(_("Somebody saved a later version meanwhile. Nothing of yours is saved: look at theirs first."))
    if last and (last.title, last.purpose, last.told) == (words, purpose, told):
        raise Refused(_("Nothing has changed since the last version."), field="told")
    version = CaseVersion.objects.create(
        business_case=case,
        number=last.number + 1 if last else 1,
        title=words,
        purpose=purpose,
        told=told,
        catalogue=shipped_catalogue().version,
        saved_by_id=actor.post,
        saved_at=at,
    )
    detail = {"business_case": case.reference, "version": version.number, "place": here.path}
    journal.record(actor, Event.BUSINESS_CASE_SAVED, detail=detail)
    return case.reference


@transaction.atomic
def approve_business_case(
    actor: Actor, reference: str, *, version: int, words: str = "", on: datetime | None = None
) -> int:
    """Approve the latest version; returns its number. Somebody else than who saved it, in whatever post they act."""
    case = _taken(actor, reference)
    latest = case.versions.select_related("saved_by").first()
    if latest is None or latest.number != version:
        raise Refused(_("There is a later version. Read that, and approve it."))
    if latest.approved_at:
        raise Refused(_("Version %(version)s is approved already.") % {"version": version})
    if latest.saved_by_id == actor.post or latest.saved_by.practitioner_id == actor.practitioner:
        raise Refused(_("You saved this version, so somebody else must approve it."))
    latest.approved_by_id, latest.approved_at = actor.post, moment(on)
    latest.approval_words = optional_words(words, _("what you say of it"), "words")
    latest.save(update_fields=["approved_by", "approved_at", "approval_words"])
    detail = {"business_case": case.reference, "version": version}
    journal.record(actor, Event.BUSINESS_CASE_APPROVED, detail=detail)
    return version


def check_written(told: str) -> None:
    """Read and work the case out. Raises Invalid with every fault, a line each."""
    try:
        options, deflators = read_written(told)
        compare_options(options, USUAL_NAME, deflators)
    except CannotAppraise as refusal:
        raise Invalid("\n".join(refusal.faults), field="told") from refusal
    except CannotCost as refusal:
        raise Invalid(str(refusal), field="told") from refusal


def _taken(actor: Actor, reference: str) -> BusinessCase:
    held = BusinessCase.objects.select_for_update(of=("self",)).select_related("place").filter(reference=reference)
    case = held.first()
    if case is None:
        raise NotFound(reference)
    check_own(actor, case.place.path)
    return case
