"""Files on a claim: checked on the way in, access-checked on the way out."""
