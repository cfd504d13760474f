"""What the drawn pictures share: lit surfaces, stains, shadows, and what a telephone's camera adds."""

from __future__ import annotations

import math
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 1024, 768
Colour = tuple[int, int, int]


def photographed(image: Image.Image) -> bytes:
    """What a telephone adds: grain and darker corners."""
    image = Image.blend(image, ImageChops.overlay(image, _grain()), 0.28)
    image.paste((18, 16, 20), mask=_vignette())
    found = BytesIO()
    image.save(found, "JPEG", quality=82)
    return found.getvalue()


@cache
def _grain() -> Image.Image:
    return Image.effect_noise((WIDTH, HEIGHT), 22).filter(ImageFilter.BoxBlur(1)).convert("RGB")


@cache
def _vignette() -> Image.Image:
    return Image.radial_gradient("L").resize((WIDTH, HEIGHT)).point(lambda value: int(value * 0.42))


def wall(top: Colour, bottom: Colour) -> Image.Image:
    """A plain surface, lit from one side."""
    gradient = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    wall = Image.composite(
        Image.new("RGB", (WIDTH, HEIGHT), bottom), Image.new("RGB", (WIDTH, HEIGHT), top), gradient
    )
    light = (
        Image.radial_gradient("L")
        .resize((WIDTH * 2, HEIGHT * 2))
        .crop((WIDTH // 3, 200, WIDTH // 3 + WIDTH, 200 + HEIGHT))
    )
    return Image.composite(
        ImageEnhance.Brightness(wall).enhance(0.9), ImageEnhance.Brightness(wall).enhance(1.06), light
    )


def blob(
    rng: Random, centre: tuple[float, float], radius: float, rough: float = 0.25
) -> list[tuple[float, float]]:
    """The outline of a stain."""
    waves = [(rng.uniform(0.2, 1) / n, n, rng.uniform(0, math.tau)) for n in (2, 3, 5, 7, 11)]
    points = []
    for step in range(160):
        angle = step / 160 * math.tau
        reach = radius * (1 + rough * sum(size * math.sin(n * angle + turn) for size, n, turn in waves))
        points.append((centre[0] + reach * 1.25 * math.cos(angle), centre[1] + reach * 0.8 * math.sin(angle)))
    return points


def stain(
    image: Image.Image, rng: Random, centre: tuple[float, float], radius: float, colour: Colour
) -> Image.Image:
    """Rings of damp: each drying left a darker edge."""
    for share, strength in ((1.0, 70), (0.86, 55), (0.62, 60), (0.4, 45)):
        outline = blob(rng, centre, radius * share)
        mask = Image.new("L", image.size)
        pen = ImageDraw.Draw(mask)
        pen.polygon(outline, fill=strength)
        pen.line([*outline, outline[0]], fill=min(255, strength + 90), width=7, joint="curve")
        mask = mask.filter(ImageFilter.GaussianBlur(5))
        image = Image.composite(Image.new("RGB", image.size, colour), image, mask)
    return image


def specks(
    image: Image.Image, rng: Random, box: tuple[int, int, int, int], colour: Colour, count: int
) -> Image.Image:
    mask = Image.new("L", image.size)
    pen = ImageDraw.Draw(mask)
    for _ in range(count):
        x, y = (
            rng.gauss((box[0] + box[2]) / 2, (box[2] - box[0]) / 5),
            rng.gauss((box[1] + box[3]) / 2, (box[3] - box[1]) / 5),
        )
        size = rng.uniform(1, 6)
        pen.ellipse((x - size, y - size, x + size, y + size), fill=rng.randint(60, 190))
    return Image.composite(
        Image.new("RGB", image.size, colour), image, mask.filter(ImageFilter.GaussianBlur(1.4))
    )


def shadow(image: Image.Image, points: list[tuple[float, float]], strength: int, blur: float) -> Image.Image:
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).polygon(points, fill=strength)
    return Image.composite(
        Image.new("RGB", image.size, (24, 20, 18)), image, mask.filter(ImageFilter.GaussianBlur(blur))
    )


def room(ceiling: Colour, left: Colour, right: Colour) -> Image.Image:
    """A corner of a room, seen from below."""
    image = wall(ceiling, tuple(max(0, one - 14) for one in ceiling))  # type: ignore[arg-type]
    pen = ImageDraw.Draw(image)
    corner = (430, 470)
    pen.polygon([(0, 610), corner, (corner[0], HEIGHT), (0, HEIGHT)], fill=left)
    pen.polygon([corner, (WIDTH, 560), (WIDTH, HEIGHT), (corner[0], HEIGHT)], fill=right)
    for start in ((0, 610), (WIDTH, 560)):
        pen.line([start, corner], fill=(250, 249, 245), width=20)
        pen.line([(start[0], start[1] + 13), (corner[0], corner[1] + 13)], fill=(176, 172, 164), width=3)
    pen.line([corner, (corner[0], HEIGHT)], fill=(164, 160, 152), width=3)
    return image.filter(ImageFilter.GaussianBlur(1))
