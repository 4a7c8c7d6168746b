"""`manage.py appraise CASE`: a business case worked out from its JSON or TOML file alone, as JSON. No database."""

import json
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outcomes.business_cases.reading import decode
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.appraisal_sheet import appraisal_sheet, options_sheet
from outcomes.costing.case_reading import USUAL_NAME, CannotAppraise, read_case, read_options
from outcomes.costing.money import CannotCost
from outcomes.settings_tables import appraisal_settings

REFUSED = 2
LARGEST_FILE = 5_000_000


class Command(BaseCommand):
    help = "Works out the business case in a JSON or TOML file and prints it as JSON; exit code 2 if it is refused."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", type=Path, help="the JSON or TOML file that holds the case")

    def handle(self, *args: Any, **options: Any) -> None:
        deflators = shipped_catalogue().deflators
        try:
            told, settings = _decoded(options["case"]), appraisal_settings(deflators)
            case, usual = read_case(told, settings)
            compared = read_options(told, settings)
            sheet = appraisal_sheet(case, usual, deflators)
            if compared:
                sheet["options"] = options_sheet(compared, USUAL_NAME, deflators)
        except (CannotAppraise, CannotCost) as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        self.stdout.write(json.dumps(sheet, indent=2, ensure_ascii=False, allow_nan=False))


def _decoded(path: Path) -> object:
    """The JSON of the file, its numbers as Decimal. Refuses a file that is not JSON."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CannotAppraise([f"{path.name} is too large to be a business case."])
        if path.suffix == ".toml":
            return decode(path.read_text(encoding="utf-8-sig"))
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except OSError as error:
        raise CannotAppraise([f"{path.name} cannot be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise CannotAppraise([f"{path.name} is not UTF-8 text."]) from error
    except json.JSONDecodeError as error:
        raise CannotAppraise([f"{path.name} is not JSON: line {error.lineno}, column {error.colno}."]) from error
    except (InvalidOperation, RecursionError) as error:
        raise CannotAppraise([f"{path.name} holds a number or a nesting that is too large."]) from error
