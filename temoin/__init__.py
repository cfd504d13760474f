"""Témoin: every repair claim in one file, one party to act, one date, one journal."""

__version__ = "0.1.0"
