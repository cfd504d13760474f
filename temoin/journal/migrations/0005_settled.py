"""How far the journal is settled: up to which id no entry can still appear.

Ids are given before entries are committed, so a reader who has seen the eleventh may have missed the tenth, which a
slower transaction commits later. So every transaction that writes says beforehand, by a shared advisory lock that it
holds to its end, after which id its own entries come; nobody ever waits for these locks. The statement's trigger
fires before any id of the statement is given. `journal_settled()` is the least of what the sequence has given and
what is announced: sequence first, locks second, so that whoever took an id before is either seen or committed.
"""

from django.db import migrations

TAG = 0x54454D << 40  # the upper bits of these locks' keys; the lower forty are the id
SQL = f"""
CREATE FUNCTION journal_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('app.announced', true), '') = '' THEN
    PERFORM pg_advisory_xact_lock_shared({TAG} + last_value - (NOT is_called)::int) FROM journal_journalentry_id_seq;
    PERFORM set_config('app.announced', 'yes', true);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_announce BEFORE INSERT ON journal_journalentry
  FOR EACH STATEMENT EXECUTE FUNCTION journal_announce();
CREATE FUNCTION journal_settled() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE given bigint; announced bigint;
BEGIN
  SELECT last_value - (NOT is_called)::int INTO given FROM journal_journalentry_id_seq;
  SELECT min(key & ((1::bigint << 40) - 1)) INTO announced
  FROM (SELECT classid::bigint << 32 | objid::bigint AS key FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1 AND pid <> pg_backend_pid()
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) held
  WHERE key >> 40 = {TAG >> 40};
  RETURN least(given, announced);
END $$;
"""
UNDO = """
DROP TRIGGER journal_announce ON journal_journalentry;
DROP FUNCTION journal_announce();
DROP FUNCTION journal_settled();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_figures")]
    operations = [migrations.RunSQL(SQL, UNDO)]
