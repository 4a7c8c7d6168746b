"""Practitioners, the dated posts in which they act, and the tokens of partners' systems."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from agencies.models.agency import Agency, Place
from agencies.vocabulary import MailChoice, Role


class PractitionerManager(BaseUserManager["Practitioner"]):
    """What Django's sign-in needs to find and make a practitioner; everything else goes through operations."""

    def get_by_natural_key(self, username: str | None) -> "Practitioner":
        """The practitioner with this e-mail address, whatever its case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **facts: str) -> "Practitioner":
        """A new practitioner with a hashed password; used by `add_practitioner`."""
        practitioner = self.model(email=self.normalize_email(email).lower(), **facts)
        practitioner.set_password(password)
        practitioner.save(using=self._db)
        return practitioner


class Practitioner(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Rights come from the post they act in; `is_superuser` opens nothing."""

    retention = "staff_record"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=200)
    name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    mail = models.CharField(max_length=10, choices=MailChoice, default=MailChoice.DIGEST)
    language = models.CharField(max_length=10, blank=True, help_text="of the pages; empty until they choose")

    objects = PractitionerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="an_email_address_signs_in_one_practitioner")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Nobody is: there is no admin site with shared records in it."""
        return False


class Post(models.Model):
    """One practitioner, one role, one agency, one place, from a day to a day (both included)."""

    retention = "staff_record"

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(default=10, help_text="weighted families this post can carry")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "agency", "role", "place"],
                condition=Q(ends_on__isnull=True),
                name="a_practitioner_holds_a_post_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="a_post_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Token(models.Model):
    """Lets a partner's system act in one post. Only the SHA-256 of the token is kept."""

    retention = "staff_record"

    post = models.ForeignKey(Post, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    ends_at = models.DateTimeField()
