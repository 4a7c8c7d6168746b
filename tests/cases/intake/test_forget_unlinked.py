"""After 90 days nobody can tell whom rows of people nobody referred were about; the rest stays as it was."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from agencies.models import Agency
from agencies.refusals import Refused
from cases.intake.models import Extract, ExtractRow, Household, Occurrence
from cases.intake.operations.forget_unlinked import forget_unlinked
from cases.intake.operations.import_extract import import_extract
from cases.intake.operations.join_records import join_records
from cases.intake.operations.resend_set_aside import resend_set_aside
from cases.intake.prints import face_print, row_print
from cases.intake.selectors.known import match_identity
from cases.likeness import Identity
from cases.models import Family, FamilyMember, FindingKeys, Person, Whereabouts
from datasharing.keys.ciphers import Sealed
from datasharing.models import DataKey
from datasharing.operations.anchors import open_file
from datasharing.operations.shred_subject import shred_subject
from tests.cases.intake.extracts import ANN, BEN, COVER, health, health_file, mended_file
from tests.cases.intake.suppliers import Suppliers
from tests.rewriting import person_named

pytestmark = pytest.mark.django_db

WAYNE = "9434765870,Holt,Wayne,19800505,WX1 1AA"


def take_in(*rows: str) -> None:
    import_extract(None, "health_events", cover=COVER, file=health_file(*rows))


def grow_old(days: int = 91) -> None:
    Extract.objects.update(posted_at=timezone.now() - timedelta(days=days))


def everything_written() -> str:
    """Every cell of every table of intake and of people, as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("cases").get_models():
            cursor.execute(f"SELECT to_jsonb(held)::text FROM {model._meta.db_table} held")
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_names_numbers_and_addresses_go_and_what_happened_stays(place: Suppliers) -> None:
    take_in(health(WAYNE), health(WAYNE, "Ambulance conveyance"), "9434765870,Holt,Wayne,19809999,WX1 1AA,x,y")
    join_records(None)
    person = Person.objects.get()
    before, home = list(Occurrence.objects.order_by("pk").values()), Household.objects.get().key
    grow_old(89)
    assert forget_unlinked().rows == 0 and Person.objects.get().family_name == "Holt"
    grow_old(91)
    done = forget_unlinked()
    assert (done.rows, done.people, done.set_aside) == (2, 1, 1)
    written = everything_written()
    for told in (home, "Holt", "Wayne", "9434765870", "WX1 1AA", "WX11AA", "1980-05-05", "19809999"):
        assert told not in written, told
    held = Person.objects.get()
    assert (held.pk, held.sex, held.date_of_birth) == (person.pk, person.sex, date(1980, 5, 1))
    assert list(Occurrence.objects.order_by("pk").values()) == before
    assert FindingKeys.objects.count() == Whereabouts.objects.count() == 0
    assert match_identity(Identity("?", "Wayne", "Holt", date(1980, 5, 5), "WX11AA")).candidates == ()
    assert forget_unlinked().rows == 0, "once"


def test_whoever_is_in_a_family_is_kept(place: Suppliers) -> None:
    take_in(health(ANN), health(BEN))
    join_records(None)
    ann = person_named("Ann")
    council = Agency.objects.get(reference="ashworth-council")
    file = open_file(None, place=council.place)
    family = Family.objects.create(file=file, name="The family", supplier=council, formed_at=timezone.now())
    FamilyMember.objects.create(family=family, person=ann, role="child", joined_on=date(2026, 1, 1))
    grow_old()
    assert forget_unlinked().people == 1
    assert sorted(person.given_name for person in Person.objects.all()) == ["", "Ann"]
    assert ExtractRow.objects.get(subject=ann.pk).family_name == "Khan"


def test_a_row_that_was_supplied_again_is_kept_for_as_long_again(place: Suppliers) -> None:
    take_in(health(ANN), health(BEN))
    join_records(None)
    grow_old()
    take_in(health(ANN), health(WAYNE))
    join_records(None)
    assert forget_unlinked().people == 1
    assert {person.given_name for person in Person.objects.all()} == {"Ann", "Wayne", ""}


def test_a_forgotten_row_that_is_sent_again_brings_nobody_and_nothing_back(place: Suppliers) -> None:
    take_in(health(ANN), health(ANN, "Ambulance conveyance"))
    join_records(None)
    grow_old()
    forget_unlinked()
    counted = Occurrence.objects.count()
    done: Any = import_extract(None, "health_events", cover=COVER, file=health_file(health(ANN), health(BEN)))
    assert (done.rows_in, done.rows_known) == (2, 1)
    join_records(None)
    assert Occurrence.objects.count() == counted + 1
    assert {person.given_name for person in Person.objects.all()} == {"", "Ben"}


def test_joining_after_forgetting_moves_nothing(place: Suppliers) -> None:
    take_in(health(ANN), health(BEN))
    join_records(None)
    grow_old()
    forget_unlinked()
    before = list(Occurrence.objects.order_by("pk").values())
    assert join_records(None).moved == 0
    assert list(Occurrence.objects.order_by("pk").values()) == before and Person.objects.count() == 2


def test_the_command_counts_first_and_says_what_it_did(place: Suppliers) -> None:
    take_in(health(ANN))
    join_records(None)
    grow_old()
    said = StringIO()
    call_command("forget_unlinked", "--list", stdout=said)
    call_command("forget_unlinked", stdout=said)
    assert said.getvalue().splitlines() == [
        "1 rows about 1 people, and 0 rows set aside, are due to be forgotten.",
        "1 rows about 1 people, and 0 rows set aside, were forgotten.",
    ]


def test_the_key_of_a_file_goes_when_no_row_of_it_tells_of_anybody(place: Suppliers) -> None:
    take_in(health(WAYNE), health(BEN, first="31/02/2025"))
    take_in(health(ANN))
    join_records(None)
    whole = {row.pk: Sealed(bytes(held)) for row, held in sealed_names()}
    oldest = Extract.objects.order_by("pk").first()
    Extract.objects.filter(pk=oldest.pk).update(posted_at=timezone.now() - timedelta(days=91))
    ExtractRow.objects.filter(extract=oldest, status="set_aside").update(raw=None)
    forget_unlinked()
    assert list(DataKey.objects.filter(kind="extract", wrapped=None).values_list("owner", flat=True)) == [oldest.seal]
    field = ExtractRow._meta.get_field("family_name")
    read = {
        row.family_name or field.opened(whole[row.pk], row.seal.bytes)
        for row in ExtractRow.objects.filter(pk__in=whole)
    }
    assert read == {"", "Khan"}, "a copy of the forgotten row opens no more"
    with pytest.raises(Refused, match="has been forgotten"):
        resend_set_aside(place.health, oldest.pk, file=mended_file("health_events", [(3, health(BEN))]))


def sealed_names() -> list[tuple[ExtractRow, bytes]]:
    """The rows that name somebody, each with the name as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, family_name FROM cases_extractrow WHERE length(family_name) > 0")
        return [(ExtractRow.objects.get(pk=row), held) for row, held in cursor.fetchall()]


def test_a_person_whose_key_is_removed_leaves_no_name_in_a_file_and_no_hash(place: Suppliers) -> None:
    take_in(health(WAYNE), health(WAYNE, "Ambulance conveyance"), health(ANN))
    join_records(None)
    wayne, ann = person_named("Wayne"), person_named("Ann")
    shred_subject(None, wayne.pk)
    rows = ExtractRow.objects.filter(subject=wayne.pk)
    assert {(row.given_name, row.nhs_number, row.face, row.status) for row in rows} == {("", "", None, "forgotten")}
    assert FindingKeys.objects.get(person=wayne.pk).keys == [] and Person.objects.get(pk=wayne.pk).match_key == ""
    assert ExtractRow.objects.get(subject=ann.pk).given_name == "Ann" and FindingKeys.objects.get(person=ann.pk).keys
    assert join_records(None).moved == 0 and FindingKeys.objects.get(person=wayne.pk).keys == []


def test_what_rows_are_compared_by_cannot_be_made_without_the_secret(settings: Any) -> None:
    before = row_print(b"\x00\xff"), face_print(("Ann", "Khan", date(2010, 3, 9)))
    assert before == (row_print(b"\x00\xff"), face_print(("Ann", "Khan", date(2010, 3, 9))))
    settings.LINTEL_BLINDING = "d" * 43
    after = row_print(b"\x00\xff"), face_print(("Ann", "Khan", date(2010, 3, 9)))
    assert before[0] != after[0] and before[1] != after[1] and len(after[0]) == 16
