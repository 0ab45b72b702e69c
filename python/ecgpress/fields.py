"""What a training program wants of a page, by name. Pages are those of a `Press` or of `Shards`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAD_NAMES = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
NO_BOX = (np.nan,) * 4


def _image(page: Any) -> NDArray[Any]:
    return np.asarray(page.image)


def _boxes(page: Any) -> NDArray[Any]:
    return _array_of_boxes(lead.box for lead in page.leads)


def _name_boxes(page: Any) -> NDArray[Any]:
    return _array_of_boxes(lead.name_box for lead in page.leads)


def _array_of_boxes(boxes: Iterable[NDArray[Any] | None]) -> NDArray[Any]:
    return np.array([NO_BOX if box is None else box for box in boxes], np.float32).reshape(-1, 4)


def _names(page: Any) -> list[str]:
    return [lead.name for lead in page.leads]


def _signals(page: Any) -> list[NDArray[Any]]:
    return [lead.signal_mv.astype(np.float32) for lead in page.leads]


def _positions(page: Any) -> list[NDArray[Any]]:
    return [lead.positions_px.astype(np.float32) for lead in page.leads]


def _columns(page: Any) -> list[tuple[int, NDArray[Any], NDArray[Any]]]:
    return [lead.columns for lead in page.leads]


def _crops(page: Any) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    crops = []
    for lead in page.leads:
        if lead.crop is not None:
            x, y, width, height = lead.crop
            crops.append((page.image[y:y + height, x:x + width], lead.crop_mask()))
    return crops


def _jpeg(page: Any) -> bytes:
    return bytes(page.jpeg)


# Name, function, content.
FIELDS = {
    "image": _image,  # (height, width, 3) uint8
    "jpeg": _jpeg,  # the image's file
    "names": _names,  # of the L printed leads
    "boxes": _boxes,  # (L, 4) float32: x0, y0, x1, y1, px; NaN where no ink is on the page
    "name_boxes": _name_boxes,  # (L, 4) float32; NaN where no name is on the page
    "signals": _signals,  # L arrays (n,) float32: mV, NaN in gaps
    "positions": _positions,  # L arrays (n, 2) float32: x, y, px, NaN in gaps
    "columns": _columns,  # L times Lead.columns
    "crops": _crops,  # of each lead with ink: (h, w, 3) uint8, and its mask, uint8
}
USUAL = ("image", "names", "boxes", "name_boxes", "signals", "columns")


def item_of(page: Any, fields: Iterable[str]) -> dict[str, Any]:
    """The fields of a page by name, and its `index`."""
    return {"index": page.index, **{name: FIELDS[name](page) for name in fields}}


def checked(fields: Iterable[str] | None) -> tuple[str, ...]:
    """Names of fields, the usual ones for None. Raises ValueError for a name that does not exist."""
    names = USUAL if fields is None else tuple(fields)
    for name in names:
        if name not in FIELDS:
            raise ValueError(f'there is no field "{name}". Use {", ".join(FIELDS)}.')
    return names
