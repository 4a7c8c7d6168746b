"""Measuring how needs stand, and closing: every need is measured and the case ends, or nothing happens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.models import JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import Case, NeedRecord
from cases.operations.record_need import record_need
from outcomes.models import Measurement
from outcomes.operations.close_case import LastMeasure, close_case
from outcomes.operations.measure_outcome import measure_outcome
from outcomes.selectors.measurements import measurements
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.world_casework import World, assessed, in_days, planned

FACTS = {"standing": "better", "evidence": "Attendance of 94% since January.", "occasion": "review"}
CLOSING = {
    "closing_words": "Mornings go well, and the rent is paid.",
    "follow_up_on": in_days(180),
    "not_reviewed": "-",
}


@pytest.fixture
def world(cast: Cast) -> World:
    """A family with a plan and two needs."""
    sign_rulebook()
    return planned(cast)


def needs_of(world: World) -> list[int]:
    return list(NeedRecord.objects.filter(case=world.case, kind="need").order_by("pk").values_list("pk", flat=True))


def all_measured(world: World) -> dict[int, LastMeasure]:
    return dict.fromkeys(needs_of(world), LastMeasure("better", "The school and the landlord say so."))


def test_a_need_is_measured_with_its_evidence(cast: Cast, world: World, as_the_app: None) -> None:
    need = needs_of(world)[0]
    measure_outcome(cast.key_worker, world.reference, need=need, **FACTS)
    row = Measurement.objects.get()
    assert (row.need_id, row.standing, row.measured_on) == (need, "better", timezone.localdate())
    entry = JournalEntry.objects.filter(event="outcome.measured").get()
    assert entry.subjects == [world.child]
    assert "Attendance" not in str(entry.detail)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"need": 0}, "Choose a need"),
        ({"occasion": "sustained"}, "when it is measured"),
        ({"standing": "fine"}, "how “Education” stands"),
        ({"evidence": " "}, "Enter the evidence"),
        ({"evidence": "a\x00b"}, "null character"),
        ({"score": 11}, "from 1 to 10"),
        ({"score": 0}, "from 1 to 10"),
        ({"measured_on": in_days(1)}, "today or in the past"),
        ({"measured_on": in_days(-400)}, "before the case was opened"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_words(
    cast: Cast, world: World, change: dict[str, object], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        measure_outcome(cast.key_worker, world.reference, **{"need": needs_of(world)[0], **FACTS, **change})
    assert not Measurement.objects.exists()


def test_a_need_is_measured_once_a_day_and_occasion(cast: Cast, world: World) -> None:
    need = needs_of(world)[0]
    measure_outcome(cast.key_worker, world.reference, need=need, **FACTS)
    with pytest.raises(Refused, match="measured already"):
        measure_outcome(cast.key_worker, world.reference, need=need, **FACTS)


def test_only_the_key_worker_and_the_manager_measure(cast: Cast, world: World) -> None:
    need = needs_of(world)[0]
    with pytest.raises(NotAllowed):
        measure_outcome(cast.police, world.reference, need=need, **FACTS)
    with pytest.raises(NotFound):
        measure_outcome(cast.outsider, world.reference, need=need, **FACTS)
    assert measure_outcome(cast.team_manager, world.reference, need=need, **FACTS)


def test_a_need_that_is_closed_to_the_reader_cannot_be_measured_or_asked_for(cast: Cast, world: World) -> None:
    hidden = record_need(
        cast.health, world.reference, need="substance", evidence="Told in confidence.", about=[world.parent]
    )
    assert hidden not in {one.need.id for one in measurements(cast.key_worker, world.reference).needs}
    with pytest.raises(Invalid, match="Choose a need of this family"):
        measure_outcome(cast.key_worker, world.reference, need=hidden, **FACTS)
    close_case(cast.key_worker, world.reference, outcome="partly", measurements=all_but(world, hidden), **CLOSING)


def all_but(world: World, hidden: int) -> dict[int, tuple[str, str]]:
    return {need: how for need, how in all_measured(world).items() if need != hidden}


def test_closing_measures_every_need_and_ends_the_case(cast: Cast, world: World, as_the_app: None) -> None:
    close_case(cast.key_worker, world.reference, outcome="partly", measurements=all_measured(world), **CLOSING)
    case = Case.objects.get(pk=world.case)
    assert (case.state, case.outcome) == ("closed", "partly")
    assert set(Measurement.objects.values_list("occasion", flat=True)) == {"closing"}
    assert Measurement.objects.count() == 2


def test_a_need_left_out_closes_nothing(cast: Cast, world: World) -> None:
    first, second = needs_of(world)
    with pytest.raises(Invalid, match="how “Work and money” stands") as refusal:
        close_case(
            cast.key_worker,
            world.reference,
            outcome="partly",
            measurements={first: LastMeasure("met", "Seen.")},
            **CLOSING,
        )
    assert refusal.value.field == f"need_{second}_standing"
    assert not Measurement.objects.exists()
    assert Case.objects.get(pk=world.case).state == "planned"


def test_a_case_that_cannot_be_closed_keeps_no_measurement(cast: Cast, world: World) -> None:
    with pytest.raises(Refused, match="Not every goal is met"):
        close_case(cast.key_worker, world.reference, outcome="achieved", measurements=all_measured(world), **CLOSING)
    assert not Measurement.objects.exists()


def test_a_need_of_another_family_is_refused(cast: Cast, world: World) -> None:
    other = assessed(cast, number=1)
    with pytest.raises(Invalid, match="not a need of this family"):
        close_case(
            cast.key_worker,
            world.reference,
            outcome="partly",
            measurements=all_measured(world) | {needs_of(other)[0]: LastMeasure("met", "Seen.")},
            **CLOSING,
        )


def test_the_pages_measure_and_close(cast: Cast, world: World) -> None:
    client = sign_in(Client(), cast.key_worker)
    first, second = needs_of(world)
    page = reverse("outcomes:measure", args=[world.reference])
    assert client.get(page).status_code == 200
    sent = {"need": first, "occasion": "baseline", "standing": "worse", "evidence": "60% last term."}
    wrong = client.post(page, sent)
    assert wrong.status_code == 422
    assert "60% last term." in wrong.content.decode()
    assert client.post(page, sent | {"measured_on": timezone.localdate().isoformat()}).status_code == 302
    assert "60% last term." in client.get(page).content.decode()

    page = reverse("outcomes:close", args=[world.reference])
    sent = {
        "outcome": "partly",
        "closing_words": "Mornings go well.",
        "follow_up_on": in_days(180).isoformat(),
        f"need_{first}_standing": "better",
        f"need_{first}_evidence": "94% this term.",
        f"need_{second}_standing": "met",
    }
    wrong = client.post(page, sent | {"not_reviewed": "-"})
    assert wrong.status_code == 422
    assert "94% this term." in wrong.content.decode()
    refused = client.post(page, sent | {f"need_{second}_evidence": "No arrears."})
    assert refused.status_code == 422
    assert "was never reviewed" in refused.content.decode()
    done = client.post(
        page, sent | {f"need_{second}_evidence": "No arrears.", "not_reviewed": "Moved to the new term."}
    )
    assert done.status_code == 302
    assert client.get(done["Location"]).status_code == 200
    assert Case.objects.get(pk=world.case).state == "closed"
    assert client.get(page).status_code in {403, 409}


def test_the_api_measures_and_closes(cast: Cast, world: World) -> None:
    client = sign_in(Client(), cast.key_worker)
    first, second = needs_of(world)
    address = reverse("outcomes-api:measurements", args=[world.reference])
    made = client.post(address, {"need": first, **FACTS}, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["needs"][0]["measured"][0]["evidence"]["value"] == FACTS["evidence"]
    again = client.post(address, {"need": first, **FACTS}, content_type="application/json")
    assert again.status_code == 409
    assert again["Content-Type"] == "application/problem+json"
    close = reverse("outcomes-api:close", args=[world.reference])
    body = {
        "outcome": "partly",
        "closing_words": "Mornings go well.",
        "follow_up_on": (timezone.localdate() + timedelta(days=90)).isoformat(),
        "not_reviewed": "-",
        "measurements": [{"need": first, "standing": "better", "evidence": "94%."}],
    }
    assert client.post(close, body, content_type="application/json").status_code == 422
    body["measurements"].append({"need": second, "standing": "met", "evidence": "No arrears."})  # type: ignore[attr-defined]
    assert client.post(close, body, content_type="application/json").status_code == 200
    assert Case.objects.get(pk=world.case).state == "closed"
