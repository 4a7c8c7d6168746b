"""Every role at every address that is not its own."""

import pytest

from agencies.vocabulary import Role
from tests.architecture.addresses import closed_to, let_in
from tests.cast import Cast

pytestmark = pytest.mark.prove


def test_every_role_gets_403_in_words_at_every_address_that_is_not_its_own(cast: Cast) -> None:
    asked = [(role, name) for role in Role for name in closed_to(role)]
    found = let_in(cast, asked)
    print(f"\n{len(asked):,} addresses asked for by a role that they are not for: {len(found)} let in")
    assert found == []
