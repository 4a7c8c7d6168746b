"""Random pairs of families, merged and taken apart: nobody sees what they could see in neither before."""

import pytest

from tests.agreements import sign_rulebook
from tests.datasharing.test_merged_reach import EVERYBODY, one_merge

SEEDS = range(1, 25)


@pytest.mark.prove
@pytest.mark.django_db
def test_no_merge_widens_what_anybody_sees(cast, client, capsys) -> None:
    sign_rulebook()
    found = [one_merge(cast, seed, client if seed % 6 == 1 else None) for seed in SEEDS]
    wrong = [line for lines, _before, _after in found for line in lines]
    merged = [one for one in found if one[1]]
    with capsys.disabled():
        print(
            f"\n{len(merged)} merges of random families ({len(found) - len(merged)} refused), "
            f"{len(EVERYBODY)} readers: "
            f"{sum(one[1] for one in merged):,} records open before, {sum(one[2] for one in merged):,} after, "
            f"{len(wrong)} seen too many or otherwise once taken apart"
        )
    assert "\n".join(wrong) == "" and len(merged) > len(found) / 3
