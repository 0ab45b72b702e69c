#!/usr/bin/env python3
"""The Python package's cost over the press in C++, and pages a second by number of workers.

    bench/python/speed.py [--build build/release] [--pages 24] [--rounds 7] [--workers 1,2,4] [--seconds 5] [--plot FILE.png] [CONFIG...]
    bench/python/speed.py --only-workers --plot docs/pictures/workers.png

For each configuration, the first pages and their JPEG files are made in rounds, alternately in C++ (press_time) and in Python, which
also reads every array of every lead. CPU time counts, and the fastest round of each, because other processes only slow a round down.
Pages a second are wall time: of threads (`Press.pages`), and of processes (a DataLoader, if PyTorch is installed); the best of three
measurements of each, which are taken in turn. The plot also shows one process of ECG-Image-Kit (bench/runs.cpp). At the end, pages
of the first configuration are stored, and read from the shards with all usual fields; their JPEG files are also only decoded.
"""

import argparse
import io
import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
# CPU seconds a page, as in bench/runs.cpp.
IMAGE_KIT_S = {"plain": 1.5, "wrinkles and augmentation": 5}
CONFIGS = [SOURCE / "bench" / "python" / name for name in ("clean.yaml", "photo.yaml")]


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("configs", nargs="*", metavar="CONFIG", type=Path, default=CONFIGS)
    parser.add_argument("--build", type=Path, default=SOURCE / "build" / "release")
    parser.add_argument("--pages", type=int, default=24, help="pages in a round (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--workers", default="1,2,4", help="numbers of workers, or an empty text (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=5, help="for each number of workers (default: %(default)s)")
    parser.add_argument("--only-workers", action="store_true", help="measure only pages a second by workers")
    parser.add_argument("--plot", type=Path, help="picture of pages a second by workers (needs matplotlib)")
    return parser.parse_args()


def read(page):
    """Reads what a training program reads. @return the number of values"""
    count = page.image.size + len(page.jpeg)
    for lead in page.leads:
        count += lead.signal_mv.size + lead.positions_px.size + lead.flags.size
        count += sum(box is not None for box in (lead.box, lead.name_box))
    return count


def seconds_in_python(press, pages):
    start = time.process_time()
    for index in range(pages):
        assert read(press[index]) > 0
    return time.process_time() - start


def seconds_in_cpp(program, config, pages):
    """A warm round, and the one that counts."""
    done = subprocess.run([program, config, str(pages), "2"], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[1])


def overhead(press, config, wanted):
    program = wanted.build / "bench" / "python" / "press_time"
    seconds_in_python(press, wanted.pages)
    cpp, python = [], []
    for _ in range(wanted.rounds):
        cpp.append(seconds_in_cpp(program, config, wanted.pages))
        python.append(seconds_in_python(press, wanted.pages))
    in_cpp, in_python = (1e3 * min(rounds) / wanted.pages for rounds in (cpp, python))
    height, width, _ = press[0].image.shape
    print(f"{config.stem}: pages like {width} x {height} px; CPU time a page: C++ {in_cpp:.1f} ms, Python {in_python:.1f} ms, "
          f"{in_python - in_cpp:+.2f} ms ({(in_python / in_cpp - 1):+.1%})", flush=True)


def rate(pages, seconds):
    """Pages a second, after the first."""
    next(pages)
    start, count = time.monotonic(), 0
    for _ in pages:
        count += 1
        if time.monotonic() - start > seconds:
            break
    return count / (time.monotonic() - start)


def by_threads(press, workers, seconds):
    stop = len(press)
    return rate((page for _ in itertools.count() for page in press.pages(stop=stop, workers=workers)), seconds)


def by_processes(press, workers, seconds):
    try:
        from torch.utils.data import DataLoader
        from ecgpress.torch import IterablePages
    except ImportError:
        return None
    loader = DataLoader(IterablePages(press, fields=["jpeg", "boxes"]), None, num_workers=workers)
    return rate((item for _ in itertools.count() for item in loader), seconds)


def throughput(press, wanted):
    """Rows of workers, pages a second by threads and by processes (None without PyTorch)."""
    numbers = [int(number) for number in filter(None, wanted.workers.split(","))]
    best = {}
    for _ in range(3):
        for workers in numbers:
            for measure in (by_threads, by_processes):
                found = measure(press, workers, wanted.seconds)
                best[workers, measure] = found if found is None else max(found, best.get((workers, measure), 0))
    table = [(workers, best[workers, by_threads], best[workers, by_processes]) for workers in numbers]
    for workers, threads, processes in table:
        shown = "not measured: no PyTorch" if processes is None else f"{processes:.1f}"
        print(f"  {workers} workers: pages a second by threads {threads:.1f}, by processes {shown}", flush=True)
    return table


def cpu_ms(action, count):
    """CPU time of an action for one of `count` numbers, the fastest of three rounds after a warm one."""
    rounds = []
    for _ in range(4):
        start = time.process_time()
        for number in range(count):
            action(number)
        rounds.append(1e3 * (time.process_time() - start) / count)
    return min(rounds[1:])


def shards(config, build):
    import numpy as np
    from ecgpress import fields
    from ecgpress.shards import Shards
    from PIL import Image
    with tempfile.TemporaryDirectory() as folder:
        program = [build / "apps" / "ecgpress", "generate", "--quiet", "--config", config, "--out", folder]
        subprocess.run([*program, "--set", "pages.0.count=160"], check=True)
        stored = Shards(folder)
        files = [page.jpeg for page in map(stored.__getitem__, range(len(stored)))]
        decoding = cpu_ms(lambda number: np.asarray(Image.open(io.BytesIO(files[number]))), len(files))
        reading = cpu_ms(lambda number: fields.item_of(stored[number], fields.USUAL), len(stored))
    print(f"shards of {config.stem}: CPU time a page {reading:.1f} ms, of which decoding JPEG {decoding:.1f} ms ({decoding / reading:.0%})")


def plot(tables, file):
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(6.4, 4.2))
    for name, table in tables.items():
        for column, kind in ((1, "threads"), (2, "processes")):
            rows = [row for row in table if row[column] is not None]
            axes.plot([row[0] for row in rows], [row[column] for row in rows], marker="o", label=f"ecgpress {name}, {kind}")
    for name, seconds in IMAGE_KIT_S.items():
        axes.axhline(1 / seconds, linestyle=":", color="grey")
        axes.text(1, 1.06 / seconds, f"ECG-Image-Kit, one process, {name}: {seconds:g} s a page", fontsize=8, color="dimgrey")
    axes.set(xlabel=f"workers, on {len(os.sched_getaffinity(0))} cores", ylabel="pages a second", yscale="log", ylim=(0.1, None))
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    axes.grid(axis="y", alpha=0.3)
    axes.legend(fontsize=8, loc="center right")
    figure.tight_layout()
    figure.savefig(file, dpi=110)


def main():
    wanted = options()
    sys.path.insert(0, str(wanted.build / "python"))
    import ecgpress
    print(f"{len(os.sched_getaffinity(0))} cores")
    tables = {}
    for config in wanted.configs:
        press = ecgpress.Press(config)
        if not wanted.only_workers:
            overhead(press, config, wanted)
        tables[config.stem] = throughput(press, wanted)
    if not wanted.only_workers:
        shards(wanted.configs[0], wanted.build)
    if wanted.plot:
        plot(tables, wanted.plot)


if __name__ == "__main__":
    main()
