"""The administrator's page of one post: ending it, and the tokens of systems that act in it."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from agencies.forms.posts import LastDayForm, TokenForm
from agencies.operations.posts import end_post
from agencies.operations.tokens import end_token, issue_token
from agencies.refusals import Refused
from agencies.selectors.practitioners import post_page
from agencies.views.pages import actor_of, form_page, tabs


def post(request: HttpRequest, post: int) -> HttpResponse:
    """One post."""
    return render(
        request, "agencies/post.html", {"sheet": post_page(actor_of(request), post), "tabs": tabs("practitioners")}
    )


def end(request: HttpRequest, post: int) -> HttpResponse:
    """End a post."""
    sheet = post_page(actor_of(request), post)
    form = LastDayForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    ended = form.attempt(end_post, actor_of(request), post, **form.cleaned_data) if form.is_valid() else None
    if ended is not None:
        messages.success(request, _("The last day of the post is set."))
        return redirect("agencies:post", post)
    return form_page(
        request,
        form,
        heading=_("End a post"),
        caption=sheet.post.words,
        intro=_("From the day after, it opens nothing. To end it at once, give a day before today."),
        button=_("End the post"),
        back=reverse("agencies:post", args=[post]),
    )


@sensitive_variables()
@never_cache
def new_token(request: HttpRequest, post: int) -> HttpResponse:
    """Issue a token for a partner's system; it is shown once."""
    sheet = post_page(actor_of(request), post)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["ends_on"]
        ends_at = timezone.make_aware(datetime.combine(last, time(23, 59, 59)))
        token = form.attempt(issue_token, actor_of(request), post, label=form.cleaned_data["label"], ends_at=ends_at)
        if token:
            return render(request, "agencies/token_once.html", {"sheet": sheet, "token": token})
    back = reverse("agencies:post", args=[post])
    return form_page(request, form, heading=_("Issue a token"), caption=sheet.post.words, back=back)


@require_POST
def stop_token(request: HttpRequest, post: int, digest: str) -> HttpResponse:
    """End a token now."""
    post_page(actor_of(request), post)
    try:
        end_token(actor_of(request), digest)
    except Refused as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, _("The token has ended."))
    return redirect("agencies:post", post)
