"""The cast for the tests of the effect that have tables."""

from tests.cast import cast

__all__ = ["cast"]
