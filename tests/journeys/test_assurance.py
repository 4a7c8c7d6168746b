"""Access asked for and answered, and the desk of the governance lead, in a real browser."""

from collections.abc import Callable

from cases.models import Case, Family
from cases.operations.open_in_emergency import open_in_emergency
from cases.operations.protect_member import restrict_member
from cases.selectors.family import family as family_sheet
from tests.journeys.visit import Visit
from tests.journeys.worlds import House
from tests.world import ago
from tests.world_casework import in_days, planned

WHY = "She was hurt at home, and he asks where she is"


def test_access_is_asked_for_and_answered_and_an_emergency_reviewed(house: House, visit: Callable[[], Visit]) -> None:
    cast, family = house.cast, planned(house.cast)
    asker, manager, lead = visit(), visit(), visit()
    asker.arrive_as(cast.school)
    asker.open(f"/families/{family.reference}/ask/")
    asker.be_refused("Ask", "Ask to see more")
    asker.pick("What you need to see", "Contacts")
    asker.type("What you need it for", WHY)
    asker.press("Ask")
    asker.look("A request for access")
    asker.reads("Waits for an answer")

    manager.arrive_as(cast.team_manager)
    manager.open("/notices/")
    manager.look("Notices")
    manager.follow("Somebody asks for access: answer")
    manager.pick("Your answer", "Give it")
    manager.press("Send the answer")
    manager.reads("Given")
    manager.open(f"/families/{family.reference}/who-looked/{family.parent}/")

    restrict_member(
        cast.team_manager, family.reference, subject=family.parent, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.duty_manager.post],
    )  # fmt: skip
    open_in_emergency(cast.emergency_duty, family.reference, categories=["identity"], reason=WHY)
    family_sheet(cast.emergency_duty, family.reference)
    manager.look("Who looked")
    manager.open(f"/families/{family.reference}/safety/")
    manager.follow("Somebody asks for what we hold about them: record it")
    manager.be_refused("Record the request", "Record an access request")
    manager.pick("Whom it is about", "Omar Orme")
    manager.pick("Who asked", "The person themselves")
    manager.date("When it reached us", in_days(-1))
    manager.press("Record the request")
    lead.arrive_as(cast.governance)
    lead.open("/assurance/")
    lead.look("Assurance")
    lead.follow(family.reference)
    lead.be_refused("Record the review", "Emergency access to review")
    lead.pick("Was it right to open what your agency supplied?", "Yes")
    lead.press("Record the review")
    lead.look("Assurance", "reviewed")
    lead.open("/retention/holds/")
    lead.be_refused("Save", "Set a hold")
    lead.type("Reference of the family", family.reference)
    lead.type("Why nothing may be deleted", "An inquest is open, and asks for all of it")
    lead.date("Look at it again on", in_days(60))
    lead.press("Save")
    lead.look("Retention", "held")
    Case.objects.filter(family__file__reference=family.reference).update(
        state="closed", closed_at=ago(days=2900), outcome="moved", opened_at=ago(days=3000)
    )
    Family.objects.filter(file__reference=family.reference).update(formed_at=ago(days=3000))
    lead.follow(f"End the hold on {family.reference}")
    lead.type("Why it can end", "The inquest has ended")
    lead.press("Save")
    lead.press("Draw up the list")
    lead.look("Retention list")
    lead.press("Withdraw the list")
    lead.reads("Withdrawn")
    lead.open("/access-requests/")
    lead.look("Access requests")
    lead.go(lead.page.locator("main table a").filter(has_text=family.reference))
    lead.type("How you know who asks, and that they may", "Met at home by the key worker")
    lead.press("Start the clock")
    lead.look("Access request", "pack")
    lead.press("Prepare the pack as it stands")
    lead.reads("Waits for a second person")
