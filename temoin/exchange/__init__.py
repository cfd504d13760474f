"""What comes in and goes out: JSON API, old-journal import."""
