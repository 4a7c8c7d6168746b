"""The door: what opens, what is written down, and what an outsider can tell."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from agencies.actor import Actor
from agencies.models import JournalEntry, Place, Post, Practitioner, Team
from agencies.refusals import NotAllowed, NotFound
from agencies.vocabulary import AgencyKind, EntryKind, Purpose
from datasharing import door, grants
from datasharing.models import FamilyFile, Grant, Rule
from datasharing.operations import anchor_subject, open_file
from datasharing.vocabulary import Category, Event, Reach
from tests.cast import Cast

MADE_UP = "FZZZZZZZ"


def a_file(place: str = "ashworth/north") -> FamilyFile:
    return open_file(None, place=Place.objects.get(path=place))


def team(reference: str) -> int:
    return Team.objects.get(reference=reference).pk


def opens(actor: Actor, reference: str) -> bool:
    try:
        with door.open_one(actor, reference):
            return True
    except NotFound:
        return False


def statements(actor: Actor, reference: str) -> list[str]:
    """The SQL that an attempt runs, but for the reference itself."""
    with CaptureQueriesContext(connection) as caught, pytest.raises(NotFound), door.open_one(actor, reference):
        pass
    return [query["sql"].replace(reference, "REFERENCE") for query in caught.captured_queries]


def without_moments(sql: list[str]) -> list[str]:
    return [statement.split("'20")[0] for statement in sql]


def test_the_key_worker_opens_their_family_and_reads_their_own_agencys_record(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post)
    with door.open_one(signed.key_worker, file.reference) as opened:
        shown = opened.show(
            "Ruth", category=Category.IDENTITY, supplier=signed.key_worker.agency, supplier_kind=AgencyKind.COUNCIL
        )
    assert shown.value == "Ruth" and shown.level == "open" and shown.reasons[0].own


def test_every_look_writes_one_disclosure_row_before_anything_is_returned(signed: Cast) -> None:
    file, subject = a_file(), anchor_subject(None)
    grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post)
    before = JournalEntry.objects.count()
    with door.open_one(signed.key_worker, file.reference) as opened:
        for category, supplier, kind in (
            (Category.CRIME, signed.police.agency, AgencyKind.POLICE),
            (Category.MENTAL_HEALTH, signed.health.agency, AgencyKind.HEALTH),
            (Category.IDENTITY, signed.key_worker.agency, AgencyKind.COUNCIL),
        ):
            opened.show("words", category=category, supplier=supplier, supplier_kind=kind, subjects=[subject.id])
        assert JournalEntry.objects.count() == before
    entry = JournalEntry.objects.latest("id")
    assert JournalEntry.objects.count() == before + 1
    assert (entry.kind, entry.event, entry.post_id) == (EntryKind.LOOK, Event.RECORD_SEEN, signed.key_worker.post)
    assert entry.families == [file.id] and entry.subjects == [subject.id]
    assert entry.purpose == Purpose.DIRECT_SUPPORT
    assert entry.detail == {
        "seen": {
            "crime": {"level": "open", "basis": ["crime-and-disorder:CDA98-115"]},
            "identity": {"level": "open", "basis": ["early-help:CA04-10", "own"]},
        }
    }


def test_a_read_that_fails_discloses_nothing_and_writes_nothing(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post)
    before = JournalEntry.objects.count()
    with pytest.raises(ZeroDivisionError), door.open_one(signed.key_worker, file.reference):
        raise ZeroDivisionError
    assert JournalEntry.objects.count() == before


def outsiders(cast: Cast) -> dict[str, tuple[Actor, str]]:
    """Everybody who must not tell that a family exists, each with the family's reference."""
    found = {}
    plain = a_file()
    grants.give_grant(None, plain.id, Reach.KEY_WORKER, post=cast.key_worker.post)
    found["outsider"] = cast.outsider, plain.reference
    found["colleague without a grant"] = cast.colleague, plain.reference
    found["governance lead"] = cast.governance, plain.reference
    superuser = cast.colleague
    Practitioner.objects.filter(pk=superuser.practitioner).update(is_superuser=True)
    found["superuser"] = superuser, plain.reference

    excluded = a_file()
    grants.give_grant(None, excluded.id, Reach.PANEL, team=team("panel"))
    grants.give_grant(None, excluded.id, Reach.EXCLUDED, post=cast.panel_police.post)
    found["excluded"] = cast.panel_police, excluded.reference

    moved = a_file()
    grants.give_grant(None, moved.id, Reach.SUPERVISION, post=cast.team_manager.post)
    FamilyFile.objects.filter(pk=moved.pk).update(place=Place.objects.get(path="ashworth/south"))
    found["foreign place"] = cast.team_manager, moved.reference

    ended = a_file()
    grants.give_grant(None, ended.id, Reach.KEY_WORKER, post=cast.second_key_worker.post)
    grants.end_grants(None, ended.id, kinds={Reach.KEY_WORKER})
    found["ended grant"] = cast.second_key_worker, ended.reference

    role = a_file()
    grants.give_grant(None, role.id, Reach.TEAM, team=team("locality-north"))
    found["role that the grant does not serve"] = cast.team_manager, role.reference

    dead = a_file()
    grants.give_grant(None, dead.id, Reach.TEAM, post=cast.school.post)
    Post.objects.filter(pk=cast.school.post).update(ends_on=timezone.localdate() - timedelta(days=1))
    found["dead post"] = cast.school, dead.reference

    asked = a_file()
    grants.give_grant(None, asked.id, Reach.ASKED, team=team("ashworth-homes-desk"))
    found["merely asked"] = cast.housing, asked.reference
    return found


def test_an_outsider_cannot_tell_that_the_family_exists(signed: Cast) -> None:
    for who, (actor, reference) in outsiders(signed).items():
        assert not opens(actor, reference), who
        real, made_up = statements(actor, reference), statements(actor, MADE_UP)
        assert without_moments(real) == without_moments(made_up), who
        assert len(real) == 1, who


def test_a_deputy_inherits_nothing_and_rights_do_not_add_up_across_posts(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post)
    other = Post.objects.create(
        practitioner_id=signed.key_worker.practitioner,
        agency_id=signed.key_worker.agency,
        role="team_manager",
        place=Place.objects.get(path="ashworth"),
        title="Deputy",
        starts_on=signed.key_worker.starts_on,
    )
    deputy = Actor(**{**{name: getattr(signed.key_worker, name) for name in signed.key_worker.__dataclass_fields__},
                      "post": other.pk, "role": "team_manager", "place": "ashworth"})  # fmt: skip
    assert opens(signed.key_worker, file.reference)
    assert not opens(deputy, file.reference)


def test_an_actor_who_claims_another_role_than_their_posts_opens_nothing(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.id, Reach.SUPERVISION, team=team("locality-north"))
    facts = {name: getattr(signed.key_worker, name) for name in signed.key_worker.__dataclass_fields__}
    assert not opens(Actor(**{**facts, "role": signed.team_manager.role}), file.reference)
    assert opens(signed.team_manager, file.reference)


def test_excluded_in_one_post_is_excluded_in_every_post_of_that_practitioner(signed: Cast) -> None:
    file = a_file()
    other = Post.objects.create(
        practitioner_id=signed.panel_police.practitioner,
        agency_id=signed.police.agency,
        role="key_worker",
        place=Place.objects.get(path="ashworth"),
        title="Second post",
        starts_on=signed.panel_police.starts_on,
    )
    grants.give_grant(None, file.id, Reach.PANEL, team=team("panel"))
    assert opens(signed.panel_police, file.reference)
    grants.give_grant(None, file.id, Reach.EXCLUDED, post=other.pk)
    assert not opens(signed.panel_police, file.reference)
    assert opens(signed.panel_health, file.reference)


def test_the_list_comes_by_what_is_due_first_and_nothing_due_last(signed: Cast) -> None:
    now = timezone.now()
    files = [a_file() for _ in range(4)]
    for file, due in zip(files, (3, None, 1, 2), strict=True):
        grants.give_grant(
            None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post,
            due_at=now + timedelta(days=due) if due else None, due_for="contact",
        )  # fmt: skip
    grants.give_grant(None, files[0].id, Reach.TEAM, team=team("locality-north"), due_at=now, due_for="review")
    with door.open_many(signed.key_worker) as found:
        assert [one.reference for one in found.items] == [files[n].reference for n in (0, 2, 3, 1)]
        assert found.items[0].due_for == "review" and found.items[0].reaches == {Reach.KEY_WORKER, Reach.TEAM}
        assert found.count == 4 and not found.has_more
    with door.open_many(signed.key_worker, due_for="contact") as found:
        assert [one.reference for one in found.items] == [files[n].reference for n in (2, 3, 0, 1)]
    with door.open_many(signed.key_worker, kinds={Reach.TEAM}) as found:
        assert [one.reference for one in found.items] == [files[0].reference]


def test_pages_follow_one_another_without_gap_or_repeat(signed: Cast) -> None:
    now = timezone.now()
    files = [a_file() for _ in range(13)]
    for place, file in enumerate(files):
        grants.give_grant(
            None, file.id, Reach.TEAM, team=team("locality-north"), due_at=now + timedelta(hours=place % 3)
        )
        if place % 2:
            grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post, due_at=now)
    seen: list[str] = []
    for page in (1, 2, 3):
        with door.open_many(signed.key_worker, page=page, size=5) as found:
            seen += [one.reference for one in found.items]
            assert found.has_more == (page < 3) and found.count == 13
    assert sorted(seen) == sorted(file.reference for file in files)


@pytest.mark.parametrize("families", [3, 300])
def test_a_list_takes_four_queries_whatever_its_size(signed: Cast, families: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(families):
        grants.give_grant(None, a_file().id, Reach.KEY_WORKER, post=signed.key_worker.post)
    with django_assert_num_queries(4), door.open_many(signed.key_worker, size=300) as found:
        for file in found.items:
            for category in Category:
                file.show("x", category=category, supplier=signed.police.agency, supplier_kind=AgencyKind.POLICE)
        assert len(found.items) == families


def test_a_detail_takes_four_queries(signed: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    file = a_file()
    grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post)
    with django_assert_num_queries(4), door.open_one(signed.key_worker, file.reference) as opened:
        opened.padlocks(*Category)


def test_a_count_stops_at_more_than_500(signed: Cast) -> None:
    place, now = Place.objects.get(path="ashworth/north"), timezone.now()
    files = FamilyFile.objects.bulk_create(
        FamilyFile(id=uuid4(), reference=f"F{number:07}", place=place, opened_at=now) for number in range(502)
    )
    post = signed.key_worker.post
    Grant.objects.bulk_create(Grant(file=file, kind=Reach.KEY_WORKER, post_id=post, starts_at=now) for file in files)
    with door.open_many(signed.key_worker) as found:
        assert found.count == 501 and found.count_words == "more than 500" and found.has_more


def test_being_asked_opens_the_question_about_those_ticked_and_nothing_else(signed: Cast) -> None:
    file, ticked, other = a_file(), anchor_subject(None), anchor_subject(None)
    grants.give_grant(None, file.id, Reach.ASKED, team=team("ashworth-police-desk"), asked_about=[ticked.id])
    police = signed.police.for_purpose(Purpose.TRIAGE)
    council = signed.screener.agency

    def level(category: Category, subjects: list[UUID]) -> bool:
        return opened.decide(category, council, AgencyKind.COUNCIL, subjects).is_open

    with door.open_one(police, file.reference, kinds={Reach.ASKED}) as opened:
        assert level(Category.IDENTITY, [ticked.id])
        assert level(Category.NEEDS, [ticked.id])
        assert not level(Category.IDENTITY, [other.id])
        assert not level(Category.IDENTITY, [ticked.id, other.id])
        assert not level(Category.IDENTITY, [])
        assert not level(Category.PLAN, [ticked.id])
        # Not even what the police themselves supplied.
        assert not opened.decide(Category.CRIME, police.agency, AgencyKind.POLICE, [ticked.id]).is_open


def test_take_locks_for_those_who_may_and_refuses_others_in_words(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.id, Reach.TEAM, post=signed.health.post)
    assert door.take(signed.health, file.reference, kinds={Reach.TEAM}).locked
    with pytest.raises(NotAllowed, match="manager"):
        door.take(signed.health, file.reference, kinds={Reach.SUPERVISION}, words="Only a manager can.")
    with pytest.raises(NotFound):
        door.take(signed.outsider, file.reference, kinds={Reach.TEAM})
    assert door.take_any(signed.health, file.reference).id == file.id


def test_a_padlock_looks_the_same_whether_or_not_there_is_anything_behind_it(signed: Cast) -> None:
    with_rows, without = a_file(), a_file()
    for file in (with_rows, without):
        grants.give_grant(None, file.id, Reach.TEAM, post=signed.school.post)
    subject = anchor_subject(None)
    with door.open_one(signed.school, with_rows.reference) as opened:
        opened.show(
            "Seen", category=Category.CRIME, supplier=signed.police.agency, supplier_kind=AgencyKind.POLICE,
            subjects=[subject.id],
        )  # fmt: skip
        behind = opened.padlocks(Category.CRIME, Category.PHYSICAL_HEALTH, Category.IDENTITY)
    with door.open_one(signed.school, without.reference) as opened:
        assert opened.padlocks(Category.CRIME, Category.PHYSICAL_HEALTH, Category.IDENTITY) == behind
    assert [lock.words for lock in behind] == [
        "Crime and anti-social behaviour from Police",
        "Physical health from Health",
    ]


def test_what_nobody_has_classified_stays_closed_and_undisclosed(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post)
    with door.open_one(signed.key_worker, file.reference) as opened:
        shown = opened.show(
            "words", category="horoscope", supplier=signed.key_worker.agency, supplier_kind=AgencyKind.COUNCIL
        )
    assert shown.value is None and not shown.is_open
    assert JournalEntry.objects.latest("id").detail == {"seen": {}}


def test_a_rule_with_a_word_that_nobody_knows_opens_nothing(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.id, Reach.KEY_WORKER, post=signed.key_worker.post)
    Rule.objects.filter(category=Category.CRIME).update(reaches=["key_worker", "telepathy"])
    with door.open_one(signed.key_worker, file.reference) as opened:
        assert not opened.decide(Category.CRIME, signed.police.agency, AgencyKind.POLICE).is_open
        assert opened.decide(Category.EDUCATION, signed.school.agency, AgencyKind.SCHOOL).is_open


def test_involvement_gives_a_neutral_contact_and_no_content(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.id, Reach.PANEL, post=signed.panel_police.post)
    Rule.objects.filter(category=Category.SOCIAL_CARE, receiver_kind=AgencyKind.POLICE).update(level="involvement")
    with door.open_one(signed.panel_police, file.reference) as opened:
        shown = opened.show(
            "On a child protection plan",
            category=Category.SOCIAL_CARE,
            supplier=signed.screener.agency,
            supplier_kind=AgencyKind.COUNCIL,
        )
        (padlock,) = opened.padlocks(Category.SOCIAL_CARE)
    assert (shown.value, shown.level, shown.contact) == (None, "involvement", "Ashworth Council: 0161 496 0000")
    assert "Ashworth Council: 0161 496 0000" in padlock.contact
    seen = JournalEntry.objects.latest("id").detail["seen"]
    assert seen == {"social_care": {"level": "involvement", "basis": ["early-help:CA04-10"]}}


def test_reasons_are_given_in_the_language_of_each_request(signed: Cast) -> None:
    file = a_file()
    grants.give_grant(None, file.pk, Reach.KEY_WORKER, post=signed.key_worker.post)

    def told(language: str) -> set[str]:
        with translation.override(language), door.open_one(signed.key_worker, file.reference) as opened:
            return {why.onward for category in Category for why in opened.why(category) if not why.own}

    welsh, english = told("cy"), told("en-gb")
    assert "Any partner to the agreement" in english - welsh
    assert told("cy") == welsh, "nor does the English come back to a Welsh reader"
