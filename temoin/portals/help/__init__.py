"""Help: a page per task, and whether it answered."""
