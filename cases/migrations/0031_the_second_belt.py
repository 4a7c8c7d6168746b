"""Tables that hold words about families are empty to whoever forgot the door; see `cases/belted.py`."""

from django.db import migrations

from datasharing.belt import Belted, Work, belt, opened_rows

ASKED = frozenset({Work.SUBJECT_ACCESS})
OPENED = (
    ("cases", "cases_case", "family_id", "files"),
    ("contacts", "cases_contact", "case_id", "cases"),
    ("parts", "cases_contactpart", "contact_id", "contacts"),
    ("reviews", "cases_review", "case_id", "cases"),
    ("meetings", "cases_meeting", "case_id", "cases"),
    ("needs", "cases_needrecord", "case_id", "cases"),
    ("plans", "cases_plan", "case_id", "cases"),
    ("goals", "cases_goal", "plan_id", "plans"),
    ("actions", "cases_action", "goal_id", "goals"),
    ("links", "cases_planlink", "plan_id", "plans"),
    ("tasks", "cases_task", "case_id", "cases"),
)
BELTED = {
    "cases_contact": Belted("case_id", "cases", ASKED),
    "cases_contact_seen": Belted("contact_id", "contacts", ASKED),
    "cases_contactpart": Belted("contact_id", "contacts", ASKED),
    "cases_contactpart_about": Belted("contactpart_id", "parts", ASKED),
    "cases_withdrawal": Belted("contact_id", "contacts", ASKED),
    "cases_review": Belted("case_id", "cases", ASKED),
    "cases_reviewgoal": Belted("review_id", "reviews", ASKED),
    "cases_attendance": Belted("review_id", "reviews", ASKED),
    "cases_meeting": Belted("case_id", "cases", ASKED),
    "cases_invitation": Belted("meeting_id", "meetings", ASKED),
    "cases_needrecord": Belted("case_id", "cases", ASKED | {Work.STATISTICS}),
    "cases_needrecord_about": Belted("needrecord_id", "needs", ASKED),
    "cases_plan": Belted("case_id", "cases", ASKED | {Work.OWN_LINK}),
    "cases_goal": Belted("plan_id", "plans", ASKED),
    "cases_action": Belted("goal_id", "goals", ASKED),
    "cases_action_comes_after": Belted("from_action_id", "actions"),
    "cases_keptoff": Belted("goal_id", "goals"),
    "cases_plancomment": Belted("link_id", "links", ASKED),
    "cases_task": Belted("case_id", "cases", ASKED | {Work.REMINDERS}),
    "cases_putoff": Belted("task_id", "tasks", ASKED),
    "cases_document": Belted("file_id", "files", ASKED),
    "cases_draft": Belted("family_id", "files", ASKED),
    "cases_mark": Belted("file_id", "files", ASKED),
}


class Migration(migrations.Migration):

    dependencies = [("cases", "0030_present"), ("datasharing", "0017_opened_files")]
    operations = [
        *(opened_rows(*one) for one in OPENED),
        *(belt(table, held) for table, held in BELTED.items()),
    ]
