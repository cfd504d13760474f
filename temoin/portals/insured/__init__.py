"""The insured, by link, without an account."""
