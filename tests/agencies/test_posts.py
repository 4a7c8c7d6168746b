"""Posts: one role, one agency, one place, dated; given and ended by operations, each with its journal entry."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import JournalEntry, Post, TeamMembership
from agencies.operations.posts import end_post, give_post
from agencies.operations.practitioners import add_practitioner
from agencies.operations.teams import join_team, leave_team
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.selectors.actor import actor_for
from agencies.selectors.posts import live_posts, post_words
from agencies.vocabulary import Purpose, Role
from tests.cast import PASSWORD, Cast, email_of

TODAY = timezone.localdate()
USUAL = {
    "agency": "ashworth-council",
    "role": Role.KEY_WORKER,
    "place": "ashworth/south",
    "title": "Key worker",
    "starts_on": TODAY,
}


def give(cast: Cast, who: str = "key_worker", by: Actor | None = None, **differently: object) -> Post:
    return give_post(by or cast.administrator, email_of(who), **(USUAL | differently))  # type: ignore[arg-type]


def test_a_post_is_given_and_the_journal_says_by_whom(cast: Cast) -> None:
    post = give(cast)
    entry = JournalEntry.objects.get(event="post.given", detail__post=post.pk)
    assert entry.post_id == cast.administrator.post
    assert entry.detail["role"] == "key_worker"
    assert entry.purpose == Purpose.ADMINISTRATION


@pytest.mark.parametrize(
    ("differently", "field", "words"),
    [
        ({"agency": "ashworth-police", "role": Role.SCREENER}, "role", "no posts for the role"),
        ({"agency": "hill-school", "place": "ashworth/south", "role": Role.TEAM_MEMBER}, "place", "not part of it"),
        ({"role": "wizard"}, "role", "Choose a role"),
        ({"agency": "nowhere"}, "agency", "Choose an agency"),
        ({"place": "nowhere"}, "place", "Choose a place"),
        ({"title": "  "}, "title", "Enter the title"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on", "cannot end before it starts"),
        ({"capacity": 101}, "capacity", "from 0 to 100"),
    ],
)
def test_a_post_that_cannot_be_is_refused_beside_its_field(
    cast: Cast, differently: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        give(cast, **differently)
    assert refused.value.field == field
    assert words in refused.value.words


def test_the_same_post_twice_on_one_day_is_refused(cast: Cast) -> None:
    give(cast, ends_on=TODAY + timedelta(days=10))
    with pytest.raises(Refused, match="already on some of these days"):
        give(cast, starts_on=TODAY + timedelta(days=10))
    assert give(cast, starts_on=TODAY + timedelta(days=11)).pk


def test_only_an_administrator_gives_posts_and_only_in_their_own_place(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        give(cast, by=cast.team_manager)
    with pytest.raises(NotAllowed, match="another place"):
        give(cast, agency="brindle-council", place="brindle")


def test_nobody_gives_themselves_a_post(cast: Cast) -> None:
    with pytest.raises(Refused, match="yourself"):
        give(cast, "administrator")


def test_the_administrator_of_a_partner_sees_to_their_own_agency_alone(cast: Cast) -> None:
    add_practitioner(None, "police.admin@example.org", name="Police Admin", password=PASSWORD)
    post = give_post(
        None,
        "police.admin@example.org",
        agency="ashworth-police",
        role=Role.ADMINISTRATOR,
        place="ashworth",
        title="Administrator",
        starts_on=TODAY,
    )
    theirs = actor_for(post.pk, Purpose.ADMINISTRATION)
    assert give(cast, "police", by=theirs, agency="ashworth-police", role=Role.TEAM_MEMBER).pk
    with pytest.raises(NotAllowed, match="your own agency"):
        give(cast, by=theirs)


def test_an_ended_post_gives_no_actor_from_the_day_after(cast: Cast) -> None:
    end_post(cast.administrator, cast.key_worker.post, ends_on=TODAY)
    assert actor_for(cast.key_worker.post, Purpose.DIRECT_SUPPORT).post == cast.key_worker.post
    with pytest.raises(NotFound):
        actor_for(cast.key_worker.post, Purpose.DIRECT_SUPPORT, on=TODAY + timedelta(days=1))


def test_a_post_ends_once_and_not_before_it_started(cast: Cast) -> None:
    post = cast.key_worker.post
    with pytest.raises(Refused, match="before it started"):
        end_post(cast.administrator, post, ends_on=cast.key_worker.starts_on - timedelta(days=1))
    end_post(cast.administrator, post, ends_on=TODAY)
    with pytest.raises(Refused, match="already"):
        end_post(cast.administrator, post, ends_on=TODAY)
    assert end_post(cast.administrator, post, ends_on=TODAY - timedelta(days=1)).ends_on == TODAY - timedelta(days=1)


def test_a_post_of_another_place_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        end_post(cast.administrator, cast.outsider.post, ends_on=TODAY)
    with pytest.raises(NotFound):
        end_post(cast.administrator, 10**12, ends_on=TODAY)


def test_places_on_teams_end_with_the_post(cast: Cast) -> None:
    end_post(cast.administrator, cast.key_worker.post, ends_on=TODAY - timedelta(days=1))
    assert TeamMembership.objects.get(post=cast.key_worker.post).ends_on == TODAY - timedelta(days=1)
    assert cast.key_worker.post not in {post.id for post in live_posts(team="locality-north")}


def test_a_team_is_joined_only_while_the_post_is_live(cast: Cast) -> None:
    end_post(cast.administrator, cast.colleague.post, ends_on=TODAY)
    for day in (TODAY + timedelta(days=1), cast.colleague.starts_on - timedelta(days=1)):
        with pytest.raises(Refused, match="not held on that day"):
            join_team(cast.administrator, "locality-north", post=cast.colleague.post, starts_on=day)
    assert join_team(cast.administrator, "locality-north", post=cast.colleague.post, starts_on=TODAY).ends_on == TODAY


def test_a_post_sits_once_on_a_team_and_can_come_back(cast: Cast) -> None:
    post = cast.key_worker.post
    with pytest.raises(Refused, match="already on"):
        join_team(cast.administrator, "locality-north", post=post, starts_on=TODAY)
    leave_team(cast.administrator, "locality-north", post=post, ends_on=TODAY)
    assert join_team(cast.administrator, "locality-north", post=post, starts_on=TODAY + timedelta(days=1)).pk
    with pytest.raises(Refused, match="not on"):
        leave_team(cast.administrator, "panel", post=post, ends_on=TODAY)


def test_a_team_of_one_agency_takes_its_own_and_only_posts_that_work_there(cast: Cast) -> None:
    with pytest.raises(Refused, match="alone"):
        join_team(cast.administrator, "front-door", post=cast.police.post, starts_on=TODAY)
    south = give(cast)
    with pytest.raises(Refused, match="works in"):
        join_team(cast.administrator, "locality-north", post=south.pk, starts_on=TODAY)
    with pytest.raises(NotFound):
        join_team(cast.administrator, "brindle-front-door", post=south.pk, starts_on=TODAY)


def test_posts_are_found_by_role_team_agency_and_place(cast: Cast) -> None:
    def names(**by: object) -> set[int]:
        return {post.id for post in live_posts(**by)}  # type: ignore[arg-type]

    assert names(role=Role.SCREENER) == {cast.screener.post, cast.outside_screener.post}
    assert names(role={Role.SCREENER, Role.DUTY_MANAGER}, agency="ashworth-council") == {
        cast.screener.post,
        cast.duty_manager.post,
    }
    assert names(team="protection") == {cast.social_worker.post}
    assert cast.key_worker.post in names(place="ashworth") and cast.outsider.post not in names(place="ashworth")
    assert names(practitioner=cast.police.practitioner) == {cast.police.post}
    assert names(on=date(1999, 1, 1)) == set()
    assert post_words(cast.key_worker.post) == "Key worker Cast, Key worker, Ashworth Council"
    assert post_words(10**12) == "nobody"


def test_invalid_is_a_refusal_too() -> None:
    assert issubclass(Invalid, Refused)
