"""Publishing: what is withheld, what is rounded, and an attack that tries to work withheld cells out."""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

import pytest

from datasharing.statistics import LEAST, TOTAL, Measure, publish, rate, recovered, round_count, round_money, totals

Cells = dict[tuple[str, str], Measure]


def a_table(counts: list[list[int]], amount: int = 10_000) -> Cells:
    """A table with its totals; each family brings `amount` pounds."""
    inner = {(f"r{i}", f"c{j}"): count for i, row in enumerate(counts) for j, count in enumerate(row)}
    every: dict[tuple[str, str], int] = dict(inner)
    for (row, column), count in inner.items():
        for key in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            every[key] = every.get(key, 0) + count
    return {
        key: Measure(count, Decimal(count * amount), Decimal(min(count, 2) * amount)) for key, count in every.items()
    }


def sums_of(cells: Cells) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    rows = sorted({row for row, _ in cells} - {TOTAL})
    columns = sorted({column for _, column in cells} - {TOTAL})
    return totals(rows, columns)


def test_a_cell_of_fewer_than_six_families_is_withheld_with_its_money() -> None:
    cells = a_table([[5, 30], [40, 50]])
    shown = publish(cells, sums_of(cells))
    assert shown["r0", "c0"].families is None and shown["r0", "c0"].amount is None


def test_an_area_may_raise_the_number_and_never_lower_it() -> None:
    cells = a_table([[9, 30], [40, 50]])
    assert publish(cells, sums_of(cells))["r0", "c0"].families == 10
    assert publish(cells, sums_of(cells), least=10)["r0", "c0"].families is None
    with pytest.raises(ValueError, match="never lower"):
        publish(cells, sums_of(cells), least=LEAST - 1)


def test_a_withheld_cell_is_not_given_back_by_its_row_and_column() -> None:
    cells = a_table([[5, 30, 20], [40, 50, 60], [7, 8, 9]])
    shown = publish(cells, sums_of(cells))
    withheld = {key for key, cell in shown.items() if cell.families is None}
    assert {("r0", "c0")} < withheld
    assert (TOTAL, TOTAL) not in withheld
    for row in {row for row, _ in withheld}:
        assert sum(1 for key in withheld if key[0] == row) >= 2


def test_money_of_which_two_families_make_more_than_nine_tenths_is_withheld_and_its_count_shown() -> None:
    cells = a_table([[20, 30], [40, 50]])
    cells["r0", "c0"] = Measure(20, Decimal(200_000), Decimal(190_000))
    shown = publish(cells, sums_of(cells))
    assert shown["r0", "c0"].families == 20 and shown["r0", "c0"].amount is None
    assert sum(1 for cell in shown.values() if cell.amount is None) >= 4


def test_two_empty_cells_are_not_given_back_by_their_total_of_nought() -> None:
    cells = a_table([[0, 0, 40], [30, 40, 50]])
    shown = publish(cells, sums_of(cells))
    withheld = {key for key, cell in shown.items() if cell.families is None}
    values = {key: Decimal(cell.families) for key, cell in cells.items()}
    assert ("r0", "c0") in withheld
    assert not recovered(values, withheld, sums_of(cells), step=Decimal(1))


def test_a_single_column_can_be_withheld_whole() -> None:
    cells = {"a": Measure(3), "all": Measure(3)}
    shown = publish(cells, {"all": ["a"]})
    assert shown["a"].families is None and shown["all"].families is None


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


def solutions(cells: Cells, shown: Mapping[tuple[str, str], bool]) -> Iterator[dict[tuple[str, str], int]]:
    """Every table of whole numbers that agrees with what is shown, by trying: it knows no linear programming."""
    inner = [key for key in cells if TOTAL not in key]
    known = {key: cells[key].families for key in cells if shown[key]}
    most = max(cells[key].families for key in inner) + 3
    unknown = [key for key in inner if key not in known]
    for guess in product(range(most + 1), repeat=len(unknown)):
        full = {key: known[key] for key in inner if key in known} | dict(zip(unknown, guess, strict=True))
        if all(
            known.get(total) is None or sum(_value(part, full) for part in parts) == known[total]
            for total, parts in sums_of(cells).items()
        ):
            yield full


def _value(key: tuple[str, str], inner: Mapping[tuple[str, str], int]) -> int:
    row, column = key
    return sum(count for (r, c), count in inner.items() if row in (r, TOTAL) and column in (c, TOTAL))


def test_an_attack_that_tries_every_table_recovers_no_withheld_cell() -> None:
    chance, attacked = random.Random(20261122), 0
    for _ in range(15):
        cells = a_table([[chance.choice((0, 1, 3, 5, 6, 7, 8)) for _ in range(2)] for _ in range(2)])
        shown = {key: cell.families is not None for key, cell in publish(cells, sums_of(cells)).items()}
        inner = [key for key in cells if TOTAL not in key and not shown[key]]
        if not inner:
            continue
        found: dict[tuple[str, str], set[int]] = {key: set() for key in inner}
        for full in solutions(cells, shown):
            for key in inner:
                found[key].add(full[key])
        assert all(len(values) > 1 for values in found.values()), (cells, shown)
        attacked += 1
    assert attacked > 5


def test_no_withheld_cell_of_sixty_random_tables_follows_from_what_is_shown() -> None:
    chance, withheld_cells, recovered_cells = random.Random(6), 0, 0
    for _ in range(60):
        rows, columns = chance.randint(2, 5), chance.randint(2, 5)
        cells = a_table([[chance.choice((0, 2, 5, 6, 9, 14, 40)) for _ in range(columns)] for _ in range(rows)])
        shown = publish(cells, sums_of(cells))
        for values, withheld, step in (
            ({k: Decimal(c.families) for k, c in cells.items()},
             {k for k, c in shown.items() if c.families is None}, Decimal(1)),
            ({k: c.amount or Decimal(0) for k, c in cells.items()},
             {k for k, c in shown.items() if c.amount is None}, Decimal("0.01")),
        ):  # fmt: skip
            withheld_cells += len(withheld)
            recovered_cells += len(recovered(values, withheld, sums_of(cells), step=step))
    assert (recovered_cells, withheld_cells > 300) == (0, True)
