"""Collate functions: batches of tensors from items of `ecgpress.torch` datasets. `fields` are those that an item must have.

Each can be pickled, and runs in the workers. Images are float32 from 0 to 1 in the order (batch, channel, row, column).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray

from .fields import LEAD_NAMES
from .targets import heatmap

CLASSES = ("lead", *LEAD_NAMES)  # as in a release's YOLO labels: a trace, and the printed names


def _fitted(image: NDArray[Any], height: int, width: int) -> tuple[torch.Tensor, float]:
    """The image, as large as fits, in the upper left corner of a white one; and the factor of its size."""
    scale = min(height / image.shape[0], width / image.shape[1])
    rows, columns = max(1, round(image.shape[0] * scale)), max(1, round(image.shape[1] * scale))
    pixels = torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1), np.float32))[None] / 255
    if (rows, columns) != image.shape[:2]:
        pixels = torch.nn.functional.interpolate(pixels, (rows, columns), mode="bilinear", antialias=scale < 1).clamp_(0, 1)
    fitted = torch.ones(3, height, width)
    fitted[:, :rows, :columns] = pixels[0]
    return fitted, scale


def _labelled(item: dict[str, Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """(n,) classes and (n, 4) edges in px of an item's traces and names."""
    names = [CLASSES.index(name) for name in item["names"]]
    classes = np.concatenate([np.zeros(len(names), np.int64), np.array(names, np.int64)])
    boxes = np.concatenate([item["boxes"], item["name_boxes"]])
    there = ~np.isnan(boxes[:, 0])
    return classes[there], boxes[there]


@dataclass
class YoloBatch:
    """Images of one size, and the boxes of their traces and names.

    size: height and width of the images, px.

    Gives (B, 3, size, size) float32, and (n, 6) float32: number of the image, class of `CLASSES`, x and y of the centre,
    width, height, as fractions of the size. Images are scaled to fit; the rest is white.
    """

    size: int = 640
    fields: ClassVar[tuple[str, ...]] = ("image", "names", "boxes", "name_boxes")

    def __call__(self, items: Sequence[dict[str, Any]]) -> tuple[torch.Tensor, torch.Tensor]:
        images, targets = [], []
        for number, item in enumerate(items):
            image, scale = _fitted(item["image"], self.size, self.size)
            classes, boxes = _labelled(item)
            edges = boxes * (scale / self.size)
            centre, extent = (edges[:, :2] + edges[:, 2:]) / 2, edges[:, 2:] - edges[:, :2]
            images.append(image)
            targets.append(np.concatenate([np.full((len(classes), 1), number), classes[:, None], centre, extent], axis=1))
        return torch.stack(images), torch.from_numpy(np.concatenate(targets).astype(np.float32))


@dataclass
class CropBatch:
    """Crops of leads and their masks, for networks that segment.

    height, width: of the crops, px. Larger crops are cut at the right and the lower edge, smaller ones filled with white.

    Gives (N, 3, height, width) float32 and (N, 1, height, width) float32, 0 to 1, of all leads of the batch's pages. Masks with
    more columns than their crop (`mask.columns_per_px`) are refused with ValueError.
    """

    height: int = 256
    width: int = 1024
    fields: ClassVar[tuple[str, ...]] = ("crops",)

    def __call__(self, items: Sequence[dict[str, Any]]) -> tuple[torch.Tensor, torch.Tensor]:
        crops = [crop for item in items for crop in item["crops"]]
        images = np.full((len(crops), 3, self.height, self.width), 255, np.uint8)
        masks = np.zeros((len(crops), 1, self.height, self.width), np.uint8)
        for number, (image, mask) in enumerate(crops):
            if mask is None or mask.shape != image.shape[:2]:
                raise ValueError(f"a mask has the shape {None if mask is None else mask.shape}, its crop {image.shape[:2]}. Use "
                                 "pages with masks of mask.columns_per_px 1.")
            height, width = min(self.height, mask.shape[0]), min(self.width, mask.shape[1])
            images[number, :, :height, :width] = image[:height, :width].transpose(2, 0, 1)
            masks[number, 0, :height, :width] = mask[:height, :width]
        return torch.from_numpy(images).float() / 255, torch.from_numpy(masks).float() / 255


@dataclass
class HeatmapBatch:
    """Images of one size, and heat maps of the centres of traces and names.

    size: height and width of the images, px. stride: pixels of an image for one of its maps. sigma: standard deviation of the
    Gaussians, px of the image.

    Gives (B, 3, size, size) float32, and (B, 13, size / stride, size / stride) float32: a map for each of `CLASSES`.
    """

    size: int = 640
    stride: int = 4
    sigma: float = 8
    fields: ClassVar[tuple[str, ...]] = ("image", "names", "boxes", "name_boxes")

    def __call__(self, items: Sequence[dict[str, Any]]) -> tuple[torch.Tensor, torch.Tensor]:
        images, maps = [], []
        for item in items:
            image, scale = _fitted(item["image"], self.size, self.size)
            classes, boxes = _labelled(item)
            # From edges to positions, whose pixel centres are at integers.
            centres = (boxes[:, :2] + boxes[:, 2:]) / 2 * scale - 0.5
            images.append(image)
            maps.append(np.stack([heatmap(centres[classes == number], (self.size, self.size), self.sigma, stride=self.stride)
                                  for number in range(len(CLASSES))]))
        return torch.stack(images), torch.from_numpy(np.stack(maps))
