"""Pictures of damage, drawn: what a telephone would have taken, without anybody's home in it."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from temoin.demo import brush, cars
from temoin.demo.brush import HEIGHT, WIDTH


def draw(name: str) -> bytes:
    """One picture as a JPEG; the same name gives the same picture. Raises KeyError for an unknown name."""
    rng = Random(name)  # so that every demo looks alike
    image = SCENES[name](rng)
    return brush.photographed(image)


def ceiling_stain(rng: Random) -> Image.Image:
    image = brush.room((238, 236, 229), (206, 208, 200), (221, 220, 210))
    image = brush.stain(image, rng, (600, 230), 205, (150, 112, 62))
    image = brush.stain(image, rng, (760, 340), 90, (138, 104, 60))
    return brush.specks(image, rng, (520, 200, 760, 330), (70, 62, 48), 60)


def peeling_wall(rng: Random) -> Image.Image:
    image = brush.stain(brush.wall((214, 205, 186), (196, 186, 165)), rng, (520, 520), 250, (132, 108, 74))
    for _ in range(16):
        centre = (rng.gauss(510, 150), rng.gauss(480, 110))
        flake = brush.blob(rng, centre, rng.uniform(16, 52), 0.5)
        image = brush.shadow(image, [(x + 6, y + 9) for x, y in flake], 150, 4)
        ImageDraw.Draw(image).polygon(
            flake, fill=rng.choice(((180, 168, 148), (205, 198, 186), (163, 150, 128)))
        )
    image = brush.specks(image, rng, (300, 560, 760, 740), (48, 52, 40), 160)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 690, WIDTH, HEIGHT), fill=(232, 229, 222))
    pen.line([(0, 690), (WIDTH, 690)], fill=(150, 144, 132), width=4)
    return image


def leaking_pipe(rng: Random) -> Image.Image:
    image = brush.wall((171, 160, 146), (120, 110, 99))
    pen = ImageDraw.Draw(image)
    for x in range(0, WIDTH, 128):
        pen.line([(x, 0), (x, HEIGHT)], fill=(150, 139, 126), width=3)
    image = brush.stain(image, rng, (540, 560), 190, (84, 70, 56))
    for shape, tone in (((470, 0, 540, 330), 0), ((470, 300, 860, 372), 1), ((800, 330, 868, HEIGHT), 0)):
        _tube(image, shape, horizontal=bool(tone))
    pen = ImageDraw.Draw(image)
    for box in ((452, 286, 558, 384), (786, 286, 882, 384)):
        pen.rounded_rectangle(box, 16, fill=(168, 142, 92), outline=(98, 78, 44), width=4)
        pen.line([(box[0] + 14, box[1] + 18), (box[2] - 14, box[1] + 18)], fill=(220, 199, 150), width=6)
    for _ in range(26):
        drop, fall = rng.gauss(508, 26), rng.uniform(390, 700)
        size = rng.uniform(3, 9)
        pen.ellipse(
            (drop - size * 0.7, fall - size, drop + size * 0.7, fall + size * 1.5),
            fill=(190, 206, 214),
            outline=(120, 140, 150),
        )
    pen.ellipse((240, 676, 800, 790), fill=(116, 128, 132))
    pen.ellipse((300, 690, 640, 740), fill=(158, 172, 177))
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _tube(image: Image.Image, box: tuple[int, int, int, int], *, horizontal: bool) -> None:
    """A pipe with its light along the middle."""
    pen = ImageDraw.Draw(image)
    across = box[3] - box[1] if horizontal else box[2] - box[0]
    for step in range(across):
        light = math.sin(step / across * math.pi)
        fill = (int(92 + 122 * light), int(98 + 124 * light), int(102 + 126 * light))
        line = (
            [(box[0], box[1] + step), (box[2], box[1] + step)]
            if horizontal
            else [(box[0] + step, box[1]), (box[0] + step, box[3])]
        )
        pen.line(line, fill=fill)


def warped_floor(rng: Random) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), (96, 66, 42))
    pen = ImageDraw.Draw(image)
    for row in range(9):
        top = HEIGHT * (0.16 + 0.84 * (row / 9) ** 1.5)
        bottom = HEIGHT * (0.16 + 0.84 * ((row + 1) / 9) ** 1.5)
        x = -rng.uniform(0, 300)
        while x < WIDTH:
            length = rng.uniform(240, 420) * (0.6 + row / 9)
            tone = rng.uniform(0.8, 1.12)
            fill = tuple(int(one * tone) for one in (168, 118, 72))
            lift = rng.uniform(-5, 5)
            pen.polygon(
                [
                    (x, top + lift),
                    (x + length - 4, top - lift),
                    (x + length - 4, bottom - 3),
                    (x, bottom - 3),
                ],
                fill=fill,
            )
            for _ in range(5):
                y = rng.uniform(top + 2, bottom - 4)
                pen.line(
                    [(x + 8, y), (x + length - 14, y + rng.uniform(-3, 3))],
                    fill=tuple(int(one * 0.86) for one in fill),
                    width=1,
                )
            x += length
    pen.rectangle((0, 0, WIDTH, int(HEIGHT * 0.13)), fill=(214, 210, 201))
    pen.rectangle((0, int(HEIGHT * 0.13), WIDTH, int(HEIGHT * 0.165)), fill=(240, 238, 233))
    image = image.filter(ImageFilter.GaussianBlur(0.8))
    wet = Image.new("L", image.size)
    ImageDraw.Draw(wet).polygon(brush.blob(rng, (560, 470), 230, 0.3), fill=120)
    wet = wet.filter(ImageFilter.GaussianBlur(9))
    image = Image.composite(ImageEnhance.Brightness(image).enhance(0.5), image, wet)
    shine = Image.new("L", image.size)
    ImageDraw.Draw(shine).ellipse((420, 400, 800, 500), fill=95)
    return Image.composite(
        Image.new("RGB", image.size, (226, 234, 240)), image, shine.filter(ImageFilter.GaussianBlur(26))
    )


def broken_pane(rng: Random) -> Image.Image:
    sky = brush.wall((150, 186, 214), (206, 220, 216))
    pen = ImageDraw.Draw(sky)
    for x in range(-50, WIDTH, 150):
        height = rng.randint(140, 330)
        pen.rectangle(
            (x, HEIGHT - height, x + rng.randint(120, 170), HEIGHT), fill=(rng.randint(120, 165),) * 3
        )
    image = sky.filter(ImageFilter.GaussianBlur(9))
    hit = (430.0, 360.0)
    pen = ImageDraw.Draw(image, "RGBA")
    spokes = sorted(rng.uniform(0, math.tau) for _ in range(19))
    ends = [(hit[0] + 1200 * math.cos(a), hit[1] + 1200 * math.sin(a)) for a in spokes]
    for end in ends:
        pen.line([hit, end], fill=(245, 250, 252, 210), width=rng.choice((2, 3, 5)))
        pen.line([(hit[0] + 3, hit[1] + 3), (end[0] + 3, end[1] + 3)], fill=(30, 40, 50, 110), width=2)
    for radius in (70, 150, 255, 400):
        ring = [
            (
                hit[0] + radius * rng.uniform(0.85, 1.15) * math.cos(a),
                hit[1] + radius * rng.uniform(0.85, 1.15) * math.sin(a),
            )
            for a in spokes
        ]
        pen.line([*ring, ring[0]], fill=(240, 246, 250, 170), width=3)
    hole = [
        (hit[0] + rng.uniform(40, 95) * math.cos(a), hit[1] + rng.uniform(40, 95) * math.sin(a))
        for a in spokes
    ]
    pen.polygon(hole, fill=(26, 32, 36, 235), outline=(250, 252, 255, 255))
    pen.rectangle((0, 0, WIDTH, 62), fill=(236, 234, 228))
    pen.rectangle((0, 0, 62, HEIGHT), fill=(228, 226, 220))
    pen.rectangle((WIDTH - 90, 0, WIDTH, HEIGHT), fill=(232, 230, 224))
    pen.rectangle((0, HEIGHT - 70, WIDTH, HEIGHT), fill=(240, 238, 232))
    pen.rounded_rectangle((WIDTH - 66, 330, WIDTH - 40, 460), 12, fill=(168, 168, 166))
    return image


def missing_tiles(rng: Random) -> Image.Image:
    image = brush.wall((178, 194, 206), (206, 212, 214))
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 150), (WIDTH, 60), (WIDTH, HEIGHT), (0, HEIGHT)], fill=(96, 62, 44))
    for row in range(13):
        y = 120 + row * 56
        for column in range(-1, 15):
            x = column * 78 + (row % 2) * 39
            gone = 4 <= column <= 8 and 3 <= row <= 7 and rng.random() < 0.78
            top = y - x * 0.09
            if gone:
                pen.rectangle((x, top, x + 76, top + 58), fill=(58, 44, 34))
                pen.line([(x, top + 40), (x + 76, top + 34)], fill=(150, 118, 82), width=12)
                continue
            tone = rng.uniform(0.82, 1.1)
            pen.rounded_rectangle(
                (x, top, x + 76, top + 70),
                18,
                fill=(int(176 * tone), int(92 * tone), int(64 * tone)),
                outline=(92, 44, 30),
                width=3,
            )
    for _ in range(5):
        fallen = (rng.uniform(250, 760), rng.uniform(520, 700))
        piece = brush.blob(rng, fallen, rng.uniform(16, 34), 0.6)
        image = brush.shadow(image, [(a + 5, b + 8) for a, b in piece], 160, 4)
        ImageDraw.Draw(image).polygon(piece, fill=(186, 98, 68))
    return image.filter(ImageFilter.GaussianBlur(1))


def cracked_tiles(rng: Random) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), (176, 176, 170))
    pen = ImageDraw.Draw(image)
    for row in range(5):
        for column in range(7):
            x, y = column * 156 - 30, row * 162 - 20
            tone = rng.uniform(0.96, 1.03)
            fill = (int(222 * tone), int(232 * tone), int(230 * tone))
            pen.rounded_rectangle((x, y, x + 150, y + 156), 5, fill=fill)
            pen.polygon(
                [(x + 12, y + 12), (x + 90, y + 12), (x + 20, y + 70)],
                fill=tuple(min(255, one + 12) for one in fill),
            )
    broken = [(438, 304), (588, 304), (588, 460), (438, 460)]
    pen.polygon(broken, fill=(142, 130, 112))
    for piece in ([(438, 304), (520, 304), (470, 390), (438, 370)], [(588, 400), (588, 460), (500, 460)]):
        pen.polygon(piece, fill=(220, 229, 227))
    for _ in range(8):
        tip, end, angle = 510.0, 380.0, rng.uniform(0, math.tau)
        points = [(tip, end)]
        for _ in range(rng.randint(5, 11)):
            angle += rng.uniform(-0.5, 0.5)
            tip, end = tip + 42 * math.cos(angle), end + 42 * math.sin(angle)
            points.append((tip, end))
        pen.line(points, fill=(88, 88, 86), width=3)
    return image.filter(ImageFilter.GaussianBlur(0.8))


def forced_door(rng: Random) -> Image.Image:
    image = brush.wall((142, 96, 62), (108, 70, 44))
    pen = ImageDraw.Draw(image)
    for _ in range(70):
        y = rng.uniform(0, HEIGHT)
        pen.line(
            [(0, y), (660, y + rng.uniform(-10, 10))],
            fill=(rng.randint(96, 132), 66, 42),
            width=rng.randint(1, 3),
        )
    pen.rectangle((690, 0, WIDTH, HEIGHT), fill=(210, 204, 192))
    pen.rectangle((640, 0, 700, HEIGHT), fill=(92, 60, 38))
    for _ in range(34):
        y = rng.gauss(390, 90)
        pen.polygon(
            [
                (640, y),
                (640 + rng.uniform(-150, 50), y + rng.uniform(-24, 24)),
                (640, y + rng.uniform(6, 20)),
            ],
            fill=rng.choice(((214, 176, 128), (196, 154, 104), (230, 198, 154))),
        )
    pen.rounded_rectangle((520, 300, 610, 520), 14, fill=(186, 182, 172), outline=(90, 88, 82), width=4)
    pen.ellipse((545, 330, 585, 370), fill=(96, 92, 86))
    pen.ellipse((548, 430, 582, 464), fill=(30, 28, 26))
    pen.polygon([(556, 458), (576, 458), (584, 500), (548, 500)], fill=(30, 28, 26))
    pen.line([(528, 420), (470, 560)], fill=(196, 192, 184), width=18)
    return image.filter(ImageFilter.GaussianBlur(1))


def soot(rng: Random) -> Image.Image:
    image = brush.wall((228, 222, 210), (206, 198, 184))
    pen = ImageDraw.Draw(image)
    for x in range(0, WIDTH, 170):
        for y in range(430, HEIGHT, 112):
            pen.rectangle((x + 3, y + 3, x + 167, y + 109), fill=(224, 220, 212))
    black = Image.new("L", image.size)
    smoke = ImageDraw.Draw(black)
    for _ in range(90):
        left, rise = rng.gauss(470, 190), rng.uniform(-60, 520)
        size = rng.uniform(40, 150) * (1.15 - max(0, rise) / 640)
        smoke.ellipse((left - size, rise - size, left + size, rise + size), fill=rng.randint(60, 215))
    black = black.filter(ImageFilter.GaussianBlur(34))
    image = Image.composite(Image.new("RGB", image.size, (24, 21, 20)), image, black)
    pen = ImageDraw.Draw(image)
    pen.rectangle((250, 610, 720, HEIGHT), fill=(46, 46, 48))
    for x in (330, 470, 610):
        pen.ellipse((x - 46, 622, x + 46, 660), fill=(22, 22, 23), outline=(70, 70, 72), width=4)
    return image


def repainted(rng: Random) -> Image.Image:
    image = brush.room((248, 247, 243), (222, 226, 222), (233, 234, 229))
    pen = ImageDraw.Draw(image)
    pen.rectangle((690, 590, WIDTH, HEIGHT), fill=(196, 188, 172))
    pen.rectangle((690, 590, WIDTH, 604), fill=(150, 140, 122))
    return image.filter(ImageFilter.GaussianBlur(0.6))


def clean_wall(rng: Random) -> Image.Image:
    image = brush.wall((232, 228, 219), (219, 214, 203))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 690, WIDTH, HEIGHT), fill=(244, 242, 237))
    pen.line([(0, 690), (WIDTH, 690)], fill=(176, 170, 158), width=3)
    pen.rounded_rectangle((140, 560, 214, 634), 8, fill=(248, 247, 244), outline=(190, 186, 178), width=3)
    for x in (162, 192):
        pen.ellipse((x - 5, 590, x + 5, 600), fill=(90, 88, 84))
    return image


SCENES: dict[str, Callable[[Random], Image.Image]] = {
    "plafond": ceiling_stain,
    "mur": peeling_wall,
    "canalisation": leaking_pipe,
    "parquet": warped_floor,
    "vitre": broken_pane,
    "toiture": missing_tiles,
    "carrelage": cracked_tiles,
    "porte": forced_door,
    "suie": soot,
    "apres-plafond": repainted,
    "apres-mur": clean_wall,
    **cars.SCENES,
}
