"""Random families, separated under a seal and without one: nothing of the one record is on the other, by any route."""

import pytest

from tests.agreements import sign_rulebook
from tests.cast import Cast
from tests.datasharing.routes import ACTORS
from tests.datasharing.test_separated_reach import one_separation

SEEDS = range(20, 26)


@pytest.mark.prove
@pytest.mark.django_db
def test_no_separated_record_tells_of_the_other(cast: Cast, client, capsys) -> None:  # type: ignore[no-untyped-def]
    sign_rulebook()
    wrong: list[str] = []
    looked = 0
    for seed in SEEDS:
        for is_sealed in (True, False):
            found, readers = one_separation(cast, client, 2 * seed + is_sealed, is_sealed, ACTORS)
            wrong += found
            looked += readers
    with capsys.disabled():
        print(
            f"\n{2 * len(SEEDS)} separations, {looked} readers by every route: {len(wrong)} words of the other record"
        )
    assert "\n".join(wrong) == ""
