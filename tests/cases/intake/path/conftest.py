"""The path is walked by the cast, with the shipped rulebook signed by every agency."""

import pytest

from tests.agreements import sign_rulebook
from tests.cast import Cast


@pytest.fixture
def signed(cast: Cast) -> Cast:
    """The cast, and every agreement signed by every party."""
    sign_rulebook()
    return cast
