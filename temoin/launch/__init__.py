"""Embedded PostgreSQL, the supervisor of all processes, and the commands of ./run."""
