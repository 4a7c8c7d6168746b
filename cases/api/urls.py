"""The API addresses of `cases`, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from cases.api import (
    directory,
    equality,
    families,
    leaving,
    marks,
    meetings,
    merging,
    own_plan,
    pictures,
    same_person,
    separating,
    tasks,
)
from cases.intake import api_urls as intake

app_name = "cases-api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("families/", families.Families.as_view(), name="families"),
    path("waiting/", families.Waiting.as_view(), name="waiting"),
    path("families/<str:reference>/", families.OneFamily.as_view(), name="family"),
    path("families/<str:reference>/members/", families.Members.as_view(), name="members"),
    path("families/<str:reference>/members/<uuid:subject>/equality/", equality.Equality.as_view(), name="equality"),
    path("families/<str:reference>/members/<uuid:subject>/same/", same_person.Same.as_view(), name="same_person"),
    path(
        "families/<str:reference>/members/<uuid:subject>/same/apart/<int:joining>/",
        same_person.Apart.as_view(),
        name="part_people",
    ),
    path("families/<str:reference>/same-family/", merging.Merges.as_view(), name="merge"),
    path("families/<str:reference>/same-family/<str:other>/", merging.Merge.as_view(), name="merge_preview"),
    path(
        "families/<str:reference>/same-family/apart/<int:merging>/",
        merging.MergeApart.as_view(),
        name="part_families",
    ),
    path("families/<str:reference>/separate/", separating.Separate.as_view(), name="separate"),
    path("families/<str:reference>/strategy/", families.Strategy.as_view(), name="strategy"),
    path("families/<str:reference>/genogram/", pictures.Genogram.as_view(), name="genogram"),
    path("families/<str:reference>/who-helps/", pictures.Ecomap.as_view(), name="ecomap"),
    path("families/<str:reference>/documents/", pictures.Documents.as_view(), name="documents"),
    path("families/<str:reference>/why/", families.Why.as_view(), name="why"),
    path("families/<str:reference>/needs/", families.Needs.as_view(), name="needs"),
    path("families/<str:reference>/plan/", families.Plans.as_view(), name="plan"),
    path("families/<str:reference>/safety/", own_plan.Safety.as_view(), name="safety"),
    path("families/<str:reference>/tasks/", tasks.Tasks.as_view(), name="tasks"),
    path("families/<str:reference>/tasks/<int:task>/done/", tasks.TaskDone.as_view(), name="task_done"),
    path("families/<str:reference>/tasks/<int:task>/later/", tasks.TaskPutOff.as_view(), name="task_put_off"),
    path("families/<str:reference>/meetings/", meetings.Meetings.as_view(), name="meetings"),
    path("families/<str:reference>/safety/orders/", meetings.Orders.as_view(), name="orders"),
    path("families/<str:reference>/own-plan/", own_plan.OwnPlans.as_view(), name="own_plan"),
    path("families/<str:reference>/own-plan/links/", own_plan.Links.as_view(), name="plan_links"),
    path(
        "families/<str:reference>/own-plan/links/<int:link>/agree/",
        own_plan.LinkAgreed.as_view(),
        name="plan_link_agreed",
    ),
    path(
        "families/<str:reference>/own-plan/links/<int:link>/end/", own_plan.LinkEnded.as_view(), name="plan_link_ended"
    ),
    path("families/<str:reference>/actions/", families.Actions.as_view(), name="actions"),
    path("families/<str:reference>/actions/<int:action>/done/", families.ActionDone.as_view(), name="action_done"),
    path("families/<str:reference>/contacts/", families.Contacts.as_view(), name="contacts"),
    path(
        "families/<str:reference>/contacts/<int:contact>/withdraw/",
        marks.Withdrawals.as_view(),
        name="withdraw_contact",
    ),
    path("families/<str:reference>/contacts/parts/<int:part>/mark/", marks.PartMarks.as_view(), name="mark_part"),
    path("families/<str:reference>/needs/<int:need>/mark/", marks.NeedMarks.as_view(), name="mark_need"),
    path("families/<str:reference>/reviews/", families.Reviews.as_view(), name="reviews"),
    path("families/<str:reference>/chronology/", families.Chronology.as_view(), name="chronology"),
    path("families/<str:reference>/as/<slug:kind>/", families.ViewAs.as_view(), name="view_as"),
    path("families/<str:reference>/team/", families.Team.as_view(), name="team"),
    path("families/<str:reference>/key-worker/", families.KeyWorkers.as_view(), name="key_worker"),
    path("families/<str:reference>/allocate/", families.Allocation.as_view(), name="allocate"),
    path("families/<str:reference>/hand-offs/", leaving.HandOffs.as_view(), name="hand_offs"),
    path("families/<str:reference>/transfer-out/", leaving.TransferOut.as_view(), name="transfer_out"),
    path("directory/", directory.Directory.as_view(), name="directory"),
    path("directory/<int:entry>/", directory.Entry.as_view(), name="directory_entry"),
    path("families/<str:reference>/services/", directory.Services.as_view(), name="services"),
    path("families/<str:reference>/services/<int:referral>/news/", directory.News.as_view(), name="service_news"),
    *intake.urlpatterns,
]
