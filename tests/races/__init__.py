"""Two people at the same moment, over real HTTP: one winner, one sentence for the other, never an error page."""
