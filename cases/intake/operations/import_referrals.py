"""Referrals that arrived before Lintel did: a file of them, a line each, every line taken in or set aside with why."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.refusals import Invalid, NotFound, Refused
from cases.intake.operations.linking import Matched
from cases.intake.operations.match_referral import match_referral
from cases.intake.operations.submit_referral import submit_referral
from cases.intake.report import read_report

LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class LineDone:
    """What became of one line: `reference` and `sender_reference` where it was taken in, `reason` where it was not.

    `is_new` is false where it had come before. `matched` is what matching made of it, where that was asked for.
    """

    line: int
    reference: str = ""
    sender_reference: str = ""
    is_new: bool = False
    matched: Matched | None = None
    reason: str = ""
    sent: str = ""

    @property
    def is_set_aside(self) -> bool:
        """Whether somebody has to mend it and send it again."""
        return bool(self.reason)


def import_referrals(
    actor: Actor, lines: Iterable[bytes], *, match: bool = False, to_front_door: str = ""
) -> Iterator[LineDone]:
    """Take in JSON Lines, each through `submit_referral` as of its own moment. Empty lines are passed over.

    Each line stands alone: what is wrong with one is said of it, and the others go in. With `match`, those who are
    certainly known are linked (`match_referral`), for which the actor must be of the front door.
    """
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            yield _line(actor, number, raw, match, to_front_door)


def _line(actor: Actor, number: int, raw: bytes, match: bool, to_front_door: str) -> LineDone:
    try:
        with transaction.atomic():
            return _taken(actor, number, raw, match, to_front_door)
    except NotFound:
        reason = "it was taken in, but cannot be matched by this post: it is not of the front door"
    except Refused as refusal:
        reason = f"{refusal.field}: {refusal.words}" if refusal.field else refusal.words
    return LineDone(number, reason=reason, sent=raw[:LONGEST_LINE].decode("utf-8", "backslashreplace").rstrip("\r\n"))


def _taken(actor: Actor, number: int, raw: bytes, match: bool, to_front_door: str) -> LineDone:
    report = read_report(_read(raw), today=timezone.localdate())
    if report.received_at and report.received_at > timezone.now():
        raise Invalid(_("It was received in the future."), "received_at")
    sent = submit_referral(actor, report, to_front_door=to_front_door, on=report.received_at)
    matched = match_referral(actor, sent.reference, on=report.received_at) if match and sent.is_new else None
    return LineDone(number, sent.reference, report.sender_reference, sent.is_new, matched)


def _read(raw: bytes) -> Any:
    if len(raw) > LONGEST_LINE:
        raise Invalid(
            _("The line has %(raw)s bytes; up to %(longest_line)s can be taken.")
            % {"raw": format(len(raw), ","), "longest_line": format(LONGEST_LINE, ",")}
        )
    try:
        return json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as wrong:
        raise Invalid(_("The line is not UTF-8 at byte %(start)s.") % {"start": wrong.start + 1}) from wrong
    except (ValueError, RecursionError) as wrong:
        raise Invalid(_("The line is not JSON: %(wrong)s.") % {"wrong": wrong}) from wrong
