"""The cast for every test of outcomes with tables."""

from tests.cast import cast

__all__ = ["cast"]
