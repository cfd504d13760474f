"""An insurer's system, as far as Témoin sees one: it knows nothing but the documented API, and imports nothing of Témoin."""
