"""The city's emblem in the file: an image object, with a mask where it is transparent (ISO 32000-1, 8.9.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reform_desktop.reports.logos import Logo, decoded_logo
from reform_desktop.reports.pdf.objects import PdfFile

PICTURE: Final = "Logo"
"""The name by which pages draw it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image ready to be written."""

    logo: Logo

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Return its size inside a box, in points, its proportions kept."""
        scale = min(width / self.logo.width, height / self.logo.height)
        return scale * self.logo.width, scale * self.logo.height

    def write(self, pdf: PdfFile) -> int:
        """Write the image and return its object's number."""
        size = f"/Type /XObject /Subtype /Image /Width {self.logo.width} /Height {self.logo.height} /BitsPerComponent 8"
        mask = ""
        if self.logo.alpha:
            number = pdf.add_stream(self.logo.alpha, f"{size} /ColorSpace /DeviceGray")
            mask = f" /SMask {number} 0 R"
        return pdf.add_stream(self.logo.colours, f"{size} /ColorSpace /DeviceRGB{mask}")


def picture_of(content: bytes) -> Picture | None:
    """Return an image to be written; ``None`` when there is none, or none that can be read."""
    logo = decoded_logo(content) if content else None
    return Picture(logo) if logo is not None else None
