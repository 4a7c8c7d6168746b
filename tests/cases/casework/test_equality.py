"""Equality monitoring: asked of members by the team, sealed, shown through the door, read in statistics alone."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from agencies.refusals import Invalid, NotAllowed, NotFound
from cases.models import EqualityRecord
from cases.operations.record_equality import record_equality
from cases.selectors.equality import equality
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated


def test_the_key_worker_writes_down_what_somebody_says_and_may_ask_again(cast, client):
    world = allocated(cast)
    sign_in(client, cast.key_worker)
    page = reverse("cases:equality", args=[world.reference, world.parent])
    assert "Ask, never guess" in client.get(page).content.decode()
    for group in ("asian", "not_said"):
        sent = client.post(page, {"ethnic_group": group, "disability": "disabled"})
        assert sent.status_code == 302
    row = EqualityRecord.objects.get()
    assert (row.person_id, row.ethnic_group, row.disability) == (world.parent, "not_said", "disabled")
    sheet = equality(cast.key_worker, world.reference, world.parent)
    assert sheet.disability is not None and sheet.disability.value == "disabled"
    assert "Last asked on" in client.get(page).content.decode()


def test_the_answers_are_sealed_in_the_database(cast):
    world = allocated(cast)
    record_equality(cast.key_worker, world.reference, world.parent, ethnic_group="mixed", disability="not_disabled")
    with connection.cursor() as cursor:
        cursor.execute("SELECT ethnic_group, disability FROM cases_equalityrecord")
        assert not {b"mixed", b"not_disabled"} & {bytes(value) for value in cursor.fetchone()}


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"ethnic_group": "martian"}, "ethnic_group"), ({"disability": ""}, "disability")],
)
def test_an_answer_is_one_of_the_list(cast, facts, field):
    world = allocated(cast)
    with pytest.raises(Invalid) as refused:
        record_equality(
            cast.key_worker,
            world.reference,
            world.parent,
            **{"ethnic_group": "white", "disability": "disabled"} | facts,
        )
    assert refused.value.field == field


def test_who_may_ask_and_of_whom(cast, client):
    sign_rulebook()
    world, answers = allocated(cast), {"ethnic_group": "white", "disability": "not_said"}
    with pytest.raises(NotAllowed, match="team around the family"):
        record_equality(cast.team_manager, world.reference, world.parent, **answers)
    with pytest.raises(NotFound):
        record_equality(cast.outsider, world.reference, world.parent, **answers)
    with pytest.raises(NotFound):
        record_equality(cast.key_worker, world.reference, uuid4(), **answers)
    sign_in(client, cast.outsider)
    assert client.get(reverse("cases:equality", args=[world.reference, world.parent])).status_code == 404
    assert not EqualityRecord.objects.exists()
