"""Pages about signing in and about oneself."""
