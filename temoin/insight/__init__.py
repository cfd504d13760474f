"""Figures from the journal: procedure page, whose minutes, lateness."""
