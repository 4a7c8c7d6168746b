"""The demo place: small here, with families at every step of the path."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.access import USUAL_PURPOSE
from agencies.models import Agency, Post
from agencies.refusals import NotFound
from agencies.selectors.actor import acting_by_email
from agencies.vocabulary import AgencyKind, Role
from cases.intake.models import AgendaItem, AnswerPart, Conflict, InformationRequest, Referral, StepUp
from cases.intake.selectors.candidates import match_sheet
from cases.models import Case, Contact, ContactPart, Review
from cases.selectors.my_families import my_families
from cases.vocabulary import CaseState, Decision, ReferralState, SaidConsent, Source, Urgency
from lintel.demo.building import build_demo
from lintel.demo.families import OWN, Size
from lintel.demo.house import DOMAIN, ashworth
from lintel.demo.sign_ins import PASSWORD, sign_ins
from outcomes.models import Budget, CaseVersion, Edition, FundPurchase, InvestmentAgreement, OperationalPlan

TINY = Size(
    supported=6,
    received=4,
    matched=1,
    asked=3,
    listed=2,
    turned_away=2,
    own=3,
    waiting=1,
    others=1,
    closed=1,
    held=1,
    again=1,
)


@pytest.fixture
def demo(db: None) -> None:
    """A small Ashworth."""
    build_demo(say=lambda words: None, homes=420, size=TINY)


@pytest.mark.slow
def test_every_step_of_the_path_has_a_family(demo: None) -> None:
    assert set(Referral.objects.values_list("state", flat=True)) == set(ReferralState.values)
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    assert InformationRequest.objects.filter(answered_at__isnull=True).exists()
    assert AnswerPart.objects.exists()
    assert AgendaItem.objects.filter(closed_at__isnull=True).count() == TINY.listed
    assert StepUp.objects.filter(strategy="").exists() and StepUp.objects.exclude(strategy="").exists()
    assert Conflict.objects.count() == 1
    assert Contact.objects.exists() and ContactPart.objects.filter(is_child_voice=True).exists()
    assert Review.objects.exists()
    assert Edition.objects.count() == 1
    assert CaseVersion.objects.get().approved_at and Budget.objects.count() == 2
    assert InvestmentAgreement.objects.count() == OperationalPlan.objects.count() == 1
    assert FundPurchase.objects.exists()
    decided = Counter(Referral.objects.values_list("decisions__decision", flat=True))
    assert {Decision.OPEN_CASE, Decision.SIGNPOST, Decision.NO_ACTION, Decision.STEP_UP} <= set(decided)

    received = Referral.objects.filter(state=ReferralState.RECEIVED)
    assert received.filter(urgency=Urgency.RED).count() == 1
    assert received.filter(source=Source.SELF, sender=None).exists()
    assert received.filter(said_consent=SaidConsent.REFUSED).exists()

    families = my_families(acting_by_email(f"key.worker@{DOMAIN}"))
    assert len(families.rows) == TINY.own < len(OWN)
    assert len({row.reason for row in families.rows}) > 1
    assert all(post.starts_on < timezone.localdate() for post in Post.objects.all())

    elsewhere = Referral.objects.get(file__place__path="brindle")
    assert match_sheet(acting_by_email(f"brindle.screener@{DOMAIN}"), elsewhere.reference).people
    with pytest.raises(NotFound):
        match_sheet(acting_by_email(f"screener@{DOMAIN}"), elsewhere.reference)

    assert set(Agency.objects.values_list("kind", flat=True)) == set(AgencyKind.values)
    _each_role_signs_in()
    with pytest.raises(CommandError, match="There is a place here already"):
        call_command("demo")


def _each_role_signs_in() -> None:
    found = sign_ins(ashworth().people)
    assert {one.role for one in found} == {role.label for role in Role} == {role.label for role in USUAL_PURPOSE}
    one = next(one for one in found if one.email == f"key.worker@{DOMAIN}")
    client = Client()
    asked = client.post(reverse("account_login"), {"login": one.email, "password": PASSWORD})
    assert asked.status_code == 302, asked.content.decode()
    done = client.post(asked["Location"], {"code": one.code})
    assert done.status_code == 302, done.content.decode()

    printed = StringIO()
    call_command("sign_ins", stdout=printed)
    assert one.secret in printed.getvalue() and PASSWORD in printed.getvalue()


def test_sign_ins_are_shown_in_the_demo_place_alone(db: None) -> None:
    with pytest.raises(CommandError, match="not the demo place"):
        call_command("sign_ins")
