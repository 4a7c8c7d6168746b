"""Families whose needs were met and have held, and the area's own framework, which pays for that."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from cases.models import NeedRecord
from cases.operations.record_need import record_need
from outcomes.operations.close_case import LastMeasure, close_case
from outcomes.operations.measure_outcome import measure_outcome
from tests.cast import Cast
from tests.world_casework import World, in_days, planned

FRAMEWORKS = str(Path(__file__).parents[3] / "lintel/demo/frameworks")
"""The demo's: one of them pays, and has not ended."""
HELD = 300
"""Days since every need was met."""


def sustained(cast: Cast, *, closed: bool = True, number: int = 0, days: int = HELD) -> World:
    """A family whose every need was met so many days ago, closed unless told otherwise."""
    world = planned(cast, days_ago=days + 60, number=number)
    facts = {"need": "relationships", "kind": "strength", "evidence": "They talk.", "about": []}
    record_need(cast.key_worker, world.reference, **facts)
    for need in NeedRecord.objects.filter(case=world.case, kind="need"):
        measure_outcome(
            cast.key_worker, world.reference, need=need.pk, occasion="review", standing="met",
            evidence="Seen at the review.", measured_on=timezone.localdate() - timedelta(days=days),
        )  # fmt: skip
    if closed:
        needs = NeedRecord.objects.filter(case=world.case, kind="need").values_list("pk", flat=True)
        close_case(
            cast.key_worker, world.reference, outcome="partly", closing_words="It goes well.",
            follow_up_on=in_days(180), not_reviewed="-",
            measurements=dict.fromkeys(needs, LastMeasure("met", "Still so.")),
        )  # fmt: skip
    return world
