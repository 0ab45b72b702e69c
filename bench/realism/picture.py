"""A page picture as the measurements see it: colours, grey, paper level, and squares with little ink."""

from functools import cached_property

import cv2
import numpy as np

cv2.setNumThreads(1)  # equal figures on every machine, and one core a picture
PAPER_RANK = 85  # percentile of grey in a block that is taken for its paper


def spread_out(points, most):
    """At most `most` of the points (rows), evenly spread over their order."""
    return points if len(points) <= most else points[np.linspace(0, len(points) - 1, most).astype(int)]


def blurred(image, sigma):
    return cv2.GaussianBlur(image, (0, 0), sigma)


def turned(square, degrees):
    """A square turned about its middle, cut to the part that the turn leaves whole at 10 degrees."""
    side = len(square)
    matrix = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), degrees, 1)
    whole = cv2.warpAffine(square, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    edge = round(0.13 * side)
    return whole[edge : side - edge, edge : side - edge]


def level_angle(square):
    """The turn in degrees, within 10 of 0, that makes the rows of a square of grid most unlike each other."""

    def unlike(degrees):
        return float(turned(square, degrees).mean(axis=1).var())

    best = max(np.arange(-10, 10.25, 0.5), key=unlike)
    return float(max(best + np.arange(-0.4, 0.45, 0.1), key=unlike))


class Picture:
    def __init__(self, path):
        self.path = str(path)
        self.bgr = cv2.imread(self.path, cv2.IMREAD_COLOR)

    @property
    def usable(self):
        return self.bgr is not None and min(self.bgr.shape[:2]) >= 100

    @cached_property
    def grey(self):
        return cv2.cvtColor(self.bgr, cv2.COLOR_BGR2GRAY).astype(np.float32)

    @cached_property
    def lab(self):
        return cv2.cvtColor(self.bgr.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)

    @cached_property
    def blocks(self):
        """(grey of the paper, its colour) of each square block, a fortieth of the shorter side wide."""
        side = max(16, min(self.grey.shape) // 40)
        rows, columns = (n // side for n in self.grey.shape)
        levels, colours = np.empty((rows, columns), np.float32), np.empty((rows, columns, 3), np.float32)
        for r in range(rows):
            for c in range(columns):
                at = np.s_[r * side : (r + 1) * side, c * side : (c + 1) * side]
                grey = self.grey[at].ravel()
                rank = PAPER_RANK * grey.size // 100
                pixel = np.argpartition(grey, rank)[rank]
                levels[r, c], colours[r, c] = grey[pixel], self.bgr[at].reshape(-1, 3)[pixel]
        return levels, colours, side

    @cached_property
    def paper(self):
        """The paper's grey at each pixel, from the blocks without single outliers."""
        levels, _, side = self.blocks
        size = (levels.shape[1] * side, levels.shape[0] * side)
        whole = cv2.resize(cv2.medianBlur(levels, 5), size, interpolation=cv2.INTER_LINEAR)
        height, width = self.grey.shape
        return cv2.copyMakeBorder(whole, 0, height - size[1], 0, width - size[0], cv2.BORDER_REPLICATE)

    @cached_property
    def detail(self):
        """Grey less its surroundings: lines stand out, light does not."""
        return self.grey - blurred(self.grey, 12)


def quiet_squares(ink, side, count, wanted=lambda row, column: True):
    """(row, column) of up to `count` squares with the least ink that cover each other by less than half.

    Looks at places an eighth of a side apart (coarser in large pictures). `wanted` may refuse a place."""
    height, width = ink.shape
    if side > min(height, width):
        return []
    step = max(side // 8, int(np.sqrt((height - side) * (width - side) / 2500)), 1)
    sums = cv2.integral(ink.astype(np.uint8))
    rows, columns = np.mgrid[0 : height - side + 1 : step, 0 : width - side + 1 : step].reshape(2, -1)
    dark = sums[rows + side, columns + side] - sums[rows, columns + side] - sums[rows + side, columns] + sums[rows, columns]
    found = []
    # Of equally empty places the ones nearest to the middle: margins have no grid.
    middle = np.hypot(rows + side / 2 - height / 2, columns + side / 2 - width / 2)
    for k in np.lexsort((middle, dark)):
        place = int(rows[k]), int(columns[k])
        if all(max(abs(place[0] - r), abs(place[1] - c)) >= side // 2 for r, c in found) and wanted(*place):
            found.append(place)
            if len(found) == count:
                break
    return found
