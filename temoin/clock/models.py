"""The one table of the clock."""

from temoin.clock.offset import Offset

__all__ = ["Offset"]
