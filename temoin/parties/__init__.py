"""Organisations, people, memberships and sign-in."""
