"""DATA: procedure files, calendars, fields. No code but the way to find them."""
