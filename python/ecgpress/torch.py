"""Datasets and collate functions for PyTorch.

    from torch.utils.data import DataLoader
    import ecgpress.torch

    batch = ecgpress.torch.YoloBatch(640)
    pages = ecgpress.torch.Pages("config.yaml", "train", fields=batch.fields)
    for images, targets in DataLoader(pages, 16, num_workers=8, collate_fn=batch): ...

Items are dictionaries of NumPy arrays by the names of `ecgpress.fields.FIELDS`, and `index`. Datasets can be used in workers
that are started by fork or by spawn: each process opens what it reads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils import data

from .batches import CropBatch, HeatmapBatch, YoloBatch
from .fields import checked, item_of
from .press import Press

__all__ = ["CropBatch", "HeatmapBatch", "IterablePages", "Pages", "Shards", "YoloBatch"]

Transform = Callable[[dict[str, Any]], Any]


class _Drawn:
    """The pages of a configuration in an epoch."""

    def __init__(self, config: Press | str | os.PathLike[str] | Mapping[str, Any], split: str | None,
                 settings: Mapping[str, Any] | None, fields: Iterable[str] | None, transform: Transform | None,
                 epoch_seed: int | None) -> None:
        self.press = config if isinstance(config, Press) else Press(config, settings)
        self.fields, self.transform, self.epoch_seed = checked(fields), transform, epoch_seed
        # The same for all seeds: which pages are of which split is no random choice.
        self.indices = self.press.indices(split)
        self._epoch = torch.zeros(1, dtype=torch.int64)
        self._epoch.share_memory_()  # so that workers that continue see it
        self._of_epoch: tuple[int, Press] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_of_epoch": None}

    @property
    def epoch(self) -> int:
        return int(self._epoch[0])

    def set_epoch(self, epoch: int) -> None:
        """Starts an epoch, before its DataLoader is iterated. With an `epoch_seed`, it has pages of its own."""
        self._epoch[0] = epoch

    def _page(self, index: int) -> Any:
        if self.epoch_seed is None:
            press = self.press
        else:
            if self._of_epoch is None or self._of_epoch[0] != self.epoch:
                self._of_epoch = self.epoch, self.press.reseeded(self.epoch_seed + self.epoch)
            press = self._of_epoch[1]
        item = item_of(press[index], self.fields)
        return item if self.transform is None else self.transform(item)


class Pages(_Drawn, data.Dataset[Any]):
    """The pages of a split, by number: item i is page i of the split.

    config: a Press, or what Press takes, with `settings`.
    split: train, val or test; None: all pages.
    fields: names of ecgpress.fields.FIELDS; None: all but the image's file and crops.
    transform: function of an item.
    epoch_seed: None: every epoch has the same pages. A number: the pages of epoch e are those of the configuration with the
    seed epoch_seed + e: what the configuration leaves to chance is drawn anew. Call set_epoch(e) before each epoch.

    `torch.utils.data.distributed.DistributedSampler` gives each rank its share.
    """

    def __init__(self, config: Press | str | os.PathLike[str] | Mapping[str, Any], split: str | None = None, *,
                 settings: Mapping[str, Any] | None = None, fields: Iterable[str] | None = None,
                 transform: Transform | None = None, epoch_seed: int | None = None) -> None:
        super().__init__(config, split, settings, fields, transform, epoch_seed)

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, number: int) -> Any:
        return self._page(int(self.indices[number]))


class IterablePages(_Drawn, data.IterableDataset[Any]):
    """The same pages as a stream, which can be continued: each is given once in an epoch, to one worker of one rank.

    rank, world_size: of this process among those that train together; None: those of torch.distributed, if it is initialised.
    Up to world_size - 1 pages of the end are left out, so that all ranks have as many.

    Other arguments as of Pages. Pages are mixed already; a shuffle is not needed.
    """

    def __init__(self, config: Press | str | os.PathLike[str] | Mapping[str, Any], split: str | None = None, *,
                 settings: Mapping[str, Any] | None = None, fields: Iterable[str] | None = None,
                 transform: Transform | None = None, epoch_seed: int | None = None, rank: int | None = None,
                 world_size: int | None = None) -> None:
        super().__init__(config, split, settings, fields, transform, epoch_seed)
        if (rank is None) != (world_size is None):
            raise ValueError("rank and world_size belong together. Give both or none.")
        self._place = None if rank is None or world_size is None else (rank, world_size)
        self._taken = 0  # by this worker
        self._resumed: dict[str, Any] | None = None

    def __getstate__(self) -> dict[str, Any]:
        # A worker that is started by spawn is in no group of torch.distributed.
        return {**super().__getstate__(), "_place": self._rank()}

    def _rank(self) -> tuple[int, int]:
        if self._place is not None:
            return self._place
        together = torch.distributed.is_available() and torch.distributed.is_initialized()
        return (torch.distributed.get_rank(), torch.distributed.get_world_size()) if together else (0, 1)

    def _share(self) -> NDArray[Any]:
        rank, world_size = self._rank()
        return self.indices[:len(self.indices) // world_size * world_size][rank::world_size]

    def __len__(self) -> int:
        """Pages of this rank in an epoch."""
        return len(self._share())

    def __iter__(self) -> Iterator[Any]:
        worker = data.get_worker_info()
        number, workers = (0, 1) if worker is None else (worker.id, worker.num_workers)
        mine = self._share()[number::workers]
        self._taken = self._taken_before(number, workers)
        for index in mine[self._taken:]:
            self._taken += 1
            yield self._page(int(index))

    def _taken_before(self, number: int, workers: int) -> int:
        state = self._resumed
        if state is None or state["epoch"] != self.epoch:
            return 0
        if len(state["taken"]) != workers:
            raise ValueError(f"the state is of {len(state['taken'])} workers, and {workers} read. Use as many.")
        return int(state["taken"][number])

    def state_dict(self, batches: int | None = None, batch_size: int = 1, workers: int = 0) -> dict[str, Any]:
        """The state after what was taken: numbers and lists only.

        Without arguments: of this process, which iterates itself (no workers), or of a worker.
        batches, batch_size, workers: of a DataLoader, after it has given this many batches in this epoch.
        """
        if batches is None:
            return {"epoch": self.epoch, "taken": [self._taken]}
        count, share = max(1, workers), self._share()
        # A DataLoader takes batches from its workers in turn.
        turns = [batches // count + (number < batches % count) for number in range(count)]
        taken = [min(len(share[number::count]), self._taken_before(number, count) + batch_size * turns[number])
                 for number in range(count)]
        return {"epoch": self.epoch, "taken": taken}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Continues after a state: the next iteration in its epoch gives the pages that follow."""
        self._resumed = dict(state)
        self.set_epoch(int(state["epoch"]))


class Shards(data.Dataset[Any]):
    """The pages of a split in a run's shards: item i is its i-th page.

    folder: a run's folder, or its folder `shards`. fields, transform: as of Pages.
    """

    def __init__(self, folder: str | os.PathLike[str], split: str | None = None, *, fields: Iterable[str] | None = None,
                 transform: Transform | None = None) -> None:
        from .shards import Shards as StoredPages  # h5py is needed only here

        self.stored = StoredPages(folder)
        self.fields, self.transform = checked(fields), transform
        self.indices = self.stored.indices(split)

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, number: int) -> Any:
        item = item_of(self.stored[int(self.indices[number])], self.fields)
        return item if self.transform is None else self.transform(item)
