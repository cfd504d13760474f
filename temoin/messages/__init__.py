"""Mail: stored on the claim as sent, sent over SMTP."""
