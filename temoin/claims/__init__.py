"""The centre: claims, assignments, the one door, alarms, worklists, search."""
