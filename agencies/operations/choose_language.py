"""The language of the pages that a practitioner reads: their own choice, on whichever machine they sign in."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Practitioner
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound
from agencies.vocabulary import Event


@transaction.atomic
def choose_language(practitioner: UUID, language: str) -> str:
    """Read pages in this language (a code of the settings) from now on; returns it. Raises Invalid for another."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages."), "language")
    held = Practitioner.objects.select_for_update().filter(pk=practitioner).first()
    if held is None:
        raise NotFound
    if held.language != language:
        held.language = language
        held.save(update_fields=["language"])
        journal.record(None, Event.LANGUAGE_CHOSEN, practitioner=practitioner, detail={"language": language})
    return language
