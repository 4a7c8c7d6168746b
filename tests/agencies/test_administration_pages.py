"""The administrator's pages: lists, forms that keep what was typed, passwords and tokens shown once, no families."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import Agency, Place, Post, Practitioner, Team, TeamMembership, Token
from agencies.operations.practitioners import add_practitioner
from agencies.vocabulary import Role
from tests.cast import PASSWORD, Cast, sign_in

TODAY = timezone.localdate()


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    """The administrator's browser."""
    return sign_in(client, cast.administrator)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/practitioners/",
        "/practitioners/?q=key&page=1",
        "/practitioners/?page=x",
        "/practitioners/new/",
        "/agencies/",
        "/agencies/new/",
        "/teams/",
        "/teams/new/",
        "/teams/locality-north/",
        "/teams/locality-north/join/",
        "/places/",
        "/places/new/",
    ],
)
def test_each_page_opens_and_holds_no_inline_style_or_script(office: Client, address: str) -> None:
    answer = office.get(address, follow=True)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert " style=" not in words and "onclick" not in words and "<script>" not in words
    assert words.count("<h1") == 1
    assert "family" not in re.sub(r"<[^>]+>", " ", words).lower().replace("families this post can carry", "")


def test_a_practitioner_is_added_given_a_post_and_ended(office: Client, cast: Cast) -> None:
    answer = office.post("/practitioners/new/", {"name": "Noor Shah", "email": "Noor@example.org", "telephone": "0161"})
    noor = Practitioner.objects.get(email="noor@example.org")
    shown = re.search(r"<code>(.+?)</code>", answer.content.decode())
    assert shown and noor.check_password(shown[1])
    home = f"/practitioners/{noor.pk}/"
    assert b"None yet" in office.get(home).content
    typed = {
        "agency": "ashworth-police",
        "role": "screener",
        "place": "ashworth",
        "title": "Safeguarding officer",
        "starts_on": TODAY.isoformat(),
        "capacity": "10",
    }
    refused = office.post(f"{home}post/", typed)
    assert refused.status_code == 422
    assert b"no posts for the role" in refused.content and b"Safeguarding officer" in refused.content
    answer = office.post(f"{home}post/", typed | {"role": "partner_contact"})
    post = Post.objects.get(practitioner=noor)
    assert answer["Location"] == f"/posts/{post.pk}/"
    assert b"Safeguarding officer" in office.get(home).content
    assert office.get(f"/posts/{post.pk}/").status_code == 200
    early = (TODAY - timedelta(days=3)).isoformat()
    assert b"before it started" in office.post(f"/posts/{post.pk}/end/", {"ends_on": early}).content
    office.post(f"/posts/{post.pk}/end/", {"ends_on": TODAY.isoformat()})
    post.refresh_from_db()
    assert post.ends_on == TODAY


def test_an_agency_a_place_and_a_team_are_added(office: Client, cast: Cast) -> None:
    office.post("/places/new/", {"path": "ashworth/west", "name": "West", "kind": "neighbourhood"})
    assert Place.objects.get(path="ashworth/west").parent == Place.objects.get(path="ashworth")
    typed = {"name": "West School", "reference": "west-school", "kind": "school", "place": "ashworth/west"}
    assert office.post("/agencies/new/", typed).status_code == 422
    office.post("/agencies/new/", typed | {"contact": "0161 496 0000"})
    assert Agency.objects.filter(reference="west-school").exists()
    team = {"name": "Team west", "reference": "team-west", "kind": "locality", "place": "ashworth/west", "agency": ""}
    assert office.post("/teams/new/", team)["Location"] == "/teams/team-west/"
    assert Team.objects.get(reference="team-west").agency is None
    assert b"Nobody sits on this team yet" in office.get("/teams/team-west/").content


def test_somebody_joins_a_team_and_leaves_it(office: Client, cast: Cast) -> None:
    joined = {"post": cast.colleague.post, "starts_on": TODAY.isoformat()}
    assert office.post("/teams/locality-north/join/", joined).status_code == 302
    assert b"Colleague Cast" in office.get("/teams/locality-north/").content
    leaving = f"/teams/locality-north/leave/{cast.colleague.post}/"
    assert office.get(leaving).status_code == 200
    office.post(leaving, {"ends_on": TODAY.isoformat()})
    assert TeamMembership.objects.get(post=cast.colleague.post).ends_on == TODAY
    assert office.get(f"/teams/locality-north/leave/{cast.screener.post}/").status_code == 404


def test_a_token_is_shown_once_and_ended(office: Client, cast: Cast) -> None:
    home = f"/posts/{cast.police.post}/"
    typed = {"label": "Police records", "ends_on": (TODAY + timedelta(days=90)).isoformat()}
    answer = office.post(f"{home}tokens/new/", typed)
    assert b"lintel_" in answer.content and "no-store" in answer["Cache-Control"]
    assert b"lintel_" not in office.get(home).content and b"Police records" in office.get(home).content
    assert b"of this name" in office.post(f"{home}tokens/new/", typed).content
    token = Token.objects.get()
    assert office.get(f"{home}tokens/{token.digest}/end/").status_code == 405
    office.post(f"{home}tokens/{token.digest}/end/")
    token.refresh_from_db()
    assert token.ends_at <= timezone.now()
    assert b"has ended already" in office.post(f"{home}tokens/{token.digest}/end/", follow=True).content


def test_help_to_sign_in_shows_a_new_password_once(office: Client, cast: Cast) -> None:
    address = f"/practitioners/{cast.police.practitioner}/sign-in/"
    assert b"signed out everywhere" in office.get(address).content
    shown = re.search(r"<code>(.+?)</code>", office.post(address).content.decode())
    assert shown and Practitioner.objects.get(pk=cast.police.practitioner).check_password(shown[1])
    own = office.post(f"/practitioners/{cast.administrator.practitioner}/sign-in/")
    assert b"ask another administrator" in own.content


def test_what_lies_in_another_place_is_not_found(office: Client, cast: Cast) -> None:
    outsider = cast.outsider
    for address in (
        f"/practitioners/{outsider.practitioner}/",
        f"/practitioners/{outsider.practitioner}/post/",
        f"/practitioners/{outsider.practitioner}/sign-in/",
        f"/posts/{outsider.post}/",
        f"/posts/{outsider.post}/end/",
        f"/posts/{outsider.post}/tokens/new/",
        "/teams/brindle-front-door/",
        "/posts/99999999999999999999/",
    ):
        assert office.get(address).status_code == 404, address
    assert b"Outsider Cast" not in office.get("/practitioners/?q=outsider").content


def test_the_list_costs_the_same_for_few_and_many(office: Client, django_assert_num_queries: object) -> None:
    office.get("/practitioners/")
    with django_assert_num_queries(7) as few:  # type: ignore[operator]
        office.get("/practitioners/?q=key")
    for at in range(20):
        add_practitioner(None, f"many{at}@example.org", name=f"Key many {at}", password=PASSWORD)
    with django_assert_num_queries(len(few.captured_queries)):  # type: ignore[operator]
        office.get("/practitioners/?q=key")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_every_other_role_is_refused_in_words(client: Client, cast: Cast, role: Role) -> None:
    actor = next(one for one in cast.everybody().values() if one.role == role)
    answer = sign_in(client, actor).get("/practitioners/")
    assert answer.status_code == 403 and b"This is for: administrator" in answer.content
