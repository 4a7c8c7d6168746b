"""Which tables of `outcomes` the second belt holds. See `datasharing/belt.py` and `cases/belted.py`."""

from datasharing.belt import Belted, Work

BELTED = {
    "outcomes_measurement": Belted("case_id", "cases", frozenset({Work.SUBJECT_ACCESS, Work.STATISTICS})),
}
