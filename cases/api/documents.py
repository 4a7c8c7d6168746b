"""The API of the documents in a family's file: the list, one more, one to keep, one taken out."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import TAGS, Call, answer, written
from cases.documents import MOST_BYTES
from cases.operations.add_document import LONGEST_TITLE, add_document, withdraw_document
from cases.selectors.documents import DocumentRow, document_file, documents
from cases.selectors.head import Head
from cases.views.documents import as_file
from datasharing.vocabulary import Category


@dataclass(frozen=True)
class DocumentList:
    """The documents of a family, the latest first."""

    head: Head
    rows: tuple[DocumentRow, ...]


class DocumentBody(Body):
    """A file with what it is called. `supplier` is the reference of the agency that wrote it, else the sender's own."""

    file = serializers.FileField(allow_empty_file=True)
    title = Words(max_length=LONGEST_TITLE)
    category = serializers.ChoiceField(choices=Category.choices)
    about = serializers.UUIDField(allow_null=True, default=None)
    supplier = serializers.CharField(default="", allow_blank=True, max_length=60)
    dated_on = serializers.DateField(allow_null=True, default=None)
    submission = serializers.UUIDField(allow_null=True, default=None)

    def facts(self) -> dict[str, Any]:
        """What `add_document` takes; the file is read whole, and never further than one that is too large."""
        given = super().facts()
        file = given.pop("file")
        return given | {"content": file.read(MOST_BYTES + 1), "file_name": file.name}


class TakenOutBody(Body):
    """Why it was put there in error."""

    reason = Words()


class Documents(Call):
    """The documents in a family's file."""

    parser_classes = (MultiPartParser,)

    @extend_schema(tags=TAGS, operation_id="documents", responses=written(DocumentList))
    def get(self, request: Request, reference: str) -> Response:
        """What there is and about whom."""
        return answer(self._list(reference))

    @extend_schema(
        tags=TAGS,
        operation_id="add_document",
        request={"multipart/form-data": DocumentBody},
        responses={201: written(DocumentList)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Put a document into the file; the same `submission` twice is once."""
        self.taken(request, DocumentBody, add_document, reference)
        return answer(self._list(reference), status.HTTP_201_CREATED)

    def _list(self, reference: str) -> DocumentList:
        sheet = documents(self.actor, reference)
        return DocumentList(sheet.head, sheet.rows)


class DocumentToKeep(Call):
    """One document."""

    @extend_schema(
        tags=TAGS, operation_id="document", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, reference: str, document: int) -> HttpResponse:
        """Its bytes, as they were put there; a disclosure of its own."""
        return as_file(document_file(self.actor, reference, document))


class DocumentOut(Call):
    """A document that was put there in error."""

    @extend_schema(tags=TAGS, operation_id="withdraw_document", request=TakenOutBody, responses=written(DocumentList))
    def post(self, request: Request, reference: str, document: int) -> Response:
        """Take it out, with the reason."""
        self.taken(request, TakenOutBody, withdraw_document, reference, document)
        sheet = documents(self.actor, reference)
        return answer(DocumentList(sheet.head, sheet.rows))
