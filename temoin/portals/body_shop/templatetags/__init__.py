"""Template tags of the body shop."""
