"""A panel decides with its quorum alone; whoever keeps out of a referral does not count."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.refusals import Invalid, Refused
from cases.intake.models import AgendaItem
from cases.intake.selectors.seats import seats_for


def check_quorum(actor: Actor, item: AgendaItem, present: Collection[int], at: datetime) -> set[int]:
    """Those who take part, the actor among them. Refused where they are no quorum of the panel, in words."""
    seats = seats_for(item.panel_id, item.referral_id, on=at)
    taking_part = {*present, actor.post}
    free = {one.post: one.kind for one in seats.free}
    if not taking_part - {actor.post} <= set(free):
        raise Invalid(_("Choose members of the panel who do not keep out of this referral."), "present")
    missing = seats.quorum.missing([free.get(post, str(actor.kind)) for post in taking_part])
    if missing:
        raise Refused(
            _(
                "The panel has no quorum for this referral. It decides with %(quorum)s; it lacks %(missing)s. Tick "
                "everybody who takes part, or leave it on the agenda."
            )
            % {"quorum": seats.quorum.words, "missing": missing},
            "present",
        )
    return taking_part
