"""Contacts with a family: the list, and the one-page form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.views.pages import actor_of
from cases.forms.contact import ContactForm
from cases.operations.record_contact import record_contact
from cases.permits import Step
from cases.selectors.contacts import contacts
from cases.selectors.members import members
from cases.views.drafts import drafted, keep_by_button, put_draft_back
from cases.views.page import family_page, number, require_step


@require_safe
def contacts_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Contacts, latest first."""
    sheet = contacts(actor_of(request), reference, page=number(request))
    return family_page(request, "cases/family/contacts.html", sheet.head, section=sheet.section, sheet=sheet)


@require_http_methods(["GET", "HEAD", "POST"])
def record_contact_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a contact. Pressed twice, it is recorded once."""
    kept = keep_by_button(request, reference, Step.RECORD_CONTACT)
    if kept:
        return kept
    sheet = members(actor_of(request), reference, step=Step.RECORD_CONTACT)
    require_step(sheet.head, Step.RECORD_CONTACT)
    form = ContactForm(request.POST or None, sheet=sheet)
    put_draft_back(form, sheet.draft)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(record_contact, actor_of(request), reference, **form.facts()) is not None
    ):
        messages.success(request, _("The contact is recorded."))
        return redirect("cases:contacts", reference)
    return family_page(
        request,
        "cases/family/record_contact.html",
        sheet.head,
        form=form,
        **drafted(reference, Step.RECORD_CONTACT, sheet.draft),
    )
