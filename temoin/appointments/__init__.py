"""Availabilities of the insured, visits and works dates, invitations."""
