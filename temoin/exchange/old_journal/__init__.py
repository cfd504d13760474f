"""The old system's journal, as printed: read, explained, accounted for line by line, and planned as claims."""
