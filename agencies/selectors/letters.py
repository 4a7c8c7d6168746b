"""What a practitioner has chosen to be told by e-mail, and whether letters go out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agencies.models import Letter, Practitioner
from agencies.refusals import NotFound
from agencies.vocabulary import MailChoice

LATEST = 10


@dataclass(frozen=True)
class LetterRow:
    """One letter to them: when it was written and sent, and of how many notices it tells."""

    written_at: datetime
    sent_at: datetime | None
    is_digest: bool


@dataclass(frozen=True)
class MailSheet:
    """Their address, their choice, and the latest letters."""

    email: str
    choice: MailChoice
    letters: tuple[LetterRow, ...]


def mail_of(practitioner: UUID) -> MailSheet:
    """How this practitioner is told. Raises NotFound."""
    held = Practitioner.objects.filter(pk=practitioner).first()
    if held is None:
        raise NotFound
    letters = Letter.objects.filter(practitioner=held, dropped_at__isnull=True).order_by("-written_at")[:LATEST]
    rows = tuple(LetterRow(one.written_at, one.sent_at, one.digest_on is not None) for one in letters)
    return MailSheet(held.email, MailChoice(held.mail), rows)
