"""Publishing: what is withheld, what is rounded, and an attack that tries to work withheld cells out."""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

import pytest

from datasharing.audit import Relations, recovered
from datasharing.statistics import (
    LEAST,
    TOTAL,
    Tally,
    rate,
    round_count,
    round_money,
    safe_amounts,
    safe_counts,
    safe_happenings,
)

Cell = tuple[str, str]
Cells = dict[Cell, Tally]


def tally(families: int, amount: int = 10_000) -> Tally:
    """So many families, each of which brings `amount` pounds."""
    made = Tally()
    for _ in range(families):
        made.add(Decimal(amount))
    return made


def a_table(counts: list[list[int]]) -> Cells:
    """A table with its totals."""
    inner = {(f"r{i}", f"c{j}"): count for i, row in enumerate(counts) for j, count in enumerate(row)}
    every: dict[Cell, int] = dict(inner)
    for (row, column), count in inner.items():
        for key in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            every[key] = every.get(key, 0) + count
    return {key: tally(count) for key, count in every.items()}


def sums_of(cells: Cells) -> Relations[Cell]:
    """Every row and every column adds up to its total, and those to the whole."""
    rows = sorted({row for row, _ in cells} - {TOTAL})
    columns = sorted({column for _, column in cells} - {TOTAL})
    relations: Relations[Cell] = Relations()
    for row in [*rows, TOTAL]:
        relations.add((row, TOTAL), [(row, column) for column in columns])
    for column in [*columns, TOTAL]:
        relations.add((TOTAL, column), [(row, column) for row in rows])
    return relations


def test_a_cell_of_fewer_than_six_families_is_withheld_with_its_money() -> None:
    cells = a_table([[5, 30], [40, 50]])
    assert safe_counts(cells, sums_of(cells))["r0", "c0"] is None
    assert safe_amounts(cells, sums_of(cells))["r0", "c0"] is None


def test_an_area_may_raise_the_number_and_never_lower_it() -> None:
    cells = a_table([[9, 30], [40, 50]])
    assert safe_counts(cells, sums_of(cells))["r0", "c0"] == 10
    assert safe_counts(cells, sums_of(cells), least=10)["r0", "c0"] is None
    with pytest.raises(ValueError, match="never lower"):
        safe_counts(cells, sums_of(cells), least=LEAST - 1)


def test_a_withheld_cell_is_not_given_back_by_its_row_and_column() -> None:
    cells = a_table([[5, 30, 20], [40, 50, 60], [7, 8, 9]])
    withheld = {key for key, shown in safe_counts(cells, sums_of(cells)).items() if shown is None}
    assert {("r0", "c0")} < withheld
    assert (TOTAL, TOTAL) not in withheld
    for row in {row for row, _ in withheld}:
        assert sum(1 for key in withheld if key[0] == row) >= 2


def test_money_of_which_two_families_make_more_than_nine_tenths_is_withheld_and_its_count_shown() -> None:
    cells = a_table([[20, 30], [40, 50]])
    cells["r0", "c0"].largest = [Decimal(150_000), Decimal(40_000)]
    assert safe_counts(cells, sums_of(cells))["r0", "c0"] == 20
    amounts = safe_amounts(cells, sums_of(cells))
    assert amounts["r0", "c0"] is None
    assert sum(1 for amount in amounts.values() if amount is None) >= 4


def test_what_each_family_weighs_counts_without_its_sign() -> None:
    made = Tally()
    for amount in (900, -900, *[10] * 8):
        made.add(Decimal(amount))
    assert made.amount == 80 and made.is_dominated()


def test_two_empty_cells_are_not_given_back_by_their_total_of_nought() -> None:
    cells = a_table([[0, 0, 40], [30, 40, 50]])
    withheld = {key for key, shown in safe_counts(cells, sums_of(cells)).items() if shown is None}
    values = {key: Decimal(cell.families) for key, cell in cells.items()}
    assert ("r0", "c0") in withheld
    assert not recovered(values, withheld, sums_of(cells), step=Decimal(1))


def test_a_single_column_can_be_withheld_whole() -> None:
    cells = {"a": tally(3), "all": tally(3)}
    assert safe_counts(cells, Relations([("all", ("a",))])) == {"a": None, "all": None}


def test_a_bound_gives_a_cell_back_as_a_sum_does() -> None:
    """Seven families in all, seven with one need or the other, none with both: the smaller would be exact."""
    values = {"all": Decimal(7), "a": Decimal(7), "b": Decimal(5), "spare": Decimal(2)}
    relations: Relations[str] = Relations([("all", ("b", "spare"))], [("a", ("b", "spare"))])
    assert not recovered(values, {"b", "spare"}, relations, step=Decimal(1))
    tight: Relations[str] = Relations([("all", ("b", "spare"))], [("five", ("b",)), ("two", ("spare",))])
    bounded = values | {"five": Decimal(5), "two": Decimal(2)}
    assert recovered(bounded, {"b", "spare"}, tight, step=Decimal(1)) == {"b", "spare"}


def test_families_in_one_table_and_not_in_another_are_not_told_by_the_difference() -> None:
    """Forty in the first and thirty-eight in the second, of which no table shows the two: one of the three must go."""
    cells = {"first": tally(40), "second": tally(38), "beside": tally(2)}
    shown = safe_counts(cells, Relations([("first", ("second", "beside"))]), never_shown={"beside"})
    assert "beside" not in shown and list(shown.values()).count(None) == 1


def test_a_hidden_cell_of_enough_families_may_be_worked_out() -> None:
    cells = {"first": tally(40), "second": tally(30), "beside": tally(10)}
    shown = safe_counts(cells, Relations([("first", ("second", "beside"))]), never_shown={"beside"})
    assert None not in shown.values()


def test_what_the_last_edition_withheld_is_withheld_first() -> None:
    cells = {"all": tally(60), "a": tally(5), "b": tally(20), "c": tally(35)}
    sums: Relations[str] = Relations([("all", ("a", "b", "c"))])
    assert [key for key, shown in safe_counts(cells, sums).items() if shown is None] == ["a", "b"]
    assert [key for key, shown in safe_counts(cells, sums, before={"c"}).items() if shown is None] == ["a", "c"]


def test_nothing_that_happened_is_shown_and_what_happened_to_few_is_not() -> None:
    sums: Relations[str] = Relations([("all", ("told", "untold"))])
    none = safe_happenings({"told": 40, "untold": 0, "all": 40}, {"told": 9, "all": 9}, sums)
    assert none == {"told": 40, "untold": 0, "all": 40}
    few = safe_happenings({"told": 40, "untold": 3, "all": 43}, {"told": 9, "untold": 2, "all": 11}, sums)
    assert few["untold"] is None and None in (few["told"], few["all"])


@pytest.mark.parametrize(("number", "rounded"), [(6, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100), (0, 0)])
def test_counts_are_rounded_to_five(number: int, rounded: int) -> None:
    assert round_count(number) == rounded


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("1499.99", 1_000), ("1500", 2_000), ("123456", 123_000), ("1234567", 1_230_000), ("99999999", 100_000_000),
     ("0", 0), ("499", 0), ("-1234567", -1_230_000)],
)  # fmt: skip
def test_money_is_rounded_to_a_thousand_pounds_or_three_figures(amount: str, rounded: int) -> None:
    assert round_money(Decimal(amount)) == rounded


def test_a_rate_comes_from_rounded_values_and_of_what_is_withheld_there_is_none() -> None:
    assert rate(Decimal(123_000), 10) == Decimal(12_300)
    assert rate(None, 10) is None and rate(Decimal(1), None) is None and rate(Decimal(1), 0) is None


def solutions(cells: Cells, shown: Mapping[Cell, bool]) -> Iterator[dict[Cell, int]]:
    """Every table of whole numbers that agrees with what is shown, by trying: it knows no linear programming."""
    inner = [key for key in cells if TOTAL not in key]
    known = {key: cells[key].families for key in cells if shown[key]}
    most = max(cells[key].families for key in inner) + 3
    unknown = [key for key in inner if key not in known]
    for guess in product(range(most + 1), repeat=len(unknown)):
        full = {key: known[key] for key in inner if key in known} | dict(zip(unknown, guess, strict=True))
        if all(
            known.get(total) is None or sum(_value(part, full) for part in parts) == known[total]
            for total, parts in sums_of(cells).sums
        ):
            yield full


def _value(key: Cell, inner: Mapping[Cell, int]) -> int:
    row, column = key
    return sum(count for (r, c), count in inner.items() if row in (r, TOTAL) and column in (c, TOTAL))


def test_an_attack_that_tries_every_table_recovers_no_withheld_cell() -> None:
    chance, attacked = random.Random(20261122), 0
    for _ in range(15):
        cells = a_table([[chance.choice((0, 1, 3, 5, 6, 7, 8)) for _ in range(2)] for _ in range(2)])
        shown = {key: cell is not None for key, cell in safe_counts(cells, sums_of(cells)).items()}
        inner = [key for key in cells if TOTAL not in key and not shown[key]]
        if not inner:
            continue
        found: dict[Cell, set[int]] = {key: set() for key in inner}
        for full in solutions(cells, shown):
            for key in inner:
                found[key].add(full[key])
        assert all(len(values) > 1 for values in found.values()), (cells, shown)
        attacked += 1
    assert attacked > 5


def test_no_withheld_cell_of_thirty_random_tables_follows_from_what_is_shown() -> None:
    chance, withheld_cells, recovered_cells = random.Random(6), 0, 0
    for _ in range(30):
        rows, columns = chance.randint(2, 5), chance.randint(2, 5)
        cells = a_table([[chance.choice((0, 2, 5, 6, 9, 14, 40)) for _ in range(columns)] for _ in range(rows)])
        for values, safe in (
            ({key: Decimal(cell.families) for key, cell in cells.items()}, safe_counts(cells, sums_of(cells))),
            ({key: cell.amount for key, cell in cells.items()}, safe_amounts(cells, sums_of(cells))),
        ):
            withheld = {key for key, shown in safe.items() if shown is None}
            withheld_cells += len(withheld)
            recovered_cells += len(recovered(values, withheld, sums_of(cells), step=Decimal(1)))
    assert (recovered_cells, withheld_cells > 150) == (0, True)
