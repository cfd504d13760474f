"""Contractors, on a phone as on a desk."""
