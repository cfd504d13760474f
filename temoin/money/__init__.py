"""Invoices and payments of a claim."""
