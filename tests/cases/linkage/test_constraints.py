"""What no cluster breaks, for random people, records and weights; unless a practitioner said so."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.linkage.clustering import Pair, people
from cases.linkage.model import Bands
from cases.linkage.written import Written

BANDS = Bands(link=3.0, look=-2.0, margin=2.0)
DAYS = [date(2010, 3, 9), date(2010, 9, 3), date(2010, 3, 19), date(1980, 3, 9)]
NUMBERS = ["9434765919", "9434765918", "9876543210"]
SAME = {"given": "same", "kin": "family_home", "born": "same"}

identities = st.builds(
    Written,
    given=st.sampled_from(["ann", "beth", "liz", "elizabeth", ""]),
    family=st.sampled_from(["khan", "holt"]),
    families=st.just(()),
    dob=st.one_of(st.none(), st.sampled_from(DAYS)),
    postcode=st.just("WX43AF"),
    ids=st.sampled_from([(), *((("nhs_number", number),) for number in NUMBERS), (("nino", "AB123456C"),)]),
    sex=st.sampled_from(["", "F", "M"]),
    anchor=st.sampled_from(["", "", "", "one", "two"]),
    keys=st.just(()),
    rows=st.integers(1, 3),
)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Written], list[Pair]]:
    """Some identities, and any weights between them, however wrong."""
    written = draw(st.lists(identities, min_size=2, max_size=9))
    pairs = [
        Pair(one, other, draw(st.floats(-5, 40)), SAME)
        for one, other in combinations(range(len(written)), 2)
        if draw(st.booleans())
    ]
    return written, pairs


def _settled(values: Counter[object]) -> int:
    return sum(count >= 2 for count in values.values())


def _groups(written: list[Written], numbers: list[int]) -> list[list[Written]]:
    found: dict[int, list[Written]] = defaultdict(list)
    for one, number in zip(written, numbers, strict=True):
        found[number].append(one)
    return list(found.values())


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_a_person_has_one_settled_date_of_birth_and_one_settled_number(world: tuple[list[Written], list[Pair]]) -> None:
    """Or as many as a practitioner decided: where two dates were said to be one person's, rows of either may join."""
    written, pairs = world
    for group in _groups(written, people(written, pairs, BANDS)[0]):
        anchors = {one.anchor for one in group} - {""}
        assert len(anchors) <= 1
        decided = [one for one in group if one.anchor]
        assert _settled(_births(group)) <= max(1, _settled(_births(decided)))
        assert _settled(_numbers(group)) <= max(1, _settled(_numbers(decided)))


def _births(group: list[Written]) -> Counter[object]:
    said: Counter[object] = Counter()
    for one in group:
        said.update({one.dob: one.rows} if one.dob else {})
    return said


def _numbers(group: list[Written]) -> Counter[object]:
    said: Counter[object] = Counter()
    for one in group:
        said.update({value: one.rows for scheme, value in one.ids if scheme == "nhs_number"})
    return said


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_what_a_practitioner_decided_stands_whatever_the_evidence(world: tuple[list[Written], list[Pair]]) -> None:
    written, pairs = world
    numbers, _ = people(written, pairs, BANDS)
    for name in ("one", "two"):
        assert len({number for one, number in zip(written, numbers, strict=True) if one.anchor == name}) <= 1


@settings(max_examples=100, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_makes_no_difference(world: tuple[list[Written], list[Pair]], rng: object) -> None:
    written, pairs = world
    before = people(written, pairs, BANDS)[0]
    rng.shuffle(pairs)  # type: ignore[attr-defined]
    assert people(written, pairs, BANDS)[0] == before


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_below_the_link_band_nobody_is_joined(world: tuple[list[Written], list[Pair]]) -> None:
    written, pairs = world
    unlikely = [Pair(pair.one, pair.other, min(pair.weight, 2.9), pair.levels) for pair in pairs]
    numbers, doubts = people(written, unlikely, BANDS)
    undecided = [number for one, number in zip(written, numbers, strict=True) if not one.anchor]
    assert len(set(undecided)) == len(undecided)
    assert {doubt.why for doubt in doubts} <= {"too little speaks for it"}


def _one(**changed: object) -> Written:
    said: dict[str, object] = {
        "given": "ann", "family": "khan", "families": ("khan",), "dob": DAYS[0], "postcode": "WX43AF", "ids": (),
        "sex": "", "anchor": "", "keys": (), "rows": 1,
    }  # fmt: skip
    return Written(**(said | changed))  # type: ignore[arg-type]


def test_one_record_with_a_slip_joins_and_a_second_of_the_same_slip_does_not() -> None:
    slip = DAYS[0] + timedelta(1)
    written = [_one(rows=5), _one(dob=slip), _one(dob=slip, given="anne")]
    pairs = [Pair(0, 1, 9.0, SAME | {"born": "slip"}), Pair(0, 2, 8.0, SAME | {"born": "slip"})]
    numbers, doubts = people(written, pairs, BANDS)
    assert numbers[0] == numbers[1] != numbers[2]
    assert [doubt.why for doubt in doubts] == ["two dates of birth, each on two records or more"]


def test_twins_are_not_joined_by_a_record_that_fits_both() -> None:
    written = [_one(rows=3), _one(given="beth", rows=3), _one(given="", rows=1)]
    pairs = [Pair(0, 2, 9.0, SAME), Pair(1, 2, 8.5, SAME)]
    numbers, doubts = people(written, pairs, BANDS)
    assert len(set(numbers)) == 3
    assert {doubt.why for doubt in doubts} == {"more than one person fits"}


def test_where_two_dates_were_decided_to_be_one_persons_records_of_either_join() -> None:
    written = [
        _one(anchor="one", rows=2),
        _one(anchor="one", dob=DAYS[1], rows=2),
        _one(rows=2),
        _one(dob=DAYS[1], rows=2),
    ]
    numbers, _ = people(written, [Pair(0, 2, 9.0, SAME), Pair(1, 3, 9.0, SAME)], BANDS)
    assert len(set(numbers)) == 1
    third = [*written, _one(dob=DAYS[3], rows=2)]
    assert len(set(people(third, [Pair(0, 4, 9.0, SAME)], BANDS)[0])) > 1
