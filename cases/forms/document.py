"""A document to put into a family's file, and why one is taken out again."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from cases.documents import MOST_BYTES
from cases.forms import choices
from cases.selectors.documents import DocumentsSheet
from datasharing.vocabulary import Category


class DocumentForm(PlainForm):
    """The file, what it is called, what it tells of, whom it is about and who wrote it."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=_("The file"),
        help_text=_("A PDF, a JPEG or PNG picture, a Word document (.docx) or plain text; %(most)d MB at most"),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file")},
    )
    title = forms.CharField(label=_("What it is called"), help_text=_("For example: school report, spring term"))
    category = forms.ChoiceField(
        label=_("What it tells of"), help_text=_("Who may read it follows from this, and from who wrote it.")
    )
    about = forms.ChoiceField(label=_("Whom it is about"), required=False, widget=Radios())
    supplier = forms.ChoiceField(
        label=_("Who wrote it"), help_text=_("Where the family gave it to you, choose your own agency.")
    )
    dated_on = DateField(label=_("The day on it"), required=False, latest=dt.date.today)

    def __init__(self, *args: Any, sheet: DocumentsSheet, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4(), "about": ""} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text %= {"most": MOST_BYTES >> 20}
        whole = ("", _("The whole family"))
        self.fields["about"].choices = [*choices.people(sheet.members), whole]  # type: ignore[attr-defined]
        self.fields["supplier"].choices = [(one.reference, one.name) for one in sheet.suppliers]  # type: ignore[attr-defined]
        blank = ("", _("Choose"))
        self.fields["category"].choices = [blank, *choices.categories(Category.CONTACTS)]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `add_document` takes; the file is read whole, and never further than one that is too large."""
        given = dict(self.cleaned_data)
        file = given.pop("file")
        given["about"] = UUID(given["about"]) if given["about"] else None
        return given | {"content": file.read(MOST_BYTES + 1), "file_name": file.name}


class DocumentOutForm(PlainForm):
    """Why a document was put here in error."""

    reason = forms.CharField(
        label=_("Why it was put here in error"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
