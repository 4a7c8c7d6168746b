"""Two referrals of one unknown family, matched by two screeners at the same moment: one family, on two connections."""

import threading

import pytest
from django.db import connection

from cases.intake.models import Referral, ReferredPerson
from cases.intake.operations.confirm_match import KnownSince, confirm_match
from cases.intake.operations.match_referral import match_referral
from cases.intake.selectors.candidates import match_sheet
from cases.models import Family, Person
from tests.agreements import sign_rulebook
from tests.cast import make_cast, sign_in
from tests.world import matched_referral, referral

ALL_NEW = {0: "new", 1: "new", 2: "new"}


def at_once(*steps):
    """Take steps on connections of their own, as nearly at one moment as can be; what each came to."""
    together, came_to = threading.Barrier(len(steps)), [None] * len(steps)

    def take(place):
        try:
            together.wait(60)
            came_to[place] = steps[place]()
        except Exception as refused:
            came_to[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[place]) for place in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came_to


@pytest.mark.django_db(transaction=True)
def test_two_who_match_one_unknown_family_at_once_form_one_family():
    cast = make_cast()
    sign_rulebook()
    one, other = referral(cast), referral(cast, by=cast.police)
    came_to = at_once(
        lambda: confirm_match(cast.screener, one.reference, choices=ALL_NEW, seen=set()),
        lambda: confirm_match(cast.duty_manager, other.reference, choices=ALL_NEW, seen=set()),
    )
    refused = [one for one in came_to if isinstance(one, KnownSince)]
    assert len(refused) == 1 and "known by now" in refused[0].words, came_to
    assert Family.objects.count() == 1 and Person.objects.count() == 3
    waiting = Referral.objects.get(state="received")
    again = match_sheet(cast.screener, waiting.reference)
    choices = {person.said.position: str(person.candidates[0].subject) for person in again.people}
    assert confirm_match(cast.screener, waiting.reference, choices=choices).joined
    assert Family.objects.count() == 1 and Person.objects.count() == 3

    third, fourth = referral(cast, number=4), referral(cast, by=cast.police, number=4)
    made = at_once(
        lambda: match_referral(cast.screener, third.reference),
        lambda: match_referral(cast.duty_manager, fourth.reference),
    )
    assert sorted(one.joined for one in made) == [False, True], made
    assert Family.objects.count() == 2 and Person.objects.count() == 6


def test_nobody_is_new_who_is_certainly_known_unless_that_is_said(cast):
    known = matched_referral(cast).people[0]
    sent = referral(cast, people=[_mother()])
    with pytest.raises(KnownSince):
        confirm_match(cast.screener, sent.reference, choices={0: "new"})
    confirm_match(cast.screener, sent.reference, choices={0: "new"}, rejected=[(0, str(known))], family="new")
    assert ReferredPerson.objects.get(referral__reference=sent.reference).person_id != known


def test_the_page_is_drawn_anew_when_somebody_came_to_be_known_meanwhile(cast, client):
    sign_rulebook()
    sent = referral(cast, people=[_mother()])
    sign_in(client, cast.screener)
    address = f"/referrals/{sent.reference}/match/"
    known = matched_referral(cast).people[0]
    answer = client.post(address, {"person_0": "new", "seen": ""}, follow=True)
    assert "known by now" in answer.content.decode() and str(known) in answer.content.decode()
    assert Referral.objects.get(reference=sent.reference).state == "received"
    seen = {"seen": f"0:{known}", "person_0": str(known)}
    assert client.post(address, seen).status_code == 302
    assert Referral.objects.get(reference=sent.reference).state == "matched"


def _mother():
    return {
        "given_name": "Ruth", "family_name": "Orme", "date_of_birth": "1990-03-04", "sex": "F", "role": "parent",
        "address": "1 High Street", "postcode": "WX10 8QB",
    }  # fmt: skip
