"""Neither record of a separated family tells of the other: random families, everybody who reads them, every route."""

import random
import re

import pytest

from cases.models import FamilyMember, Whereabouts
from cases.operations.agree_plan import NewAction, NewGoal, agree_plan
from cases.operations.record_contact import NewPart, record_contact
from cases.operations.record_need import record_need
from cases.operations.separate_family import separate_family
from datasharing.models import FamilyFile
from datasharing.vocabulary import Category
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.datasharing.routes import Told, allowed, answers, random_families
from tests.world import ago
from tests.world_casework import World, in_days

WHY = "He hurt her; she and the children live elsewhere now"


def written_since(cast, worker, told, member):
    """What is recorded once there are two records: an address, a plan, a contact and a need, each a word of its own."""
    words = [told.word() for _ in range(5)]
    words = [f"{word}n" for word in words]
    Whereabouts.objects.create(
        person_id=member, address=words[0], postcode="WX1 1AA", supplier_id=worker.agency, seen_on=in_days(0)
    )
    record_need(worker, told.world.reference, need="housing", kind="need", evidence=words[1], about=[member])
    record_contact(
        worker, told.world.reference, kind="home_visit", held_at=ago(hours=1), minutes=20, seen=[member],
        parts=[NewPart(Category.CONTACTS, [], words[2])], next_step=words[3],
    )  # fmt: skip
    return words


def one_separation(cast, client, seed, is_sealed, readers):
    """What leaked in one random family, and how many answers were looked at."""
    chance = random.Random(seed)  # nosec B311
    (told,) = random_families(cast, seed, 1)
    world = told.world
    known = sorted((allowed(cast.team_manager, told) is not None and world.members) or ())
    going = chance.sample([one for one in world.members if one in known], 2)
    before = {name: allowed(getattr(cast, name), told) for name in readers}
    new = separate_family(
        cast.team_manager, world.reference, going=going, key_worker=cast.colleague.post, reason=WHY,
        is_sealed=is_sealed, custodians=[cast.duty_manager.post, cast.da_adviser.post] if is_sealed else [],
    )  # fmt: skip
    file = FamilyFile.objects.get(reference=new)
    there = list(FamilyMember.objects.filter(family=file.pk).order_by("pk").values_list("person_id", flat=True))
    stays = next(one for one in world.members if one not in going)
    apart = Told(World(new, tuple(there), 0))
    of_new = written_since(cast, cast.colleague, apart, there[0])
    of_old = written_since(cast, cast.key_worker, told, stays)
    home = NewAction("Find a home", in_days(9), owner_post=cast.colleague.post)
    goals = [NewGoal("housing", of_new[4], [home])]
    agree_plan(cast.colleague, new, goals=goals, family_words=of_new[4], next_review_on=in_days(30))
    wrong, looked = [], 0
    for name in readers:
        actor = getattr(cast, name)
        sign_in(client, actor)
        page = " ".join(one.content.decode(errors="replace") for one in answers(client, world.reference).values())
        wrong += [f"{seed} {name} reads of the new record on the old one: {word}" for word in of_new if word in page]
        wrong += [f"{seed} {name} reads its reference on the old one"] * (new in page)
        if is_sealed and allowed(actor, told) != before[name]:
            wrong.append(f"{seed} {name} sees otherwise on the old one")
        if not is_sealed and (allowed(actor, told) or set()) - (before[name] or set()):
            wrong.append(f"{seed} {name} sees more on the old one")
        looked += 1
    sign_in(client, cast.colleague)
    page = " ".join(one.content.decode(errors="replace") for one in answers(client, new).values())
    wrong += [f"{seed} the new key worker reads of the old record: {word}" for word in of_old if word in page]
    wrong += [f"{seed} the new record does not tell {word}" for word in of_new[1:2] if word not in page]
    wrong += [f"{seed} the new record tells {words_in_about(told, going, page)}"] * bool(
        words_in_about(told, going, page)
    )
    return wrong, looked


def words_in_about(told, going, page):
    """Words of records that are not about those who go alone, as the page holds them."""
    shown = set(re.findall(r"Zq[a-z0-9]+x[a-j]+\b", page))
    return [one.word for one in told.said if one.word in shown and not (one.about and one.about <= set(going))]


@pytest.mark.parametrize("is_sealed", [True, False])
@pytest.mark.django_db
def test_nothing_of_the_one_is_on_the_other(cast, client, is_sealed) -> None:
    sign_rulebook()
    wrong, looked = one_separation(cast, client, 11, is_sealed, ("key_worker", "police", "team_manager"))
    assert "\n".join(wrong) == "" and looked == 3
