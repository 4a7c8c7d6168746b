"""Close: every need is measured, and the case ends: both or neither."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.refusals import Invalid
from agencies.selectors.posts import live_posts
from agencies.vocabulary import Role
from cases.operations import close_case as cases_close
from cases.operations.live_case import live_case, moment
from cases.permits import PERMITS, Step
from cases.vocabulary import Need
from datasharing import door, grants
from datasharing.door import OpenFile
from datasharing.places import lies_inside
from datasharing.vocabulary import Reach
from outcomes.operations.measure_outcome import measure_outcome, open_needs
from outcomes.vocabulary import SCORES, Occasion, Standing

FOLLOWERS = (Role.CLAIMS_OFFICER, Role.INTERNAL_AUDITOR)


class LastMeasure(NamedTuple):
    """How a need stands, the evidence, and where the family says that it is, from 1 to 10, if it was asked."""

    standing: str
    evidence: str
    score: int | None = None


@transaction.atomic
def close_case(
    actor: Actor,
    family_reference: str,
    *,
    outcome: str,
    closing_words: str,
    follow_up_on: date,
    measurements: Mapping[int, LastMeasure],
    not_reviewed: str = "",
    on: datetime | None = None,
) -> int:
    """Measure every need for the last time, then close the case; returns it.

    `measurements` maps each need's record to how it stands and the evidence. Refused, and nothing is kept, when a need
    is left out, or when the case cannot be closed. Errors name the field `need_ID_standing`, `_evidence` or `_score`.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.CLOSE].reaches,
        words=_("Only the key worker or the team manager can close a case."),
    )
    needs = open_needs(file, live_case(file, *PERMITS[Step.CLOSE].states))
    if unknown := set(measurements) - set(needs):
        raise Invalid(
            _("Take out need %(unknown)s: it is not a need of this family.") % {"unknown": min(unknown)},
            field="measurements",
        )
    for key, record in needs.items():
        standing, evidence, score = measurements.get(key, LastMeasure("", ""))
        if standing not in Standing.values:
            raise Invalid(
                _("Say how “%(need)s” stands now.") % {"need": Need(record.need).label}, field=f"need_{key}_standing"
            )
        if not evidence.strip():
            words = _("Enter the evidence for how “%(need)s” stands.") % {"need": Need(record.need).label}
            raise Invalid(words, field=f"need_{key}_evidence")
        if score is not None and score not in SCORES:
            raise Invalid(_("Choose a number from 1 to 10, or leave it out."), field=f"need_{key}_score")
        measure_outcome(
            actor, family_reference, need=key, occasion=Occasion.CLOSING, standing=standing, evidence=evidence,
            score=score, on=on,
        )  # fmt: skip
    closed = cases_close.close_case(
        actor,
        family_reference,
        outcome=outcome,
        closing_words=closing_words,
        follow_up_on=follow_up_on,
        not_reviewed=not_reviewed,
        on=on,
    )
    _let_follow(actor, file, moment(on))
    return closed


def _let_follow(actor: Actor, file: OpenFile, at: datetime) -> None:
    """Whoever claims for outcomes here, and whoever audits that, follows the family from now on."""
    for post in live_posts(role=FOLLOWERS):
        if lies_inside(file.place, post.place):
            grants.give_grant(actor, file.id, Reach.MONITORING, post=post.id, starts_at=at)
