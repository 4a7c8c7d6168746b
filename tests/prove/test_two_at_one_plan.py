"""A hundred times two people send a review of one plan at the same moment: none lost, none doubled."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from cases.models import Review
from tests.cases.casework.test_two_at_one_plan import held_in, opened, written
from tests.cast import Cast, sign_in
from tests.world_casework import planned

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]
ROUNDS = 100


def test_a_hundred_rounds_of_two(cast: Cast) -> None:
    world = planned(cast)
    page = reverse("cases:review", args=[world.reference])
    clients = [sign_in(Client(), cast.key_worker) for _ in range(2)]
    asked_again = 0
    for number in range(ROUNDS):
        together = Barrier(2)
        answers: dict[int, int] = {}

        def send(who: int, round_: int = number, start: Barrier = together, told: dict[int, int] = answers) -> None:
            client, words = clients[who], f"round {round_}, writer {who}"
            try:
                form = opened(client, world)
                start.wait()
                while True:
                    answer = client.post(page, written(form, cast, words))
                    told[who] = told.get(who, 0) + 1
                    if answer.status_code == 302:
                        return
                    assert answer.status_code == 422, answer.status_code
                    form = held_in(answer.content.decode())
            finally:
                connections.close_all()

        both = [Thread(target=send, args=(who,)) for who in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        asked_again += sum(answers.values()) - 2
    kept = [one.decisions for one in Review.objects.order_by("pk")]
    wanted = {f"round {number}, writer {who}" for number in range(ROUNDS) for who in range(2)}
    lost, doubled = len(wanted - {*kept}), len(kept) - len({*kept})
    print(
        f"\n{ROUNDS} rounds of two: {len(kept)} reviews, {lost} lost, {doubled} doubled; "
        f"{asked_again} times the difference was shown first"
    )
    assert len(kept) == len(wanted) and {*kept} == wanted
    assert asked_again >= ROUNDS
