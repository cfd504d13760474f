"""The estimator's pages: the list of estimates, the study of one, a comparative estimate."""
