"""One record becomes two: who goes where, what goes with whom, and nothing of the one in the other."""

from datetime import date

import pytest
from django.db import connection

from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.intake.models import ExtractRow, Occurrence
from cases.intake.operations.import_extract import import_extract
from cases.intake.operations.join_records import join_records
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.models import (
    Contact,
    ContactPart,
    FamilyMember,
    FindingKeys,
    Mark,
    NeedRecord,
    Person,
    Separation,
    Whereabouts,
)
from cases.operations.living_apart import living_apart
from cases.operations.mark_statement import mark_statement
from cases.operations.merge_families import merge_families
from cases.operations.part_families import part_families
from cases.operations.record_contact import NewPart, record_contact
from cases.operations.record_need import record_need
from cases.operations.separate_family import separate_family
from cases.operations.withdraw_contact import withdraw_contact
from cases.selectors.contacts import contacts
from cases.selectors.family import family
from cases.selectors.needs import needs
from datasharing import grants
from datasharing.keys.ciphers import Sealed
from datasharing.models import FamilyFile, Grant, Restriction
from datasharing.selectors.protections import Protections
from datasharing.vocabulary import Reach
from tests.agreements import sign_rulebook
from tests.cases.intake.extracts import ANN, COVER, health, health_file
from tests.cast import sign_in
from tests.datasharing.test_traps import main_of
from tests.kept import once
from tests.rewriting import rewrite
from tests.world import ago
from tests.world_casework import assessed, in_days

WHY = "He hurt her; she and the children live elsewhere now"
PAGES = ("", "genogram/", "needs/", "contacts/", "chronology/", "team/", "safety/")
READERS = ("key_worker", "team_manager", "school", "police")


@pytest.fixture
def world(cast):
    def make():
        sign_rulebook()
        made = assessed(cast, people=4)
        record_need(
            cast.key_worker, made.reference, need="health", kind="need", evidence="Asthma since spring",
            about=[made.child],
        )  # fmt: skip
        for seen, about, words in (
            ([made.child], [made.child], "Talked with the child alone"),
            ([made.members[1], made.child], [made.child], "Talked with both"),
        ):
            record_contact(
                cast.key_worker, made.reference, kind="home_visit", held_at=ago(hours=2), minutes=20, seen=seen,
                parts=[NewPart("contacts", about, words)],
            )  # fmt: skip
        return made

    return once("a family to separate", make)


def separate(cast, world, **facts):
    """The first parent and the youngest child go; the other parent and the other child stay."""
    given = {
        "going": [world.parent, world.child], "key_worker": cast.colleague.post, "reason": WHY, "is_sealed": True,
        "custodians": [cast.team_manager.post, cast.da_adviser.post],
    }  # fmt: skip
    return separate_family(cast.team_manager, world.reference, **(given | facts))


def seen(cast, client, reference):
    """What each reader of a family is shown on each page, without what every request draws anew."""
    found = {}
    for name in READERS:
        sign_in(client, getattr(cast, name))
        for page in PAGES:
            found[name, page] = main_of(client.get(f"/families/{reference}/{page}"))
    return found


def test_under_a_seal_the_old_record_does_not_change_for_anybody(cast, client, world) -> None:
    before = seen(cast, client, world.reference)
    new = separate(cast, world)
    mother = FamilyMember.objects.get(family__file__reference=new, role="parent").person
    Whereabouts.objects.create(
        person=mother,
        address="7 Hidden Lane",
        postcode="WX1 1AA",
        supplier_id=cast.colleague.agency,
        seen_on=in_days(0),
    )
    record_need(cast.colleague, new, need="housing", kind="need", evidence="Hidden words of the new record", about=[])
    after = seen(cast, client, world.reference)
    assert {where for where in before if before[where] != after[where]} == set()
    assert all(before[name, ""] for name in READERS)
    for name in ("key_worker", "school", "police", "health", "second_key_worker", "duty_manager"):
        with pytest.raises(NotFound):
            family(getattr(cast, name), new)
    page = family(cast.colleague, new)
    assert [one.known_as for one in page.members] == ["Ruth Orme", "Leo Orme"]
    assert "7 Hidden Lane, WX1 1AA" in {one.place.words.value for one in page.members if one.place}
    assert len(family(cast.key_worker, world.reference).members) == 4
    with pytest.raises(NotFound):
        family(cast.colleague, world.reference)


def test_who_is_not_named_knows_of_nobody_in_the_new_record(cast, world) -> None:
    new = separate(cast, world)
    file = FamilyFile.objects.get(reference=new)
    grants.give_grant(None, file.pk, Reach.TEAM, post=cast.school.post)
    assert family(cast.school, new).members == ()
    people = list(FamilyMember.objects.filter(family=file.pk).values_list("person_id", flat=True))
    assert all(Protections(cast.duty_manager).hides(one) for one in people)
    assert {held.kind for held in Restriction.objects.filter(subject__in=people)} == {"sealed"}
    assert [row.evidence for row in NeedRecord.objects.filter(case__family=file.pk)] == [
        "What was seen of education, by a visit.", "What was seen of money, by a visit.", "Asthma since spring",
    ]  # fmt: skip
    assert Grant.objects.filter(file=file.pk, team__isnull=False).count() == 0


def test_what_contacts_say_of_those_who_go_alone_goes_with_them_and_the_old_page_stays(cast, client, world) -> None:
    stays, child = world.members[1], world.child
    record_contact(
        cast.key_worker, world.reference, kind="home_visit", held_at=ago(hours=1), minutes=30,
        place_words="At his house", next_step="See him again on Monday", seen=[stays, child],
        parts=[
            NewPart("contacts", [child], "She sleeps badly"), NewPart("contacts", [stays], "He shouts"),
            NewPart("contacts", [stays, child], "They ate together"), NewPart("contacts", [], "The house is cold"),
        ],
    )  # fmt: skip
    record_contact(
        cast.key_worker, world.reference, kind="telephone", held_at=ago(minutes=30), minutes=5,
        place_words="Her own line", next_step="Ring her on Friday", seen=[world.parent],
        parts=[NewPart("contacts", [world.parent], "She wants to move")],
    )  # fmt: skip
    before = seen(cast, client, world.reference)
    old = set(Contact.objects.values_list("pk", flat=True))
    new = separate(cast, world)
    assert seen(cast, client, world.reference) == before
    file = FamilyFile.objects.get(reference=new)
    made = list(Contact.objects.filter(case__family=file.pk).order_by("held_at").prefetch_related("parts", "seen"))
    assert {one.pk for one in made}.isdisjoint(old)
    assert [[part.words for part in one.parts.all()] for one in made] == [
        ["Talked with the child alone"], ["Talked with both"], ["She sleeps badly"], ["She wants to move"],
    ]  # fmt: skip
    here = set(FamilyMember.objects.filter(family=file.pk).values_list("person_id", flat=True))
    assert all({one.pk for one in each.seen.all()} <= here for each in made)
    assert [(one.place_words, one.next_step) for one in made[2:]] == [("", ""), ("Her own line", "Ring her on Friday")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT part.words FROM cases_contactpart part JOIN cases_contact held ON held.id = part.contact_id "
            "WHERE held.id = ANY(%s)", [[one.pk for one in made]],
        )  # fmt: skip
        assert {Sealed(bytes(row[0])).owner for row in cursor.fetchall()} == {file.pk}
    assert {one.parts[0].words.value for one in contacts(cast.colleague, new).contacts} >= {"She wants to move"}


def test_what_somebody_who_stays_disputed_or_was_withdrawn_stays(cast, world) -> None:
    told = record_contact(
        cast.key_worker, world.reference, kind="home_visit", held_at=ago(hours=1), minutes=30, seen=[world.child],
        parts=[NewPart("contacts", [world.child], words) for words in ("He says not so", "She says not so", "Plain")],
    )  # fmt: skip
    parts = {part.words: part.pk for part in Contact.objects.get(pk=told).parts.all()}
    for words, who in (("He says not so", world.members[1]), ("She says not so", world.child)):
        mark_statement(
            cast.key_worker, world.reference, kind="disputed", words="It was not so.", part=parts[words], said_by=who
        )
    gone = record_contact(
        cast.key_worker, world.reference, kind="home_visit", held_at=ago(hours=1), minutes=30, seen=[world.child],
        parts=[NewPart("contacts", [world.child], "Another family's")],
    )  # fmt: skip
    withdraw_contact(cast.key_worker, world.reference, contact=gone, reason="It was about another family.")
    new = separate(cast, world)
    copied = ContactPart.objects.filter(contact__case__family__file__reference=new)
    words = [part.words for part in copied]
    assert "She says not so" in words and "Plain" in words
    assert "He says not so" not in words and "Another family's" not in words
    mark = Mark.objects.get(file__reference=new)
    assert mark.part.words == "She says not so" and mark.said_by_id == living_apart()[world.child]


def test_they_are_found_in_the_new_record_alone(cast, world) -> None:
    separate(cast, world)
    apart = living_apart()
    assert set(apart) == {world.parent, world.child}
    keep_finding_keys([*apart, *apart.values()])
    assert set(
        FindingKeys.objects.filter(person__in=[*apart, *apart.values()]).values_list("person_id", flat=True)
    ) == set(apart.values())


def test_what_comes_in_about_them_goes_to_the_new_record(cast, client, world) -> None:
    child = {
        "given_name": "Ann", "family_name": "Khan", "nhs_number": "9434765919", "date_of_birth": date(2010, 3, 9),
    }  # fmt: skip
    rewrite(Person.objects.filter(pk=world.child), **child)
    separate(cast, world)
    before = seen(cast, client, world.reference)
    import_extract(None, "health_events", cover=COVER, file=health_file(health(ANN)), supplier="ashworth-health")
    join_records(None)
    assert set(ExtractRow.objects.values_list("subject_id", flat=True)) == {living_apart()[world.child]}
    assert set(Occurrence.objects.values_list("subject_id", flat=True)) == {living_apart()[world.child]}
    after = seen(cast, client, world.reference)
    assert {where for where in before if before[where] != after[where] and where[1] != "chronology/"} == set()
    assert not FindingKeys.objects.filter(person=world.child).exists()


def test_only_a_custodian_undoes_it_and_the_seals_stay(cast, world) -> None:
    new = separate(cast, world, custodians=[cast.duty_manager.post, cast.da_adviser.post])
    file = FamilyFile.objects.get(reference=new)
    held = list(Restriction.objects.values_list("pk", flat=True))
    other = Grant.objects.filter(file=file.pk, kind=Reach.SUPERVISION, post_id=cast.team_manager.post)
    assert other.count() == 1, "whoever sets it sees it, and is no custodian"
    facts = {"checked": True, "goes_on": world.reference, "key_worker": cast.key_worker.post}
    stay = [row.pk for row in Grant.objects.filter(file__reference=world.reference, ends_at=None)]
    stay = [row.pk for row in Grant.objects.filter(pk__in=stay).exclude(kind=Reach.KEY_WORKER)]
    with pytest.raises(NotFound):
        merge_families(cast.team_manager, world.reference, new, staying=stay, **facts)
    Restriction.objects.get(pk=held[0]).named.filter(post_id=cast.team_manager.post).update(is_custodian=True)
    Restriction.objects.get(pk=held[1]).named.filter(post_id=cast.team_manager.post).update(is_custodian=True)
    with pytest.raises(Refused):
        merge_families(cast.team_manager, new, world.reference, staying=stay, **facts)
    merging = merge_families(cast.team_manager, world.reference, new, staying=stay, **facts)
    assert Separation.objects.get().undone_at and living_apart() == {}
    assert len(family(cast.team_manager, world.reference).members) == 4
    assert len(family(cast.key_worker, world.reference).members) == 2, "who was sealed stays sealed"
    with pytest.raises(Refused):
        part_families(cast.team_manager, world.reference, merging)


def test_without_a_seal_what_is_about_those_who_go_alone_goes_with_them(cast, world) -> None:
    members = {one.subject for one in family(cast.key_worker, world.reference).members}
    new = separate(cast, world, is_sealed=False, custodians=())
    assert {one.subject for one in family(cast.key_worker, world.reference).members} == set(world.members[1:3])
    assert [one.parts[0].words.value for one in contacts(cast.key_worker, world.reference).contacts] == [
        "Talked with both"
    ]
    assert [one.parts[0].words.value for one in contacts(cast.colleague, new).contacts] == [
        "Talked with the child alone"
    ]
    assert {one.evidence.value for one in needs(cast.colleague, new).needs} >= {"Asthma since spring"}
    assert "Asthma since spring" not in {one.evidence.value for one in needs(cast.key_worker, world.reference).needs}
    for actor, reference in ((cast.colleague, world.reference), (cast.key_worker, new), (cast.school, new)):
        with pytest.raises(NotFound):
            family(actor, reference)
    assert Contact.objects.count() == 2 and Person.objects.filter(pk__in=world.members).count() == 4
    held = Grant.objects.filter(file__reference=world.reference, kind=Reach.TEAM, ends_at=None)
    team = list(held.values_list("pk", flat=True))
    merge_families(
        cast.team_manager, world.reference, new, checked=True, goes_on=world.reference,
        key_worker=cast.key_worker.post,
        staying=team,
    )  # fmt: skip
    assert {one.subject for one in family(cast.key_worker, world.reference).members} == members
    assert len(contacts(cast.key_worker, world.reference).contacts) == 2
    assert Separation.objects.get().undone_at is not None


def test_who_keeps_out_keeps_out_of_both(cast, world) -> None:
    old = FamilyFile.objects.get(reference=world.reference)
    grants.give_grant(None, old.pk, Reach.EXCLUDED, post=cast.housing.post)
    file = FamilyFile.objects.get(reference=separate(cast, world))
    grants.give_grant(None, file.pk, Reach.TEAM, post=cast.housing.post)
    with pytest.raises(NotFound):
        family(cast.housing, file.reference)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"going": []}, "going"),
        ({"going": "all"}, "going"),
        ({"reason": " "}, "reason"),
        ({"key_worker": "theirs"}, "key_worker"),
        ({"custodians": "one"}, "custodians"),
    ],
)
def test_what_is_not_usable_is_said_and_nothing_is_made(cast, world, facts, field) -> None:
    words = {
        "all": list(world.members), "theirs": cast.key_worker.post, "one": [cast.team_manager.post],
    }  # fmt: skip
    given = {name: words.get(value, value) if isinstance(value, str) else value for name, value in facts.items()}
    with pytest.raises(Invalid) as refused:
        separate(cast, world, **given)
    assert refused.value.field == field and not Separation.objects.exists()


def test_only_whoever_may_seal_or_leads_separates(cast, world) -> None:
    for actor, error in (
        (cast.key_worker, NotAllowed), (cast.school, NotAllowed), (cast.outsider, NotFound),
        (cast.duty_manager, NotFound),
    ):  # fmt: skip
        for is_sealed in (True, False):
            with pytest.raises(error):
                separate_family(
                    actor, world.reference, going=[world.parent], key_worker=cast.colleague.post, reason=WHY,
                    is_sealed=is_sealed, custodians=[cast.team_manager.post, cast.da_adviser.post],
                )  # fmt: skip
