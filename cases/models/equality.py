"""What people say of themselves for equality monitoring: asked, never guessed, and read in statistics alone."""

from django.db import models

from agencies.models import Agency, Post
from cases.models.people import Person
from cases.vocabulary import Disability, EthnicGroup
from datasharing.models.sealed import SealedCharField
from datasharing.vocabulary import Category


class EqualityRecord(models.Model):
    """One person's own answer: their ethnic group, and whether they are disabled. Asked again, it is written over.

    Source: Equality Act 2010 s149; ethnic groups of the 2021 census. Nothing is ever matched or decided by it.
    """

    retention = "early_help_record"
    subjects = ("person__subject",)
    gathers = True
    classified = {"ethnic_group": Category.IDENTITY, "disability": Category.IDENTITY}
    plain = ("asked_on",)
    sealed_for = "person_id"

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="equality")
    ethnic_group = SealedCharField(max_length=20, choices=EthnicGroup)
    disability = SealedCharField(max_length=20, choices=Disability)
    asked_on = models.DateField()
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
