"""Restrictions, consent and emergency access through the operations and on every route: no shadow, no leak."""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import Agency, JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import Person
from cases.operations.protect_member import (
    judge_member,
    record_member_consent,
    record_member_responsibility,
    restrict_member,
    withdraw_member_consent,
)
from cases.operations.record_need import record_need
from cases.selectors.chronology import chronology
from cases.selectors.contacts import contacts
from cases.selectors.family import family
from cases.selectors.my_families import my_families
from cases.selectors.needs import needs
from cases.selectors.own_plan import own_plan
from cases.selectors.plan import plan
from datasharing.models import Consent, EmergencyAccess, Restriction
from datasharing.operations.emergency import review_emergency, suppliers_seen, take_emergency_access
from datasharing.operations.restrictions import (
    confirm_restriction,
    end_restriction,
    implicate,
    open_seal_to,
    review_restriction,
)
from tests.agreements import governance_lead, sign_rulebook
from tests.cast import sign_in
from tests.rewriting import rewrite
from tests.world_casework import contacted, visit

TABS = ("", "needs/", "plan/", "contacts/", "chronology/", "team/", "costs/")
WHY = "She was hurt at home, and he asks where she is"


@pytest.fixture
def world(cast):
    sign_rulebook()
    world = contacted(cast)
    rewrite(Person.objects.filter(pk=world.parent), given_name="Quilla")
    record_need(
        cast.key_worker, world.reference, need="housing", kind="need", evidence="Quilla moves", about=[world.parent]
    )
    return world


@pytest.fixture
def sealed(cast, world):
    """Quilla is sealed; the manager and the duty manager are custodians, and the key worker is not named."""
    return restrict_member(
        cast.team_manager,
        world.reference,
        subject=world.parent,
        kind="sealed",
        categories=["identity"],
        reason=WHY,
        custodians=[cast.team_manager.post, cast.duty_manager.post],
    )


def _bodies(client, world):
    pages = {tab: client.get(f"/families/{world.reference}/{tab}") for tab in TABS}
    calls = {
        name: client.get(f"/api/v1/families/{world.reference}/{name}")
        for name in ("", "needs/", "plan/", "contacts/", "chronology/", "team/")
    }
    lists = {"list": client.get("/families/"), "copy": client.get(f"/families/{world.reference}/own-plan/")}
    return {str(key): answer for found in (pages, calls, lists) for key, answer in found.items()}


def test_a_sealed_person_leaves_no_shadow_on_any_route(cast, client, world, sealed):
    sign_in(client, cast.key_worker)
    for where, answer in _bodies(client, world).items():
        words = answer.content.decode()
        assert answer.status_code == 200, where
        assert not re.search("quilla", words, re.IGNORECASE), where
        assert str(world.parent) not in words, where
        assert "seal" not in words.lower(), where
    sheet = family(cast.key_worker, world.reference)
    assert len(sheet.members) == 2
    assert "Quilla moves" not in repr(needs(cast.key_worker, world.reference))
    assert contacts(cast.key_worker, world.reference).contacts == ()
    assert "Home visit" not in repr(chronology(cast.key_worker, world.reference))
    assert "Walk to school together" not in repr(plan(cast.key_worker, world.reference))
    assert my_families(cast.key_worker, search="quilla").rows == ()


def test_whoever_is_named_sees_all_of_it(cast, world, sealed):
    assert len(family(cast.team_manager, world.reference).members) == 3
    assert "Quilla moves" in repr(needs(cast.team_manager, world.reference))


def test_a_page_with_a_sealed_person_asks_the_database_what_it_asks_without_one(cast, client, world):
    sign_in(client, cast.key_worker)
    client.get(f"/families/{world.reference}/")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/families/{world.reference}/")
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip
    with CaptureQueriesContext(connection) as after:
        client.get(f"/families/{world.reference}/")
    assert len(before) == len(after)


def test_a_guard_leaves_the_person_and_closes_the_category(cast, world):
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="guarded", categories=["whereabouts"], reason=WHY
    )
    sheet = family(cast.key_worker, world.reference)
    assert len(sheet.members) == 3
    places = [one.place for one in sheet.members if one.subject == world.parent]
    assert places == [None]
    assert family(cast.team_manager, world.reference).members[0].name.value


def test_a_restriction_is_confirmed_by_another_and_ended_by_another(cast, world):
    held = restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="guarded", categories=["contacts"], reason=WHY,
        named=[cast.duty_manager.post],
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="Somebody else confirms"):
        confirm_restriction(cast.team_manager, held)
    with pytest.raises(NotFound):
        confirm_restriction(cast.da_adviser, held)
    confirm_restriction(cast.duty_manager, held)
    with pytest.raises(Refused, match="confirmed already"):
        confirm_restriction(cast.duty_manager, held)
    review_restriction(cast.duty_manager, held, review_on=timezone.localdate() + timedelta(days=30))
    with pytest.raises(Invalid, match="six months"):
        review_restriction(cast.duty_manager, held, review_on=timezone.localdate() + timedelta(days=400))
    with pytest.raises(NotAllowed, match="Somebody else ends"):
        end_restriction(cast.team_manager, held)
    assert contacts(cast.key_worker, world.reference).contacts == ()
    end_restriction(cast.duty_manager, held)
    assert len(contacts(cast.key_worker, world.reference).contacts) == 1
    with pytest.raises(NotFound):
        end_restriction(cast.duty_manager, held)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "locked"}, "guarded or sealed"),
        ({"categories": []}, "what is closed"),
        ({"categories": ["secrets"]}, "what is closed"),
        ({"reason": "because"}, "20 letters"),
        ({"kind": "sealed"}, "two custodians"),
        ({"review_in_days": 400}, "six months"),
    ],
)
def test_a_restriction_that_cannot_be_is_refused_in_words(cast, world, changes, words):
    facts = {"kind": "guarded", "categories": ["contacts"], "reason": WHY} | changes
    with pytest.raises(Invalid, match=words):
        restrict_member(cast.team_manager, world.reference, subject=world.parent, **facts)
    assert not Restriction.objects.exists()


def test_nobody_implicated_sets_sees_or_ends_a_restriction(cast, world):
    held = restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="guarded", categories=["contacts"], reason=WHY,
        named=[cast.duty_manager.post],
    )  # fmt: skip
    implicate(cast.team_manager, world.parent, posts=[cast.duty_manager.post])
    with pytest.raises(NotFound):
        end_restriction(cast.duty_manager, held)
    with pytest.raises(Invalid, match="may not be"):
        restrict_member(
            cast.team_manager, world.reference, subject=world.parent, kind="guarded", categories=["plan"], reason=WHY,
            named=[cast.duty_manager.post],
        )  # fmt: skip


def test_a_custodian_opens_a_seal_to_one_person_for_twelve_hours(cast, world, sealed):
    until = open_seal_to(cast.duty_manager, sealed, post=cast.key_worker.post)
    assert timedelta(hours=11) < until - timezone.now() <= timedelta(hours=12)
    assert len(family(cast.key_worker, world.reference).members) == 3
    with pytest.raises(Refused, match="already"):
        open_seal_to(cast.duty_manager, sealed, post=cast.key_worker.post)
    with pytest.raises(NotAllowed, match="A domestic abuse adviser or a manager decides"):
        open_seal_to(cast.key_worker, sealed, post=cast.colleague.post)


# Consent


def test_consent_opens_what_waits_for_it_and_withdrawing_closes_it_at_the_next_look(cast, world):
    record_need(
        cast.key_worker, world.reference, need="domestic_abuse", kind="need", evidence="As told", about=[world.parent]
    )
    record_member_consent(
        cast.key_worker, world.reference, subject=world.parent, categories=["domestic_abuse"], agrees=True, by="person"
    )
    assert Consent.objects.filter(withdrawn_at__isnull=True, agrees=True).count() == 1
    withdraw_member_consent(cast.key_worker, world.reference, subject=world.parent, categories=["domestic_abuse"])
    assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()
    with pytest.raises(Refused, match="no consent to withdraw"):
        withdraw_member_consent(cast.key_worker, world.reference, subject=world.parent, categories=["domestic_abuse"])


def test_under_sixteen_a_competent_child_decides_and_their_word_stands_against_a_parents(cast, world):
    facts = {"subject": world.child, "categories": ["mental_health"]}
    with pytest.raises(Invalid, match="judge first"):
        record_member_consent(cast.key_worker, world.reference, agrees=True, by="person", **facts)
    with pytest.raises(Invalid, match="Record first that this child can decide"):
        record_member_consent(cast.key_worker, world.reference, agrees=True, by="competent_child", **facts)
    with pytest.raises(Invalid, match="holds parental responsibility"):
        record_member_consent(
            cast.key_worker, world.reference, agrees=True, by="parent", by_subject=world.parent, **facts
        )
    record_member_responsibility(
        cast.key_worker, world.reference, subject=world.child, holder=world.parent, how="mother"
    )
    record_member_consent(cast.key_worker, world.reference, agrees=True, by="parent", by_subject=world.parent, **facts)
    born = Person.objects.get(pk=world.child).date_of_birth
    assert Consent.objects.get(withdrawn_at__isnull=True).lapses_on == date(born.year + 16, born.month, born.day)
    judge_member(
        cast.key_worker, world.reference, subject=world.child, matter="mental_health", is_able=True, reasons="Clear"
    )
    record_member_consent(cast.key_worker, world.reference, agrees=False, by="competent_child", **facts)
    with pytest.raises(Refused, match="Their word stands"):
        record_member_consent(
            cast.key_worker, world.reference, agrees=True, by="parent", by_subject=world.parent, **facts
        )


def test_a_holder_recorded_as_a_risk_or_limited_by_an_order_does_not_decide(cast, world):
    for more in ({"is_risk": True}, {"limited_by": "Prohibited steps order"}):
        record_member_responsibility(
            cast.key_worker, world.reference, subject=world.child, holder=world.parent, how="mother", **more
        )
        with pytest.raises(Refused, match="Ask your manager"):
            record_member_consent(
                cast.key_worker, world.reference, subject=world.child, categories=["needs"], agrees=True, by="parent",
                by_subject=world.parent,
            )  # fmt: skip


# Emergency access


def test_emergency_access_opens_for_twelve_hours_and_waits_for_every_supplier(cast, world):
    duty = cast.emergency_duty
    with pytest.raises(NotFound):
        family(duty, world.reference)
    with pytest.raises(Invalid, match="20 letters"):
        take_emergency_access(duty, world.reference, categories=["identity"], reason="quick")
    with pytest.raises(Invalid, match="what you need to see"):
        take_emergency_access(duty, world.reference, categories=[], reason=WHY)
    with pytest.raises(NotFound):
        take_emergency_access(duty, "FZZZZZZZ", categories=["identity"], reason=WHY)
    with pytest.raises(NotAllowed, match="emergency duty"):
        take_emergency_access(cast.colleague, world.reference, categories=["identity"], reason=WHY)
    until = take_emergency_access(duty, world.reference, categories=["identity", "household"], reason=WHY)
    assert timedelta(hours=11) < until - timezone.now() <= timedelta(hours=12)
    sheet = family(duty, world.reference)
    assert sheet.members[0].name.value
    access = EmergencyAccess.objects.get()
    assert suppliers_seen(access) == {cast.key_worker.agency}
    look = JournalEntry.objects.filter(kind="look", post_id=duty.post).latest("id")
    assert any(code.startswith("emergency:") for code in look.detail["seen"]["identity"]["basis"])
    lead = governance_lead(Agency.objects.get(pk=cast.key_worker.agency))
    with pytest.raises(NotFound):
        review_emergency(governance_lead(Agency.objects.get(pk=cast.police.agency)), access.pk, was_right=True)
    with pytest.raises(Invalid, match="not right"):
        review_emergency(lead, access.pk, was_right=False)
    review_emergency(lead, access.pk, was_right=True)
    with pytest.raises(Refused, match="already"):
        review_emergency(lead, access.pk, was_right=True)


def test_emergency_access_never_opens_a_seal(cast, world, sealed):
    take_emergency_access(cast.emergency_duty, world.reference, categories=["identity", "needs"], reason=WHY)
    assert len(family(cast.emergency_duty, world.reference).members) == 2


def test_the_journal_holds_no_words_of_a_restriction_or_an_emergency(cast, world, sealed):
    take_emergency_access(cast.emergency_duty, world.reference, categories=["identity"], reason=WHY)
    assert "hurt at home" not in json.dumps([entry.detail for entry in JournalEntry.objects.all()])


def test_what_a_restricted_person_does_is_never_on_the_familys_copy(cast, world):
    assert "Walk to school together" in repr(own_plan(cast.key_worker, world.reference).own)
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="guarded", categories=["whereabouts"],
        reason=WHY, named=[cast.key_worker.post],
    )  # fmt: skip
    assert "Walk to school together" not in repr(own_plan(cast.key_worker, world.reference).own)


def test_visits_to_a_restricted_person_are_closed_while_the_rest_stays_shared(cast, world):
    visit(cast, world)
    restrict_member(
        cast.team_manager, world.reference, subject=world.child, kind="guarded", categories=["contacts"], reason=WHY
    )
    assert contacts(cast.key_worker, world.reference).contacts == ()
    assert plan(cast.key_worker, world.reference).goals
