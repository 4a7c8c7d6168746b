"""Setting up the second factor, and choosing the post to act in."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from agencies.forms.posts import ChoosePostForm
from agencies.operations.sign_in import choose_post as choose
from agencies.operations.sign_in import note_second_factor
from agencies.selectors.posts import live_posts
from agencies.sign_in import POST_KEY, SECOND_FACTOR_KEY, has_second_factor


class SetUpSecondFactor(ActivateTOTPView):
    """The first thing that a new practitioner does. A session that has not passed an existing factor ends here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if has_second_factor(request.user):
            if request.session.get(SECOND_FACTOR_KEY):
                return redirect("mfa_index")
            logout(request)
            messages.warning(request, _("Your second factor is set up. Sign in again with it."))
            return redirect("account_login")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        _declaration, _mark, drawing = context["totp_svg"].partition("<svg")
        secret = context["form"].secret
        context["drawing"] = f"<svg{drawing}"
        context["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return context

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[SECOND_FACTOR_KEY] = True
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        note_second_factor(self.request.user.pk)
        return response


set_up_second_factor = SetUpSecondFactor.as_view()


def choose_post(request: HttpRequest) -> HttpResponse:
    """The posts that somebody holds today; whoever holds one is not asked, and whoever holds none is told so."""
    practitioner: UUID = request.user.pk  # type: ignore[assignment]
    posts = live_posts(practitioner=practitioner)
    onward = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    form = ChoosePostForm(
        request.POST or None, posts=posts, initial={"post": request.session.get(POST_KEY), "next": onward}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.attempt(choose, practitioner, form.cleaned_data["post"])
        if chosen is not None:
            request.session[POST_KEY] = chosen
            return redirect(onward)
    status = 422 if form.errors else 200
    return render(request, "agencies/choose_post.html", {"form": form, "posts": posts}, status=status)
