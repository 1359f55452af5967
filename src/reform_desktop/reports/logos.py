"""The city's emblem (市章) as it is kept: a PNG or JPEG of sane size, looked into before anything is printed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reform_desktop.domain.errors import InputError

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_PIXELS: Final = 4_000_000
"""As many as an emblem 5 cm wide needs at 1,000 dots an inch; a bomb has far more."""

_FORMATS: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Logo:
    """The pixels: three bytes of colour each, and a byte of opacity where the image is transparent anywhere."""

    width: int
    height: int
    colours: bytes
    alpha: bytes
    media_type: str


def decoded_logo(content: bytes) -> Logo | None:
    """Return the pixels of an image, or ``None`` for anything that is none: a report is printed without it."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 -- loaded only when a layout has an emblem

    if len(content) > MOST_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_FORMATS)) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            return _pixels(image, _FORMATS[str(image.format)])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Warning, Image.DecompressionBombError):
        return None


def check_logo(name: str, content: bytes) -> None:
    """Refuse what cannot be printed as an emblem. Raises `InputError`."""
    if decoded_logo(content) is None:
        raise InputError(
            f"「{name}」は市章の画像として使えません。PNG か JPEG の画像（2 MB、400万画素まで）を選んでください。"
            "レイアウトは変わっていません。"
        )


def _pixels(image: Image.Image, media_type: str) -> Logo:
    """Convert to red, green and blue; the opacity apart, unless everything is opaque."""
    whole = image.convert("RGBA")
    alpha = whole.getchannel("A")
    opaque = alpha.getextrema() == (255, 255)
    return Logo(
        whole.width,
        whole.height,
        whole.convert("RGB").tobytes(),
        b"" if opaque else alpha.tobytes(),
        media_type,
    )
