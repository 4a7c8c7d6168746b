"""How a letter leaves the house: into a folder from which a relay takes it, or to a server by SMTP.

A letter's key is given with it. The folder keeps each key once, whatever is tried again; SMTP cannot promise that, so
there a letter whose answer was lost goes again under the same Message-ID, and is never lost. See docs/decisions.
"""

from pathlib import Path
from smtplib import SMTPException
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from agencies.drop import put_once


class NotDelivered(Exception):
    """The transport did not take the letter; it is tried again later."""


class Transport(Protocol):
    """Takes letters out of the house."""

    def deliver(self, key: UUID, message: EmailMessage) -> bool:
        """Take a letter; False where it has this key already. Raises NotDelivered."""


class FolderTransport:
    """A folder laid out as a Maildir: a letter appears whole in `new`, under its key, once.

    A relay takes from `new` and moves what it took to `cur`, where it stays for a week or more.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, key: UUID, message: EmailMessage) -> bool:
        """Put it in place; False where its key is there."""
        try:
            return put_once(self.folder, str(key), message.message().as_bytes())
        except OSError as error:
            raise NotDelivered(str(error)) from error


class ServerTransport:
    """A mail server, by Django's own settings."""

    def deliver(self, key: UUID, message: EmailMessage) -> bool:
        """Hand it over; the server's yes is all that is known of it."""
        try:
            taken = message.send()
        except (SMTPException, OSError) as error:
            raise NotDelivered(str(error)) from error
        if not taken:
            raise NotDelivered("The server took no letter.")
        return True


def transport() -> Transport:
    """The transport of this installation."""
    return FolderTransport(Path(settings.MAIL_FOLDER)) if settings.MAIL_FOLDER else ServerTransport()
