"""Sums as pages, charts and commands write them."""

from decimal import ROUND_HALF_UP, Decimal

from agencies.languages import told
from agencies.words import Words


def pounds_words(gbp: Decimal | None, *, none: str = Words("not compared"), places: int = 2) -> str:
    """£1,234.56, or £1,235 with `places=0`, half up; a minus before the pound sign; `none` for None."""
    if gbp is None:
        return told(none)
    whole = abs(gbp).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{'−' if gbp < 0 and whole else ''}£{whole:,}"
