"""Places, agencies, teams and practitioners; the first administrator; throttles across processes."""

import io
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from agencies.models import Agency, JournalEntry, Place, Post, Practitioner, Team
from agencies.operations.agencies import add_agency
from agencies.operations.places import add_place
from agencies.operations.practitioners import add_practitioner, reset_sign_in, set_second_factor
from agencies.operations.teams import add_team
from agencies.places import is_a_path, lies_inside, meet, parent_path
from agencies.refusals import NotAllowed, NotFound, Refused
from agencies.selectors.agencies import agencies_at
from agencies.sign_in import has_second_factor
from lintel.setup.places import ROOT
from tests.cast import PASSWORD, Cast, email_of, give_second_factor, sign_in


def test_places_lie_inside_places_by_their_paths() -> None:
    assert lies_inside("ashworth/north", "ashworth") and lies_inside("ashworth", "ashworth")
    assert not lies_inside("ashworthy", "ashworth") and not lies_inside("ashworth", "ashworth/north")
    assert meet("ashworth", "ashworth/north") and not meet("ashworth/south", "ashworth/north")
    assert parent_path("a/b/c") == "a/b" and parent_path("a") == ""
    assert is_a_path("a-1/b") and not any(map(is_a_path, ("", "A", "a//b", "/a", "a/", "a b", "a%")))


@pytest.mark.parametrize(
    ("path", "facts", "field"),
    [
        ("Ashworth North", {}, "path"),
        ("nowhere/north", {}, "path"),
        ("ashworth/north", {}, "path"),
        ("ashworth/west", {"parent": "brindle"}, "path"),
        ("ashworth/west", {"name": " "}, "name"),
        ("ashworth/west", {"kind": "planet"}, "kind"),
    ],
)
def test_a_place_that_cannot_be_is_refused(cast: Cast, path: str, facts: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_place(None, path, **({"name": "West", "kind": "neighbourhood"} | facts))
    assert refused.value.field == field


def test_an_agency_comes_with_its_desk(cast: Cast) -> None:
    agency = add_agency(
        cast.administrator, "west-school", name="West School", kind="school", place="ashworth/north", contact="0161"
    )
    desk = Team.objects.get(agency=agency)
    assert (desk.reference, desk.kind) == ("west-school-desk", "desk")
    assert "west-school" in {one.reference for one in agencies_at("ashworth")}
    assert {"ashworth-council", "hill-school"} <= {one.reference for one in agencies_at("ashworth/north")}
    assert "hill-school" not in {one.reference for one in agencies_at("ashworth/south")}


@pytest.mark.parametrize(
    ("reference", "facts", "field"),
    [
        ("hill-school", {}, "reference"),
        ("Hill School", {}, "reference"),
        ("UPPER", {}, "reference"),
        ("new", {"kind": "circus"}, "kind"),
        ("new", {"place": "nowhere"}, "place"),
        ("new", {"name": ""}, "name"),
        ("new", {"contact": ""}, "contact"),
    ],
)
def test_an_agency_that_cannot_be_is_refused(cast: Cast, reference: str, facts: dict[str, str], field: str) -> None:
    usual = {"name": "New", "kind": "school", "place": "ashworth", "contact": "0161"}
    with pytest.raises(Refused) as refused:
        add_agency(None, reference, **(usual | facts))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("reference", "facts", "field"),
    [
        ("panel", {}, "reference"),
        ("new", {"kind": "desk"}, "kind"),
        ("new", {"name": " "}, "name"),
        ("new", {"place": "brindle", "agency": "hill-school"}, "place"),
        ("new", {"agency": "nobody"}, "agency"),
    ],
)
def test_a_team_that_cannot_be_is_refused(cast: Cast, reference: str, facts: dict[str, str], field: str) -> None:
    usual = {"name": "New", "kind": "panel", "place": "ashworth"}
    with pytest.raises(Refused) as refused:
        add_team(None, reference, **(usual | facts))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("email", "facts", "words"),
    [
        ("KEY.WORKER@example.org", {}, "already signs in"),
        ("no address", {}, "right form"),
        ("x" * 200 + "@example.org", {}, "e-mail"),
        ("new@example.org", {"name": ""}, "name"),
        ("new@example.org", {"password": "short"}, "too short"),
        ("new@example.org", {"password": "password12345"}, "too common"),
    ],
)
def test_a_practitioner_who_cannot_be_added_is_refused(
    cast: Cast, email: str, facts: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        add_practitioner(cast.administrator, email, **({"name": "New", "password": PASSWORD} | facts))


def test_only_administrators_add_practitioners(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_practitioner(cast.screener, "new@example.org", name="New", password=PASSWORD)


def test_help_to_sign_in_gives_a_new_password_and_ends_factor_and_sessions(cast: Cast, client: Client) -> None:
    give_second_factor("police")
    sign_in(client, cast.police)
    password = reset_sign_in(cast.administrator, email_of("police"))
    police = Practitioner.objects.get(pk=cast.police.practitioner)
    assert police.check_password(password) and not has_second_factor(police)
    assert client.get("/my-sign-in/").status_code == 302
    assert password not in str(JournalEntry.objects.latest("id").detail)


def test_nobody_helps_themselves_nor_somebody_of_another_place(cast: Cast) -> None:
    with pytest.raises(Refused, match="another administrator"):
        reset_sign_in(cast.administrator, email_of("administrator"))
    with pytest.raises(NotAllowed, match="another place"):
        reset_sign_in(cast.administrator, email_of("outsider"))
    with pytest.raises(NotFound):
        reset_sign_in(cast.administrator, "nobody@example.org")
    with pytest.raises(NotAllowed):
        set_second_factor(cast.administrator, email_of("police"))


def test_the_first_administrator_is_made_from_the_command_line(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINTEL_NEW_PASSWORD", PASSWORD)
    said = io.StringIO()
    facts: dict[str, Any] = {"place": "ashworth", "agency": "ashworth-council", "stdout": said}
    call_command("add_administrator", "first@example.org", **facts)
    post = Post.objects.get()
    assert (post.role, post.place.path, post.agency.reference) == ("administrator", "ashworth", "ashworth-council")
    assert post.practitioner.check_password(PASSWORD) and PASSWORD not in said.getvalue()
    assert Place.objects.get().name == "Ashworth" and Agency.objects.get().name == "Ashworth Council"
    with pytest.raises(CommandError, match="already signs in"):
        call_command("add_administrator", "first@example.org", **facts)
    monkeypatch.setenv("LINTEL_NEW_PASSWORD", "short")
    with pytest.raises(CommandError, match="too short"):
        call_command(
            "add_administrator", "second@example.org", **(facts | {"place": "brindle", "agency": "brindle-council"})
        )
    assert not Place.objects.filter(path="brindle").exists()


def test_the_password_can_come_by_a_pipe_or_is_made_up(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    call_command("add_administrator", "a@example.org", place="ashworth", agency="council", stdout=said)
    assert Practitioner.objects.get(email="a@example.org").check_password(PASSWORD)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    call_command("add_administrator", "b@example.org", place="ashworth", agency="council", stdout=said)
    made_up = said.getvalue().partition("shown once: ")[2].split()[0]
    assert Practitioner.objects.get(email="b@example.org").check_password(made_up)


ANOTHER_PROCESS = """
import os
import django
from django.conf import settings
settings.DATABASE_APP_ROLE = os.environ["APP_ROLE"]
django.setup()
from django.test import Client
page = Client().post("/sign-in/", {"login": "somebody@example.org", "password": "wrong password here"})
print("throttled" if b"Wait five minutes" in page.content else "let through")
"""


@pytest.mark.django_db(transaction=True)
def test_a_throttle_holds_in_every_process() -> None:
    cache.clear()
    held = settings.DATABASES["default"]
    address = f"postgres://{held['USER']}@/{held['NAME']}?host={held['HOST']}"
    if held["PASSWORD"] or held["PORT"]:
        pytest.skip("only on a socket that trusts its own user")
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "lintel.settings_for_tests",
        "APP_ROLE": settings.DATABASE_APP_ROLE,
    }

    def elsewhere() -> str:
        command = [sys.executable, "-c", ANOTHER_PROCESS]
        ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)
        return ran.stdout.strip().splitlines()[-1]

    assert elsewhere() == "let through"
    for _ in range(4):
        Client().post("/sign-in/", {"login": "somebody@example.org", "password": "wrong password here"})
    assert elsewhere() == "throttled"
