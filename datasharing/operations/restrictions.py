"""Restrictions on one person: set, confirmed by somebody else, reviewed, ended; who is named; safety instructions.

Nobody implicated may set, see or end one. For whoever may not know of a restriction it is not there: NotFound.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post
from agencies.operations import journal
from agencies.operations.notify import settle_notices
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.vocabulary import NoticeKind, Role
from datasharing.live import live_at
from datasharing.models import Implicated, Named, Restriction, SafetyInstruction
from datasharing.vocabulary import Category, Event, RestrictionKind

SETTERS = frozenset({Role.DA_ADVISER, Role.TEAM_MANAGER, Role.DUTY_MANAGER})
LONGEST_REVIEW = timedelta(days=183)
OPENED_FOR = timedelta(hours=12)
FEWEST_CUSTODIANS = 2
SHORTEST_REASON = 20


@transaction.atomic
def set_restriction(
    actor: Actor,
    subject: UUID,
    *,
    kind: str,
    categories: Collection[str],
    reason: str,
    named: Collection[int],
    custodians: Collection[int] = (),
    confirm_by: datetime,
    review_on: date,
    family: UUID,
    on: datetime | None = None,
) -> int:
    """Close these categories of what is about this person, from now; returns the restriction.

    `named` are the posts that it does not close, `custodians` those who may open a seal to others: a seal has two at
    least. Whoever sets it is named on it.
    """
    at = on or timezone.now()
    _require_setter(actor, subject)
    if kind not in RestrictionKind.values:
        raise Invalid(_("Choose guarded or sealed."), field="kind")
    if not categories or any(category not in Category.values for category in categories):
        raise Invalid(_("Choose what is closed."), field="categories")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(
            _("Give the reason, in %(letters)s letters or more.") % {"letters": SHORTEST_REASON}, field="reason"
        )
    if not timezone.localdate(at) < review_on <= timezone.localdate(at) + LONGEST_REVIEW:
        raise Invalid(_("Set a review within six months."), field="review_on")
    if kind == RestrictionKind.SEALED and len(set(custodians)) < FEWEST_CUSTODIANS:
        raise Invalid(_("A seal needs two custodians, so that one can always be reached."), field="custodians")
    everybody = {actor.post, *named, *custodians}
    _check_named(subject, everybody, at)
    held = Restriction.objects.create(
        subject_id=subject,
        categories=sorted(set(categories)),
        kind=kind,
        reason=reason.strip(),
        set_by_id=actor.post,
        starts_at=at,
        confirm_by=confirm_by,
        review_on=review_on,
    )
    Named.objects.bulk_create(
        Named(
            restriction=held, post_id=post, is_custodian=post in set(custodians), given_by_id=actor.post, starts_at=at
        )
        for post in sorted(everybody)
    )
    detail = {"restriction": held.pk, "kind": kind, "categories": held.categories, "named": sorted(everybody)}
    journal.record(actor, Event.RESTRICTION_SET, families=[family], subjects=[subject], detail=detail)
    return held.pk


@transaction.atomic
def confirm_restriction(actor: Actor, restriction: int, *, on: datetime | None = None) -> None:
    """A second person confirms it. It holds meanwhile, and after the working day in which somebody should have."""
    held = take_restriction(actor, restriction)
    if held.confirmed_at is not None:
        raise Refused(_("This restriction is confirmed already."))
    if held.set_by_id == actor.post:
        raise NotAllowed(_("You set this restriction. Somebody else confirms it."))
    held.confirmed_by_id, held.confirmed_at = actor.post, on or timezone.now()
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    settle_notices(NoticeKind.RESTRICTION_TO_CONFIRM, event=f"restriction:{held.pk}")
    journal.record(actor, Event.RESTRICTION_CONFIRMED, subjects=[held.subject_id], detail={"restriction": held.pk})


@transaction.atomic
def review_restriction(actor: Actor, restriction: int, *, review_on: date, on: datetime | None = None) -> None:
    """It is still needed: set the next review."""
    held = take_restriction(actor, restriction)
    today = timezone.localdate(on or timezone.now())
    if not today < review_on <= today + LONGEST_REVIEW:
        raise Invalid(_("Set a review within six months."), field="review_on")
    held.review_on = review_on
    held.save(update_fields=["review_on"])
    detail = {"restriction": held.pk, "review_on": review_on.isoformat()}
    journal.record(actor, Event.RESTRICTION_REVIEWED, subjects=[held.subject_id], detail=detail)


@transaction.atomic
def end_restriction(actor: Actor, restriction: int, *, on: datetime | None = None) -> None:
    """It is no longer needed. Whoever set it does not end it alone."""
    held = take_restriction(actor, restriction)
    if held.set_by_id == actor.post:
        raise NotAllowed(_("You set this restriction. Somebody else ends it."))
    held.ends_at, held.ended_by_id = on or timezone.now(), actor.post
    held.save(update_fields=["ends_at", "ended_by"])
    settle_notices(NoticeKind.RESTRICTION_TO_CONFIRM, event=f"restriction:{held.pk}")
    journal.record(actor, Event.RESTRICTION_ENDED, subjects=[held.subject_id], detail={"restriction": held.pk})


@transaction.atomic
def open_seal_to(actor: Actor, restriction: int, *, post: int, on: datetime | None = None) -> datetime:
    """A custodian opens it to one named person for twelve hours; returns when that ends."""
    at = on or timezone.now()
    held = take_restriction(actor, restriction)
    if not _live_names(held, at).filter(post_id=actor.post, is_custodian=True).exists():
        raise NotAllowed(_("A custodian of this seal opens it to somebody else."))
    return let_in(actor, held, post, at)


@transaction.atomic
def let_in(actor: Actor, held: Restriction, post: int, at: datetime) -> datetime:
    """Name this post on a seal for twelve hours, whoever decides it; returns when that ends. Refused where it is."""
    _check_named(held.subject_id, {post}, at)
    if _live_names(held, at).filter(post_id=post).exists():
        raise Refused(_("It is open to this person already."), field="post")
    until = at + OPENED_FOR
    Named.objects.create(restriction=held, post_id=post, given_by_id=actor.post, starts_at=at, ends_at=until)
    detail = {"restriction": held.pk, "post": post, "until": until.isoformat()}
    journal.record(actor, Event.RESTRICTION_OPENED, subjects=[held.subject_id], detail=detail)
    return until


@transaction.atomic
def implicate(actor: Actor, subject: UUID, *, posts: Iterable[int], on: datetime | None = None) -> None:
    """Say that whoever holds these posts is implicated in what happened to this person."""
    _require_setter(actor, subject)
    named = sorted(set(posts))
    Implicated.objects.bulk_create(
        [
            Implicated(subject_id=subject, post_id=post, said_by_id=actor.post, said_at=on or timezone.now())
            for post in named
        ],
        ignore_conflicts=True,
    )
    journal.record(actor, Event.IMPLICATED, subjects=[subject], detail={"posts": named})


@transaction.atomic
def set_instruction(
    actor: Actor, file: UUID, *, words: str, keeps_apart: bool = False, on: datetime | None = None
) -> int:
    """What everybody with reach must do before they act. It must tell no reason, since nothing hides it.

    One that `keeps_apart` forbids to invite two adults of the family together.
    """
    if actor.role not in SETTERS:
        raise NotAllowed(_("A domestic abuse adviser or a manager sets a safety instruction."))
    if not words.strip() or len(words.strip()) > 200:
        raise Invalid(_("Write what to do, in 200 letters at most and without the reason."), field="words")
    held = SafetyInstruction.objects.create(
        file_id=file,
        words=words.strip(),
        keeps_apart=keeps_apart,
        set_by_id=actor.post,
        starts_at=on or timezone.now(),
    )
    journal.record(actor, Event.INSTRUCTION_SET, families=[file], detail={"instruction": held.pk})
    return held.pk


@transaction.atomic
def end_instruction(actor: Actor, file: UUID, *, instruction: int, on: datetime | None = None) -> None:
    """A safety instruction is no longer needed."""
    if actor.role not in SETTERS:
        raise NotAllowed(_("A domestic abuse adviser or a manager ends a safety instruction."))
    at = on or timezone.now()
    live = SafetyInstruction.objects.filter(pk=instruction, file_id=file, ends_at__isnull=True)
    if not live.update(ends_at=at):
        raise Refused(_("This instruction has ended already."))
    journal.record(actor, Event.INSTRUCTION_ENDED, families=[file], detail={"instruction": instruction})


def take_restriction(actor: Actor, restriction: int) -> Restriction:
    """A restriction in force, locked, for somebody named on it who may set one; NotFound for everybody else."""
    at = timezone.now()
    held = Restriction.objects.select_for_update().filter(pk=restriction).filter(live_at(at)).first()
    if (
        held is None
        or not _live_names(held, at).filter(post_id=actor.post).exists()
        or is_implicated(actor.post, held.subject_id)
    ):
        raise NotFound
    if actor.role not in SETTERS:
        raise NotAllowed(_("A domestic abuse adviser or a manager decides on restrictions."))
    return held


def is_implicated(post: int, subject: UUID) -> bool:
    """Whether the holder of this post is implicated in what happened to this person, in whatever post."""
    theirs = Post.objects.filter(practitioner__posts__pk=post)
    return Implicated.objects.filter(subject_id=subject, post__in=theirs).exists()


def _require_setter(actor: Actor, subject: UUID) -> None:
    if is_implicated(actor.post, subject):
        raise NotFound
    if actor.role not in SETTERS:
        raise NotAllowed(_("A domestic abuse adviser or a manager decides on restrictions."))


def _check_named(subject: UUID, posts: Collection[int], at: datetime) -> None:
    """Every post named is live, and its holder not implicated."""
    today = timezone.localdate(at)
    live = set(
        Post.objects.filter(pk__in=posts, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .values_list("pk", flat=True)
    )
    if live != set(posts):
        raise Invalid(_("Name people who hold their post today."), field="named")
    if any(is_implicated(post, subject) for post in posts):
        raise Invalid(_("Somebody named here may not be."), field="named")


def _live_names(held: Restriction, at: datetime) -> QuerySet[Named]:
    return Named.objects.filter(live_at(at), restriction=held)
