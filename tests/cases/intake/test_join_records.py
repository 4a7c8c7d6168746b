"""Who is who among all records taken in, and who lives together, on the real database."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import Agency, JournalEntry
from cases.intake.models import ExtractRow, Household, Occurrence
from cases.intake.operations.import_extract import import_extract
from cases.intake.operations.join_records import join_records
from cases.intake.operations.settle_people import remove_people
from cases.models import Family, FamilyMember, Person, Whereabouts
from cases.portrait import match_key
from datasharing.models import DataSubject
from datasharing.operations.anchors import anchor_subject, open_file
from tests.cases.intake.extracts import ANN, BEN, COVER, file_of, health, health_file
from tests.cases.intake.suppliers import Suppliers
from tests.rewriting import person_named

pytestmark = pytest.mark.django_db

PUPIL = "R201100018042,ANNE,KHAN,09/03/2010,F,12 Mill Lane,WX4 3AF,2024-25 Autumn,142,20,0,1,N"


def take_in(*rows: str) -> None:
    import_extract(None, "health_events", cover=COVER, file=health_file(*rows))


def take_in_pupils(*rows: str) -> None:
    file = file_of("council_education", *rows)
    import_extract(None, "council_education", cover=COVER, file=file, supplier="ashworth-council")


def held() -> dict[str, Any]:
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (ExtractRow, Occurrence, Person, Whereabouts, Household, DataSubject, JournalEntry)
    }


def test_records_of_several_files_become_one_person_who_keeps_all_they_tell_of(place: Suppliers) -> None:
    take_in(health(ANN), health(ANN, "Ambulance conveyance"), health(ANN.replace("Ann", "Anne")))
    take_in_pupils(PUPIL)
    joined = join_records(None)
    assert (joined.records, joined.people, joined.households) == (4, 1, 1)
    person = Person.objects.get()
    assert (person.given_name, person.family_name, person.sex) == ("Anne", "Khan", "F")
    assert (person.nhs_number, person.upn, person.date_of_birth) == ("9434765919", "R201100018042", date(2010, 3, 9))
    assert person.match_key == match_key("Khan", "ANNE", date(2010, 3, 9))
    assert set(Occurrence.objects.values_list("subject_id", flat=True)) == {person.pk}
    assert set(ExtractRow.objects.values_list("subject_id", flat=True)) == {person.pk}
    assert DataSubject.objects.count() == 1
    assert {w.address for w in Whereabouts.objects.all()} == {"", "12 Mill Lane"}


def test_people_who_share_a_home_are_one_household(place: Suppliers) -> None:
    take_in(health(ANN), health(BEN), health("9434765870,Holt,Wayne,19800505,WX1 1AA"))
    join_records(None)
    ann, ben, wayne = (person_named(name) for name in ("Ann", "Ben", "Wayne"))
    assert ann.household_id == ben.household_id != wayne.household_id
    assert Household.objects.count() == 2


def test_joining_again_changes_nothing(place: Suppliers) -> None:
    take_in(health(ANN), health(ANN.replace("Ann", "Anne")), health(BEN), health(",Nowhere,Nell,,"))
    take_in_pupils(PUPIL)
    join_records(None)
    before = held()
    assert join_records(None).moved == 0
    assert held() == before


def test_later_records_join_the_person_whom_they_are_about(place: Suppliers) -> None:
    take_in(health(ANN))
    join_records(None)
    first = Person.objects.get().pk
    take_in(health(ANN.replace("WX4 3AF", "WX9 9ZZ"), "Ambulance conveyance"), health(BEN))
    assert join_records(None).moved == 1
    assert Occurrence.objects.get(code="health.ambulance").subject_id == first
    assert Person.objects.count() == 2


def test_what_moved_to_another_person_is_taken_up_by_the_ledger_again(place: Suppliers) -> None:
    take_in(health(",Khan,Ann,,WX4 3AF"), health(ANN), health(ANN, "Ambulance conveyance"))
    Occurrence.objects.update(posted_at=timezone.now())
    join_records(None)
    assert Occurrence.objects.filter(posted_at__isnull=True).count() == 1


def _family_of(place: Suppliers, *people: UUID) -> None:
    council = Agency.objects.get(reference="ashworth-council")
    file = open_file(None, place=council.place)
    family = Family.objects.create(file=file, name="The family", supplier=council, formed_at=timezone.now())
    for person in people:
        FamilyMember.objects.create(family=family, person_id=person, role="child", joined_on=date(2026, 1, 1))


def test_somebody_dealt_with_keeps_their_subject_and_what_a_practitioner_wrote(place: Suppliers) -> None:
    council = Agency.objects.get(reference="ashworth-council")
    known = Person.objects.create(
        subject=anchor_subject(None), given_name="Annie", family_name="Khan", date_of_birth=date(2010, 3, 9),
        nhs_number="9434765919", supplier=council,
    )  # fmt: skip
    Whereabouts.objects.create(person=known, address="The hostel", supplier=council, seen_on=date(2026, 1, 1))
    _family_of(place, known.pk)
    take_in(health(ANN), health(ANN, "Ambulance conveyance"))
    take_in_pupils(PUPIL)
    join_records(None)
    person = Person.objects.get()
    assert person.pk == known.pk
    assert (person.given_name, person.upn) == ("Annie", "R201100018042")
    assert "The hostel" in {seen.address for seen in person.whereabouts.all()}
    assert set(Occurrence.objects.values_list("subject_id", flat=True)) == {known.pk}


def test_two_people_dealt_with_are_never_made_one(place: Suppliers) -> None:
    take_in(health(",Khan,Ann,20100309,WX4 3AF"), health(",Khan,Ann,20110309,WX9 9ZZ"))
    join_records(None)
    one, two = Person.objects.values_list("pk", flat=True)
    _family_of(place, one)
    _family_of(place, two)
    take_in(health(ANN), health("9434765919,Khan,Ann,20110309,WX9 9ZZ"))
    join_records(None)
    assert set(Person.objects.values_list("pk", flat=True)) == {one, two}
    with pytest.raises(IntegrityError), transaction.atomic():
        remove_people([one])


def test_the_journal_says_that_records_were_joined_and_names_nobody(place: Suppliers) -> None:
    take_in(health(ANN), health(BEN))
    call_command("join_records")
    entry = JournalEntry.objects.latest("id")
    assert entry.event == "records.joined"
    assert entry.detail == {"records": 2, "people": 2, "moved": 0, "homes": 1}


def test_the_app_role_can_join_records(place: Suppliers, as_the_app: None) -> None:
    take_in(health(ANN), health(ANN.replace("Ann", "Anne")))
    assert join_records(None).people == 1
