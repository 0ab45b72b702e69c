"""Shards: the pages that a run has stored, read as those of a Press. Needs h5py; images need Pillow."""

from __future__ import annotations

import io
import os
from functools import cached_property
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from ._press import DataError
from .fields import LEAD_NAMES

CHUNK_CACHE = 4 << 20  # bytes a dataset: items of consecutive pages share chunks of 1 MiB


def _decoded(file: bytes) -> NDArray[Any]:
    from PIL import Image  # only where an image is asked for

    return np.asarray(Image.open(io.BytesIO(file)))


class _Shard:
    """An open shard. Tables and offsets are read whole when they are first used, and kept: they are small."""

    def __init__(self, path: Path) -> None:
        self._file = h5py.File(path, rdcc_nbytes=CHUNK_CACHE)
        self._datasets: dict[str, h5py.Dataset] = {}
        self._whole: dict[str, NDArray[Any]] = {}

    def dataset(self, name: str) -> h5py.Dataset:
        if name not in self._datasets:
            self._datasets[name] = self._file[name]
        return self._datasets[name]

    def whole(self, name: str) -> NDArray[Any]:
        if name not in self._whole:
            self._whole[name] = self._file[name][:]
        return self._whole[name]


class StoredLead:
    """A printed lead of a stored page, with the names of `ecgpress.Lead`. Signals and positions are float32."""

    def __init__(self, page: StoredPage, place: int) -> None:
        self._page, self._place = page, place

    def _value(self, column: str) -> Any:
        return self._page._lead_column(column)[self._place]

    def _values(self, name: str) -> NDArray[Any]:
        return self._page._lead_items(name, "values")[self._place]

    @property
    def name(self) -> str:
        return LEAD_NAMES[self._value("lead")]

    @property
    def number(self) -> int:
        return int(self._value("number"))

    @property
    def rhythm(self) -> bool:
        return bool(self._value("rhythm"))

    @property
    def inverted(self) -> bool:
        return bool(self._value("inverted"))

    @property
    def signal_mv(self) -> NDArray[Any]:
        return self._values("signal_mv")

    @property
    def positions_px(self) -> NDArray[Any]:
        return np.stack([self._values("sample_x_px"), self._values("sample_y_px")], axis=1)

    @property
    def flags(self) -> NDArray[Any]:
        return self._values("sample_flags")

    @property
    def columns(self) -> tuple[int, NDArray[Any], NDArray[Any]]:
        return int(self._value("first_column")), self._values("column_y_px"), self._values("column_steep").view(bool)

    @property
    def box(self) -> NDArray[Any] | None:
        return self._box("box_px")

    @property
    def name_box(self) -> NDArray[Any] | None:
        return self._box("name_box_px")

    def _box(self, column: str) -> NDArray[Any] | None:
        box = self._value(column)
        return box if box[2] > box[0] and box[3] > box[1] else None

    @property
    def crop(self) -> tuple[int, int, int, int] | None:
        x, y, width, height = map(int, self._value("crop_px"))
        return (x, y, width, height) if width > 0 and height > 0 else None

    def crop_mask(self) -> NDArray[Any] | None:
        """The stored mask of the crop, uint8. None if its group of pages has none."""
        file = self._page._lead_items("mask_png", "bytes")[self._place]
        return _decoded(file.tobytes()) if len(file) else None


class StoredPage:
    """A page in a shard, with the names of `ecgpress.Page`. It is read when its items are asked for."""

    def __init__(self, shard: _Shard, place: int) -> None:
        self._shard, self._place = shard, place
        self._read: dict[str, list[NDArray[Any]]] = {}  # of all leads: one read instead of one a lead

    @cached_property
    def _lead_rows(self) -> tuple[int, int]:
        first, last = self._shard.whole("pages/first_lead")[self._place:self._place + 2]
        return int(first), int(last)

    def _lead_column(self, column: str) -> NDArray[Any]:
        first, last = self._lead_rows
        return self._shard.whole(f"leads/{column}")[first:last]

    def _lead_items(self, name: str, values: str) -> list[NDArray[Any]]:
        if name not in self._read:
            first, last = self._lead_rows
            offsets = self._shard.whole(f"leads/{name}/offsets")[first:last + 1]
            together = self._shard.dataset(f"leads/{name}/{values}")[offsets[0]:offsets[-1]]
            self._read[name] = np.split(together, offsets[1:-1] - offsets[0])
        return self._read[name]

    def _text(self, column: str) -> str:
        return str(self._shard.whole(f"pages/{column}")[self._place], "utf-8")

    @property
    def index(self) -> int:
        return int(self._shard.whole("pages/index")[self._place])

    @property
    def split(self) -> str:
        return self._text("split")

    @property
    def record(self) -> str:
        return self._text("record")

    @property
    def layout(self) -> str:
        return self._text("layout")

    @property
    def jpeg(self) -> bytes:
        begin, end = self._shard.whole("pages/image/offsets")[self._place:self._place + 2]
        return bytes(self._shard.dataset("pages/image/bytes")[begin:end])

    @cached_property
    def image(self) -> NDArray[Any]:
        return _decoded(self.jpeg)

    @cached_property
    def leads(self) -> list[StoredLead]:
        first, last = self._lead_rows
        return [StoredLead(self, place) for place in range(last - first)]


class Shards:
    """The pages in a folder of shards, in the order of their indices.

    folder: a run's folder, or its folder `shards`.

    Each process opens a shard when it first reads a page of it, so that no HDF5 file is open across a fork. Only pages whose
    image is stored are listed: groups of the dataset digitization or detection. Raises DataError if there is no shard.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        root = Path(folder)
        self._files = sorted((root / "shards" if (root / "shards").is_dir() else root).glob("shard-*.h5"))
        if not self._files:
            raise DataError(f"there are no shards in {root}. A run that is complete has DIR/shards/shard-00000.h5. Use the run's "
                            "folder.")
        self._open: dict[tuple[int, int], _Shard] = {}
        self._pages = np.zeros((0, 2), np.int64)  # number of the file, place in it
        splits: list[bytes] = []
        for number, path in enumerate(self._files):
            with h5py.File(path) as file:
                places = np.flatnonzero(np.diff(file["pages/image/offsets"][:]) > 0)
                splits += file["pages/split"][:][places].tolist()
            self._pages = np.concatenate([self._pages, np.stack([np.full(len(places), number), places], axis=1)])
        self._splits = np.array(splits, dtype=object)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_open": {}}

    def __len__(self) -> int:
        return len(self._pages)

    def __getitem__(self, number: int) -> StoredPage:
        file, place = self._pages[number]
        return StoredPage(self._shard(int(file)), int(place))

    def _shard(self, number: int) -> _Shard:
        key = os.getpid(), number
        if key not in self._open:
            self._open[key] = _Shard(self._files[number])
        return self._open[key]

    def indices(self, split: str | None = None) -> NDArray[Any]:
        """Numbers in this sequence of the pages of a split (train, val, test; None: all): int64, increasing."""
        return np.arange(len(self)) if split is None else np.flatnonzero(self._splits == split.encode())
