"""The cast for the tests of the money rooms."""

from tests.cast import cast

__all__ = ["cast"]
