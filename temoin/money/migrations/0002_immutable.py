"""The database itself refuses to change a list that is closed, or to add, change or take away a line of it."""

from django.db import migrations

SQL = """
CREATE FUNCTION money_list_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a payment list that is closed is never changed: % refused', TG_OP
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION money_line_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'a line of a payment list is never changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT closed_at IS NOT NULL INTO closed FROM money_paymentlist
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.payment_list_id ELSE NEW.payment_list_id END FOR SHARE;
  IF closed THEN
    RAISE EXCEPTION 'a payment list that is closed is never changed: % of a line refused', TG_OP
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER money_immutable BEFORE UPDATE OR DELETE ON money_paymentlist
  FOR EACH ROW EXECUTE FUNCTION money_list_immutable();
CREATE TRIGGER money_immutable BEFORE INSERT OR UPDATE OR DELETE ON money_listline
  FOR EACH ROW EXECUTE FUNCTION money_line_immutable();
"""
UNDO = """
DROP TRIGGER money_immutable ON money_paymentlist;
DROP TRIGGER money_immutable ON money_listline;
DROP FUNCTION money_list_immutable();
DROP FUNCTION money_line_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
