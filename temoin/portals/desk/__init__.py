"""The network's own staff: queue, claim file, intake."""
