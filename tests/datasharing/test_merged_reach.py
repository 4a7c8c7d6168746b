"""Nobody sees by a merge what they could see in neither family: random families, and everybody who may read them."""

import random

import pytest
from django.db import transaction

from agencies.models import TeamMembership
from agencies.refusals import Refused
from cases.models import FamilyMember
from cases.operations.merge_families import merge_families
from cases.operations.part_families import part_families
from cases.selectors.merging import merge_preview
from datasharing import grants
from datasharing.models import FamilyFile, Grant
from datasharing.vocabulary import Category, Reach
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.datasharing.routes import ACTORS, Told, allowed, answers, random_families, words_in
from tests.datasharing.test_traps import plain, statements

HOLDERS = {
    Reach.TEAM: ("health", "school", "social_worker", "da_adviser", "second_key_worker"),
    Reach.MONITORING: ("claims_officer", "colleague"),
    Reach.PROTECTION: ("social_worker", "emergency_duty"),
    Reach.SPECIFIC: ("police", "screener"),
}
EVERYBODY = (*ACTORS, "screener", "claims_officer")


def reach_by_chance(cast, pair, chance):
    """Reach on the one, the other or both; and somebody who is in both families."""
    files = [FamilyFile.objects.get(reference=told.world.reference) for told in pair]
    for file in files:
        for kind, names in HOLDERS.items():
            for name in names:
                if chance.random() < 0.4:
                    grants.give_grant(None, file.pk, kind, post=getattr(cast, name).post)
    shared = chance.choice(pair[0].world.members)
    FamilyMember.objects.create(family_id=files[1].pk, person_id=shared, role="child", joined_on="2026-01-01")
    pair[1].said += [
        one
        for one in pair[0].said
        if one.about == {shared} and one.category in (Category.IDENTITY, Category.WHEREABOUTS)
    ]


def seen(cast, *told):
    """The words that the door opens to each, in any of these families."""
    return {name: set().union(*(allowed(getattr(cast, name), one) or set() for one in told)) for name in EVERYBODY}


def as_if_on_both(cast, pair, staying):
    """What everybody would see had those who go on had their reach on both families before."""
    mark = transaction.savepoint()
    files = [FamilyFile.objects.get(reference=told.world.reference).pk for told in pair]
    for grant in Grant.objects.filter(pk__in=staying):
        for file in set(files) - {grant.file_id}:
            grants.give_grant(None, file, Reach(grant.kind), post=grant.post_id, team=grant.team_id)
    found = seen(cast, *pair)
    transaction.savepoint_rollback(mark)
    return found


def named_in(cast, staying):
    """The names of those who go on because somebody ticked them."""
    held = Grant.objects.filter(pk__in=staying)
    posts = {one.post_id for one in held} | set(
        TeamMembership.objects.filter(team__in=[one.team_id for one in held if one.team_id]).values_list(
            "post_id", flat=True
        )
    )
    return {name for name in EVERYBODY if getattr(cast, name).post in posts}


def one_merge(cast, seed, client=None):
    """What was seen too much of in one random pair of families, and how many words were shown before and after."""
    chance = random.Random(seed)  # nosec B311
    pair = random_families(cast, seed, 2)
    reach_by_chance(cast, pair, chance)
    kept, gone = chance.sample(pair, 2)
    before = seen(cast, *pair)
    preview = merge_preview(cast.team_manager, kept.world.reference, gone.world.reference)
    staying = [one.grant for one in preview.one_sided if one.must_stay or chance.random() < 0.3]
    on_both = as_if_on_both(cast, pair, staying)
    may = before | {name: on_both[name] for name in named_in(cast, staying)}
    try:
        merging = merge_families(
            cast.team_manager, kept.world.reference, gone.world.reference, checked=True,
            goes_on=chance.choice(pair).world.reference, staying=staying,
        )  # fmt: skip
    except Refused as refused:
        assert refused.field == "staying", refused.words
        return [], 0, 0
    merged = Told(kept.world, [*kept.said, *gone.said])
    after = seen(cast, merged)
    wrong = [f"{seed} {name} sees {sorted(after[name] - may[name])}" for name in EVERYBODY if after[name] - may[name]]
    if client:
        wrong += pages(cast, client, merged, gone.world.reference, after)
    part_families(cast.team_manager, kept.world.reference, merging)
    again = seen(cast, *pair)
    wrong += [f"{seed} {name} sees otherwise, taken apart" for name in EVERYBODY if again[name] != before[name]]
    return wrong, sum(map(len, before.values())), sum(map(len, after.values()))


def pages(cast, client, merged, old, after):
    """Pages and calls of the one record, by its reference and by the old one, show what the door opens."""
    wrong = []
    for name in ("team_manager", "police", "outsider"):
        sign_in(client, getattr(cast, name))
        for where, answer in answers(client, merged.world.reference).items():
            if words_in(answer) - after[name]:
                wrong.append(f"{name}: {where} shows {words_in(answer) - after[name]}")
        client.get("/families/FZZZZZZZ/")
        made_up, other = statements(client, "/families/FZZZZZZZ/")
        led, answer = statements(client, f"/families/{old}/")
        if not after[name] and (made_up, plain(other, "FZZZZZZZ")) != (led, plain(answer, old)):
            wrong.append(f"{name}: the old reference is not as one that was made up")
    return wrong


@pytest.mark.django_db
def test_nobody_sees_by_a_merge_what_they_could_see_in_neither_family(cast) -> None:
    sign_rulebook()
    wrong, before, after = one_merge(cast, 5)
    assert "\n".join(wrong) == "" and before > after > 50
