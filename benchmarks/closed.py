"""What is closed takes as long as what is not there: pages of a sealed family and of one made up, medians in pairs.

An outsider asks for the page of a family that is sealed, of one that is excluded from them, and of a reference that was
never given; a screener reads the referral and the match page of somebody sealed and of somebody made up. Each pair asks
the same statements and gives the same bytes, which tests hold; this holds the clock to them.
"""

import os

import django

django.setup()

from django.test import Client

from benchmarks.figures import Times, keep, show, times
from cases.models import Person
from cases.operations.protect_member import restrict_member
from datasharing import grants
from datasharing.models import FamilyFile
from datasharing.vocabulary import Reach
from tests.agreements import sign_rulebook
from tests.cast import Cast, make_cast, sign_in
from tests.world import referral
from tests.world_casework import World, allocated

BENCH = True
ROUNDS = 300
NOBODYS = "F0000000"
WHY = "She was hurt at home, and he asks where she is"


def sealed_family(cast: Cast) -> World:
    """A family whose mother is sealed, and from which the screener is kept out."""
    world = allocated(cast)
    restrict_member(
        cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.da_adviser.post],
    )  # fmt: skip
    file = FamilyFile.objects.get(reference=world.reference)
    grants.give_grant(cast.team_manager, file.pk, Reach.EXCLUDED, post=cast.colleague.post)
    return world


def referred(cast: Cast, mother: Person, **changed: str) -> str:
    """The reference of a referral that names her, or somebody made up of her surname at her home."""
    said = {
        "given_name": mother.given_name, "family_name": mother.family_name, "sex": "F", "role": "parent",
        "date_of_birth": f"{mother.date_of_birth:%Y-%m-%d}", "address": "1 High Street", "postcode": "WX10 6DA",
    }  # fmt: skip
    return str(referral(cast, people=[said | changed]).reference)


def _asked(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status, address


def _pair(who: Client, what: dict[str, str], status: int) -> dict[str, Times]:
    return times({name: lambda address=address: _asked(who, address, status) for name, address in what.items()}, ROUNDS)


def main() -> None:
    """Print and keep medians and their ratios."""
    cast = make_cast()
    sign_rulebook()
    world = sealed_family(cast)
    mother = Person.objects.get(pk=world.parent)
    hers = referred(cast, mother)
    made_up = referred(cast, mother, given_name="Zora", date_of_birth="1951-01-01")
    outsider, kept_out, screener = (
        sign_in(Client(SERVER_NAME="127.0.0.1"), actor) for actor in (cast.outsider, cast.colleague, cast.screener)
    )
    family = ("/families/{0}/", world.reference, NOBODYS)
    pages = {
        "a family, to somebody of another place": (outsider, *family, 404),
        "a family, to somebody kept out of it": (kept_out, *family, 404),
        "a referral, to a screener": (screener, "/referrals/{0}/", hers, made_up, 200),
        "its match, to a screener": (screener, "/referrals/{0}/match/", hers, made_up, 200),
    }
    figures: dict[str, Times | float] = {"load": os.getloadavg()[0]}
    for name, (client, page, closed, other, status) in pages.items():
        found = _pair(client, {"made up": page.format(other), "closed": page.format(closed)}, status)
        show(name, found, "made up")
        figures |= {f"{name}: {what}": taken for what, taken in found.items()}
        figures[f"{name}: ratio"] = found["closed"].median / found["made up"].median
    keep("closed", figures)


if __name__ == "__main__":
    main()
