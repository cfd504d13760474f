"""Estimates with lines: price lists, VAT by line, immutable versions, and what differs between two of them."""
