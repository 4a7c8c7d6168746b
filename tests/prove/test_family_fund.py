"""Two key workers who buy from one family fund at one moment cannot spend the same pound."""

import threading

import pytest
from django.db import close_old_connections, connection

from agencies.refusals import Refused
from cases.models import Action
from outcomes.budgets.operations.buy_from_fund import buy_from_fund
from outcomes.models import BudgetEntry
from tests.agreements import sign_rulebook
from tests.cast import Cast, make_cast
from tests.outcomes.money.money_world import D, a_budget, a_fund
from tests.world_casework import planned

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]


def test_the_last_pounds_of_a_fund_are_spent_once() -> None:
    cast: Cast = make_cast()
    sign_rulebook()
    worlds = [planned(cast, number=number) for number in range(2)]
    a_fund(cast, a_budget(cast), planned=100)
    start, said = threading.Barrier(2), []

    def buy(reference: str, action: int) -> None:
        start.wait()
        try:
            said.append(buy_from_fund(cast.key_worker, reference, action=action, what="A cot", gbp=D(60)))
        except Refused as refusal:
            said.append(refusal.words)
        finally:
            close_old_connections()
            connection.close()

    both = []
    for world in worlds:
        action = Action.objects.filter(goal__plan__case=world.case).order_by("pk").values_list("pk", flat=True)[0]
        both.append(threading.Thread(target=buy, args=(world.reference, action)))
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert sorted(said) == ["There is £40.00 left in the family fund.", "bought"]
    assert [entry.gbp for entry in BudgetEntry.objects.all()] == [D(60)]
