"""Contacts: recorded once, complete, with a place for a child's own words."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agencies.refusals import Invalid, NotFound, Refused
from cases.models import Contact, ContactPart
from cases.operations.record_contact import NewPart, record_contact
from cases.selectors.contacts import contacts
from cases.selectors.my_families import my_families
from tests.world_casework import allocated, contacted, planned, visit, waiting


def _record(cast, world, **facts):
    usual = {
        "kind": "telephone",
        "held_at": timezone.now() - timedelta(hours=1),
        "minutes": 10,
        "parts": [NewPart("contacts", [], "We spoke.")],
    }
    return record_contact(cast.key_worker, world.reference, **usual | facts)


def test_a_contact_keeps_who_was_seen_what_was_said_and_a_childs_own_words(cast):
    world = contacted(cast)
    row = contacts(cast.key_worker, world.reference).contacts[0]
    assert (row.kind_words, row.minutes, row.seen) == ("Home visit", 50, ("Ruth Orme", "Tia Orme"))
    assert [(part.words.value, part.about, part.is_child_voice) for part in row.parts] == [
        ("We talked about mornings.", (), False),
        ("I like the breakfast club.", ("Tia Orme",), True),
    ]
    assert row.next_step.value == "Ring the school on Monday."


def test_pressed_twice_a_contact_is_recorded_once(cast):
    world, number = planned(cast), uuid4()
    held_at = timezone.now() - timedelta(hours=2)
    first = visit(cast, world, held_at=held_at, submission=number)
    assert visit(cast, world, held_at=held_at, submission=number) == first
    assert (Contact.objects.count(), ContactPart.objects.count()) == (1, 2)


def test_a_number_of_submission_belongs_to_one_family(cast):
    world, other, number = planned(cast), planned(cast, number=1), uuid4()
    visit(cast, world, submission=number)
    with pytest.raises(Refused, match="used for another contact"):
        visit(cast, other, submission=number)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "pigeon"}, "kind"),
        ({"held_at": timezone.now() + timedelta(days=1)}, "held_at"),
        ({"held_at": timezone.now() - timedelta(days=900)}, "held_at"),
        ({"held_at": datetime(2026, 11, 1, 12)}, "held_at"),
        ({"minutes": -1}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"parts": []}, "words"),
        ({"parts": [NewPart("contacts", [], " ")]}, "words"),
        ({"parts": [NewPart("contacts", [], "a\x00")]}, "words"),
        ({"parts": [NewPart("weather", [], "Rain.")]}, "category"),
        ({"parts": [NewPart("contacts", [uuid4()], "Somebody else.")]}, "about"),
        ({"parts": [NewPart("contacts", [], "Mine.", True)]}, "child"),
        ({"seen": [uuid4()]}, "seen"),
        ({"place_words": "x" * 201}, "place_words"),
    ],
)
def test_a_contact_that_cannot_be_kept_is_refused_by_field_and_nothing_is_half_written(cast, facts, field):
    world = allocated(cast)
    with pytest.raises(Invalid) as refusal:
        _record(cast, world, **facts)
    assert refusal.value.field == field
    assert not Contact.objects.exists()


def test_an_attempt_needs_no_words_and_nobody_seen(cast):
    world = allocated(cast)
    _record(cast, world, kind="attempted", parts=[])
    with pytest.raises(Invalid, match="Nobody was seen"):
        _record(cast, world, kind="attempted", seen=[world.parent])


def test_an_attempt_does_not_stop_the_clock_of_contact_and_a_contact_does(cast):
    world = allocated(cast)
    before = my_families(cast.key_worker).rows[0].due_at
    _record(cast, world, kind="attempted", parts=[])
    assert my_families(cast.key_worker).rows[0].due_at == before


def test_a_family_that_waits_has_nobody_to_record_contacts(cast):
    world = waiting(cast)
    with pytest.raises(NotFound):
        _record(cast, world)
