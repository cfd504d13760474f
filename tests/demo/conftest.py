"""A small invented world, lived through once for all tests of this folder that look at it."""

from __future__ import annotations
