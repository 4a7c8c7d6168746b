"""The addresses of `agencies`."""

from django.urls import URLPattern, URLResolver, path

from agencies.views import administration, agencies, mail, posts, practitioners, sign_in, teams

app_name = "agencies"
urlpatterns: list[URLPattern | URLResolver] = [
    path("post/", sign_in.choose_post, name="choose_post"),
    path("notices/by-email/", mail.mail_page, name="mail"),
    path("administration/", administration.home, name="administration"),
    path("places/", agencies.places, name="places"),
    path("places/new/", agencies.new_place, name="new_place"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.new_agency, name="new_agency"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/<slug:reference>/", teams.team, name="team"),
    path("teams/<slug:reference>/quorum/", teams.quorum, name="team_quorum"),
    path("teams/<slug:reference>/join/", teams.join, name="join_team"),
    path("teams/<slug:reference>/leave/<int:post>/", teams.leave, name="leave_team"),
    path("practitioners/", practitioners.practitioners, name="practitioners"),
    path("practitioners/new/", practitioners.new_practitioner, name="new_practitioner"),
    path("practitioners/<uuid:practitioner>/", practitioners.practitioner, name="practitioner"),
    path("practitioners/<uuid:practitioner>/post/", practitioners.new_post, name="new_post"),
    path("practitioners/<uuid:practitioner>/sign-in/", practitioners.reset, name="reset_sign_in"),
    path("posts/<int:post>/", posts.post, name="post"),
    path("posts/<int:post>/end/", posts.end, name="end_post"),
    path("posts/<int:post>/tokens/new/", posts.new_token, name="new_token"),
    path("posts/<int:post>/tokens/<slug:digest>/end/", posts.stop_token, name="end_token"),
]
