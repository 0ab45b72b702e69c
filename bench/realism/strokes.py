"""The ink of a picture: how dark it is, how wide, how sharp, and whether steep strokes fade.

All figures come from profiles across strokes: 21 or 25 pixels of grey around a dark pixel, down its column."""

import cv2
import numpy as np

from picture import blurred, spread_out

HALF = 10  # pixels of a profile on either side
FAR = 12  # the same for halos
INK = 0.5  # ink is darker than this share of the paper
STROKE = 0.6  # a stroke that runs on is, some pixels sideways, darker than this share of the paper
FADING = 0.62  # ink that may be faded


def dark_points(mask, edge, least, most):
    """(rows, columns) of dark pixels away from the picture's edges; empty if there are fewer than `least`."""
    inner = np.argwhere(mask[edge:-edge, edge:-edge]) + edge
    return spread_out(inner if len(inner) >= least else inner[:0], most).T


def profiles(image, rows, columns, reach):
    return image[rows[:, None] + np.arange(-reach, reach + 1), columns[:, None]]


def first_above(profile, level):
    """How far from the start each profile (one a row) rises to its level; NaN where it does not."""
    over = profile[:, 1:] >= level[:, None]
    k, each = np.argmax(over, axis=1), np.arange(len(profile))
    before, after = profile[each, k], profile[each, k + 1]
    part = np.clip((level - before) / np.maximum(after - before, 1e-3), -50, 50)
    return np.where(over.any(axis=1), k + part, np.nan)


def width_and_edge(picture):
    """Median width at half depth, and lower quartile of the 10 to 90 % edge, in pixels."""
    grey, paper = picture.grey, picture.paper
    rows, columns = dark_points(grey < INK * paper, 12, 301, 6000)
    if not len(rows):
        return {}
    light = paper[rows, columns]
    along = (grey[rows, columns - 4] <= STROKE * light) & (grey[rows, columns + 4] <= STROKE * light)
    rows, columns, light = rows[along], columns[along], light[along]
    # Move each point to the darkest pixel within two of it.
    rows = rows + np.argmin(profiles(grey, rows, columns, 2), axis=1) - 2 if len(rows) else rows
    profile = profiles(grey, rows, columns, HALF) if len(rows) else np.empty((0, 2 * HALF + 1))
    up, down, dark = profile[:, HALF::-1], profile[:, HALF:], profile[:, HALF]
    half = (dark + light) / 2
    width = first_above(up, half) + first_above(down, half)
    # A block's 85th percentile lies some 3 % above the level between grid lines, which edges rise to.
    edge = first_above(up, dark + 0.9 * (0.97 * light - dark)) - first_above(up, dark + 0.1 * (light - dark))
    edge = edge[np.isfinite(edge) & np.isfinite(width)]
    width = width[np.isfinite(width)]
    found = {}
    if len(width) > 40:
        found["trace_px"] = np.median(width)
    if len(edge) > 40:
        found["edge_px"] = np.percentile(edge, 25)
    return found


def darkness(picture):
    """Tenth percentile of ink, as share of the paper's grey."""
    share = picture.grey / np.maximum(picture.paper, 1)
    ink = share[share < INK]
    return {"ink_p10": np.percentile(ink, 10)} if len(ink) > 200 else {}


def halo(picture):
    """Brightening beside strokes that stand alone, in % of their depth, of the mean profile."""
    grey = picture.grey
    light = np.maximum(blurred(cv2.dilate(grey, np.ones((9, 9))), 12), 1)
    share = grey / light
    rows, columns = dark_points(share < INK, FAR + 2, 300, 5000)
    if not len(rows):
        return {}
    around = profiles(share, rows, columns, FAR)
    alone = (around[:, : FAR - 5] >= INK).all(axis=1) & (around[:, FAR + 6 :] >= INK).all(axis=1)
    middle = np.argmin(around[:, FAR - 2 : FAR + 3], axis=1) == 2
    along = (share[rows, columns - 4] <= STROKE) & (share[rows, columns + 4] <= STROKE)
    keep = alone & middle & along
    if keep.sum() < 60:
        return {}
    mean = profiles(grey, rows[keep], columns[keep], FAR).mean(axis=0)
    away = np.abs(np.arange(-FAR, FAR + 1))
    level = mean[away >= 9].mean()
    beside = mean[(away >= 2) & (away <= 6)].max()
    return {"halo": 100 * (beside - level) / (level - mean[FAR])}


def depths_down_columns(share):
    """Depths (1 is black) of strokes that cross the columns: each the darkest of five pixels, and running on sideways."""
    mask = share < FADING
    rows, columns = dark_points(mask, 12, 200, 8000)
    if not len(rows):
        return np.empty(0)
    profile = profiles(share, rows, columns, HALF)
    keep = np.argmin(profile[:, HALF - 2 : HALF + 3], axis=1) == 2
    thick = cv2.dilate(mask.astype(np.uint8), np.ones((3, 1))).astype(bool)  # runs on, up to one pixel higher or lower
    for aside in (-5, -3, 3, 5):
        keep &= thick[rows, columns + aside]
    half = (1 + profile[:, HALF]) / 2
    keep &= (profile[:, :HALF].max(axis=1) >= half) & (profile[:, HALF + 1 :].max(axis=1) >= half)
    return 1 - profile[keep, HALF]


def fading(picture):
    """Depth of steep strokes (across rows) over that of flat ones (across columns): median, and tenth percentile."""
    side = max(9, min(picture.grey.shape) // 60 | 1)
    quiet = cv2.medianBlur(picture.grey.astype(np.uint8), 3)
    light = blurred(cv2.dilate(quiet, np.ones((side, side))).astype(np.float32), side)
    share = picture.grey / np.maximum(light, 1)
    flat, steep = depths_down_columns(share), depths_down_columns(np.ascontiguousarray(share.T))
    if min(len(flat), len(steep)) < 30:
        return {}
    return {"steep_ratio": np.median(steep) / np.median(flat), "steep_p10": np.percentile(steep, 10) / np.median(flat)}
