"""Referrals: a worry at the front door, the people it names, and what matching made of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Agency, Post
from cases.models.people import Family, Person
from cases.vocabulary import AskingBasis, Band, ReferralState, Role, SaidConsent, Sex, Source, Urgency
from datasharing.models import FamilyFile
from datasharing.models.sealed import RowSeal, SealedCharField, SealedDateField, SealedTextField
from datasharing.vocabulary import Category


class Referral(models.Model):
    """What arrived. It has a file from its first moment; a match may move it to the file of a family known before."""

    retention = "referral"
    subjects = ("people__person__subject",)
    gathers = True
    classified = {
        "concern": Category.NEEDS,
        "needs": Category.NEEDS,
        "said_consent": Category.AGREEMENT,
        "asking_basis": Category.AGREEMENT,
        "asking_reason": Category.AGREEMENT,
        "asking_manager": Category.AGREEMENT,
        "immediate_danger": Category.NEEDS,
        "referrer_name": Category.CONTACTS,
        "referrer_contact": Category.CONTACTS,
    }
    plain = (
        "reference", "sender_reference", "source", "received_at", "due_at", "urgency", "state", "matched_at",
        "held_against_seals_at", "family_code", "closed_at",
    )  # fmt: skip
    sealed_for = "file_id"

    seal = RowSeal()
    file = models.ForeignKey(FamilyFile, models.PROTECT, related_name="referrals")
    family = models.ForeignKey(Family, models.PROTECT, null=True, related_name="referrals")
    reference = models.CharField(max_length=12, unique=True)
    sender = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="referrals")
    sent_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    sender_reference = models.CharField(
        max_length=80, blank=True, help_text="the sender's own; sent twice, one referral"
    )
    source = models.CharField(max_length=30, choices=Source)
    referrer_name = SealedCharField(max_length=120, blank=True)
    referrer_contact = SealedCharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="when the contact decision falls due")
    urgency = models.CharField(max_length=6, choices=Urgency, default=Urgency.GREEN)
    immediate_danger = models.BooleanField(default=False)
    said_consent = models.CharField(max_length=12, choices=SaidConsent)
    needs = ArrayField(models.CharField(max_length=20), default=list)
    concern = SealedTextField()
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.RECEIVED)
    matched_at = models.DateTimeField(null=True)
    family_code = models.CharField(
        max_length=64, blank=True, help_text="a keyed hash of the code by which a family sees what became of it"
    )
    held_against_seals_at = models.DateTimeField(null=True, help_text="when its people were held against sealed ones")
    closed_at = models.DateTimeField(
        null=True, help_text="decided, and no custodian keeps it open any longer; shown to nobody"
    )
    asking_basis = models.CharField(max_length=20, choices=AskingBasis, blank=True)
    asking_reason = SealedTextField(blank=True)
    asking_manager = SealedCharField(max_length=120, blank=True)
    basis_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "sender_reference"],
                condition=~Q(sender_reference=""),
                nulls_distinct=False,
                name="sending_twice_makes_one_referral",
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.RECEIVED) | Q(family__isnull=False),
                name="a_matched_referral_has_a_family",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="referral_not_held_to_seals", condition=Q(held_against_seals_at__isnull=True)
            ),
            models.Index(
                fields=["id"],
                name="referral_decided_not_closed",
                condition=Q(state=ReferralState.TRIAGED, closed_at__isnull=True),
            ),
        ]


class ReferredPerson(models.Model):
    """Somebody a referral names, as it names them, and the known person whom the front door took them for."""

    retention = "referral"
    subjects = ("person__subject",)
    gathers = True
    classified = {
        "given_name": Category.IDENTITY,
        "family_name": Category.IDENTITY,
        "date_of_birth": Category.IDENTITY,
        "sex": Category.IDENTITY,
        "nhs_number": Category.IDENTITY,
        "role": Category.HOUSEHOLD,
        "address": Category.WHEREABOUTS,
        "postcode": Category.WHEREABOUTS,
        "telephone": Category.WHEREABOUTS,
    }
    plain = ("position", "band")
    sealed_for = "referral.file_id"

    seal = RowSeal()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="people")
    position = models.PositiveSmallIntegerField()
    given_name = SealedCharField(max_length=200, blank=True)
    family_name = SealedCharField(max_length=200, blank=True)
    date_of_birth = SealedDateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    role = models.CharField(max_length=12, choices=Role, blank=True)
    nhs_number = SealedCharField(max_length=20, blank=True)
    address = SealedCharField(max_length=300, blank=True)
    postcode = SealedCharField(max_length=10, blank=True)
    telephone = SealedCharField(max_length=40, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="referred_as")
    band = models.CharField(max_length=4, choices=Band, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["referral", "position"], name="a_referral_names_in_order")]


class Rejection(models.Model):
    """A practitioner said: not the same person. Remembered, and never undone by a later run."""

    retention = "referral"
    subjects = ("person__subject",)
    gathers = False
    classified: dict[str, str] = {}
    plain = ("rejected_at",)

    referred = models.ForeignKey(ReferredPerson, models.PROTECT, related_name="rejections")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rejected_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    rejected_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referred", "person"], name="not_the_same_is_said_once")]


class SealedMatch(models.Model):
    """Somebody whom a referral names may be a sealed person: put to the seal's custodians, and told to nobody else.

    Where it is, and the custodian keeps the referral open, somebody named on the seal takes it on and says what was
    done. Until then the referral does not close.
    """

    retention = "restriction"
    subjects = ("person__subject",)
    gathers = True
    classified = {"done": Category.SOCIAL_CARE}
    plain = ("band", "queued_at", "is_same", "decided_at", "done_at")
    sealed_for = "person_id"

    seal = RowSeal()
    referred = models.ForeignKey(ReferredPerson, models.PROTECT, related_name="sealed_matches")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    band = models.CharField(max_length=4, choices=Band)
    queued_at = models.DateTimeField()
    is_same = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    taken_on_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    done = SealedTextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referred", "person"], name="a_sealed_match_is_asked_once"),
            models.CheckConstraint(
                condition=Q(taken_on_by__isnull=True, done_at__isnull=True)
                | Q(taken_on_by__isnull=False, is_same=True),
                name="a_sealed_match_is_taken_on_where_it_is_she",
            ),
            models.CheckConstraint(
                condition=Q(is_same__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_same__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="a_sealed_match_is_decided_by_somebody",
            ),
        ]
