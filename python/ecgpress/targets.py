"""Training targets of pages, in NumPy.

A trace is given as the property `columns` of a lead: (first column, y at the centre of each column in px, steep columns).
Leads of a `Press` and of `ecgpress.torch.Shards` have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

REACH = 3.0  # standard deviations beyond which a Gaussian is cut off: 0.3 % of its area


def coo(leads: Sequence[Any], shape: tuple[int, int], sigma: float, *, origin: tuple[float, float] = (0, 0),
        scale: float = 1, steep: bool = True) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The heights of traces as distributions over the rows of each column, as a sparse tensor.

    In each column that a lead's trace crosses, the rows have the weights of a Gaussian around its height, which sum to 1: a
    target for a softmax over rows. Sparse, because few pixels of a page are not 0.

    leads: the L leads.
    shape: (height, width) of the target in its own pixels.
    sigma: standard deviation of the Gaussian, in pixels of the target.
    origin: (x, y) of the target's upper left corner on the page, px: a crop's.
    scale: pixels of the target for one of the page; 0.5 halves the size. Columns of the target take the nearest column.
    steep: False leaves out columns in which the trace moves 2 px or more.

    Returns (indices, values): (3, n) int64 of lead, row, column; (n,) float32. `torch.sparse_coo_tensor(indices, values,
    (L, *shape))` is the tensor.
    """
    if sigma <= 0 or scale <= 0:
        raise ValueError(f"sigma is {sigma} and scale {scale}, expected more than 0")
    height, width = shape
    reach = int(np.ceil(REACH * sigma))
    indices, values = [], []
    for number, lead in enumerate(leads):
        column, y = _heights(lead, width, origin, scale, steep)
        rows = np.rint(y).astype(np.int64)[:, None] + np.arange(-reach, reach + 1)
        weights = np.exp(-0.5 * ((rows - y[:, None]) / sigma) ** 2)
        weights[(rows < 0) | (rows >= height)] = 0
        total = weights.sum(axis=1, keepdims=True)
        weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
        at, offset = np.nonzero(weights)
        indices.append(np.stack([np.full(len(at), number), rows[at, offset], column[at]]))
        values.append(weights[at, offset].astype(np.float32))
    if not indices:
        return np.zeros((3, 0), np.int64), np.zeros(0, np.float32)
    return np.concatenate(indices, axis=1), np.concatenate(values)


def columns(leads: Sequence[Any], shape: tuple[int, int], sigma: float, **options: Any) -> npt.NDArray[np.float32]:
    """The same as a dense array: (L, height, width) float32. Options as of `coo`. Columns without a trace are 0."""
    indices, values = coo(leads, shape, sigma, **options)
    dense = np.zeros((len(leads), *shape), np.float32)
    dense[tuple(indices)] = values
    return dense


def heatmap(points: Iterable[Sequence[float]], shape: tuple[int, int], sigma: float, *,
            stride: int = 1) -> npt.NDArray[np.float32]:
    """Gaussians of height 1 around points, the largest of all in each pixel: a target for detectors of key points.

    points: (n, 2) x, y on the page, px, pixel centres at integers; those with NaN are left out.
    shape: (height, width) of the page, px.
    sigma: standard deviation, px of the page.
    stride: pixels of the page for one of the map.

    Returns (ceil(height / stride), ceil(width / stride)) float32.
    """
    if sigma <= 0 or stride < 1:
        raise ValueError(f"sigma is {sigma} and stride {stride}, expected more than 0 and at least 1")
    height, width = shape
    # Positions of the map's pixel centres on the page.
    y = np.arange(0, height, stride) + (stride - 1) / 2
    x = np.arange(0, width, stride) + (stride - 1) / 2
    heat = np.zeros((len(y), len(x)), np.float32)
    for px, py in np.asarray(list(points), dtype=float).reshape(-1, 2):
        if np.isnan(px) or np.isnan(py):
            continue
        left, right = np.searchsorted(x, [px - REACH * sigma, px + REACH * sigma])
        top, bottom = np.searchsorted(y, [py - REACH * sigma, py + REACH * sigma])
        across = np.exp(-0.5 * ((x[left:right] - px) / sigma) ** 2)
        down = np.exp(-0.5 * ((y[top:bottom] - py) / sigma) ** 2)
        part = heat[top:bottom, left:right]
        np.maximum(part, np.outer(down, across).astype(np.float32), out=part)
    return heat


def _heights(lead: Any, width: int, origin: tuple[float, float], scale: float,
             steep: bool) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Columns of the target that the trace crosses, and its height there."""
    first, y, is_steep = lead.columns
    column = np.arange(width)
    # Pixel centres are at integers: the centre of the target's column c is at (c + 0.5) / scale - 0.5 of the crop.
    source = np.rint((column + 0.5) / scale - 0.5 + origin[0]).astype(np.int64) - first
    inside = (source >= 0) & (source < len(y))
    column, source = column[inside], source[inside]
    kept = ~np.isnan(y[source])
    if not steep:
        kept &= ~is_steep[source]
    column, source = column[kept], source[kept]
    return column, (y[source].astype(float) - origin[1] + 0.5) * scale - 0.5
