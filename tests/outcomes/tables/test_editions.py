"""An edition asked for on the page, prepared in the background, and what the page says of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.refusals import NotAllowed, Refused
from outcomes.models import CostRollup, Edition, EditionRun
from outcomes.operations.post_costs import post_costs
from outcomes.operations.prepare_edition import ask_for_edition, prepare_editions
from tests.cast import Cast, sign_in
from tests.kept import once
from tests.outcomes.tables.ledger_world import covered
from tests.outcomes.tables.overview_world import families

PAGE = reverse("outcomes:editions")


@pytest.fixture
def place(cast: Cast) -> Cast:
    """Seven families with costs posted, nothing rolled up."""

    def make() -> None:
        covered()
        families(cast, 7)
        post_costs(None)

    once("seven families", make)
    return cast


def test_an_edition_is_asked_for_prepared_in_steps_and_shown(place: Cast, client) -> None:
    sign_in(client, place.commissioner)
    assert "Prepare and publish an edition" in client.get(PAGE).content.decode()
    page = client.post(PAGE, follow=True).content.decode()
    assert "Waiting to begin" in page and "Look again" in page
    assert prepare_editions(at_most=3) == 1
    run = EditionRun.objects.get()
    assert (run.state, run.done, run.families, run.edition) == ("published", 7, 7, Edition.objects.get())
    page = client.get(PAGE).content.decode()
    assert "7 of 7 that changed" in page and "Look again" not in page
    assert "single families could be read" in page, "the next waits, and the page says why"
    assert prepare_editions() == 0


def test_one_is_prepared_at_a_time(place: Cast, client) -> None:
    ask_for_edition(place.commissioner, "ashworth")
    with pytest.raises(Refused, match="being prepared already"):
        ask_for_edition(place.claims_officer, "ashworth")
    sign_in(client, place.commissioner)
    assert "being prepared already" in client.post(PAGE).content.decode()


def test_who_may_ask(place: Cast, client) -> None:
    with pytest.raises(NotAllowed):
        ask_for_edition(place.key_worker, "ashworth")
    sign_in(client, place.internal_auditor)
    assert client.get(PAGE).status_code == 403
    assert "Prepare" not in client.get(reverse("outcomes:overview")).content.decode()


def test_what_is_refused_meanwhile_says_why(place: Cast) -> None:
    ask_for_edition(place.commissioner, "ashworth")
    Edition.objects.create(
        place_id=EditionRun.objects.get().place_id, published_at=timezone.now(), covers_to=timezone.localdate(),
        catalogue_id=CostRollup._meta.get_field("catalogue").related_model.objects.get().pk,
    )  # fmt: skip
    assert prepare_editions() == 1
    run = EditionRun.objects.get()
    assert run.state == "refused" and "single families could be read" in run.words
    assert CostRollup.objects.count() == 7, "the work is kept for the next"


def test_a_run_that_was_stopped_is_taken_up_where_it_was(place: Cast) -> None:
    ask_for_edition(place.commissioner, "ashworth")
    EditionRun.objects.update(state="working")
    assert prepare_editions() == 0, "another worker has it in hand"
    EditionRun.objects.update(moved_at=timezone.now() - timedelta(hours=1))
    assert prepare_editions() == 1
    assert EditionRun.objects.get().state == "published"
