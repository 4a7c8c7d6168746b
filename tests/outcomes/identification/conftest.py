"""The cast for every test of identification with tables."""

from tests.cast import cast

__all__ = ["cast"]
