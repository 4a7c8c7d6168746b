"""Two records of one family: everything goes to the one that is kept, and comes back exactly when it is taken apart."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from agencies.models import Notice
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.meeting_words import OrderKind
from cases.merging import EVERY, MOVED
from cases.models import (
    Case,
    CaseMember,
    Draft,
    Family,
    FamilyMember,
    KeyWorker,
    Merging,
    NoContactOrder,
    OutsideRecord,
)
from cases.operations.change_key_worker import change_key_worker
from cases.operations.hand_off import keep_outside_number
from cases.operations.merge_families import merge_families
from cases.operations.part_families import part_families
from cases.selectors.contacts import contacts
from cases.selectors.family import family
from cases.selectors.plan import plan
from datasharing import grants
from datasharing.keys.ciphers import Sealed
from datasharing.models import FamilyFile, Grant, SafetyInstruction
from datasharing.vocabulary import Reach
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.datasharing.test_traps import plain, statements
from tests.kept import once
from tests.world_casework import allocated, contacted, family_known, planned, visit

MADE = {"agencies.Notice"}
"""What a merge and its end add to; and rows that say who was key worker meanwhile."""
LABELS = (
    "cases.CaseMember",
    "cases.Action",
    "cases.Contact",
    "cases.ContactPart",
    "cases.NeedRecord",
    "cases.Plan",
    "cases.Goal",
)


@pytest.fixture
def pair(cast):
    def make():
        sign_rulebook()
        kept, gone = contacted(cast), planned(cast, number=1)
        change_key_worker(
            cast.team_manager, gone.reference, key_worker=cast.second_key_worker.post, handover="All is well."
        )
        return kept, gone

    return once("two records of one family", make)


def merge(cast, pair, **facts):
    kept, gone = pair
    given = {"checked": True, "goes_on": kept.reference, "key_worker": cast.key_worker.post} | facts
    return merge_families(cast.team_manager, kept.reference, gone.reference, **given)


def rows():
    """Every row that hangs on a family, opened where it is sealed, but for those that were made meanwhile."""
    made = {pk for one in Merging.objects.all() for pk in one.made.get("cases.KeyWorker", [])}
    new = {
        "cases.KeyWorker": made,
        "datasharing.Grant": set(KeyWorker.objects.filter(pk__in=made).values_list("grant", flat=True)),
    }
    found = {}
    for label in ({one.model for one in EVERY} | set(LABELS)) - {"cases.Merging", "agencies.Notice"}:
        model = apps.get_model(label)
        found[label] = sorted(
            repr([(field.name, getattr(row, field.attname)) for field in model._meta.concrete_fields])
            for row in model._default_manager.all()
            if row.pk not in new.get(label, ())
        )
    return found


def test_taken_apart_each_has_exactly_what_it_had(cast, pair) -> None:
    kept, gone = pair
    keep_outside_number(cast.team_manager, gone.reference, number="77")
    FamilyMember.objects.create(
        family=Family.objects.get(file__reference=gone.reference), person_id=kept.child, role="child",
        joined_on=timezone.localdate(),
    )  # fmt: skip
    for one in pair:
        Draft.objects.create(
            family=Family.objects.get(file__reference=one.reference), post_id=cast.school.post, step="record_need",
            typed={"x": one.reference}, kept_at=timezone.now(),
        )  # fmt: skip
    before = rows()
    for facts in (
        {},
        {"key_worker": cast.second_key_worker.post},
        {"goes_on": gone.reference, "key_worker": cast.second_key_worker.post},
        {"goes_on": gone.reference},
    ):
        merging = merge(cast, pair, **facts)
        assert rows() != before and OutsideRecord.objects.get().number == "77"
        part_families(cast.team_manager, kept.reference, merging)
        after = rows()
        assert {
            label: set(after[label]) ^ set(before[label]) for label in before if after[label] != before[label]
        } == {}, facts


def test_nothing_is_left_with_the_record_that_is_gone(cast, pair) -> None:
    kept, gone = pair
    file = FamilyFile.objects.get(reference=gone.reference)
    merge(cast, pair)
    for one in MOVED:
        assert not apps.get_model(one.model)._default_manager.filter(**{one.field: file.pk}).exists(), one
    assert not Family.objects.filter(pk=file.pk).exists()
    assert [str(case.outcome) for case in Case.objects.filter(state="closed")] == ["merged"]
    with pytest.raises(Refused):
        merge_families(cast.team_manager, kept.reference, gone.reference, checked=True)


def test_everything_is_sealed_under_the_key_of_the_record_that_is_kept(cast, pair) -> None:
    kept, _gone = pair
    merge(cast, pair)
    file = FamilyFile.objects.get(reference=kept.reference).pk
    for label in ("cases.Case", "cases.Contact", "cases.Plan", "cases.Goal", "cases.Action", "cases.KeyWorker"):
        for row in apps.get_model(label)._default_manager.all():
            held = [value for value in row.__dict__.values() if isinstance(value, Sealed)]
            assert {value.owner for value in held} <= {file}, label


@pytest.mark.parametrize("goes_on", [0, 1])
def test_the_reader_says_whose_plan_and_which_key_worker_go_on(cast, pair, goes_on) -> None:
    with pytest.raises(Invalid) as refused:
        merge(cast, pair, goes_on="")
    assert refused.value.field == "goes_on"
    with pytest.raises(Invalid) as refused:
        merge(cast, pair, key_worker=None)
    assert refused.value.field == "key_worker"
    other = cast.second_key_worker
    merge(cast, pair, goes_on=pair[goes_on].reference, key_worker=other.post)
    live = Case.objects.exclude(state="closed").get()
    assert live.pk == pair[goes_on].case and live.key_worker_id == other.post
    assert KeyWorker.objects.get(ends_at=None).post_id == other.post
    assert plan(other, pair[0].reference).head.key_worker.startswith(live.key_worker.practitioner.name)
    with pytest.raises(NotFound):
        family(cast.key_worker, pair[0].reference)
    told = Notice.objects.filter(kind="families_merged").values_list("post_id", "family", "leads_to")
    file = FamilyFile.objects.get(reference=pair[0].reference).pk
    assert set(told) == {(other.post, file, "cases:family"), (cast.key_worker.post, None, "cases:my_families")}


def test_whoever_worked_with_one_alone_goes_on_only_where_they_are_named(cast, pair) -> None:
    kept, gone = pair
    file = FamilyFile.objects.get(reference=gone.reference)
    held = grants.give_grant(None, file.pk, Reach.TEAM, post=cast.social_worker.post)
    merge(cast, pair)
    with pytest.raises(NotFound):
        family(cast.social_worker, kept.reference)
    assert family(cast.school, kept.reference).head.reference == kept.reference, "on both before"
    part_families(cast.team_manager, kept.reference, Merging.objects.get().pk)
    merge(cast, pair, staying=[held.pk])
    assert family(cast.social_worker, gone.reference).head.reference == kept.reference
    assert CaseMember.objects.filter(case=kept.case, post_id=cast.social_worker.post, ends_at=None).exists()


def test_open_work_of_others_is_not_ended_by_a_merge(cast, pair) -> None:
    _kept, gone = pair
    file = FamilyFile.objects.get(reference=gone.reference)
    held = grants.give_grant(None, file.pk, Reach.PROTECTION, post=cast.social_worker.post)
    with pytest.raises(Refused) as refused:
        merge(cast, pair)
    assert "Child protection" in refused.value.words and refused.value.field == "staying"
    merge(cast, pair, staying=[held.pk])
    assert Grant.objects.get(pk=held.pk).ends_at is None


def test_who_keeps_out_of_either_keeps_out_of_both(cast, pair) -> None:
    kept, gone = pair
    file = FamilyFile.objects.get(reference=gone.reference)
    grants.give_grant(None, file.pk, Reach.EXCLUDED, post=cast.police.post)
    assert family(cast.police, kept.reference)
    merging = merge(cast, pair)
    with pytest.raises(NotFound):
        family(cast.police, kept.reference)
    here = FamilyFile.objects.get(reference=kept.reference)
    grants.give_grant(None, here.pk, Reach.EXCLUDED, post=cast.health.post)
    SafetyInstruction.objects.create(
        file=here, words="Ring duty first", set_by_id=cast.team_manager.post, starts_at=timezone.now()
    )
    part_families(cast.team_manager, kept.reference, merging)
    for one in pair:
        with pytest.raises(NotFound):
            family(cast.health, one.reference)
        assert [row.words for row in family(cast.team_manager, one.reference).instructions] == ["Ring duty first"]
    assert family(cast.police, kept.reference)


def test_people_who_are_kept_apart_are_not_brought_together(cast, pair) -> None:
    kept, gone = pair
    NoContactOrder.objects.create(
        protected_id=gone.parent, kept_away_id=kept.parent, kind=OrderKind.values[0], starts_on=timezone.localdate(),
        supplier_id=cast.team_manager.agency, recorded_by_id=cast.team_manager.post, recorded_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        merge(cast, pair)
    assert "keeps away" in refused.value.words
    NoContactOrder.objects.update(ends_on=timezone.localdate() - timedelta(days=1), starts_on=date(2026, 1, 1))
    assert merge(cast, pair)


def test_only_the_front_door_or_the_manager_of_both_merges(cast, pair) -> None:
    kept, gone = pair
    for actor in (cast.key_worker, cast.school):
        with pytest.raises((NotAllowed, NotFound)):
            merge_families(actor, kept.reference, gone.reference, checked=True)
    for actor in (cast.outsider, cast.colleague, cast.screener):
        with pytest.raises(NotFound):
            merge_families(actor, kept.reference, gone.reference, checked=True)
    foreign = family_known(cast, number=2)
    for reference in (foreign, "FZZZZZZZ"):
        with pytest.raises(NotFound):
            merge_families(cast.team_manager, kept.reference, reference, checked=True)
    with pytest.raises(Invalid):
        merge(cast, pair, checked=False)
    assert not Merging.objects.exists()


def test_what_was_recorded_since_goes_with_its_case(cast, pair) -> None:
    kept, gone = pair
    merging = merge(cast, pair, goes_on=gone.reference)
    visit(cast, kept)
    change_key_worker(cast.team_manager, kept.reference, key_worker=cast.colleague.post, handover="Since then.")
    part_families(cast.team_manager, kept.reference, merging)
    assert family(cast.colleague, gone.reference).head.reference == gone.reference
    assert len(contacts(cast.colleague, gone.reference).contacts) == 1
    assert family(cast.key_worker, kept.reference).head.state == "planned"
    with pytest.raises(NotFound):
        family(cast.colleague, kept.reference)
    with pytest.raises(NotFound):
        family(cast.second_key_worker, gone.reference)


def test_the_old_reference_leads_on_for_whoever_may_see_it_and_for_nobody_else(cast, client, pair) -> None:
    kept, gone = pair
    merge(cast, pair)
    sign_in(client, cast.key_worker)
    answer = client.get(f"/families/{gone.reference}/needs/?page=2")
    assert answer.status_code == 302 and answer["Location"] == f"/families/{kept.reference}/needs/?page=2"
    assert client.get(f"/api/v1/families/{gone.reference}/").json()["head"]["reference"] == kept.reference
    sign_in(client, cast.second_key_worker)
    client.get("/families/FZZZZZZZ/")
    for root in ("/families", "/api/v1/families"):
        made_up, other = statements(client, f"{root}/FZZZZZZZ/")
        led, answer = statements(client, f"{root}/{gone.reference}/")
        assert made_up == led and answer.status_code == 404
        assert plain(other, "FZZZZZZZ") == plain(answer, gone.reference)


def test_an_advice_case_and_a_record_without_a_case_are_merged_without_a_choice(cast) -> None:
    sign_rulebook()
    one = allocated(cast, intensity="advice")
    two = FamilyFile.objects.get(reference=family_known(cast, number=1))
    grants.give_grant(None, two.pk, Reach.SUPERVISION, post=cast.team_manager.post)
    merging = merge_families(
        cast.team_manager, one.reference, two.reference, checked=True,
        staying=[row.pk for row in Grant.objects.filter(kind=Reach.SUPERVISION, ends_at=None)],
    )  # fmt: skip
    assert (
        family(cast.key_worker, one.reference).head.key_worker
        and len(family(cast.key_worker, one.reference).members) == 6
    )
    part_families(cast.team_manager, one.reference, merging)
    assert len(family(cast.key_worker, one.reference).members) == 3
