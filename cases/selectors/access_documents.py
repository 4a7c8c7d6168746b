"""A document that is in a pack: for whoever answers to read before it goes, and to hand over with the pack."""

from django.db import transaction

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.vocabulary import EntryKind
from cases.documents import KINDS
from cases.models import AccessRequest, Document
from cases.selectors.access_requests import access_request
from cases.selectors.documents import DocumentFile
from cases.vocabulary import Event
from datasharing.belt import Work, working


@transaction.atomic
def access_document(actor: Actor, request: int, document: int) -> DocumentFile:
    """One document of those that are given; each taking is a disclosure, of the pack once that is approved.

    NotFound where the request is not the actor's to answer, and where the document is kept back or not among them.
    """
    sheet = access_request(actor, request)
    if document not in {item.document for item in sheet.items}:
        raise NotFound(str(document))
    held = AccessRequest.objects.get(pk=request)
    with working(Work.SUBJECT_ACCESS):
        one = Document.objects.get(pk=document)
    journal.record(
        actor,
        Event.ACCESS_PACK_RELEASED if sheet.approved_by else Event.ACCESS_REQUEST_SEEN,
        families=[held.file_id],
        subjects=[held.subject_id],
        detail={"request": request, "document": document, "about": [one.category]},
        kind=EntryKind.LOOK,
    )
    return DocumentFile(one.file_name, KINDS[one.kind].media_type, one.content)
