"""Two people who are one: everything goes to the one who is kept, and comes back exactly when it is taken apart."""

import random
from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone

from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import Purpose
from cases.intake.models import Occurrence, Rejection
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.intake.selectors.same_person import same_person
from cases.joining import EVERY, MOVED
from cases.models import Action, Contact, FamilyMember, FindingKeys, Joining, NeedRecord, Person, Whereabouts
from cases.operations.add_member import add_member
from cases.operations.join_people import join_people, part_people
from cases.operations.protect_member import restrict_member
from datasharing.models import (
    Competence,
    Consent,
    DataKey,
    DataSubject,
    Grant,
    Implicated,
    ParentalResponsibility,
    Restriction,
)
from datasharing.models.sealed import SealedField
from datasharing.operations.shred_subject import shred_subject
from datasharing.selectors.protections import Protections
from datasharing.vocabulary import Category
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world import matched_referral, said
from tests.world_casework import contacted

WHY = "She was hurt at home, and he asks where she is"
LATER = {"posted_at"}
"""What is taken up by the ledger again."""


@pytest.fixture
def world(cast):
    sign_rulebook()
    return contacted(cast)


@pytest.fixture
def twice(cast, world):
    """The youngest child once more, as somebody else wrote them: with an address, a record and consents."""
    child = Person.objects.get(pk=world.child)
    again = add_member(
        cast.key_worker, world.reference, role="child", given_name=child.given_name,
        family_name=child.family_name, date_of_birth=child.date_of_birth, sex="F",
    )  # fmt: skip
    other = Person.objects.get(pk=again)
    other.nhs_number = "9434765919"
    other.save()
    Whereabouts.objects.create(
        person=other, address="9 Low Road", postcode="WX1 1AA", supplier_id=cast.health.agency, seen_on=date(2026, 2, 3)
    )
    keep_finding_keys([again])
    Occurrence.objects.create(
        subject_id=again, supplier_id=cast.health.agency, category="physical_health", code="health.ambulance",
        starts_on=date(2026, 2, 3), posted_at=timezone.now(),
    )  # fmt: skip
    consent(cast, world, again, "needs", True)
    consent(cast, world, again, "plan", False)
    return again


def consent(cast, world, subject, category, agrees):
    Consent.objects.create(
        subject_id=subject, category=category, agrees=agrees, by="parent", by_subject_id=world.parent,
        words=f"said of {category}", given_at=timezone.now(), supplier_id=cast.key_worker.agency,
        recorded_by_id=cast.key_worker.post,
    )  # fmt: skip


def rows():
    """Every row of every table that tells of people, opened where it is sealed, without what is taken up again."""
    found = {}
    for label in {one.model for one in EVERY} - {"cases.Joining"}:
        model = apps.get_model(label)
        fields = [field for field in model._meta.concrete_fields if field.name not in LATER]
        found[label] = sorted(
            repr([(field.name, _comparable(row, field)) for field in fields]) for row in model._default_manager.all()
        )
    return found


def _comparable(row, field):
    value = getattr(row, field.attname)
    return sorted(map(str, value)) if isinstance(value, list) else value


def test_taken_apart_each_has_exactly_what_they_had(cast, world, twice) -> None:
    before = rows()
    joining = join_people(cast.key_worker, world.reference, world.child, twice, checked=True)
    assert rows() != before and not Person.objects.filter(pk=twice).exists()
    assert part_people(cast.key_worker, world.reference, world.child, joining) == twice
    assert rows() == before
    again = join_people(cast.key_worker, world.reference, twice, world.child, checked=True)
    part_people(cast.key_worker, world.reference, twice, again)
    assert rows() == before, "whichever way they were joined"


def test_whatever_hangs_on_them_comes_back(cast, world, twice) -> None:
    """Each turn hangs more on either or both of them, at random; joined and taken apart, all is as it was."""
    dice = random.Random(7)
    pair = (world.child, twice)
    contact, need = Contact.objects.get(), NeedRecord.objects.first()
    for turn in range(6):
        for subject in dice.sample(pair, dice.choice((1, 2))):
            Implicated.objects.get_or_create(
                subject_id=subject, post_id=cast.school.post,
                defaults={"said_by_id": cast.key_worker.post, "said_at": timezone.now()},
            )  # fmt: skip
            Competence.objects.update_or_create(
                subject_id=subject, matter="plan", ends_at=None,
                defaults={
                    "is_able": dice.random() < 0.5, "reasons": f"Turn {turn}.", "supplier_id": cast.school.agency,
                    "judged_by_id": cast.key_worker.post, "judged_at": timezone.now(),
                },
            )  # fmt: skip
            ParentalResponsibility.objects.update_or_create(
                child_id=subject, holder_id=world.parent, ends_on=None,
                defaults={
                    "how": "birth", "is_risk": dice.random() < 0.5, "limited_by": f"Order {turn}",
                    "starts_on": date(2020, 1, 1), "supplier_id": cast.school.agency,
                    "recorded_by_id": cast.key_worker.post,
                },
            )  # fmt: skip
            contact.seen.add(subject)
            need.about.add(subject)
        Action.objects.filter(owner_person__isnull=False).update(owner_person_id=dice.choice(pair))
        listed = dice.sample(pair, dice.choice((1, 2)))
        Grant.objects.filter(file__reference=world.reference).update(asked_about=listed)
        before = rows()
        kept, gone = dice.sample(pair, 2)
        joining = join_people(cast.key_worker, world.reference, kept, gone, checked=True)
        part_people(cast.key_worker, world.reference, kept, joining)
        assert rows() == before, turn


def test_nothing_is_left_with_the_one_who_is_gone(cast, world, twice) -> None:
    join_people(cast.key_worker, world.reference, world.child, twice, checked=True)
    for one in MOVED:
        assert not apps.get_model(one.model)._default_manager.filter(**{one.field: twice}).exists(), one
    kept = Person.objects.get(pk=world.child)
    assert kept.nhs_number == "9434765919", "what was not known comes from the other"
    assert {row.address for row in kept.whereabouts.all()} == {"1 High Street", "9 Low Road"}
    assert Occurrence.objects.get(code="health.ambulance").posted_at is None, "the ledger takes it up again"
    assert FindingKeys.objects.filter(pk=twice).count() == 0
    assert FamilyMember.objects.filter(family__file__reference=world.reference, person=world.child).count() == 1


def test_what_was_sealed_for_the_one_is_sealed_for_the_other(cast, world, twice) -> None:
    join_people(cast.key_worker, world.reference, world.child, twice, checked=True)
    sealed = [
        (model, field, one.field)
        for one in MOVED
        for model in [apps.get_model(one.model)]
        for field in model._meta.get_fields()
        if isinstance(field, SealedField) and model._meta.label == "datasharing.Consent" and one.field == "subject"
    ]
    assert sealed
    for model, field, _name in sealed:
        for row in model._default_manager.filter(subject=world.child):
            assert row.__dict__[field.attname].owner == world.child
    assert {row.words for row in Consent.objects.filter(subject=world.child)} >= {"said of plan"}


def test_what_protects_either_protects_both(cast, world, twice) -> None:
    restrict_member(
        cast.team_manager, world.reference, subject=twice, kind="guarded", categories=["contacts"], reason=WHY,
        named=[cast.key_worker.post],
    )  # fmt: skip
    restrict_member(
        cast.team_manager, world.reference, subject=world.child, kind="guarded", categories=["plan"], reason=WHY,
        named=[cast.key_worker.post],
    )  # fmt: skip
    consent(cast, world, world.child, "plan", True)
    join_people(cast.key_worker, world.reference, world.child, twice, checked=True)
    assert Restriction.objects.filter(subject=world.child).count() == 2
    closed = Protections(cast.school)
    for category in (Category.CONTACTS, Category.PLAN):
        assert closed.restricts(category, (world.child,))
    assert not Consent.objects.get(subject=world.child, category="plan", withdrawn_at=None).agrees, "a no stands"


def test_a_sealed_person_is_joined_to_nobody_by_whoever_may_not_know_of_them(cast, world, twice) -> None:
    restrict_member(
        cast.team_manager, world.reference, subject=twice, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.da_adviser.post],
    )  # fmt: skip
    assert twice not in {one.subject for one in same_person(cast.key_worker, world.reference, world.child).others}
    for pair in ((world.child, twice), (twice, world.child)):
        with pytest.raises(NotFound):
            join_people(cast.key_worker, world.reference, *pair, checked=True)
    joining = join_people(cast.team_manager, world.reference, world.child, twice, checked=True)
    with pytest.raises(NotFound):
        same_person(cast.key_worker, world.reference, world.child)
    with pytest.raises(NotFound):
        part_people(cast.key_worker, world.reference, world.child, joining)


def test_who_may_say_it(cast, world, twice) -> None:
    for actor in (cast.health, cast.police):
        with pytest.raises(NotAllowed):
            join_people(actor, world.reference, world.child, twice, checked=True)
    for actor in (cast.outsider, cast.colleague, cast.outside_screener):
        with pytest.raises(NotFound):
            join_people(actor, world.reference, world.child, twice, checked=True)
    with pytest.raises(Invalid, match="looked at both"):
        join_people(cast.key_worker, world.reference, world.child, twice, checked=False)
    with pytest.raises(NotFound):
        join_people(cast.key_worker, world.reference, world.child, world.child, checked=True)


def test_a_parent_is_not_joined_to_their_child(cast, world, twice) -> None:
    ParentalResponsibility.objects.create(
        child_id=twice, holder_id=world.child, how="birth", starts_on=date(2020, 1, 1), supplier_id=cast.health.agency,
        recorded_by_id=cast.key_worker.post,
    )  # fmt: skip
    with pytest.raises(Refused, match="a parent of the other"):
        join_people(cast.key_worker, world.reference, world.child, twice, checked=True)


def test_the_later_joining_is_taken_apart_first(cast, world, twice) -> None:
    first = join_people(cast.key_worker, world.reference, world.child, twice, checked=True)
    second = join_people(cast.key_worker, world.reference, world.parent, world.child, checked=True)
    with pytest.raises(NotFound):
        part_people(cast.key_worker, world.reference, world.child, first)
    part_people(cast.key_worker, world.reference, world.parent, second)
    part_people(cast.key_worker, world.reference, world.child, first)
    assert DataSubject.objects.filter(joined_to__isnull=False).count() == 0


def test_removing_the_key_removes_those_of_whoever_was_joined(cast, world, twice) -> None:
    join_people(cast.key_worker, world.reference, world.child, twice, checked=True)
    shred_subject(cast.governance, world.child)
    assert DataKey.objects.filter(owner__in=[world.child, twice], wrapped__isnull=False).count() == 0


def test_the_front_door_joins_somebody_known_elsewhere_and_what_said_otherwise_is_put_away(cast) -> None:
    sign_rulebook()
    here = matched_referral(cast)
    elsewhere = {"address": "7 Far Street", "postcode": "WX7 7AA", "family_name": "Ormes"}
    people = [one | elsewhere for one in said()["people"]]
    there = matched_referral(cast, people=people)
    rejected = Rejection.objects.create(
        referred_id=Person.objects.get(pk=there.people[0]).referred_as.get().pk, person_id=here.people[0],
        rejected_by_id=cast.screener.post, rejected_at=timezone.now(),
    )  # fmt: skip
    screener = cast.screener.for_purpose(Purpose.MATCHING)
    sheet = same_person(screener, here.file, here.people[0])
    found = next(one for one in sheet.others if one.subject == there.people[0])
    assert "same date of birth" in found.reasons and not found.in_family
    joining = join_people(screener, here.file, here.people[0], there.people[0], checked=True)
    assert FamilyMember.objects.filter(person=here.people[0], left_on=None).count() == 2, "of both families now"
    assert Rejection.objects.count() == 0
    part_people(screener, here.file, here.people[0], joining)
    assert Rejection.objects.get().pk == rejected.pk
    later = same_person(screener, here.file, here.people[0])
    assert there.people[0] not in {one.subject for one in later.others}, "taken apart, they are not suggested again"


def test_the_page_shows_both_and_asks_for_a_second_look(cast, client, world, twice) -> None:
    sign_in(client, cast.key_worker)
    address = f"/families/{world.reference}/members/{world.child}/same/"
    assert str(twice) in client.get(address).content.decode()
    beside = client.get(f"{address}{twice}/").content.decode()
    assert "9 Low Road" in beside and "NHS 9434765919" in beside
    assert client.post(f"{address}{twice}/", {}).status_code == 422
    assert client.post(f"{address}{twice}/", {"checked": "on"}).status_code == 302
    joining = Joining.objects.get()
    assert "Take it apart" in client.get(address).content.decode()
    call = f"/api/v1/families/{world.reference}/members/{world.child}/same/"
    assert [one["id"] for one in client.get(call).json()["joinings"]] == [joining.pk]
    assert client.post(f"{address}apart/{joining.pk}/").status_code == 302
    assert Person.objects.filter(pk=twice).exists()
    assert client.get(f"/families/{world.reference}/members/{world.case}/same/").status_code == 404
