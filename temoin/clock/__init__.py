"""The one clock: now(), which the demo can move forward."""
