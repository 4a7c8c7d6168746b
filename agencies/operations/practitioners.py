"""Practitioners: adding one, and helping one who can no longer sign in."""

import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post, Practitioner
from agencies.operations import journal
from agencies.operations.authority import require_administrator, require_any_administrator
from agencies.operations.once import refused_if_there
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import Event

LONGEST_ADDRESS = 200
TAKEN = "Somebody already signs in with this e-mail address."


@transaction.atomic
def add_practitioner(actor: Actor | None, email: str, *, name: str, password: str, telephone: str = "") -> Practitioner:
    """Add somebody who can sign in. They can do nothing until they are given a post.

    Raises Invalid for an address, name or password that will not do, Refused when the address is taken.
    """
    require_any_administrator(actor)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(_("Enter an e-mail address in the right form, such as name@example.org."), "email") from error
    if len(address) > LONGEST_ADDRESS:
        raise Invalid(_("The e-mail address is too long."), "email")
    if not name.strip() or len(name.strip()) > 120:
        raise Invalid(_("Enter their name, in 120 letters at most."), "name")
    if Practitioner.objects.filter(email__iexact=address).exists():
        raise Refused(TAKEN, "email")
    try:
        validate_password(password, Practitioner(email=address, name=name.strip()))
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), "password") from error
    with refused_if_there(TAKEN, "email"):
        practitioner = Practitioner.objects.create_user(
            address, password, name=name.strip(), telephone=telephone.strip()[:40]
        )
    journal.record(actor, Event.PRACTITIONER_ADDED, detail={"practitioner": str(practitioner.pk)})
    return practitioner


@transaction.atomic
def set_second_factor(actor: Actor | None, email: str, *, secret: str | None = None) -> str:
    """At set-up alone: give a practitioner the secret of their codes, and return it. Others set up their own."""
    if actor is not None:
        raise NotAllowed(_("Everybody sets up their own second factor."))
    practitioner = _take_practitioner(email)
    if Authenticator.objects.filter(user=practitioner, type=Authenticator.Type.TOTP).exists():
        raise Refused(_("They have a second factor already."))
    chosen = secret or generate_totp_secret()
    TOTP.activate(practitioner, chosen)
    journal.record(actor, Event.SECOND_FACTOR_SET, detail={"practitioner": str(practitioner.pk)})
    return chosen


@transaction.atomic
def reset_sign_in(actor: Actor | None, email: str) -> str:
    """Let somebody sign in again who lost their password or their telephone; return their new password, once.

    The second factor is taken off, so that they set up a new one; every session of theirs ends. Raises Refused when
    they hold a post outside the administrator's place, or are the administrator.
    """
    require_any_administrator(actor)
    practitioner = _take_practitioner(email)
    if actor is not None:
        if actor.practitioner == practitioner.pk:
            raise Refused(_("Change your own password from your sign-in page, or ask another administrator."))
        held = Post.objects.filter(practitioner=practitioner).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
        )
        for post in held.select_related("place", "agency"):
            require_administrator(actor, post.place.path, agency=post.agency)
    password = fresh_password()
    practitioner.set_password(password)
    practitioner.save(update_fields=["password"])
    Authenticator.objects.filter(user=practitioner).delete()
    journal.record(actor, Event.SIGN_IN_RESET, detail={"practitioner": str(practitioner.pk)})
    return password


def fresh_password() -> str:
    """A random password of 16 letters, to be told once and changed."""
    return secrets.token_urlsafe(12)


def _take_practitioner(email: str) -> Practitioner:
    practitioner = Practitioner.objects.select_for_update().filter(email__iexact=email).first()
    if practitioner is None:
        raise NotFound
    return practitioner
