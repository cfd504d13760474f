"""How fast the work is, beside hand-written statements that do the same, in one run."""
