"""Estimates and their decisions."""
