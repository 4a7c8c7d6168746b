"""The addresses of `cases`: casework here, the front door and the panel in `cases/intake/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from cases.intake import urls as intake
from cases.views import allocate, contacts, directory, drafts, family, lists, own_plan, plan, safety, same_person

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("families/", lists.my_families_page, name="my_families"),
    path("waiting/", lists.waiting_page, name="waiting"),
    path("families/<str:reference>/", family.family_page, name="family"),
    path("families/<str:reference>/members/new/", family.add_member_page, name="add_member"),
    path("families/<str:reference>/members/<uuid:subject>/same/", same_person.same_person_page, name="same_person"),
    path(
        "families/<str:reference>/members/<uuid:subject>/same/<uuid:other>/", same_person.join_page, name="join_people"
    ),
    path(
        "families/<str:reference>/members/<uuid:subject>/same/apart/<int:joining>/",
        same_person.part_page,
        name="part_people",
    ),
    path("families/<str:reference>/strategy/", family.strategy_page, name="strategy"),
    path("families/<str:reference>/needs/", family.needs_page, name="needs"),
    path("families/<str:reference>/needs/new/", family.record_need_page, name="record_need"),
    path("families/<str:reference>/chronology/", family.chronology_page, name="chronology"),
    path("families/<str:reference>/safety/", safety.safety_page, name="safety"),
    path("families/<str:reference>/safety/consent/", safety.consent_page, name="record_consent"),
    path("families/<str:reference>/safety/consent/withdraw/", safety.withdraw_page, name="withdraw_consent"),
    path("families/<str:reference>/safety/judgement/", safety.judge_page, name="judge"),
    path("families/<str:reference>/safety/responsibility/", safety.responsibility_page, name="responsibility"),
    path("families/<str:reference>/safety/restrict/", safety.restrict_page, name="restrict"),
    path("families/<str:reference>/safety/instruction/", safety.instruct_page, name="instruct"),
    path(
        "families/<str:reference>/safety/restrictions/<int:restriction>/confirm/",
        safety.confirm_restriction_page,
        name="confirm_restriction",
    ),
    path(
        "families/<str:reference>/safety/restrictions/<int:restriction>/end/",
        safety.end_restriction_page,
        name="end_restriction",
    ),
    path("families/<str:reference>/ask/", safety.ask_for_access_page, name="ask_for_access"),
    path(
        "families/<str:reference>/safety/restrictions/<int:restriction>/open/",
        safety.open_seal_page,
        name="open_seal",
    ),
    path("families/<str:reference>/who-looked/<uuid:subject>/", safety.who_looked_page, name="who_looked"),
    path("emergency-access/", safety.emergency_page, name="emergency"),
    path("families/<str:reference>/own-plan/", own_plan.own_plan_page, name="own_plan"),
    path("families/<str:reference>/own-plan/pdf/", own_plan.own_plan_pdf, name="own_plan_pdf"),
    path("families/<str:reference>/own-plan/link/", own_plan.share_plan_page, name="share_plan"),
    path("families/<str:reference>/own-plan/links/<int:link>/agree/", own_plan.agree_link_page, name="agree_link"),
    path("families/<str:reference>/own-plan/links/<int:link>/end/", own_plan.end_link_page, name="end_link"),
    path("families/<str:reference>/own-plan/goals/<int:goal>/", own_plan.keep_off_page, name="keep_off"),
    path("your-plan/<str:secret>/", own_plan.linked_plan_page, name="linked_plan"),
    path("families/<str:reference>/team/", family.team_page, name="team"),
    path("families/<str:reference>/allocate/", allocate.allocate_page, name="allocate"),
    path("families/<str:reference>/team/key-worker/", allocate.change_key_worker_page, name="change_key_worker"),
    path("families/<str:reference>/plan/", plan.plan_page, name="plan"),
    path("families/<str:reference>/plan/agree/", plan.agree_plan_page, name="agree_plan"),
    path("families/<str:reference>/actions/new/", plan.add_action_page, name="add_action"),
    path("families/<str:reference>/actions/<int:action>/done/", plan.complete_action_page, name="complete_action"),
    path("families/<str:reference>/reviews/new/", plan.review_page, name="review"),
    path("families/<str:reference>/contacts/", contacts.contacts_page, name="contacts"),
    path("families/<str:reference>/contacts/new/", contacts.record_contact_page, name="record_contact"),
    path("families/<str:reference>/drafts/<str:step>/", drafts.draft_page, name="draft"),
    path("directory/", directory.directory_page, name="directory"),
    path("directory/<int:entry>/", directory.entry_page, name="directory_entry"),
    path("directory/feeds/", directory.feeds_page, name="directory_feeds"),
    path("families/<str:reference>/services/", directory.services_page, name="services"),
    path("families/<str:reference>/services/new/", directory.refer_to_service_page, name="refer_to_service"),
    path("families/<str:reference>/services/<int:referral>/", directory.service_news_page, name="service_news"),
    *intake.urlpatterns,
]
