"""Pictures of a damaged car, drawn: the nine views that an estimate asks for, and the car once it is repaired."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from temoin.demo import brush
from temoin.demo.brush import HEIGHT, WIDTH, Colour

PAINT: Colour = (46, 92, 138)
VIEWS = {
    "front_left": "auto-avant-gauche",
    "front_right": "auto-avant-droite",
    "rear_left": "auto-arriere-gauche",
    "rear_right": "auto-arriere-droite",
    "damage_near": "auto-degats-pres",
    "damage_far": "auto-degats-loin",
    "plate": "auto-plaque",
    "odometer": "auto-compteur",
    "vin": "auto-chassis",
}
"""The picture of each view, by the view's name in the procedure's fields."""
AFTER = "auto-reparee"


def _street(rng: Random) -> Image.Image:
    image = brush.wall((188, 200, 208), (150, 156, 158))
    pen = ImageDraw.Draw(image)
    for x in range(-40, WIDTH, 210):
        top = rng.randint(90, 240)
        tone = rng.randint(128, 172)
        pen.rectangle((x, top, x + 190, 520), fill=(tone, tone - 6, tone - 14))
        for row in range(top + 30, 470, 74):
            pen.rectangle((x + 30, row, x + 74, row + 40), fill=(96, 108, 118))
            pen.rectangle((x + 112, row, x + 156, row + 40), fill=(96, 108, 118))
    image = image.filter(ImageFilter.GaussianBlur(5))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 520, WIDTH, HEIGHT), fill=(92, 94, 96))
    pen.rectangle((0, 512, WIDTH, 530), fill=(150, 150, 146))
    return image


def _car(image: Image.Image) -> None:
    """A car from its side, the nose to the left."""
    shade = brush.shadow(image, [(130, 640), (900, 640), (860, 672), (170, 672)], 150, 14)
    image.paste(shade)
    pen = ImageDraw.Draw(image)
    dark = tuple(int(one * 0.72) for one in PAINT)
    pen.polygon(
        [(118, 560), (140, 480), (300, 446), (402, 340), (690, 336), (800, 440), (896, 470), (908, 600), (120, 604)],
        fill=PAINT,
    )  # fmt: skip
    pen.polygon([(330, 446), (418, 362), (540, 360), (540, 446)], fill=(58, 70, 80))
    pen.polygon([(560, 446), (560, 360), (676, 358), (758, 442)], fill=(58, 70, 80))
    pen.polygon([(352, 440), (426, 372), (470, 371), (400, 440)], fill=(150, 168, 178))
    pen.rectangle((120, 560, 908, 604), fill=dark)
    for x in (548, 318, 770):
        pen.line([(x, 450), (x - 6, 590)], fill=dark, width=4)
    pen.rounded_rectangle((470, 476, 520, 488), 5, fill=dark)
    pen.rounded_rectangle((700, 476, 748, 488), 5, fill=dark)
    pen.polygon([(128, 500), (140, 482), (204, 474), (196, 506)], fill=(232, 236, 226))
    pen.rectangle((884, 480, 904, 530), fill=(168, 38, 34))
    for x in (262, 762):
        pen.ellipse((x - 84, 526, x + 84, 694), fill=(26, 27, 29))
        pen.ellipse((x - 54, 556, x + 54, 664), fill=(168, 172, 176))
        for turn in range(5):
            angle = turn / 5 * math.tau
            pen.line(
                [(x, 610), (x + 50 * math.cos(angle), 610 + 50 * math.sin(angle))], fill=(92, 96, 100), width=12
            )  # fmt: skip


def _dent(image: Image.Image, rng: Random, centre: tuple[float, float], size: float) -> Image.Image:
    image = brush.stain(image, rng, centre, size, (18, 34, 54))
    pen = ImageDraw.Draw(image)
    for _ in range(int(size / 5)):
        x, y = centre[0] + rng.gauss(0, size * 0.6), centre[1] + rng.gauss(0, size * 0.35)
        pen.line(
            [(x, y), (x + rng.uniform(-0.5, 0.9) * size, y + rng.uniform(-0.2, 0.2) * size)],
            fill=rng.choice(((206, 212, 216), (150, 162, 172), (232, 232, 228))),
            width=rng.randint(1, 4),
        )
    return image


def _seen(*, mirrored: bool, close: float, damaged: bool = True) -> Callable[[Random], Image.Image]:
    """The car in the street; `close` cuts so much off around it."""

    def scene(rng: Random) -> Image.Image:
        image = _street(rng)
        _car(image)
        if damaged:
            image = _dent(image, rng, (232, 520), 62)
        image = image.crop((int(WIDTH * close / 3), int(HEIGHT * close), int(WIDTH * (1 - close)), HEIGHT))
        image = image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else image

    return scene


def dent(rng: Random) -> Image.Image:
    """The damage from near."""
    image = brush.wall((62, 112, 162), (30, 66, 104))
    pen = ImageDraw.Draw(image)
    pen.line([(0, 250), (WIDTH, 190)], fill=(120, 160, 196), width=9)
    pen.line([(640, 0), (600, HEIGHT)], fill=(22, 46, 72), width=7)
    image = _dent(image, rng, (430, 420), 210)
    return image.filter(ImageFilter.GaussianBlur(0.9))


def plate(rng: Random) -> Image.Image:
    """A licence plate, as unreadable as those of strangers should be."""
    image = brush.wall((52, 98, 146), (34, 68, 104))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((190, 320, 840, 470), 14, fill=(240, 240, 236), outline=(30, 30, 32), width=5)
    pen.rectangle((196, 326, 262, 464), fill=(24, 60, 148))
    for index in range(7):
        x = 300 + index * 74 + (index > 1) * 10 + (index > 4) * 10
        pen.rectangle((x, 352, x + 46, 440), fill=(40, 42, 46))
    pen.rectangle((100, 560, WIDTH - 100, 584), fill=(22, 40, 62))
    return image.filter(ImageFilter.GaussianBlur(5))


def odometer(rng: Random) -> Image.Image:
    """The instruments, with a number of kilometres."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (18, 19, 22))
    pen = ImageDraw.Draw(image)
    for x in (300, 730):
        pen.ellipse((x - 220, 150, x + 220, 590), fill=(28, 30, 34), outline=(96, 102, 110), width=6)
        for turn in range(25):
            angle = math.pi * (0.75 + 1.5 * turn / 24)
            long = 168 if turn % 4 else 148
            pen.line(
                [
                    (x + long * math.cos(angle), 370 + long * math.sin(angle)),
                    (x + 196 * math.cos(angle), 370 + 196 * math.sin(angle)),
                ],
                fill=(206, 210, 214),
                width=5 if turn % 4 == 0 else 2,
            )
        angle = math.pi * 0.8
        pen.line([(x, 370), (x + 150 * math.cos(angle), 370 + 150 * math.sin(angle))], fill=(220, 64, 48), width=8)  # fmt: skip
    pen.rounded_rectangle((396, 610, 640, 690), 10, fill=(188, 206, 190))
    pen.text((518, 650), f"{rng.randint(20, 90)} {rng.randint(100, 999)} km", font=ImageFont.load_default(44), fill=(24, 34, 28), anchor="mm")  # fmt: skip
    return image.filter(ImageFilter.GaussianBlur(0.8))


def chassis(rng: Random) -> Image.Image:
    """The plate of the chassis, its number half in the shade."""
    image = brush.wall((74, 78, 82), (44, 46, 50))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((170, 240, 860, 540), 18, fill=(172, 176, 176), outline=(96, 98, 100), width=5)
    for x in (196, 834):
        for y in (266, 514):
            pen.ellipse((x - 12, y - 12, x + 12, y + 12), fill=(110, 112, 112))
    for row in range(3):
        pen.rectangle((220, 400 + row * 40, 220 + rng.randint(250, 560), 414 + row * 40), fill=(90, 94, 96))
    for index in range(17):
        pen.rectangle((222 + index * 35, 300, 244 + index * 35, 344), fill=(48, 50, 52))
    return image.filter(ImageFilter.GaussianBlur(2.2))


SCENES: dict[str, Callable[[Random], Image.Image]] = {
    VIEWS["front_left"]: _seen(mirrored=False, close=0.12),
    VIEWS["front_right"]: _seen(mirrored=True, close=0.1, damaged=False),
    VIEWS["rear_left"]: _seen(mirrored=False, close=0.06),
    VIEWS["rear_right"]: _seen(mirrored=True, close=0.05, damaged=False),
    VIEWS["damage_near"]: dent,
    VIEWS["damage_far"]: _seen(mirrored=False, close=0.0),
    VIEWS["plate"]: plate,
    VIEWS["odometer"]: odometer,
    VIEWS["vin"]: chassis,
    AFTER: _seen(mirrored=False, close=0.1, damaged=False),
}
