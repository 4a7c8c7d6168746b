"""The homes of manager, partner and administrator; cover for absence and families handed over together."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import Post
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.selectors.administration import administration_home
from cases.models import Cover, KeyWorker
from cases.operations.cover_absence import cover_absence, end_cover, hand_over_families
from cases.selectors.family import family
from cases.selectors.partner_home import partner_home
from cases.selectors.team_desk import families_of, team_desk
from datasharing.models import Grant
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.world_casework import World, allocated, planned, waiting

TODAY = timezone.localdate()


@pytest.fixture
def worlds(cast: Cast) -> tuple[World, World]:
    sign_rulebook()
    return planned(cast), allocated(cast, number=1)


def cover(cast: Cast, *worlds: World, **facts: object) -> int:
    usual = {
        "worker": cast.key_worker.post,
        "deputy": cast.colleague.post,
        "families": [one.reference for one in worlds],
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=10),
    }
    return cover_absence(cast.team_manager, **(usual | facts))  # type: ignore[arg-type]


def test_the_managers_home_counts_who_carries_what_and_what_is_late(cast: Cast, worlds: tuple[World, World]) -> None:
    waiting(cast, number=2)
    Grant.objects.filter(file__reference=worlds[0].reference, kind="supervision").update(
        due_at=timezone.now() - timedelta(days=2), due_for="review"
    )
    desk = team_desk(cast.team_manager)
    [row] = desk.workers
    assert (row.families, row.late, row.load, row.capacity) == (2, 1, "3.6", 10) and not row.is_full
    assert {one.due_for: one.count for one in desk.late}["review"] == 1 and desk.waiting == 1
    assert not team_desk(cast.outsider.for_purpose(cast.team_manager.purpose)).families


def test_a_deputy_has_a_grant_of_their_own_for_these_days_and_inherits_nothing(
    cast: Cast, worlds: tuple[World, World]
) -> None:
    first, second = worlds
    with pytest.raises(NotFound):
        family(cast.colleague, first.reference)
    made = cover(cast, first)
    assert family(cast.colleague, first.reference)
    with pytest.raises(NotFound):
        family(cast.colleague, second.reference)
    grant = Cover.objects.get().grants.get()
    assert grant.kind == "team" and timezone.localdate(grant.ends_at) == TODAY + timedelta(days=11)
    assert KeyWorker.objects.filter(ends_at=None, post_id=cast.key_worker.post).count() == 2
    [row] = team_desk(cast.team_manager).covers
    assert (row.families, row.deputy) == (1, "Colleague Cast")
    with pytest.raises(NotFound):
        end_cover(cast.duty_manager, made)
    end_cover(cast.team_manager, made)
    with pytest.raises(NotFound):
        family(cast.colleague, first.reference)
    assert not team_desk(cast.team_manager).covers


def test_cover_that_has_not_begun_opens_nothing_yet(cast: Cast, worlds: tuple[World, World]) -> None:
    cover(cast, worlds[0], starts_on=TODAY + timedelta(days=3))
    with pytest.raises(NotFound):
        family(cast.colleague, worlds[0].reference)


def test_cover_that_cannot_be_is_refused(cast: Cast, worlds: tuple[World, World]) -> None:
    for facts, field in (
        ({"deputy": cast.key_worker.post}, "deputy"),
        ({"deputy": cast.commissioner.post}, "deputy"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"starts_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": TODAY + timedelta(days=400)}, "ends_on"),
        ({"families": []}, "families"),
        ({"worker": cast.second_key_worker.post}, "families"),
    ):
        with pytest.raises(Refused) as refused:
            cover(cast, worlds[0], **facts)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        cover_absence(
            cast.police, worker=cast.key_worker.post, deputy=cast.colleague.post, families=[worlds[0].reference],
            starts_on=TODAY, ends_on=TODAY,
        )  # fmt: skip
    assert not Cover.objects.exists()


def test_several_families_are_handed_over_together_or_not_at_all(cast: Cast, worlds: tuple[World, World]) -> None:
    both = [one.reference for one in worlds]
    facts = {"worker": cast.key_worker.post, "handover": "Both know that I leave, and whom they get."}
    with pytest.raises(Invalid):
        hand_over_families(cast.team_manager, families=[], key_worker=cast.colleague.post, **facts)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        hand_over_families(
            cast.team_manager, families=[*both, "F0000000"], key_worker=cast.colleague.post, **facts  # type: ignore[arg-type]
        )  # fmt: skip
    with pytest.raises(Refused):
        hand_over_families(
            cast.team_manager, families=both, key_worker=cast.colleague.post, handover="x", worker=cast.colleague.post
        )  # fmt: skip
    assert KeyWorker.objects.filter(ends_at=None, post_id=cast.key_worker.post).count() == 2
    assert hand_over_families(
        cast.team_manager, families=both, key_worker=cast.colleague.post, **facts  # type: ignore[arg-type]
    ) == 2  # fmt: skip
    assert KeyWorker.objects.filter(ends_at=None, post_id=cast.colleague.post).count() == 2
    with pytest.raises(NotFound):
        families_of(cast.team_manager, cast.key_worker.post)


def test_whoever_has_no_reach_learns_of_no_family_by_handing_it_over(cast: Cast, worlds: tuple[World, World]) -> None:
    """The door comes first: a foreign family and a made-up one answer alike, whoever the key worker is."""
    for worker in (cast.key_worker.post, cast.colleague.post):
        for actor in (cast.outsider, cast.governance, cast.commissioner):
            for reference in (worlds[0].reference, "F0000000"):
                with pytest.raises(NotFound):
                    hand_over_families(
                        actor, worker=worker, families=[reference], key_worker=cast.colleague.post, handover="x"
                    )
    with pytest.raises(NotAllowed):
        hand_over_families(
            cast.school, worker=cast.key_worker.post, families=[worlds[0].reference], key_worker=cast.colleague.post,
            handover="x",
        )  # fmt: skip
    assert not KeyWorker.objects.filter(post_id=cast.colleague.post).exists()


def test_a_partners_home_has_their_part_of_the_plan_and_their_families(
    cast: Cast, worlds: tuple[World, World], client: Client
) -> None:
    home = partner_home(cast.school)
    assert [one.words.value for one in home.actions] == ["Meet the head of year"] and len(home.families) == 2
    sign_in(client, cast.school)
    assert client.get("/")["Location"] == "/my-day/"
    page = client.get("/my-day/").content.decode()
    assert "Meet the head of year" in page and "Something happened" in page
    assert (
        f"/families/{worlds[0].reference}/contacts/new/" in client.get("/my-day/something-happened/").content.decode()
    )


def test_the_managers_pages_give_cover_and_hand_over(cast: Cast, worlds: tuple[World, World], client: Client) -> None:
    sign_in(client, cast.team_manager)
    assert client.get("/")["Location"] == "/my-team/"
    worker = cast.key_worker.post
    assert f"/my-team/{worker}/cover/" in client.get("/my-team/").content.decode()
    last = TODAY + timedelta(days=5)
    sent = {
        "deputy": cast.colleague.post, "families": [worlds[0].reference], "starts_on": TODAY.isoformat(),
        "ends_on": last.isoformat(),
    }  # fmt: skip
    assert client.get(f"/my-team/{worker}/cover/").status_code == 200
    assert client.post(f"/my-team/{worker}/cover/", sent | {"deputy": ""}).status_code == 422
    assert client.post(f"/my-team/{worker}/cover/", sent).status_code == 302
    made = Cover.objects.get().pk
    assert b"stands in for" in client.get("/my-team/").content
    assert client.post(f"/my-team/cover/{made}/end/").status_code == 302
    given = {"key_worker": cast.colleague.post, "families": [worlds[1].reference], "handover": "All is said."}
    assert client.get(f"/my-team/{worker}/hand-over/").status_code == 200
    assert client.post(f"/my-team/{worker}/hand-over/", given).status_code == 302
    assert client.get("/my-team/999999/cover/").status_code == 404


def test_the_administrators_home_says_what_to_see_to_and_names_no_family(cast: Cast, client: Client) -> None:
    Post.objects.filter(pk=cast.school.post).update(ends_on=TODAY + timedelta(days=9))
    home = administration_home(cast.administrator)
    assert [one.post for one in home.posts_ending] == [cast.school.post]
    assert home.practitioners >= 20 and not home.unsent
    sign_in(client, cast.administrator)
    assert client.get("/")["Location"] == "/administration/"
    page = client.get("/administration/").content.decode()
    assert "School Cast" in page and "/directory/feeds/" in page
