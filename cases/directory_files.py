"""The files and feeds of a directory of services: JSON as the API gives it, and the standard's tables as CSV. Pure.

Each gives rows of one shape: a service with its organisation, locations, schedules and terms inside it.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from agencies.refusals import Invalid

Row = dict[str, Any]
MOST_BYTES = 100 * 1024 * 1024
MOST_PAGES = 2000
TABLES = ("organizations", "locations", "addresses", "service_at_locations", "schedules", "phones", "attributes",
          "taxonomy_terms", "eligibility", "cost_options", "languages")  # fmt: skip


def rows_of(path: Path) -> list[Row]:
    """The services of a file of JSON, or of a folder of CSV tables. Raises Invalid where it cannot be read at all."""
    try:
        if path.is_dir():
            return _joined(path)
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(_("%(path)s is larger than a directory can be.") % {"path": path.name}, "file")
        return rows_in(path.read_bytes(), path.name)
    except OSError as wrong:
        raise Invalid(
            _("%(path)s cannot be read: %(strerror)s.") % {"path": path.name, "strerror": wrong.strerror}, "file"
        ) from wrong


def rows_in(sent: bytes, name: str) -> list[Row]:
    """The services in the bytes of a file of JSON, or of a CSV of services alone."""
    try:
        words = sent.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Invalid(_("%(name)s is not written in UTF-8.") % {"name": name}, "file") from wrong
    if name.lower().endswith(".csv"):
        return [_flat(row) for row in _table(words, name)]
    return list(services_in(_json(words, name), name))


def pages_of(fetch: Callable[[int], bytes]) -> list[Row]:
    """Every page of a feed, from the first; `fetch` gives the bytes of a page by its number."""
    found: list[Row] = []
    for page in range(1, MOST_PAGES + 1):
        told = _json(fetch(page).decode("utf-8-sig", "replace"), "The feed")
        found += services_in(told, "The feed")
        pages = told.get("total_pages", told.get("totalPages", 1)) if isinstance(told, Mapping) else 1
        if not isinstance(pages, int) or page >= pages:
            return found
    raise Invalid(_("The feed has more than %(most_pages)s pages.") % {"most_pages": format(MOST_PAGES, ",")}, "file")


def services_in(told: Any, name: str) -> Iterator[Row]:
    """The services of what the API or a file said."""
    rows = told
    if isinstance(told, Mapping):
        rows = next((told[key] for key in ("contents", "content", "services") if isinstance(told.get(key), list)), None)
        if rows is None and "name" in told:
            rows = [told]
    if not isinstance(rows, list):
        raise Invalid(_("%(name)s holds no list of services.") % {"name": name}, "file")
    for row in rows:
        yield row if isinstance(row, dict) else {"unread": row}


def _json(words: str, name: str) -> Any:
    try:
        return json.loads(words)
    except (ValueError, RecursionError) as wrong:
        raise Invalid(_("%(name)s is not JSON.") % {"name": name}, "file") from wrong


def _table(words: str, name: str) -> list[Row]:
    try:
        reader = csv.DictReader(io.StringIO(words, newline=""), strict=True)
        return [{key: value for key, value in row.items() if key} for row in reader]
    except csv.Error as wrong:
        raise Invalid(_("%(name)s is no CSV: %(wrong)s.") % {"name": name, "wrong": wrong}, "file") from wrong


def _flat(row: Row) -> Row:
    """A row of a plain list: organisation, postcode, terms and languages stand in it as words."""
    made: Row = dict(row)
    made["organization"] = {"name": row.get("organization") or row.get("provider") or ""}
    place = {"name": row.get("location", ""), "addresses": [{"postal_code": row.get("postcode", "")}]}
    made["service_at_locations"] = [{"location": place}]
    made["phones"] = [{"number": row.get("phone") or row.get("telephone") or ""}]
    made["attributes"] = [{"taxonomy_term": {"name": one.strip()}} for one in str(row.get("terms") or "").split(";")]
    made["languages"] = [{"name": one.strip()} for one in str(row.get("languages") or "").split(";")]
    made["schedules"] = [
        {"byday": row.get("days", ""), "opens_at": row.get("opens_at"), "closes_at": row.get("closes_at")}
    ]
    return made


def _joined(folder: Path) -> list[Row]:
    """The standard's tables, joined by their keys."""
    services = _read(folder, "services")
    if services is None:
        raise Invalid(_("%(folder)s has no services.csv.") % {"folder": folder.name}, "file")
    held = {table: _read(folder, table) or [] for table in TABLES}
    organizations = _by(held["organizations"], "id")
    locations, addresses = _by(held["locations"], "id"), _grouped(held["addresses"], "location_id")
    terms = _by(held["taxonomy_terms"], "id")
    schedules_there = _grouped(held["schedules"], "service_at_location_id")
    for there in held["service_at_locations"]:
        place = dict(locations.get(there.get("location_id", ""), {}))
        there["location"] = place | {"addresses": addresses[place.get("id", "")]}
        there["schedules"] = schedules_there[there.get("id", "")]
    for one in held["attributes"]:
        one["taxonomy_term"] = terms.get(one.get("taxonomy_term_id", ""), {})
        one["service_id"] = one.get("service_id") or one.get("link_id", "")
    lists = {name: _grouped(held[name], "service_id") for name in ("service_at_locations", "schedules", "phones",
             "attributes", "cost_options", "languages")}  # fmt: skip
    eligible = _grouped(held["eligibility"], "service_id")
    return [
        row
        | {"organization": organizations.get(row.get("organization_id", ""))}
        | {name: grouped[row.get("id", "")] for name, grouped in lists.items()}
        | {"eligibilities": eligible[row.get("id", "")]}
        for row in services
    ]


def _read(folder: Path, table: str) -> list[Row] | None:
    path = folder / f"{table}.csv"
    if not path.exists():
        return None
    if path.stat().st_size > MOST_BYTES:
        raise Invalid(_("%(path)s is larger than a directory can be.") % {"path": path.name}, "file")
    try:
        return _table(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError as wrong:
        raise Invalid(_("%(path)s is not written in UTF-8.") % {"path": path.name}, "file") from wrong


def _by(rows: list[Row], key: str) -> dict[str, Row]:
    return {row[key]: row for row in rows if row.get(key)}


def _grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(key, "")].append(row)
    return found
