"""People and families. Each points down to its anchor in `datasharing`, one to one."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post
from cases.vocabulary import Role, Sex
from datasharing.models import DataSubject, FamilyFile
from datasharing.models.sealed import RowSeal, SealedCharField, SealedDateField
from datasharing.vocabulary import Category


class Person(models.Model):
    """Somebody known: from a referral or from partners' records. `household` is what the extracts alone suggest."""

    retention = "early_help_record"
    subjects = ("subject",)
    gathers = True
    classified = {
        "given_name": Category.IDENTITY,
        "family_name": Category.IDENTITY,
        "date_of_birth": Category.IDENTITY,
        "sex": Category.IDENTITY,
        "nhs_number": Category.IDENTITY,
        "upn": Category.IDENTITY,
        "nino": Category.IDENTITY,
        "died_on": Category.IDENTITY,
    }
    plain = ("match_key",)
    sealed_for = "subject_id"
    emptied = {"match_key": ""}

    subject = models.OneToOneField(DataSubject, models.PROTECT, primary_key=True, related_name="person")
    given_name = SealedCharField(max_length=200, blank=True)
    family_name = SealedCharField(max_length=200, blank=True)
    date_of_birth = SealedDateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    nhs_number = SealedCharField(max_length=10, blank=True)
    upn = SealedCharField(max_length=13, blank=True)
    nino = SealedCharField(max_length=9, blank=True)
    died_on = SealedDateField(null=True, blank=True)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+", help_text="who first told us of them")
    household = models.ForeignKey("cases.Household", models.PROTECT, null=True, blank=True, related_name="people")
    match_key = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="a keyed hash of name and birth date"
    )


BORN = Person._meta.get_field("date_of_birth")


class FindingKeys(models.Model):
    """Keyed hashes under which a person is found at the front door, of all that records say of who they are."""

    retention = "early_help_record"
    subjects = ("person__subject",)
    gathers = False
    classified: dict[str, str] = {}
    plain = ("keys",)
    emptied: dict[str, list[int]] = {"keys": []}

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="finding")
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="person_by_finding_key", fastupdate=False)]


class Whereabouts(models.Model):
    """Where a person was, as somebody told us, and when that was last said."""

    retention = "early_help_record"
    subjects = ("person__subject",)
    gathers = True
    classified = {
        "address": Category.WHEREABOUTS,
        "postcode": Category.WHEREABOUTS,
        "uprn": Category.WHEREABOUTS,
        "telephone": Category.WHEREABOUTS,
    }
    plain = ("seen_on",)
    sealed_for = "person_id"

    seal = RowSeal()
    person = models.ForeignKey(Person, models.PROTECT, related_name="whereabouts")
    address = SealedCharField(max_length=300, blank=True)
    postcode = SealedCharField(max_length=10, blank=True)
    uprn = SealedCharField(max_length=12, blank=True)
    telephone = SealedCharField(max_length=40, blank=True)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    seen_on = models.DateField()

    class Meta:
        ordering = ["-seen_on", "-id"]


class Family(models.Model):
    """A family that somebody worries about. `name` is what people call it ("the Khan family")."""

    retention = "early_help_record"
    subjects = ("members__person__subject",)
    gathers = True
    classified = {"name": Category.IDENTITY}
    plain = ("formed_at",)
    sealed_for = "file_id"

    file = models.OneToOneField(FamilyFile, models.PROTECT, primary_key=True, related_name="family")
    name = SealedCharField(max_length=200)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    household = models.ForeignKey("cases.Household", models.PROTECT, null=True, blank=True, related_name="families")
    formed_at = models.DateTimeField()


class FamilyMember(models.Model):
    """A person belongs to a family from a day to a day. A child may belong to two."""

    retention = "early_help_record"
    subjects = ("person__subject",)
    gathers = True
    classified = {"role": Category.HOUSEHOLD, "joined_on": Category.HOUSEHOLD, "left_on": Category.HOUSEHOLD}
    plain = ()

    family = models.ForeignKey(Family, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(left_on__isnull=True), name="a_person_is_in_a_family_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="a_member_leaves_after_joining"
            ),
        ]
