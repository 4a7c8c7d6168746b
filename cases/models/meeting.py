"""Meetings of the team around the family: when, where, who is asked, who took part; and who must be kept apart."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post
from cases.meeting_words import Attended, OrderKind
from cases.models.case import Case
from cases.models.people import Person
from cases.models.work import Review
from datasharing.models import DataSubject
from datasharing.models.sealed import RowSeal, SealedCharField, SealedTextField
from datasharing.vocabulary import Category

ONE_OF_TWO = Q(post__isnull=False, person__isnull=True) | Q(post__isnull=True, person__isnull=False)


class Meeting(models.Model):
    """A meeting to which people are asked. Once held it has a review; one that is not to be is called off."""

    retention = "early_help_record"
    subjects = ("case__family__members__person__subject",)
    gathers = True
    classified = {"place_words": Category.PLAN, "words": Category.PLAN}
    plain = ("held_at", "called_at", "called_off_at", "submission")
    sealed_for = "case.family_id"

    seal = RowSeal()
    case = models.ForeignKey(Case, models.PROTECT, related_name="meetings")
    held_at = models.DateTimeField()
    place_words = SealedCharField(max_length=200)
    words = SealedTextField(blank=True, help_text="what it is for")
    review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="meeting")
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    called_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)
    submission = models.UUIDField(null=True, unique=True, help_text="of the form: pressed twice, called once")

    class Meta:
        ordering = ["held_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review__isnull=True) | Q(called_off_at__isnull=True), name="what_was_held_is_not_called_off"
            )
        ]


class Invitation(models.Model):
    """Somebody who is asked to a meeting: a practitioner of the team, or a member of the family."""

    retention = "early_help_record"
    subjects = ("person__subject",)
    gathers = False
    classified: dict[str, str] = {}
    plain = ()

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_OF_TWO, name="an_invitation_is_for_one"),
            models.UniqueConstraint(fields=["meeting", "post"], name="a_post_is_asked_once_to_a_meeting"),
            models.UniqueConstraint(fields=["meeting", "person"], name="a_person_is_asked_once_to_a_meeting"),
        ]


class Attendance(models.Model):
    """How a practitioner or a member of the family took part in a review."""

    retention = "early_help_record"
    subjects = ("person__subject",)
    gathers = True
    classified = {"how": Category.PLAN}
    plain = ()

    review = models.ForeignKey(Review, models.PROTECT, related_name="attendance")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=Attended)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_OF_TWO, name="attendance_is_of_one"),
            models.UniqueConstraint(fields=["review", "post"], name="a_post_took_part_in_one_way"),
            models.UniqueConstraint(fields=["review", "person"], name="a_person_took_part_in_one_way"),
        ]


class NoContactOrder(models.Model):
    """One person keeps away from another, from a day to a day, both included: by an order, or by a safety plan."""

    retention = "early_help_record"
    subjects = ("protected",)
    gathers = True
    classified = {"kind": Category.DOMESTIC_ABUSE, "words": Category.DOMESTIC_ABUSE}
    plain = ("starts_on", "ends_on", "recorded_at")
    sealed_for = "protected_id"

    seal = RowSeal()
    protected = models.ForeignKey(DataSubject, models.PROTECT, related_name="+")
    kept_away = models.ForeignKey(DataSubject, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=OrderKind)
    words = SealedTextField(blank=True, help_text="the court, its number, what is forbidden")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(protected=F("kept_away")), name="nobody_keeps_away_from_themselves"),
        ]
