"""Grants: given to those who can use them, ended, moved, and written down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import JournalEntry, Place, Team
from agencies.places import lies_inside
from agencies.refusals import Invalid, Refused
from datasharing import door, grants
from datasharing.models import FamilyFile, Grant
from datasharing.operations import anchor_subject, anchor_subjects, open_file
from datasharing.operations.anchors import ALPHABET
from datasharing.vocabulary import Event, Reach
from tests.cast import Cast


def a_file(place: str = "ashworth/north") -> FamilyFile:
    return open_file(None, place=Place.objects.get(path=place))


def test_a_grant_is_given_to_one_post_or_one_team_and_journalled(cast: Cast) -> None:
    file, ticked = a_file(), anchor_subject(None)
    desk = Team.objects.get(reference="ashworth-police-desk").pk
    grant = grants.give_grant(cast.screener, file.id, Reach.ASKED, team=desk, asked_about=[ticked.id, ticked.id])
    assert grant.asked_about == [ticked.id] and grant.given_by_id == cast.screener.post
    entry = JournalEntry.objects.latest("id")
    assert (entry.event, entry.families, entry.subjects) == (Event.GRANT_GIVEN, [file.id], [ticked.id])
    for holders in ({}, {"post": cast.police.post, "team": desk}):
        with pytest.raises(Invalid):
            grants.give_grant(cast.screener, file.id, Reach.TEAM, **holders)


def test_a_grant_that_nobody_could_use_is_refused_in_words(cast: Cast) -> None:
    file, south = a_file(), a_file("ashworth/south")
    with pytest.raises(Refused, match="acts here as partner contact"):
        grants.give_grant(None, file.id, Reach.KEY_WORKER, post=cast.police.post)
    with pytest.raises(Refused, match="works in Ashworth North; this family lives outside it"):
        grants.give_grant(None, south.id, Reach.KEY_WORKER, post=cast.key_worker.post)
    with pytest.raises(Refused, match="Locality team north works in Ashworth North"):
        grants.give_grant(None, south.id, Reach.TEAM, team=Team.objects.get(reference="locality-north").pk)
    with pytest.raises(Invalid, match="not given as a grant"):
        grants.give_grant(None, file.id, Reach.ASSURANCE, post=cast.governance.post)


def test_anybody_can_be_excluded_whatever_their_role_and_place(cast: Cast) -> None:
    grant = grants.give_grant(None, a_file("brindle").id, Reach.EXCLUDED, post=cast.key_worker.post)
    assert grant.kind == Reach.EXCLUDED


def test_ended_grants_open_nothing_and_end_once(cast: Cast) -> None:
    file = a_file()
    grant = grants.give_grant(None, file.id, Reach.KEY_WORKER, post=cast.key_worker.post)
    grants.give_grant(None, file.id, Reach.TEAM, post=cast.health.post)
    assert grants.end_grant(cast.team_manager, grant.pk)
    assert not grants.end_grant(cast.team_manager, grant.pk)
    assert grants.end_grants(cast.team_manager, file.id, kinds={Reach.KEY_WORKER, Reach.TEAM}) == 1
    assert grants.end_grants(cast.team_manager, file.id, kinds={Reach.TEAM}) == 0
    assert JournalEntry.objects.filter(event=Event.GRANT_ENDED).count() == 2


def test_a_grant_to_come_that_is_ended_never_begins(cast: Cast) -> None:
    soon = timezone.now() + timedelta(days=3)
    grant = grants.give_grant(None, a_file().id, Reach.KEY_WORKER, post=cast.key_worker.post, starts_at=soon)
    assert grants.end_grant(None, grant.pk)
    assert Grant.objects.get(pk=grant.pk).ends_at == soon


def test_what_is_due_moves_the_family_in_the_list(cast: Cast) -> None:
    first, second = a_file(), a_file()
    for file, days in ((first, 1), (second, 2)):
        due = timezone.now() + timedelta(days=days)
        grants.give_grant(None, file.id, Reach.KEY_WORKER, post=cast.key_worker.post, due_at=due, due_for="contact")
    moved = grants.set_due(
        cast.key_worker, second.id, kinds={Reach.KEY_WORKER}, due_at=timezone.now(), due_for="review"
    )
    with door.open_many(cast.key_worker) as files:
        assert [one.reference for one in files.items] == [second.reference, first.reference]
        assert files.items[0].due_for == "review"
    assert moved == 1 and JournalEntry.objects.filter(event=Event.GRANT_DUE).count() == 1


def test_a_reference_is_random_and_cannot_be_misread(cast: Cast) -> None:
    references = {a_file().reference for _ in range(20)}
    assert len(references) == 20
    assert all(one[0] == "F" and len(one) == 8 and set(one[1:]) <= set(ALPHABET) for one in references)
    assert not set("01AEILOU") & set(ALPHABET)


def test_many_people_are_anchored_at_once(db: None) -> None:
    assert len(set(anchor_subjects(1_000))) == 1_000


@pytest.mark.parametrize(
    ("path", "outer", "inside"),
    [
        ("ashworth", "ashworth", True),
        ("ashworth/north", "ashworth", True),
        ("ashworth", "ashworth/north", False),
        ("ashworth-park", "ashworth", False),
        ("ashworth", "", False),
    ],
)
def test_a_place_lies_inside_another_by_whole_names(path: str, outer: str, inside: bool) -> None:
    assert lies_inside(path, outer) is inside
