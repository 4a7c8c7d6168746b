"""A referral's way: from the inbox through partners' answers and the panel to a key worker; and to protection."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from agencies.models import Notice
from agencies.vocabulary import NoticeKind
from cases.clocks import strategy_discussion_due
from cases.intake.models import StepUp
from cases.working_days import is_working_day
from tests.journeys.visit import WAYS, Visit, Way
from tests.journeys.worlds import AtTheDoor, House, referrals_at_the_door

FRIDAY = 4


@pytest.fixture(scope="module")
def at_the_door(house: House) -> AtTheDoor:
    """New referrals, and others further on."""
    return referrals_at_the_door(house.cast, len(WAYS))


def test_a_referral_goes_from_the_inbox_to_a_key_worker(
    house: House, at_the_door: AtTheDoor, way: Way, visit: Callable[[], Visit]
) -> None:
    reference = at_the_door.new[WAYS.index(way)]
    cast = house.cast
    screener = visit()
    screener.sign_in("screener")
    _matches(screener, reference)
    _records_the_basis(screener)
    _asks(screener)
    _answers(_here(visit(), cast.police), reference, "Crime", "Two calls about noise in May.")
    screener.open(f"/referrals/{reference}/")
    screener.look("Referral", "one answer of two")
    screener.reads("Two calls about noise in May.")
    _answers(_here(visit(), cast.health), reference, "Physical health", "Missed appointments.", refused=False)
    screener.open(f"/referrals/{reference}/")
    screener.look("Referral", "answered")
    screener.reads("Missed appointments.")
    _lists(screener)
    file = _decides(_here(visit(), cast.panel_chair), reference)
    _allocates(_here(visit(), cast.team_manager), file)


def test_protection_at_two_in_the_morning_of_a_bank_holiday_in_three_screens(
    house: House, at_the_door: AtTheDoor, way: Way, visit: Callable[[], Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    night = _two_in_the_morning()
    ahead = night - timezone.now()
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + ahead)
    screener = _here(visit(), house.cast.screener)
    screener.open("/inbox/?urgency=red")
    screener.look("Inbox", "filtered")
    screener.go(screener.page.locator(f"main a[href$='/referrals/{at_the_door.red[WAYS.index(way)]}/']"))
    screens = [screener.page.title()]
    screener.look("Referral", "red")
    screener.follow("Step up to protection")
    screens.append(screener.page.title())
    screener.look("Step up to protection")
    screener.reads("ring 999")
    screener.be_refused("Record the call", "Step up to protection")
    screener.type("Time of the call", "1:58am")
    screener.type("Whom did you speak to?", "Ada Njie, emergency duty")
    screener.type("Why is this about protection?", "A child was hurt tonight.")
    screener.press("Record the call")
    screens.append(screener.page.title())
    screener.look("Inbox", "stepped up")
    screener.reads("The call is recorded.")
    call = StepUp.objects.latest("pk")
    told = Notice.objects.filter(kind=NoticeKind.STEPPED_UP, event=f"step_up:{call.pk}")
    assert {house.cast.duty_manager.post, house.cast.emergency_duty.post} <= set(told.values_list("post_id", flat=True))
    assert call.called_at == night.replace(hour=1, minute=58) and len(screens) <= 3
    assert call.strategy_due_at - call.called_at == strategy_discussion_due(night) - night == timedelta(hours=2)
    manager = _here(visit(), house.cast.duty_manager)
    manager.open("/notices/")
    manager.look("Notices", "by night")
    manager.reads("A call to protection: hold the strategy discussion", "due in 1 hour")
    due = timezone.localtime(call.strategy_due_at)
    print(  # noqa: T201
        f"\n{night:%A %-d %B %Y, %H:%M}, {way}: {len(screens)} screens ({'; '.join(screens)}); "
        f"strategy discussion by {due:%H:%M}; {told.count()} posts told"
    )


def _two_in_the_morning() -> datetime:
    """Of the next bank holiday that is no weekend."""
    day = timezone.localdate() + timedelta(days=1)
    while is_working_day(day) or day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(2)))


def _here(one: Visit, actor: object) -> Visit:
    one.arrive_as(actor)  # type: ignore[arg-type]
    return one


def _matches(me: Visit, reference: str) -> None:
    me.look("Inbox")
    me.go(me.page.locator(f"main a[href$='/referrals/{reference}/']"))
    me.look("Referral", "received")
    me.follow("Match the people")
    me.look("Match the people")
    me.press("Confirm the match")
    me.look("Referral", "matched")
    me.reads("The people are matched: they joined the family known before")


def _records_the_basis(me: Visit) -> None:
    me.follow("Record whether partners may be asked")
    me.look("Basis")
    me.pick("May partners be asked?", "Not asked: it would be unsafe")
    me.be_refused("Record", "Basis")
    me.pick("May partners be asked?", "The family agreed")
    me.type("Reason", "Their mother agreed on the telephone this morning.")
    me.press("Record")


def _asks(me: Visit) -> None:
    me.look("Ask partners")
    me.reads("The basis is recorded.")
    me.type("What do you need to know?", "What do you know of this home?")
    me.be_refused("Ask", "Ask partners")
    me.pick("Which partners?", "Ashworth Police", "Ashworth Health Trust")
    me.press("Ask")
    me.look("Referral", "asked")
    me.reads("Asked: 2 partners.")


def _answers(me: Visit, reference: str, box: str, words: str, *, refused: bool = True) -> None:
    me.open("/asked/")
    me.look("Asked of me")
    me.go(me.page.locator("main tbody tr").filter(has_text=reference).get_by_role("link"))
    me.look("Answer")
    if refused:
        me.be_refused("Send the answer", "Answer")
    me.page.get_by_label(box).fill(words)
    me.press("Send the answer")
    me.look("Asked of me", "answered")


def _lists(me: Visit) -> None:
    me.follow("Put on the panel's agenda")
    me.look("Put on the agenda")
    me.press("Put on the agenda")
    me.look("Referral", "on the agenda")


def _decides(me: Visit, reference: str) -> str:
    me.open("/panel/")
    me.look("Panel")
    me.go(me.page.locator(f"main a[href$='/referrals/{reference}/pack/']"))
    me.look("Pack")
    me.reads("Two calls about noise in May.")
    me.follow("Keep out: I have a conflict of interest")
    me.look("Keep out")
    me.follow("Cancel")
    me.open(f"/referrals/{reference}/pack/")
    me.follow("Decide")
    me.look("Decide")
    me.pick("What is to be done?", "Open a case")
    me.be_refused("Record the decision", "Decide")
    me.pick("Level of need", "3: several needs at once")
    me.pick("How much help?", "Intensive")
    me.type("Reasons", "Several needs at once, and nobody holds them together.")
    me.press("Record the decision")
    me.look("Panel", "decided")
    me.reads("Decided. Whoever sent")
    return me.page.locator("main a[href$='/allocate/']").last.get_attribute("href") or ""


def _allocates(me: Visit, address: str) -> None:
    me.open("/waiting/")
    me.look("Waiting list")
    me.go(me.page.locator(f"main a[href='{address}']"))
    me.look("Allocate")
    me.be_refused("Allocate the family", "Allocate")
    me.group("Key worker").get_by_role("radio").first.check()
    me.group("The team around the family").get_by_role("checkbox").first.check()
    me.press("Allocate the family")
    me.look("Family", "allocated")
    me.reads("The family has a key worker.")
    me.follow("Team")
    me.follow("Change the key worker")
    me.look("Change the key worker")
    me.type("How things stand", "The plan is nearly agreed.")
    me.be_refused("Hand over", "Change the key worker")
