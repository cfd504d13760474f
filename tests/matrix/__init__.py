"""The permission matrix: every route × every kind of person × every kind of object, against a written policy."""
