"""Settings, URLs, wiring: the only place that sees everything."""
