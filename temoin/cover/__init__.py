"""Insurers' contracts, authority limits and rules."""
