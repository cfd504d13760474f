"""One package per role."""
