"""A figure as the bytes that are sent."""

from __future__ import annotations

import io

from matplotlib.figure import Figure

from bot.pictures.looks import DPI

# Half of what it takes to draw a picture was packing it; by this it takes a third less, and is a
# twenty-fifth larger.
PACKED = 3


def png(figure: Figure) -> bytes:
    """The same figure gives the same bytes."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=DPI, pil_kwargs={"compress_level": PACKED})
    return out.getvalue()
