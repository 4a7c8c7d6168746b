"""Somebody belongs to the family who was not in it before: a new person, or one already known."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.models import FamilyMember, Person
from cases.operations.live_case import moment, needed_words
from cases.permits import PERMITS, Step
from cases.vocabulary import Event, Role, Sex
from datasharing import door
from datasharing.operations.anchors import anchor_subject

EARLIEST = date(1900, 1, 1)
NAME_LENGTH = 200


@transaction.atomic
def add_member(
    actor: Actor,
    family_reference: str,
    *,
    role: str,
    given_name: str = "",
    family_name: str = "",
    date_of_birth: date | None = None,
    sex: str = Sex.UNKNOWN,
    person: UUID | None = None,
    on: datetime | None = None,
) -> UUID:
    """Add a person to the family; returns their subject. `person` is one known already, else a new one is made."""
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.ADD_MEMBER].reaches,
        words=_("Only the key worker, the team manager or a social worker can add somebody to the family."),
    )
    today = timezone.localdate(moment(on))
    if role not in Role.values:
        raise Invalid(_("Choose what they are in the family."), field="role")
    if person is None:
        person = _new_person(actor, given_name, family_name, date_of_birth, sex, today)
    elif not Person.objects.filter(pk=person).exists():
        raise Invalid(_("Choose a person who is known."), field="person")
    if FamilyMember.objects.filter(family_id=file.id, person_id=person, left_on__isnull=True).exists():
        raise Refused(_("They belong to this family already."), field="person")
    FamilyMember.objects.create(family_id=file.id, person_id=person, role=role, joined_on=today, added_by_id=actor.post)
    journal.record(actor, Event.MEMBER_ADDED, families=[file.id], subjects=[person], detail={"role": str(role)})
    return person


def _new_person(
    actor: Actor, given_name: str, family_name: str, date_of_birth: date | None, sex: str, today: date
) -> UUID:
    given = needed_words(given_name, _("their given name"), "given_name")
    family = needed_words(family_name, _("their family name"), "family_name")
    for words, field in ((given, "given_name"), (family, "family_name")):
        if len(words) > NAME_LENGTH:
            raise Invalid(
                _("Shorten the name: at most %(name_length)s characters can be kept.") % {"name_length": NAME_LENGTH},
                field=field,
            )
    if date_of_birth and date_of_birth > today:
        raise Invalid(_("The date of birth must be today or in the past."), field="date_of_birth")
    if date_of_birth and date_of_birth < EARLIEST:
        raise Invalid(_("The date of birth must be in 1900 or later."), field="date_of_birth")
    if sex not in Sex.values:
        raise Invalid(_("Choose the sex, or not known."), field="sex")
    subject = anchor_subject(actor)
    Person.objects.create(
        subject=subject,
        given_name=given,
        family_name=family,
        date_of_birth=date_of_birth,
        sex=sex,
        supplier_id=actor.agency,
    )
    keep_finding_keys([subject.pk])
    return subject.pk
