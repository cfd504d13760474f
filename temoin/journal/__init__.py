"""Append-only entries, one chain of commitments per claim."""
