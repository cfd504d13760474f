"""The database itself refuses to change or delete a version or one of its lines."""

from django.db import migrations

SQL = """
CREATE FUNCTION estimates_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of an estimate is never changed: % refused', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER estimates_immutable BEFORE UPDATE OR DELETE ON estimates_version
  FOR EACH ROW EXECUTE FUNCTION estimates_immutable();
CREATE TRIGGER estimates_immutable BEFORE UPDATE OR DELETE ON estimates_line
  FOR EACH ROW EXECUTE FUNCTION estimates_immutable();
"""
UNDO = """
DROP TRIGGER estimates_immutable ON estimates_version;
DROP TRIGGER estimates_immutable ON estimates_line;
DROP FUNCTION estimates_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("estimates", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
