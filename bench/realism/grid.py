"""The printed grid: how large its squares are, how it is turned, its colour and the depth of its lines."""

import cv2
import numpy as np

from picture import blurred, level_angle, quiet_squares, turned

SQUARE = 320  # pixels of the squares that colour and angle are taken from
WORKING_PX_PER_MM = 10  # line depths are measured at no more than this
DRAWS = 24  # squares that line depths are taken from


def grid_squares(picture, side, count):
    """Places with little ink and some contrast: on the grid, not on blank margins."""
    side = min(side, *(n - 4 for n in picture.grey.shape))

    def printed(row, column):
        return np.clip(picture.detail[row : row + side, column : column + side], -40, 40).std() >= 0.8

    return quiet_squares(picture.detail < -60, side, count, printed), side


def angle_and_colour(picture):
    """Grid angle, and distance of grid from paper in lightness and in chroma: medians of up to six squares.

    The grid is the darkest 12 % of a square after its light is evened, without what is 30 darker than its surroundings
    (ink); the paper is the lightest 40 %."""
    places, side = grid_squares(picture, SQUARE, 6)
    found = []
    for row, column in places:
        at = np.s_[row : row + side, column : column + side]
        angle = level_angle(np.clip(picture.detail[at], -40, 40))
        lab = picture.lab[at]
        even = lab[..., 0] - blurred(lab[..., 0], 12)
        edge = side // 10  # the blur knows nothing beyond the square
        even, lab = even[edge:-edge, edge:-edge], lab[edge:-edge, edge:-edge]
        darkest, lightest = np.percentile(even, [12, 60])
        grid, blank = (even < darkest) & (even > -30), even > lightest
        if grid.any() and blank.any():
            light, green_red, blue_yellow = lab[blank].mean(axis=0) - lab[grid].mean(axis=0)
            found.append((angle, light, np.hypot(green_red, blue_yellow)))
    return dict(zip(("angle", "grid_dL", "grid_dC"), np.median(found, axis=0))) if found else {}


def likeness_to_itself(values):
    """Correlation of a signal with itself by lag, 1 at lag 0, for lags up to 60 % of its length."""
    n = len(values)
    values = values - values.mean()
    full = np.fft.irfft(np.abs(np.fft.rfft(values, 4 * n)) ** 2)[: int(0.6 * n)] / (n - np.arange(int(0.6 * n)))
    return full / max(full[0], 1e-12)


def px_per_mm(picture):
    """Pixels per 1 mm square from the page's own lines, for pictures without a manifest; none without a grid.

    Candidates repeat at each multiple and not half way between. Of those that are locally best and have a third of the best
    score, the smallest that gives a page of 55 to 430 mm is taken, unless two or three of it score far better."""
    places, side = grid_squares(picture, 640, 6)
    if not places or side < 40:
        return None
    total = 0
    for row, column in places:
        square = picture.detail[row : row + side, column : column + side]
        core = np.s_[side // 4 : side - side // 4] if side > 400 else np.s_[:]
        level = turned(square, level_angle(np.clip(square[core, core], -40, 40)))
        total = total + likeness_to_itself(level.mean(axis=0)) + likeness_to_itself(level.mean(axis=1))
    lags = np.arange(len(total))
    largest = min(150, len(total) / 1.6)
    if largest < 3:
        return None
    periods = np.geomspace(2.4, largest, int(np.log(largest / 2.4) / 0.002) + 2)

    def repeats(period):
        whole = np.arange(1, max(1, int(min(10, (len(total) - 1) / period - 0.5))) + 1)
        between = np.interp(np.concatenate([whole - 0.5, whole + 0.5]) * period, lags, total)
        return np.interp(whole * period, lags, total).mean() - between.mean()

    score = np.array([repeats(p) for p in periods])
    peak = score >= cv2.dilate(score[:, None], np.ones((17, 1)))[:, 0]
    for k in np.flatnonzero(peak):
        page = picture.grey.shape[1] / periods[k]
        if 55 <= page <= 430 and score[k] > score.max() / 3:
            larger = [repeats(n * periods[k] * s) for n in (2, 3) for s in (0.985, 0.993, 1, 1.007, 1.015)]
            if max(larger) < 1.8 * score[k]:
                return float(periods[k])
    best = float(periods[np.argmax(score)])
    while picture.grey.shape[1] / best < 55:  # 5 mm squares
        best /= 5
    return best


def fold(profile, period):
    """Mean of a profile over one period, a bin for each half pixel; None if a bin is empty."""
    bins = max(20, round(2 * period))
    at = np.floor(np.arange(len(profile)) / period % 1 * bins).astype(int)
    count = np.bincount(at, minlength=bins)
    return np.bincount(at, profile, bins) / count if count.all() else None


def line_depths(profile, scale):
    """Grey depths of the 5 mm line and of the four 1 mm lines (mean) in a profile across a grid; None if it is too short.

    The period is the one within 7 % of 5 mm that folds with the most contrast: paper shrinks and pictures lean."""
    reach = int(2.5 * scale)
    padded = np.pad(profile, reach, mode="edge")
    profile = profile - np.convolve(padded, np.ones(2 * reach + 1) / (2 * reach + 1), mode="valid")
    folds = [fold(profile, 5 * scale * stretch) for stretch in np.linspace(0.93, 1.07, 57)]
    folds = [f for f in folds if f is not None]
    if not folds:
        return None
    mean = max(folds, key=np.var)
    depth = np.percentile(mean, 85) - np.roll(mean, -int(np.argmin(mean)))  # the 5 mm line is at 0
    near = np.arange(-max(1, len(depth) // 20), max(1, len(depth) // 20) + 1)
    minors = [depth[(round(k * len(depth) / 5) + near) % len(depth)].max() for k in (1, 2, 3, 4)]
    return depth[0], float(np.mean(minors))


def depths(picture, scale):
    """Depth of 5 mm and 1 mm lines as shares of the paper's grey, and their ratio: medians over quiet 22 mm squares."""
    shrink = min(1, WORKING_PX_PER_MM / scale)
    scale *= shrink
    image = cv2.resize(picture.bgr, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else picture.bgr
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    around = blurred(grey, 4 * scale)
    side = int(min(max(22 * scale, 90), min(grey.shape) - 2))
    found = []
    for row, column in quiet_squares(grey < 0.5 * np.maximum(around, 1), side, DRAWS):
        at = np.s_[row : row + side, column : column + side]
        angle = level_angle(np.clip(grey[at] - around[at], -60, 60))
        level = turned(grey[at], angle)
        for axis in (0, 1):
            pair = line_depths(np.median(level, axis=axis), scale)
            if pair and pair[0] > 3:  # grey levels; less is noise
                found.append(pair)
    if not found:
        return {}
    major, minor = np.median(found, axis=0)
    paper = np.percentile(grey, 80)
    return {"depth_5mm": major / paper, "depth_1mm": minor / paper, "depth_ratio": minor / major}
