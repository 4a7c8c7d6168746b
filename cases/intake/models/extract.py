"""Extracts: files that partners send, every row in or set aside, and the occurrences that rows tell of."""

from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Post
from cases.vocabulary import ExtractState, RowStatus, Sex
from datasharing.models import DataSubject
from datasharing.models.sealed import RowSeal, SealedCharField, SealedDateField, SealedJSONField
from datasharing.vocabulary import Category


class Extract(models.Model):
    """One file as a partner sent it. The same bytes under the same profile are one extract.

    Its `seal` is whose key seals every row of it, from the moment that rows go in until none of them tells of anybody.
    """

    retention = "extract"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = (
        "profile", "digest", "covers_from", "covers_to", "supplied_on", "state", "started_at", "posted_at",
        "rows_in", "rows_set_aside", "refusal",
    )  # fmt: skip

    seal = RowSeal(unique=True)
    profile = models.CharField(max_length=60)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="extracts")
    digest = models.CharField(max_length=64)
    covers_from = models.DateField()
    covers_to = models.DateField()
    supplied_on = models.DateField()
    state = models.CharField(max_length=10, choices=ExtractState, default=ExtractState.STAGED)
    started_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    rows_in = models.PositiveIntegerField(default=0)
    rows_set_aside = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "supplier", "digest"], name="the_same_file_is_one_extract"),
            models.CheckConstraint(condition=Q(covers_to__gte=F("covers_from")), name="an_extract_covers_days"),
        ]


class Household(models.Model):
    """People found to share a home, from extracts alone. Open to matching and identification, to nobody else."""

    retention = "extract_row"
    subjects = ()
    gathers = False
    classified: dict[str, str] = {}
    plain = ("key", "formed_at")

    key = models.CharField(max_length=64, unique=True, help_text="a digest of what it was found by")
    formed_at = models.DateTimeField()


class ExtractRow(models.Model):
    """One line of an extract: in (with who it names) or set aside (with column, reason and what was sent)."""

    retention = "extract_row"
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
        "address": Category.WHEREABOUTS,
        "postcode": Category.WHEREABOUTS,
        "uprn": Category.WHEREABOUTS,
        "reason": Category.IDENTITY,
        "raw": Category.IDENTITY,
    }
    plain = ("line", "status", "fingerprint", "face", "occurrence", "supplied_again_on", "column")
    sealed_for = "extract.seal"
    emptied = {
        "status": RowStatus.FORGOTTEN, "face": None, "given_name": "", "family_name": "", "date_of_birth": None,
        "nhs_number": "", "upn": "", "nino": "", "address": "", "postcode": "", "uprn": "", "reason": "", "raw": None,
    }  # fmt: skip

    seal = RowSeal()
    extract = models.ForeignKey(Extract, models.PROTECT, related_name="lines", db_index=False)
    line = models.PositiveIntegerField(help_text="as in the file; the header is line 1")
    status = models.CharField(max_length=10, choices=RowStatus)
    fingerprint = models.BinaryField(help_text="a keyed hash of the row as sent")
    face = models.BigIntegerField(null=True, help_text="a keyed hash of how it writes the person and their home")
    occurrence = models.PositiveSmallIntegerField(default=1, help_text="the how-manieth of identical rows in its file")
    subject = models.ForeignKey(DataSubject, models.PROTECT, null=True, related_name="extract_rows")
    given_name = SealedCharField(max_length=200, blank=True)
    family_name = SealedCharField(max_length=200, blank=True)
    date_of_birth = SealedDateField(null=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    nhs_number = SealedCharField(max_length=10, blank=True)
    upn = SealedCharField(max_length=13, blank=True)
    nino = SealedCharField(max_length=9, blank=True)
    address = SealedCharField(max_length=300, blank=True)
    postcode = SealedCharField(max_length=10, blank=True)
    uprn = SealedCharField(max_length=12, blank=True)
    supplied_again_on = models.DateField(null=True, help_text="when a later file last had the same row")
    column = models.CharField(max_length=80, blank=True)
    reason = SealedCharField(max_length=300, blank=True, help_text="it may quote what was sent")
    raw = SealedJSONField(null=True, help_text="the cells as sent; kept only while the row is set aside")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["extract", "line"], name="a_line_of_an_extract_is_one_row")]
        indexes = [models.Index(fields=["fingerprint"], name="row_by_fingerprint")]


class Occurrence(models.Model):
    """Something that happened to a person and that a partner told us: a code, a first day, the day after the last.

    `ends_on` is exclusive; empty for what happens in a moment. An open spell has `is_open` and ends on the day after
    its extract's last day. Occurrences of one `incident` in one family are one.
    """

    retention = "event"
    subjects = ("subject",)
    gathers = True
    classified = {"code": "category", "starts_on": "category", "ends_on": "category", "incident": "category"}
    plain = ("category", "is_open", "ordinal", "told_by", "posted_at")

    row = models.ForeignKey(ExtractRow, models.PROTECT, null=True, related_name="occurrences", db_index=False)
    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="occurrences", db_index=False)
    supplier = models.ForeignKey(Agency, models.PROTECT, related_name="occurrences")
    told_by = models.CharField(max_length=12, default="system")
    category = models.CharField(max_length=30, choices=Category)
    code = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    is_open = models.BooleanField(default=False)
    incident = models.CharField(max_length=60, blank=True)
    ordinal = models.PositiveSmallIntegerField(default=1, help_text="the how-manieth that its row tells of")
    posted_at = models.DateTimeField(null=True, help_text="when the ledger took it up")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "code", "ordinal"], name="a_row_tells_of_an_occurrence_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="a_spell_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "starts_on"], name="occurrence_by_subject"),
            models.Index(fields=["id"], name="occurrence_not_posted", condition=Q(posted_at__isnull=True)),
        ]
