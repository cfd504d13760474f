"""The two database roles: the owner makes tables, the runtime role only works in them; neither is a superuser."""

from __future__ import annotations

OWNER = "temoin_owner"
RUNTIME = "temoin_app"
SUPERUSER = "postgres"
DATABASE = "temoin"

# Run once per cluster in template1, so that databases made later (the tests') inherit the privileges.
# The owner belongs to the runtime role: tests check row-level security by `SET LOCAL ROLE temoin_app`.
ROLES = f"""
CREATE ROLE {OWNER} LOGIN CREATEDB;
CREATE ROLE {RUNTIME} LOGIN;
GRANT {RUNTIME} TO {OWNER};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {RUNTIME};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {RUNTIME};
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""
