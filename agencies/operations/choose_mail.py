"""How a practitioner hears of notices by e-mail: their own choice, for all their posts."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Practitioner
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound
from agencies.vocabulary import Event, MailChoice


@transaction.atomic
def choose_mail(practitioner: UUID, choice: str) -> MailChoice:
    """Be told at once or by one letter a day, from the next letter on; returns the choice."""
    if choice not in MailChoice.values:
        raise Invalid(_("Choose how you want to be told."), "choice")
    held = Practitioner.objects.select_for_update().filter(pk=practitioner).first()
    if held is None:
        raise NotFound
    held.mail = choice
    held.save(update_fields=["mail"])
    journal.record(None, Event.MAIL_CHOSEN, practitioner=practitioner, detail={"choice": choice})
    return MailChoice(choice)
