"""The cast for every test of casework."""

from tests.cast import cast

__all__ = ["cast"]
