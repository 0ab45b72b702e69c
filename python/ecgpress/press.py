"""Press: the pages of a configuration as a sequence."""

from __future__ import annotations

import json
import operator
import os
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from ._press import ConfigForm, Page, PageMaker

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAGES_AHEAD = 2  # of each worker: enough that none waits, few enough that memory stays small


def _written(value: Any) -> str:
    """A setting's value as the configuration has it. A text is written as on the command line: `ptb-xl`, `[10, 20]`."""
    return value if isinstance(value, str) else json.dumps(value)


class Press:
    """The pages of a configuration, made when they are asked for.

    config: path of a configuration file, or its content as a mapping.
    settings: values that override it, by the dotted names of `--set`: ``{"seed": 7, "pages.demo.style.dpi": 200}``.

    ``len(press)`` is the number of pages, ``press[i]`` makes page i: always the same page, in any process. Any number of
    threads may make pages at once; the GIL is released meanwhile. A Press can be pickled, and be used after a fork: then the
    configuration is opened again in the other process.

    Raises ConfigError if the configuration is invalid, DataError if recordings are, IoError if the system reports an error.
    """

    def __init__(self, config: str | os.PathLike[str] | Mapping[str, Any], settings: Mapping[str, Any] | None = None) -> None:
        overrides = [f"{name}={_written(value)}" for name, value in (settings or {}).items()]
        if isinstance(config, Mapping):
            self._keep(PageMaker(ConfigForm.text, json.dumps(config), overrides))
        else:
            self._keep(PageMaker(ConfigForm.file, os.fspath(config), overrides))

    def _keep(self, maker: PageMaker) -> None:
        self._maker, self._process = maker, os.getpid()

    @property
    def _own(self) -> PageMaker:
        """The maker of this process. After a fork, that of the parent may be locked, and shares its open files."""
        if self._process != os.getpid():
            self._keep(PageMaker(ConfigForm.stored, self._maker.config_json, []))
        return self._maker

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopened, (self._maker.config_json,)

    def __len__(self) -> int:
        return self._maker.page_count

    def __getitem__(self, index: int) -> Page:
        place = operator.index(index)
        count = len(self)
        if not -count <= place < count:
            raise IndexError(f"page {place} does not exist. The configuration has pages 0 to {count - 1}.")
        return self._own.page(place % count)

    def __iter__(self) -> Iterator[Page]:
        return self.pages()

    @property
    def config(self) -> dict[str, Any]:
        """Every key of the configuration with its value."""
        return dict(json.loads(self._maker.config_json))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything that determines a page: configuration, source, typefaces and version. As in a run's shards."""
        return self._maker.fingerprint

    def reseeded(self, seed: int) -> Press:
        """The same configuration with another seed: other pages of the same recordings, which are not opened again."""
        return _of(self._own.reseeded(seed))

    def indices(self, split: str | None = None, start: int = 0, stop: int | None = None) -> NDArray[Any]:
        """Indices of the pages of a split (train, val, test; None: all) from `start` to before `stop`: int64, increasing."""
        count = len(self)
        return self._maker.indices(split, max(0, start), count if stop is None else max(0, min(stop, count)))

    def pages(self, split: str | None = None, start: int = 0, stop: int | None = None, workers: int = 1) -> Iterator[Page]:
        """Iterates over the pages with these indices, in their order. `workers` threads make pages ahead."""
        indices = self.indices(split, start, stop)
        if workers < 1:
            raise ValueError(f"workers is {workers}, expected at least 1")
        return self._made(indices, workers)

    def _made(self, indices: NDArray[Any], workers: int) -> Iterator[Page]:
        maker = self._own
        with ThreadPoolExecutor(workers, "ecgpress") as pool:
            ahead: deque[Any] = deque()
            try:
                for index in indices.tolist():
                    ahead.append(pool.submit(maker.page, index))
                    if len(ahead) >= PAGES_AHEAD * workers:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                for page in ahead:
                    page.cancel()


def _of(maker: PageMaker) -> Press:
    press = Press.__new__(Press)
    press._keep(maker)
    return press


def _reopened(config_json: str) -> Press:
    """A press in another process."""
    return _of(PageMaker(ConfigForm.stored, config_json, []))
