"""The administrator's teams: who sits on them, joining and leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.forms.administration import JoinForm, QuorumForm, TeamForm
from agencies.forms.posts import LastDayForm
from agencies.operations.teams import add_team, join_team, leave_team, set_quorum
from agencies.refusals import NotFound
from agencies.selectors.posts import live_posts
from agencies.selectors.teams import team_page, teams_inside
from agencies.views.agencies import agency_choices, place_choices
from agencies.views.pages import actor_of, form_page, list_page, tabs


def teams(request: HttpRequest) -> HttpResponse:
    """The teams of the administrator's place."""
    rows = [
        [
            {"text": team.name, "href": reverse("agencies:team", args=[team.reference])},
            team.kind.label,
            team.place_name,
            team.agency_name or _("Several agencies"),
        ]
        for team in teams_inside(actor_of(request).place)
    ]
    columns = (_("Team"), _("Kind"), _("Place"), _("Agency"))
    return list_page(request, "teams", columns=columns, rows=rows, add=(reverse("agencies:new_team"), _("Add a team")))


def new_team(request: HttpRequest) -> HttpResponse:
    """Add a team."""
    actor = actor_of(request)
    form = TeamForm(request.POST or None, places=place_choices(actor), agencies=agency_choices(actor))
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts["agency"] = facts["agency"] or None
        reference = facts.pop("reference")
        if form.attempt(add_team, actor, reference, **facts):
            messages.success(request, _("The team is added. Now choose who sits on it."))
            return redirect("agencies:team", reference)
    return form_page(request, form, heading=_("Add a team"), back=reverse("agencies:teams"))


def team(request: HttpRequest, reference: str) -> HttpResponse:
    """One team and its members."""
    sheet = team_page(reference, inside=actor_of(request).place)
    return render(request, "agencies/team.html", {"sheet": sheet, "tabs": tabs("teams")})


def join(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a post on a team."""
    sheet = team_page(reference, inside=actor_of(request).place)
    on_it = {member.post.id for member in sheet.members}
    posts = [(str(post.id), post.words) for post in live_posts(place=actor_of(request).place) if post.id not in on_it]
    form = JoinForm(request.POST or None, posts=posts, initial={"starts_on": timezone.localdate()})
    joined = form.attempt(join_team, actor_of(request), reference, **form.cleaned_data) if form.is_valid() else None
    if joined is not None:
        messages.success(request, _("They are on the team."))
        return redirect("agencies:team", reference)
    back = reverse("agencies:team", args=[reference])
    return form_page(request, form, heading=_("Put somebody on the team"), caption=sheet.team.name, back=back)


def quorum(request: HttpRequest, reference: str) -> HttpResponse:
    """Set a panel's quorum."""
    sheet = team_page(reference, inside=actor_of(request).place)
    first = {"members": sheet.team.quorum, "kinds": sheet.team.quorum_kinds}
    form = QuorumForm(request.POST if request.method == "POST" else None, initial=first)
    done = form.attempt(set_quorum, actor_of(request), reference, **form.cleaned_data) if form.is_valid() else None
    if done is not None:
        messages.success(request, _("The quorum is set."))
        return redirect("agencies:team", reference)
    back = reverse("agencies:team", args=[reference])
    return form_page(request, form, heading=_("Set the quorum"), caption=sheet.team.name, back=back)


def leave(request: HttpRequest, reference: str, post: int) -> HttpResponse:
    """Take a post off a team."""
    sheet = team_page(reference, inside=actor_of(request).place)
    member = next((one for one in sheet.members if one.post.id == post), None)
    if member is None:
        raise NotFound
    form = LastDayForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    typed = form.cleaned_data if form.is_valid() else None
    if typed is not None and form.attempt(leave_team, actor_of(request), reference, post=post, **typed) is not None:
        messages.success(request, _("Their last day on the team is set."))
        return redirect("agencies:team", reference)
    back = reverse("agencies:team", args=[reference])
    return form_page(request, form, heading=_("Take off the team"), caption=member.post.words, back=back)
