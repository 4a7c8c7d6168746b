"""The places in which the tests of intake take place."""

import pytest

from tests.cases.intake.suppliers import AGENCIES, Suppliers, make_suppliers, sign
from tests.cast import cast

__all__ = ["cast"]


@pytest.fixture
def unsigned(db: None) -> Suppliers:
    """The suppliers of files, who have signed nothing yet."""
    return make_suppliers()


@pytest.fixture
def place(unsigned: Suppliers) -> Suppliers:
    """The suppliers of files, with every agreement signed."""
    sign(*AGENCIES)
    return unsigned
