"""Makes two small pictures out of one that came in, from its pixels alone; runs in the child process.

Saving a decoded picture again is not enough: Pillow hands comments and profiles on. Only a picture
made anew from raw pixels holds nothing but pixels, so no place, no camera and no payload survives.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from temoin.documents.findings import MOST_PIXELS, Found, Unfit

VIEW, THUMBNAIL = 1600, 320  # pixels, the longer side
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heif": "HEIF"}
_ORIENTATION = 0x0112  # EXIF tag
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = {5, 6, 7, 8}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def inspect(file: Path, media_type: str) -> Found:
    """Decode the picture, write `N.view.webp` and `N.thumbnail.webp` beside it. Raises Unfit."""
    if media_type == "image/heif":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        image = Image.open(file, formats=[_FORMATS[media_type]])
    except Image.DecompressionBombError:
        raise Unfit("too_many_pixels") from None
    with image:
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise Unfit("too_many_pixels")
        if media_type != "image/jpeg" and getattr(image, "is_animated", False):
            raise Unfit(
                "moving"
            )  # a phone's JPEG may hold a second picture for depth; the first is the photo
        turn = _orientation(image)
        shrink = max(1.0, max(width, height) / VIEW)
        # a JPEG is decoded at a half or a quarter of its size, where that is enough
        image.draft("RGB", (int(width / shrink), int(height / shrink)))
        small = _plain(image)
    small.thumbnail((VIEW, VIEW), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if turn in _UPRIGHT:
        small = small.transpose(_UPRIGHT[turn])
    _write(small, file.with_suffix(".view.webp"))
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    _write(small, file.with_suffix(".thumbnail.webp"))
    return Found(media_type, *((height, width) if turn in _SIDEWAYS else (width, height)))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # a damaged note about a sound picture: it stays as it lies
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """The pixels as red, green, blue, with what shines through on white."""
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    clear.thumbnail((VIEW, VIEW), Image.Resampling.LANCZOS, reducing_gap=2.0)
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def _write(image: Image.Image, target: Path) -> None:
    fresh = Image.frombytes("RGB", image.size, image.tobytes())
    fresh.save(target, "WEBP", quality=80, method=1)
