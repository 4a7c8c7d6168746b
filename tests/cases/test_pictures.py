"""The genogram as shapes: three generations, partners beside one another, no two cards on one spot; for any family."""

from itertools import combinations
from random import Random
from uuid import UUID

import pytest

from cases.kinship import Kin, KinLink
from cases.pictures.generations import generations
from cases.pictures.genogram import NARROW, WIDE, draw
from cases.pictures.spacing import nearest
from cases.pictures.words import lines_of

NAN, POP, MUM, DAD, TOM, OMAR, TIA, BEN, EVE, AUNT = PEOPLE = tuple(UUID(int=number) for number in range(1, 11))
FAMILY = [
    KinLink("married", NAN, POP), KinLink("birth", NAN, MUM), KinLink("birth", POP, MUM), KinLink("birth", NAN, AUNT),
    KinLink("birth", POP, AUNT), KinLink("separated", MUM, DAD), KinLink("cohabiting", MUM, TOM),
    KinLink("birth", MUM, OMAR),
    KinLink("birth", DAD, OMAR), KinLink("adoptive", MUM, TIA), KinLink("adoptive", DAD, TIA),
    KinLink("birth", MUM, BEN),
    KinLink("birth", TOM, BEN), KinLink("step", TOM, OMAR),
]  # fmt: skip


def test_three_generations_with_both_partners_beside_their_own():
    grandparents, parents, children = generations(PEOPLE, FAMILY)
    assert set(grandparents) == {NAN, POP} and set(children) == {OMAR, TIA, BEN}
    assert set(parents) == {MUM, DAD, TOM, AUNT}
    assert {parents.index(DAD), parents.index(TOM)} == {parents.index(MUM) - 1, parents.index(MUM) + 1}


def test_an_aunt_without_children_stands_beside_her_sister_and_two_trees_on_one_ground():
    apart = [*FAMILY, KinLink("birth", EVE, UUID(int=11))]
    rows = generations((*PEOPLE, UUID(int=11)), apart)
    assert AUNT in rows[1] and EVE in rows[1] and UUID(int=11) in rows[2]


def test_how_two_stand_and_how_a_child_came_is_a_line_of_its_own():
    drawn = [stroke.kind for stroke in draw(PEOPLE, FAMILY, WIDE).strokes]
    assert sorted(drawn) == sorted(
        ["married", "separated", "mark", "cohabiting", "birth", "birth", "birth", "adoptive", "step"]
    )
    single = draw(PEOPLE, [KinLink("birth", MUM, OMAR), KinLink("birth", DAD, OMAR), KinLink("foster", NAN, TIA)], WIDE)
    assert sorted(stroke.kind for stroke in single.strokes) == ["", "birth", "foster"]


def test_nobody_linked_is_no_picture():
    drawn = draw(PEOPLE, [], WIDE)
    assert (drawn.width, drawn.height, drawn.cards, drawn.strokes) == (0, 0, (), ())


def test_on_a_telephone_three_generations_are_no_wider_than_its_screen():
    assert draw(PEOPLE, FAMILY, NARROW).width <= 356


@pytest.mark.parametrize("seed", range(40))
def test_for_any_links_cards_never_lie_on_one_another_and_everything_lies_inside(seed):
    dice = Random(seed)
    people = [UUID(int=number) for number in range(dice.randrange(2, 15))]
    pairs = [pair for pair in combinations(people, 2) if dice.random() < 0.2] or [(people[0], people[1])]
    links = [KinLink(dice.choice(Kin.values), *(pair if dice.random() < 0.9 else pair[::-1])) for pair in pairs]
    for frame in (WIDE, NARROW):
        drawn = draw(people, links, frame)
        assert {card.key for card in drawn.cards} == {one for pair in pairs for one in pair}
        for one, other in combinations(drawn.cards, 2):
            assert abs(one.x - other.x) >= frame.width or abs(one.y - other.y) >= frame.height
        assert all(0 <= card.x <= drawn.width - frame.width for card in drawn.cards)
        assert all(0 <= card.y <= drawn.height - frame.height for card in drawn.cards)
        assert drawn == draw(people, [*links[::-1], *links], frame)


def test_places_are_as_near_as_can_be_and_never_too_near():
    assert nearest([0, 0, 0], [1, 1, 1], [0, 1, 1]) == [-1, 0, 1]
    assert nearest([0, 5, 5], [1, 1, 1], [0, 1, 1]) == [0, 4.5, 5.5]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Ruth Orme", ["Ruth Orme"]),
        ("Maximiliana Featherstonehaugh", ["Maximiliana", "Featherston…"]),
        ("Ada Beatrice Carys Orme-Lowe", ["Ada Beatrice", "Carys Orme-…"]),
    ],
)
def test_a_long_name_is_broken_and_shortened(words, lines):
    assert lines_of(words, 12, 2) == lines
