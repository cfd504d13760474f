"""The JSON API: the worklist, a claim, what may be done on it, and doing it by the one door."""
