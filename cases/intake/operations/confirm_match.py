"""Match: the front door says who each person is, and which family they are. What it says is remembered."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.intake.models import Referral, ReferredPerson, Rejection
from cases.intake.operations.linking import Matched, link
from cases.intake.operations.take_referral import must_be_open, one_match_at_a_time, take_referral
from cases.intake.selectors.families_near import families_near
from cases.intake.selectors.known import Matching, matching_of
from cases.matching import Match
from cases.operations.place_family import place_family
from cases.vocabulary import Band, Event, ReferralState
from datasharing.door import OpenFile

NEW = "new"


class KnownSince(Refused):
    """Somebody came to be known while the page lay open: it is to be looked at anew."""


@transaction.atomic
def confirm_match(
    actor: Actor,
    reference: str,
    *,
    choices: Mapping[int, str],
    rejected: Collection[tuple[int, str]] = (),
    family: str = "",
    place: str = "",
    seen: Collection[tuple[int, str]] | None = None,
    on: datetime | None = None,
) -> Matched:
    """Say for each position of a referral which known person it is (their subject) or "new".

    `rejected` are pairs of position and subject: not the same person. `family` is the file's reference where those
    people belong to several families, or "new" for a family of their own; where nobody is known, it may be the family
    of somebody known at their home, or that person's subject when they have none yet. `place` narrows where a new
    family lives.
    `seen` are the pairs of position and subject that somebody looked at before they said "new": whoever has come to be
    known since is looked at first. Without it, nobody is new who is certainly known.
    """
    moment = on or timezone.now()
    one_match_at_a_time()
    file, referral = take_referral(actor, reference)
    must_be_open(referral)
    if referral.state != ReferralState.RECEIVED:
        raise Refused(_("The people of this referral have been matched already."))
    _remember(actor, referral, file, rejected, moment)
    matching = matching_of(referral.pk, file)
    chosen = _chosen(matching, choices, seen)
    at_home = {str(one.key): matching.people[one.key] for one in matching.at_home if isinstance(one.key, UUID)}
    home = at_home[family].household if family in at_home else None
    joins = None if home else _family(file.place, chosen, family, {one.subject for one in at_home.values()})
    if joins is None and place:
        place_family(actor, file.id, place)
    return link(actor, referral, chosen, family=joins, place=file.place, moment=moment, home=home)


def _chosen(
    matching: Matching, choices: Mapping[int, str], seen: Collection[tuple[int, str]] | None
) -> dict[int, UUID | None]:
    """Each position's person, checked against those who were suggested."""
    chosen: dict[int, UUID | None] = {}
    for position, match in matching.matches.items():
        word = choices.get(position, "")
        field = f"person_{position}"
        if not word:
            raise Invalid(
                _("Say who person %(position)s is: one of those suggested, or somebody new.")
                % {"position": position + 1},
                field,
            )
        if word == NEW:
            _must_be_nobody_else(position, match, seen)
            chosen[position] = None
            continue
        found = next((c.key for c in match.candidates if str(c.key) == word), None)
        if not isinstance(found, UUID):
            raise Invalid(
                _("Person %(position)s: choose one of those suggested, or somebody new.") % {"position": position + 1},
                field,
            )
        if found in chosen.values():
            raise Invalid(
                _("Person %(position)s was taken for the same person as another on this referral.")
                % {"position": position + 1},
                field,
            )
        chosen[position] = found
    strange = sorted(set(choices) - set(matching.matches))
    if strange:
        raise Invalid(_("There is no person %(strange)s on this referral.") % {"strange": strange[0] + 1})
    return chosen


def _must_be_nobody_else(position: int, match: Match, seen: Collection[tuple[int, str]] | None) -> None:
    """Refuse to call somebody new whom another match has made known since, or who is certainly known."""
    if seen is None:
        unseen = [one for one in match.candidates if one.band == Band.LINK]
    else:
        unseen = [one for one in match.candidates if (position, str(one.key)) not in seen]
    if unseen:
        raise KnownSince(
            _(
                "Person %(position)s may be known by now: somebody matched them a moment ago, or they fit too well. "
                "Look at who is suggested, and say again who they are."
            )
            % {"position": position + 1},
            f"person_{position}",
        )


def _family(place: str, chosen: Mapping[int, UUID | None], family: str, at_home: set[UUID]) -> UUID | None:
    """The family to join; None to form one. With several to choose from, somebody has to choose.

    That of somebody known at their home is joined only when it is chosen.
    """
    people = {person for person in chosen.values() if person}
    near = families_near(place, people | (at_home if family else set()))
    if family == NEW:
        return None
    known = {one.reference: one.file for one in near.families}
    if family:
        if family not in known:
            raise Invalid(_("Choose one of the families that these people belong to, or a new one."), "family")
        return known[family]
    if len(known) > 1:
        names = ", ".join(sorted(known))
        raise Refused(
            _("These people belong to several families: %(names)s. Choose which one this is about.") % {"names": names},
            "family",
        )
    return next(iter(known.values()), None)


def _remember(
    actor: Actor, referral: Referral, file: OpenFile, rejected: Collection[tuple[int, str]], moment: datetime
) -> None:
    """Keep what somebody said: not the same person."""
    if not rejected:
        return
    named = {person.position: person.pk for person in ReferredPerson.objects.filter(referral=referral)}
    matching = matching_of(referral.pk, file)
    rows = []
    for position, word in rejected:
        match = matching.matches.get(position)
        found = next((c.key for c in match.candidates if str(c.key) == word), None) if match else None
        if not isinstance(found, UUID):
            raise Invalid(_("Only those suggested can be marked as not the same."), f"person_{position}")
        rows.append(
            Rejection(referred_id=named[position], person_id=found, rejected_by_id=actor.post, rejected_at=moment)
        )
    Rejection.objects.bulk_create(rows, ignore_conflicts=True)
    journal.record(
        actor,
        Event.MATCH_REJECTED,
        families=[referral.file_id],
        subjects=[row.person_id for row in rows],
        detail={"referral": referral.reference, "people": len(rows)},
    )
