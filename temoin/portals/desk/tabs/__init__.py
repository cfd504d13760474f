"""The tabs of the claim's file, one module each; only the one that is looked at is read."""
