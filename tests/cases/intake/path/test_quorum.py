"""A panel's quorum: set by the administrator, counted without whoever keeps out, and needed for every decision."""

import pytest
from django.test import Client

from agencies.models import JournalEntry, Team
from agencies.operations.teams import set_quorum
from agencies.quorum import Quorum
from agencies.refusals import Invalid, NotFound, Refused
from cases.intake.models import TriageDecision
from cases.intake.operations.decide_triage import decide_triage
from cases.intake.operations.declare_conflict import declare_conflict
from cases.intake.selectors.panel import panel_sheet
from tests.cast import sign_in
from tests.world import listed

OPEN = {"decision": "open_case", "level_of_need": 3, "intensity": "intensive", "reasons": "Many needs."}


def test_what_a_quorum_lacks_in_words():
    quorum = Quorum(3, frozenset({"council", "jobcentre_plus"}))
    assert quorum.words == "3 members, among them council and Jobcentre Plus"
    assert quorum.missing(["council", "police", "jobcentre_plus"]) == ""
    assert quorum.missing(["council", "police"]) == "1 more member and somebody from Jobcentre Plus"
    assert quorum.missing([]) == "3 more members and somebody from council and Jobcentre Plus"
    assert Quorum(0).missing([]) == "" and Quorum(1).words == "1 member"


def test_the_administrator_sets_a_panels_quorum_and_nobody_elses(cast):
    set_quorum(cast.administrator, "panel", members=2, kinds=["health"])
    panel = Team.objects.get(reference="panel")
    assert (panel.quorum, panel.quorum_kinds) == (2, ["health"])
    assert JournalEntry.objects.filter(event="team.quorum_set").count() == 1
    for facts, field in (({"members": 31}, "members"), ({"members": 1, "kinds": ["health", "police"]}, "members"),
                         ({"members": 3, "kinds": ["circus"]}, "kinds")):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            set_quorum(cast.administrator, "panel", **facts)
        assert refusal.value.field == field
    with pytest.raises(Refused, match="Only a panel"):
        set_quorum(cast.administrator, "locality-north", members=2)
    with pytest.raises(Refused):
        set_quorum(cast.panel_chair, "panel", members=0)
    with pytest.raises(NotFound):
        set_quorum(cast.administrator, "moon", members=0)


def test_a_decision_without_a_quorum_is_refused_in_words_and_whoever_keeps_out_does_not_count(cast):
    set_quorum(cast.administrator, "panel", members=2, kinds=["council", "health"])
    world = listed(cast)
    assert panel_sheet(cast.panel_chair).agenda[0].quorum == "can be reached"
    for present in ([], [cast.panel_police.post]):
        with pytest.raises(Refused, match=r"has no quorum.*lacks .*somebody from health"):
            decide_triage(cast.panel_chair, world.reference, **OPEN, present=present)
    declare_conflict(cast.panel_health, world.reference)
    with pytest.raises(Invalid, match="who do not keep out"):
        decide_triage(cast.panel_chair, world.reference, **OPEN, present=[cast.panel_health.post])
    assert panel_sheet(cast.panel_chair).agenda[0].quorum == "cannot be reached: lacks somebody from health"
    with pytest.raises(Invalid):
        decide_triage(cast.panel_chair, world.reference, **OPEN, present=[cast.key_worker.post])
    set_quorum(cast.administrator, "panel", members=2, kinds=["council"])
    assert decide_triage(cast.panel_chair, world.reference, **OPEN, present=[cast.panel_police.post]).case
    there = set(TriageDecision.objects.get().present.values_list("pk", flat=True))
    assert there == {cast.panel_chair.post, cast.panel_police.post}


def test_the_pages_set_it_show_it_and_ask_who_takes_part(cast):
    administrator, chair = sign_in(Client(), cast.administrator), sign_in(Client(), cast.panel_chair)
    assert administrator.post("/teams/panel/quorum/", {"members": "2", "kinds": ["police"]}).status_code == 302
    assert "2 members, among them police" in administrator.get("/teams/panel/").content.decode()
    world = listed(cast)
    assert "It decides with 2 members, among them police." in chair.get("/panel/").content.decode()
    at = f"/referrals/{world.reference}/decide/"
    assert "Panel police Cast, Ashworth Police" in chair.get(at).content.decode()
    refused = chair.post(at, OPEN | {"reasons": "Many needs at once."})
    assert refused.status_code == 422 and "Many needs at once." in refused.content.decode()
    assert "it lacks 1 more member and somebody from police" in refused.content.decode()
    assert chair.post(at, OPEN | {"present": [cast.panel_police.post]}).status_code == 302
