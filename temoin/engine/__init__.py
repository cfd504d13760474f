"""The relay engine: pure Python that decides what an action does to an assignment.

No Django, no clock, no randomness, no I/O: everything it needs is handed to it.
"""
