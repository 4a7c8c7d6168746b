"""Reading a table of settings or prices with every fault named in words: file, line, column, what is wrong. Pure."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class CatalogueRefused(ValueError):
    """Data that cannot be used; `faults` holds one sentence for each thing to mend."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass
class Faults:
    """What is wrong so far; `stop_if_any` refuses all of it at once, so that it can be mended in one go."""

    found: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        self.found.append(words)

    def stop_if_any(self) -> None:
        if self.found:
            raise CatalogueRefused(self.found)


@dataclass(frozen=True)
class Row:
    """One row of a table; each reader returns a usable value and notes a fault where the cell has none."""

    table: str
    line: int
    cells: dict[str, str]
    faults: Faults

    @property
    def where(self) -> str:
        return f"{self.table}, line {self.line}"

    def fault(self, words: str) -> None:
        self.faults.add(f"{self.where}: {words}")

    def text(self, column: str) -> str:
        return self.cells[column]

    def needed(self, column: str) -> str:
        if not self.cells[column]:
            self.fault(f"{column} is empty.")
        return self.cells[column]

    def _read(self, column: str, reader: Callable[[str], T], instead: T, what: str) -> T:
        try:
            return reader(self.cells[column])
        except (ValueError, InvalidOperation):
            self.fault(f"{column} is “{self.cells[column]}”, which is not {what}.")
            return instead

    def number(self, column: str, *, least: Decimal = Decimal(0)) -> Decimal:
        number = self._read(column, Decimal, least, "a number")
        if not number.is_finite() or number < least:
            self.fault(f"{column} is “{self.cells[column]}”, which is less than {least} or not a number.")
            return least
        return number

    def number_or_none(self, column: str) -> Decimal | None:
        return self.number(column) if self.cells[column] else None

    def share(self, column: str) -> Decimal:
        share = self.number(column)
        if share > 1:
            self.fault(f"{column} is {share}; a share is from 0 to 1.")
        return share

    def whole(self, column: str) -> int:
        return self._read(column, int, 0, "a whole number")

    def whole_or_none(self, column: str) -> int | None:
        return self.whole(column) if self.cells[column] else None

    def day(self, column: str) -> date:
        return self._read(column, date.fromisoformat, date.min, "a date such as 2026-09-01")

    def one_of(self, column: str, words: type[E]) -> E:
        first = next(iter(words))
        return self._read(column, words, first, "one of " + ", ".join(words))

    def yes(self, column: str, *, yes: str = "yes", no: str = "no") -> bool:
        if self.cells[column] not in (yes, no):
            self.fault(f"{column} is “{self.cells[column]}”; it must be {yes} or {no}.")
        return self.cells[column] == yes


def rows_of(folder: Path, name: str, columns: tuple[str, ...], faults: Faults) -> Iterator[Row]:
    """The rows of `folder/name`. A missing file, another header or a row of another length is a fault."""
    path = folder / name
    if not path.is_file():
        faults.add(f"{name} is missing.")
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = next(reader, [])
            if tuple(header) != columns:
                faults.add(f"{name}: the columns must be {', '.join(columns)}; they are {', '.join(header) or 'none'}.")
                return
            for cells in reader:
                if len(cells) != len(columns):
                    faults.add(
                        f"{name}, line {reader.line_num}: {len(cells)} cells where there should be {len(columns)}."
                    )
                    continue
                yield Row(name, reader.line_num, {c: v.strip() for c, v in zip(columns, cells, strict=True)}, faults)
    except UnicodeDecodeError:
        faults.add(f"{name} is not UTF-8 text.")
    except csv.Error as error:
        faults.add(f"{name} cannot be read as CSV: {error}.")


def only_once(rows: Iterator[tuple[Row, str, T]]) -> dict[str, T]:
    """Rows by their key; a key that comes twice is a fault."""
    found: dict[str, T] = {}
    for row, key, value in rows:
        if key in found:
            row.fault(f"{key} is there twice.")
        found[key] = value
    return found
