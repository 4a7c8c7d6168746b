"""What goes with whom when a record becomes two: by whom it is about, and nothing else."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.apps import apps

from agencies.actor import Actor
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.models import (
    AccessRequest,
    Case,
    Contact,
    ContactPart,
    Document,
    FamilyMember,
    FindingKeys,
    Kinship,
    Mark,
    NeedRecord,
    Person,
    ServiceReferral,
)
from cases.operations.sealing_anew import seal_anew
from datasharing.models import DataSubject, ParentalResponsibility
from datasharing.operations.anchors import anchor_subject

OF_A_DOCUMENT = (
    "category", "supplier_id", "title", "file_name", "kind", "content", "size", "dated_on", "recorded_by_id",
    "recorded_at",
)  # fmt: skip
OF_A_CONTACT = ("kind", "held_at", "minutes", "supplier_id", "recorded_by_id", "recorded_at")
OF_A_PART = ("category", "words", "is_child_voice", "told_by")
OF_A_MARK = ("kind", "category", "words", "supplier_id", "recorded_by_id", "recorded_at")
KNOWN = ("given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "nino", "supplier_id", "match_key")


def copy_people(actor: Actor, people: Iterable[FamilyMember]) -> dict[UUID, UUID]:
    """The same people anew, who are found from now on in place of those whom the old record knows."""
    pairs = {}
    for row in people:
        old = Person.objects.get(pk=row.person_id)
        new = anchor_subject(actor)
        Person.objects.create(subject=new, **{name: getattr(old, name) for name in KNOWN})
        pairs[old.pk] = new.pk
    FindingKeys.objects.filter(person__in=pairs).delete()
    keep_finding_keys(pairs.values())
    return pairs


def copy_records(pairs: Mapping[UUID, UUID], old: Case, new: Case) -> None:
    """Needs, contacts and documents about those who go alone, and who of them is whose. The old ones stay."""
    for need in NeedRecord.objects.filter(case=old, met_on__isnull=True).prefetch_related("about"):
        about = {one.pk for one in need.about.all()}
        if about and about <= set(pairs):
            made = NeedRecord.objects.create(
                case=new, need=need.need, kind=need.kind, category=need.category, evidence=need.evidence,
                supplier_id=need.supplier_id, told_by=need.told_by, recorded_by_id=need.recorded_by_id,
                recorded_at=need.recorded_at,
            )  # fmt: skip
            made.about.set(DataSubject.objects.filter(pk__in=[pairs[one] for one in about]))
    _copy_contacts(pairs, old, new)
    for kin in Kinship.objects.filter(one__in=pairs, other__in=pairs, withdrawn_at__isnull=True):
        Kinship.objects.create(
            one_id=pairs[kin.one_id], other_id=pairs[kin.other_id], kind=kin.kind, category=kin.category,
            starts_on=kin.starts_on, ends_on=kin.ends_on, supplier_id=kin.supplier_id, told_by=kin.told_by,
            recorded_by_id=kin.recorded_by_id, recorded_at=kin.recorded_at,
        )  # fmt: skip
    for one in Document.objects.filter(file=old.family_id, about__in=pairs, withdrawn_at__isnull=True):
        values = {name: getattr(one, name) for name in OF_A_DOCUMENT}
        Document.objects.create(file_id=new.family_id, about_id=pairs.get(one.about_id or one.file_id), **values)
    held = ParentalResponsibility.objects.filter(child__in=pairs, holder__in=pairs, ends_on__isnull=True)
    for row in held:
        ParentalResponsibility.objects.create(
            child_id=pairs[row.child_id], holder_id=pairs[row.holder_id], how=row.how, limited_by=row.limited_by,
            is_risk=row.is_risk, starts_on=row.starts_on, supplier_id=row.supplier_id,
            recorded_by_id=row.recorded_by_id,
        )  # fmt: skip


def _copy_contacts(pairs: Mapping[UUID, UUID], old: Case, new: Case) -> None:
    """What contacts say of those who go alone, sealed anew under their record's key. The old ones stay.

    Of a contact that others were seen at, or that speaks of others too, only the parts about those who go alone are
    copied: where it was and what comes next stay, since they are about everybody there. So does a part that somebody
    who stays disputed. A contact of which nothing would be left, or that was withdrawn, is not copied.
    """
    held = Contact.objects.filter(case=old, withdrawal__isnull=True)
    for contact in held.order_by("pk").prefetch_related("seen", "parts__about", "parts__marks"):
        parts = list(contact.parts.all())
        alone = [
            part
            for part in parts
            if _only(set(pairs), part.about.all())
            and all(mark.said_by_id is None or mark.said_by_id in pairs for mark in part.marks.all())
        ]
        if not alone:
            continue
        seen = {one.pk for one in contact.seen.all()}
        values = {name: getattr(contact, name) for name in OF_A_CONTACT}
        if len(alone) == len(parts) and seen <= set(pairs):
            values |= {"place_words": contact.place_words, "next_step": contact.next_step}
        made = Contact.objects.create(case=new, **values)
        made.seen.set(DataSubject.objects.filter(pk__in=[pairs[one] for one in seen if one in pairs]))
        for part in alone:
            copied = ContactPart.objects.create(contact=made, **{name: getattr(part, name) for name in OF_A_PART})
            copied.about.set(DataSubject.objects.filter(pk__in=[pairs[one.pk] for one in part.about.all()]))
            _copy_marks(part, copied, pairs, new)


def _copy_marks(part: ContactPart, copied: ContactPart, pairs: Mapping[UUID, UUID], new: Case) -> None:
    answered: dict[int, Mark] = {}
    for mark in part.marks.all():
        answered[mark.pk] = Mark.objects.create(
            file_id=new.family_id,
            part=copied,
            said_by_id=pairs[mark.said_by_id] if mark.said_by_id else None,
            answers=answered[mark.answers_id] if mark.answers_id else None,
            **{name: getattr(mark, name) for name in OF_A_MARK},
        )


def move_members(old: UUID, new: UUID, people: Iterable[FamilyMember]) -> None:
    """They belong to the new record since they belonged to the old one, which knows them no more."""
    for row in people:
        FamilyMember.objects.filter(family=new, person=row.person_id).update(
            joined_on=row.joined_on, added_by=row.added_by_id
        )
    FamilyMember.objects.filter(family=old, person__in=[row.person_id for row in people]).delete()


def move_records(old: UUID, new: UUID, going: Collection[UUID], case: Case, opened: Case) -> None:
    """Needs, contacts, services, documents and requests that are about those who go alone."""
    alone = set(going)
    needs = [one for one in NeedRecord.objects.filter(case__family=old) if _only(alone, one.about.all())]
    NeedRecord.objects.filter(pk__in=[one.pk for one in needs]).update(case=opened)
    measured = apps.get_model("outcomes.Measurement")
    measured._default_manager.filter(need__in=[one.pk for one in needs]).update(case=opened)
    contacts = []
    for contact in Contact.objects.filter(case__family=old).prefetch_related("seen", "parts__about"):
        parts = list(contact.parts.all())
        told = all(_only(alone, part.about.all()) for part in parts)
        seen = {one.pk for one in contact.seen.all()}
        if parts and told and seen <= alone:
            contacts.append(contact.pk)
    Contact.objects.filter(pk__in=contacts).update(case=opened)
    ServiceReferral.objects.filter(case__family=old, about__in=alone).update(case=opened)
    Document.objects.filter(file=old, about__in=alone).update(file=new)
    AccessRequest.objects.filter(file=old, subject__in=alone).update(file=new)
    Mark.objects.filter(file=old, part__contact__in=contacts).update(file=new)
    Mark.objects.filter(file=old, need__in=[one.pk for one in needs]).update(file=new)
    seal_anew(new)


def _only(going: set[UUID], about: Iterable[object]) -> bool:
    """Whether it is about somebody, and about nobody but those who go."""
    told = {one.pk for one in about}  # type: ignore[attr-defined]
    return bool(told) and told <= going
