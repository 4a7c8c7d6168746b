"""Notices by e-mail: written into the outbox, and sent from it once and only once.

A notice goes into one letter. A letter is tried under a lock: its try is counted and committed first, then it is
locked again, told what is still open and still the reader's to know of, handed to the transport under its own key,
and marked, in one transaction. Whoever is killed between the hand-over and the mark leaves it unmarked; the next try
hands over the same key, and a transport that keeps keys takes it once.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from agencies.languages import as_written
from agencies.mail import NotDelivered, Transport, transport
from agencies.models import Letter, Notice
from agencies.selectors.actor import acting
from agencies.vocabulary import MailChoice, NoticeKind
from datasharing.selectors.notices import still_known

log = structlog.get_logger("datasharing.letters")
DIGEST_FROM = time(7, 30)
MOST_TRIES = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


@transaction.atomic
def write_letters(*, on: datetime | None = None) -> int:
    """Put every notice that waits into a letter: at once, or from half past seven in the day's digest.

    Returns how many letters were written. A notice that was seen or settled meanwhile goes into none.
    """
    at = on or timezone.now()
    local = timezone.localtime(at)
    waiting = _waiting(at).filter(post__practitioner__mail=MailChoice.AT_ONCE)
    letters = []
    for notice in waiting:
        notice.letter = Letter(practitioner_id=notice.post.practitioner_id, written_at=at, try_after=at)
        letters.append(notice.letter)
    Letter.objects.bulk_create(letters)
    Notice.objects.bulk_update(waiting, ["letter"], batch_size=500)
    if local.time() < DIGEST_FROM:
        return len(letters)
    by_reader: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in _waiting(at).filter(post__practitioner__mail=MailChoice.DIGEST):
        by_reader[notice.post.practitioner_id].append(notice)
    for practitioner, notices in by_reader.items():
        digest, is_new = Letter.objects.get_or_create(
            practitioner_id=practitioner, digest_on=local.date(), defaults={"written_at": at, "try_after": at}
        )
        if is_new:
            Notice.objects.filter(pk__in=[one.pk for one in notices]).update(letter=digest)
            letters.append(digest)
    return len(letters)


def _waiting(at: datetime) -> QuerySet[Notice]:
    """Notices in no letter yet, locked, but for those that somebody else puts into one just now."""
    notices = Notice.objects.select_for_update(of=("self",), skip_locked=True).select_related("post")
    unread = notices.filter(letter__isnull=True, settled_at__isnull=True, seen_at__isnull=True, raised_at__lte=at)
    return unread.filter(post__practitioner__is_active=True).order_by("pk")


def send_letters(*, most: int = 200, on: datetime | None = None, by: Transport | None = None) -> int:
    """Send the letters whose time has come, the oldest first; returns how many went."""
    at = on or timezone.now()
    due = _unsent().filter(try_after__lte=at).order_by("written_at", "key").values_list("pk", flat=True)[:most]
    carrier = by or transport()
    return sum(send_letter(key, by=carrier, on=on) for key in list(due))


def send_letter(key: UUID, *, by: Transport, on: datetime | None = None) -> bool:
    """Try one letter; whether it went just now. One that another worker has in hand is left to it."""
    if not _count_try(key, on or timezone.now()):
        return False
    try:
        with transaction.atomic():
            letter = _lock(key)
            if letter is None:
                return False
            at = on or timezone.now()
            told = _still_told(letter)
            if not told:
                letter.dropped_at = at
            else:
                by.deliver(letter.key, _message(letter, told))
                letter.sent_at = at
            letter.save(update_fields=["sent_at", "dropped_at"])
            return bool(told)
    except NotDelivered as error:
        log.warning("letter.not_delivered", letter=str(key), why=type(error.__cause__).__name__)
        return False


@transaction.atomic
def _count_try(key: UUID, at: datetime) -> bool:
    letter = _lock(key)
    if letter is None or letter.try_after > at:
        return False
    wait = min(FIRST_WAIT * 2**letter.tries, LONGEST_WAIT)
    letter.tries += 1
    letter.try_after = at + wait
    letter.save(update_fields=["tries", "try_after"])
    return True


def _unsent() -> QuerySet[Letter]:
    return Letter.objects.filter(Q(sent_at__isnull=True), Q(dropped_at__isnull=True), tries__lt=MOST_TRIES)


def _lock(key: UUID) -> Letter | None:
    unsent = Letter.objects.filter(pk=key, sent_at__isnull=True, dropped_at__isnull=True)
    return unsent.select_for_update(of=("self",), skip_locked=True).select_related("practitioner").first()


def _still_told(letter: Letter) -> list[Notice]:
    """Its notices that still ask for something, of posts still held, about families still theirs to work with."""
    notices = list(letter.notices.filter(settled_at__isnull=True).order_by("due_at", "pk"))
    told: list[Notice] = []
    for post in sorted({one.post_id for one in notices}):
        actor = acting(letter.practitioner_id, post)
        mine = [one for one in notices if one.post_id == post]
        known = still_known(actor, {one.family for one in mine if one.family}) if actor else set()
        told += [one for one in mine if actor and (one.family is None or one.family in known)]
    return told


def _message(letter: Letter, notices: list[Notice]) -> EmailMessage:
    """The letter: for each notice its kind, its number, its date and its link. Nothing else goes in."""
    with translation.override("en-gb"):
        lines = [line for one in notices for line in _lines(one)]
        count = len(notices)
        subject = f"Lintel: {count} notices" if count > 1 else f"Lintel: notice {notices[0].pk}"
        body = "\n".join(
            [
                "Something asks for you in Lintel." if count == 1 else f"{count} things ask for you in Lintel.",
                "",
                *lines,
                "This letter says nothing of anybody, and cannot be answered. Sign in to read more.",
                f"How often we write to you is yours to choose: {settings.LINTEL_ADDRESS}{reverse('agencies:mail')}",
            ]
        )
    domain = settings.LINTEL_MAIL_FROM.rpartition("@")[2].strip(">") or "lintel.invalid"
    return EmailMessage(
        subject=subject,
        body=body,
        from_email=settings.LINTEL_MAIL_FROM,
        to=[letter.practitioner.email],
        headers={"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _lines(notice: Notice) -> list[str]:
    due = f"{timezone.localtime(notice.due_at):%-d %B %Y, %H:%M}" if notice.due_at else "no date"
    address = f"{settings.LINTEL_ADDRESS}{reverse('datasharing:notice', args=[notice.pk])}"
    return [f"Notice {notice.pk}: {as_written(NoticeKind(notice.kind).label)}", f"Due: {due}", address, ""]
