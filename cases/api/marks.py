"""The API of disputes, corrections and withdrawals: the pages' steps, answered with the sheet they change."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import TAGS, Call, answer, written
from cases.operations.mark_statement import mark_statement
from cases.operations.withdraw_contact import withdraw_contact
from cases.selectors.contacts import ContactsSheet, contacts
from cases.selectors.marks import MarkingSheet, marking
from cases.vocabulary import MarkKind


class MarkBody(Body):
    """`said_by` is the member of the family who disputes it; without one, it is the practitioner."""

    kind = serializers.ChoiceField(choices=MarkKind.choices)
    words = Words(max_length=4000)
    said_by = serializers.UUIDField(allow_null=True, default=None)


class WithdrawBody(Body):
    """Why it was recorded in error."""

    reason = Words(max_length=2000)


class PartMarks(Call):
    """Marks beside a part of a contact."""

    @extend_schema(tags=TAGS, responses=written(MarkingSheet))
    def get(self, request: Request, reference: str, part: int) -> Response:
        """The statement, its marks, and what the reader may say of it."""
        return answer(marking(self.actor, reference, part=part))

    @extend_schema(tags=TAGS, request=MarkBody, responses={201: written(MarkingSheet)})
    def post(self, request: Request, reference: str, part: int) -> Response:
        """Dispute it, correct it, or say why it stands."""
        return _marked(self, request, reference, part=part)


class NeedMarks(Call):
    """Marks beside a need or strength."""

    @extend_schema(tags=TAGS, responses=written(MarkingSheet))
    def get(self, request: Request, reference: str, need: int) -> Response:
        """The statement, its marks, and what the reader may say of it."""
        return answer(marking(self.actor, reference, need=need))

    @extend_schema(tags=TAGS, request=MarkBody, responses={201: written(MarkingSheet)})
    def post(self, request: Request, reference: str, need: int) -> Response:
        """Dispute it, correct it, or say why it stands."""
        return _marked(self, request, reference, need=need)


class Withdrawals(Call):
    """A contact recorded in error."""

    @extend_schema(tags=TAGS, request=WithdrawBody, responses={201: written(ContactsSheet)})
    def post(self, request: Request, reference: str, contact: int) -> Response:
        """Withdraw it: nobody is shown it any longer."""
        self.taken(request, WithdrawBody, withdraw_contact, reference, contact)
        return answer(contacts(self.actor, reference), status.HTTP_201_CREATED)


def _marked(call: Call, request: Request, reference: str, **beside: Any) -> Response:
    call.taken(request, MarkBody, mark_statement, reference, **beside)
    return answer(marking(call.actor, reference, **beside), status.HTTP_201_CREATED)
