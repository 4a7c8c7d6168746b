"""Refresh: what families' ledgers come to is worked out anew where anything of it changed, and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.refusals import Invalid
from agencies.turns import in_turn
from cases.models import Case
from datasharing.places import lies_inside
from outcomes.models import CostRollup
from outcomes.operations.post_costs import may_post
from outcomes.rollups import written
from outcomes.selectors.rollups import Stamped, stamped, worked_out
from outcomes.selectors.support_windows import ShownCatalogue, shown_catalogue
from outcomes.vocabulary import Event

BATCH = 500


@dataclass(frozen=True)
class Refreshed:
    """Of a place's supported families: how many there are, how many were worked out anew, and how many are left."""

    families: int
    touched: int
    left: int


@transaction.atomic
def refresh_rollups(actor: Actor | None, place: str, *, at_most: int | None = None) -> Refreshed:
    """Work out the rollups of a place (by its path) that no longer fit. Twice in a row changes nothing.

    `at_most` bounds one run, so that a long refresh can be done in steps, each a transaction of its own. Nothing before
    costs are posted. `actor` is None for the command line and for an edition that is being published.
    """
    may_post(actor)
    here = Place.objects.filter(path=place).first()
    if here is None or (actor is not None and not lies_inside(place, actor.place)):
        raise Invalid(_("Choose your own place or a part of it."), field="place")
    in_turn("refresh rollups")
    catalogue = shown_catalogue()
    if catalogue is None:
        return Refreshed(0, 0, 0)
    found = stamped(here, catalogue)
    CostRollup.objects.filter(pk__in=found.over).delete()
    wanted = found.changed[:at_most]
    for start in range(0, len(wanted), BATCH):
        _write(wanted[start : start + BATCH], catalogue, found)
    if wanted:
        detail = {"place": place, "families": len(found.fits), "touched": len(wanted)}
        journal.record(actor, Event.ROLLUPS_REFRESHED, detail=detail)
    return Refreshed(len(found.fits), len(wanted), len(found.changed) - len(wanted))


def _write(cases: Sequence[int], catalogue: ShownCatalogue, found: Stamped) -> None:
    CostRollup.objects.bulk_create(
        (
            CostRollup(
                case=Case(pk=dates.case, family_id=dates.family),
                catalogue_id=catalogue.key,
                stamp=found.fits[dates.case],
                costs=written(rollup),
            )
            for dates, rollup in worked_out(cases, catalogue, found.quarters)
        ),
        update_conflicts=True,
        unique_fields=["case", "catalogue"],
        update_fields=["seal", "stamp", "costs"],
    )
