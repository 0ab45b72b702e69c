"""What paper and camera do to a picture: light and colour of the paper, noise, fine detail, and the file."""

import cv2
import numpy as np
from PIL import Image

from picture import quiet_squares, spread_out
from strokes import INK

STANDARD_TABLE_SUM = 3688  # of JPEG's example table of luminance, which quality 50 uses unchanged
TILE = 128


def paper(picture):
    levels, colours, _ = picture.blocks
    blue, green, red = np.median(colours.reshape(-1, 3), axis=0)
    lightness = cv2.cvtColor(np.float32([[[blue, green, red]]]) / 255, cv2.COLOR_BGR2Lab)[0, 0, 0]
    low, high = np.percentile(levels, [5, 95])
    return {"paper_L": lightness, "paper_RG": red / max(green, 1), "paper_BG": blue / max(green, 1),
            "paper_p5_p95": low / max(high, 1)}


def in_blocks(image, side=8):
    """[block, pixel of the block, ...]"""
    rows, columns = (n // side for n in image.shape[:2])
    cut = image[: rows * side, : columns * side].reshape(rows, side, columns, side, -1)
    return cut.transpose(0, 2, 1, 3, 4).reshape(rows * columns, side, side, -1)


def noise(picture):
    """Noise in up to 300 of the tenth of the 8x8 blocks with the least second difference, neither black nor burnt out."""
    second = np.float32([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])
    activity = in_blocks(np.abs(cv2.filter2D(picture.grey, -1, second))).mean(axis=(1, 2, 3))
    level = in_blocks(picture.grey).mean(axis=(1, 2, 3))
    usable = (level > 60) & (level < 250)
    if usable.sum() <= 50:
        usable[:] = True
    flat = np.flatnonzero(usable & (activity <= np.percentile(activity[usable], 10)))
    pixels = in_blocks(picture.bgr)[spread_out(flat, 300)].astype(np.float32)
    pixels -= pixels.mean(axis=(1, 2), keepdims=True)
    green, red = pixels[..., 1], pixels[..., 2]
    found = {"sigma_RG": (red - green).std(axis=(1, 2)).mean()}
    power_green, power_red = (green**2).mean(axis=(1, 2)), (red**2).mean(axis=(1, 2))
    noisy = power_green > 0.05  # less is rounding
    if noisy.any():
        neighbours = (green[:, :, 1:] * green[:, :, :-1]).mean(axis=(1, 2))
        found["noise_lag1"] = (neighbours[noisy] / power_green[noisy]).mean()
    noisy &= power_red > 0.05
    if noisy.any():
        together = (green * red).mean(axis=(1, 2))[noisy]
        found["noise_RG_corr"] = (together / np.sqrt(power_green * power_red)[noisy]).mean()
    return found


def spectrum(picture):
    """Median power at .35 to .5 cycles per pixel over up to sixteen squares with little ink, in dB (grey levels squared)."""
    ink = picture.grey < INK * picture.paper
    few = 0.004 * TILE * TILE
    squares = [s for s in quiet_squares(ink, TILE, 48) if ink[s[0] : s[0] + TILE, s[1] : s[1] + TILE].sum() <= few]
    if not squares:
        return {}
    window = np.outer(np.hanning(TILE), np.hanning(TILE))
    power = 0
    squares = spread_out(np.array(squares), 16)
    for row, column in squares:
        square = picture.grey[row : row + TILE, column : column + TILE]
        power = power + np.abs(np.fft.fft2((square - square.mean()) * window)) ** 2 / len(squares)
    cycles = np.fft.fftfreq(TILE)
    away = np.hypot(cycles[:, None], cycles[None])
    band = np.median(power[(away >= 0.35) & (away < 0.5)]) * 2.7 / TILE**2  # the recorded figures have this reference
    return {"hf_dB": 10 * np.log10(band + 1e-9)}


def jpeg_quality(path):
    """The quality that scales the standard luminance table to the file's; none if the file is no JPEG."""
    with Image.open(path) as image:
        tables = getattr(image, "quantization", None) if image.format == "JPEG" else None
    if not tables:
        return {}
    percent = 100 * sum(tables[0]) / STANDARD_TABLE_SUM
    return {"jpeg_q": round((200 - percent) / 2 if percent <= 100 else 5000 / percent)}
