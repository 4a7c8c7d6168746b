"""How a practitioner is told by e-mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.forms.mail import MailForm
from agencies.operations.choose_mail import choose_mail
from agencies.selectors.letters import mail_of
from agencies.views.pages import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
def mail_page(request: HttpRequest) -> HttpResponse:
    """Their choice, and the latest letters to them."""
    practitioner = actor_of(request).practitioner
    sheet = mail_of(practitioner)
    form = MailForm(request.POST or None, initial={"choice": sheet.choice})
    if request.method == "POST" and form.is_valid():
        chosen = form.attempt(choose_mail, practitioner, form.cleaned_data["choice"])
        if chosen is not None:
            messages.success(request, _("Saved. It counts from the next letter."))
            return redirect("agencies:mail")
    return render(request, "agencies/mail.html", {"form": form, "sheet": sheet}, status=422 if form.errors else 200)
