"""A small place worked out by hand: a family's costs from true events, in the file that a place is scored by."""

import csv
from pathlib import Path

import pytest

from outcomes.catalogues import shipped_catalogue
from outcomes.costing.ledger import WhyNotCosted
from outcomes.true_costs import true_costs, write_true_costs

CATALOGUE = shipped_catalogue()
FILES = {
    "extracts/manifest.csv": """extract,supplier,covers_from,covers_to,supplied_on
health_events,health,2023-09-01,2026-08-31,2026-09-04
jcp_claims,jobcentre_plus,2023-09-01,2026-08-31,2026-09-04
""",
    "support.csv": """support_ref,lead_given_name,lead_family_name,lead_date_of_birth,lead_nhs_number,postcode,start,end
S0001,Ann,Holt,1990-05-01,9000000017,WX1 1AA,2025-01-01,2025-07-01
S0002,Ann,Holt,1990-05-01,9000000017,WX1 1AB,2025-01-01,
""",
    "truth/people.csv": """person,household,given,surname,sex,dob,role,nhs,upn,nino,postcode,problems
P1,H1,Ann,Holt,F,1990-05-01,parent,9000000017,,,WX1 1AA,
P2,H1,Bo,Holt,M,,child,9000000025,,,WX1 1AA,
P3,H2,Ann,Holt,F,1990-05-02,parent,9000000017,,,WX1 1AA,
""",
    "truth/events.csv": """household,person,code,from,to
H1,P1,jcp.out_of_work_benefit,2024-12-02,2025-01-31
H1,P1,jcp.out_of_work_benefit,2026-06-01,
H1,P1,health.ed_attendance,2024-12-31,
H1,P1,health.ed_attendance,2024-12-31,
H1,P1,health.ed_attendance,2025-01-01,
H1,P2,health.mental_health_service,2025-02-01,2025-03-01
H1,P2,police.missing_episode,2025-02-01,
H2,P3,police.arrest,2025-02-01,
""",
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_familys_costs_fall_in_their_windows_to_the_penny(place: Path) -> None:
    # A day on benefit: £9,234 ÷ 71.5454% ÷ 365 = £35.3604 to Jobcentre Plus, £566 likewise = £2.16744 to health.
    # A visit to the emergency department: £109 ÷ 70.3261% = £154.9922.
    write_true_costs(true_costs(place, CATALOGUE), place / "costs.csv")
    with (place / "costs.csv").open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    assert header == ["support_ref", "window", "bearer", "gbp_2024_25"]
    assert rows == [
        ["S0001", "before", "health", "375.01"],
        ["S0001", "before", "jobcentre_plus", "1060.81"],
        ["S0001", "during", "health", "220.01"],
        ["S0001", "during", "jobcentre_plus", "1060.81"],
        ["S0001", "after", "health", "65.02"],
        ["S0001", "after", "jobcentre_plus", "1060.81"],
    ]


def test_what_could_not_be_costed_and_whose_lead_could_not_be_found_is_said(place: Path) -> None:
    found = true_costs(place, CATALOGUE)
    assert {missing.why for missing in found.not_costed} == {
        WhyNotCosted.BIRTH_DATE_UNKNOWN,
        WhyNotCosted.NO_UNIT_COST,
    }
    assert found.not_found == ("S0002",)
