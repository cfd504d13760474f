"""The icon and the tone by which a kind of damage or a trade is recognised in a list."""

from __future__ import annotations

LOSSES = {
    "water_damage": ("droplets", "soon"),
    "glass_breakage": ("app-window", "late"),
    "burglary": ("lock-keyhole", "late"),
    "fire": ("flame", "late"),
    "storm": ("wind", "note"),
    "third_party_liability": ("scale", "wait"),
    "tiles": ("grid-3x3", "brandc"),
}
TRADES = {
    "plumbing": "wrench",
    "leak_detection": "search",
    "drying": "fan",
    "plastering": "layers",
    "painting": "paint-roller",
    "flooring": "grid-2x2",
    "tiling": "grid-3x3",
    "masonry": "brick-wall",
    "roofing": "house",
    "joinery": "door-open",
    "glazing": "app-window",
    "locksmith": "key-round",
    "electricity": "zap",
    "heating": "heater",
    "cleaning": "sparkles",
}


def loss(code: str) -> tuple[str, str]:
    """Icon and tone of a type of loss."""
    return LOSSES.get(code, ("house", "wait"))


def trade(code: str) -> str:
    """Icon of a trade."""
    return TRADES.get(code, "hammer")
