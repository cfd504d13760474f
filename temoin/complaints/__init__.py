"""Complaints as a register, and what a site check found as a paper."""
