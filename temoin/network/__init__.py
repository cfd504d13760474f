"""Professionals: trades, zones, leave, and explained matching."""
