"""Insurers, loss adjusters and brokers: their queue and their claims."""
