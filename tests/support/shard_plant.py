"""Plants one wrong value in a shard, as a faulty program would have written it: the item's CRC-32 is computed again, and HDF5 computes its
checksums, but not what other items of the shard say about the same thing. Format: docs/formats/shard.md."""

import tempfile
import zlib
from pathlib import Path

import h5py
import numpy as np
import plant

PAGE_IMAGES = ("image", "mask_overlap", "mask_semantic", "mask_soft")
# Columns of the tables in the order of their checksum.
WORDS = ("line", "word", "text", "role", "phi", "handwritten", "quad_px", "box_px", "visible_fraction")
BEATS = ("beat", "number", "source", "symbol", "sample", "px", "interval_s")
LEAD_IMAGES = ("crop", "mask_png", "mask_bmp", "mask_visible")
TRUTH = ("sample_x_px", "sample_y_px", "column_y_px", "column_steep", "sample_flags")
# The record of a page and its facts: in a shard nothing repeats them unless another page shows the record.
ALONE = ("record", "patient", "age", "sex", "height_cm", "weight_kg", "scp_codes", "superclasses", "subclasses", "dx", "heart_axis",
         "infarction_stadium1", "infarction_stadium2", "extra_beats", "pacemaker", "baseline_drift", "static_noise", "burst_noise",
         "electrodes_problems", "validated_by_human", "device", "heart_rate_bpm", "report", "first_lead", "first_word", "first_beat")


class Stream:
    """The items of one kind."""

    def __init__(self, file, group):
        self.file, self.group = file, group
        self.name = group + ("/bytes" if group + "/bytes" in file else "/values")
        values, offsets = file[self.name][...], file[group + "/offsets"][...]
        self.items = [values[a:b].copy() for a, b in zip(offsets[:-1], offsets[1:], strict=True)]

    def save(self):
        offsets = np.cumsum([0, *map(len, self.items)], dtype=np.int64)
        data = self.file[self.name]
        if len(data) != offsets[-1]:  # made again: a dataset that shrank keeps its chunks
            made = data.id.get_create_plist()
            kind = data.id.get_type()
            del self.file[self.name]
            size = int(offsets[-1])
            space = h5py.h5s.create_simple((size,), (h5py.h5s.UNLIMITED,))
            h5py.h5d.create(self.file.id, self.name.encode(), kind, space, made)
            data = self.file[self.name]
        data[...] = np.concatenate(self.items)
        self.file[self.group + "/offsets"][...] = offsets


def rewrite_checksums(file):
    """The CRC-32 of every item."""
    streams = {group: Stream(file, group) for group in
               [f"pages/{name}" for name in (*PAGE_IMAGES, "label", "plan", "warp", "pulses_px", "grid_nodes")] +
               [f"leads/{name}" for name in (*LEAD_IMAGES, "signal", "signal_mv", *TRUTH)]}
    for group in [f"pages/{name}" for name in PAGE_IMAGES] + [f"leads/{name}" for name in LEAD_IMAGES]:
        file[group + "_crc32"][...] = [zlib.crc32(item.tobytes()) for item in streams[group].items]
    first = file["pages/first_lead"][...]
    sums = []
    for page in range(len(first) - 1):
        crc = 0
        for name in ("label", "plan", "warp", "pulses_px", "grid_nodes"):
            crc = zlib.crc32(streams[f"pages/{name}"].items[page].tobytes(), crc)
        for lead in range(first[page], first[page + 1]):
            for name in ("signal", "signal_mv", *TRUTH):
                crc = zlib.crc32(streams[f"leads/{name}"].items[lead].tobytes(), crc)
        for table, columns, offsets in (("words", WORDS, "first_word"), ("beats", BEATS, "first_beat")):
            for row in range(*file[f"pages/{offsets}"][page:page + 2]):
                for column in columns:
                    value = file[f"{table}/{column}"][row]
                    crc = zlib.crc32(value if isinstance(value, bytes) else value.tobytes(), crc)
        sums.append(crc)
    file["pages/data_crc32"][...] = sums


def changed_by(change, suffix, item, draw):
    """An item as `change` leaves a file with its content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("item" + suffix)
        path.write_bytes(item.tobytes())
        what = change(path, draw)
        return np.frombuffer(path.read_bytes(), np.uint8), what


def changed_pixels(suffix):
    def change(item, draw):
        return changed_by(plant.change_bmp if suffix == ".bmp" else plant.change_pixels, suffix, item, draw)
    return change


def changed_text(change, suffix):
    return lambda item, draw: changed_by(change, suffix, item, draw)


def changed_number(name):
    def change(item, draw):
        item = item.copy()
        i = draw.randrange(item.size)
        old = item[i]
        if name == "sample_flags":
            item[i] = old ^ draw.choice([1, 2, 4, 32])
        elif name == "column_steep":
            item[i] = 1 - old
        elif np.isnan(old):
            item[i] = 5
        else:
            item[i] = old + draw.choice([-1, 1]) * draw.choice([2, 30])
        return item, f"[{i}] {old} -> {item[i]}"
    return change


def changed_warp(item, draw):
    nodes = item.view("<i4").copy()
    i = draw.randrange(nodes.size)
    nodes[i] += draw.choice([-1, 1]) * draw.choice([2000, 20000])
    return nodes.view(np.uint8), f"node value {i}"


def shifted_warp(item, draw):
    nodes = item.view("<i4").copy()
    axis, by = draw.randrange(2), draw.choice([-300, 500, 2000])
    nodes[axis::2] += by
    return nodes.view(np.uint8), f"all nodes by {by}/1024 px"


CHANGES = {
    "pages/label": changed_text(plant.change_lines, ".txt"),
    "pages/plan": changed_text(plant.change_json, ".json"),
    "pages/mask_overlap": changed_pixels(".png"),
    "pages/warp": shifted_warp,
    "pages/pulses_px": changed_number("pulses_px"),
    "leads/crop": changed_pixels(".png"),
    "leads/mask_png": changed_pixels(".png"),
    "leads/mask_bmp": changed_pixels(".bmp"),
    "leads/mask_visible": changed_pixels(".png"),
    "leads/signal": changed_text(plant.change_json, ".json"),
    **{f"leads/{name}": changed_number(name) for name in ("signal_mv", *TRUTH)},
}


def page_of(file, lead):
    """The number of the page, within the file, that a lead belongs to."""
    return int(np.searchsorted(file["pages/first_lead"][...], lead, side="right")) - 1


def owner(file, group, i):
    """The page, or the page and the number of the lead, that item i belongs to: "5_3by4_lead_2"."""
    page = i if group.startswith("pages/") else page_of(file, i)
    name = f"{file['pages/index'][page]}_{file['pages/rows'][page]}by{file['pages/columns'][page]}"
    return name if group.startswith("pages/") else f"{name}_lead_{file['leads/number'][i]}"


def change_item(path, draw, group):
    """Changes one item of a kind. @return the page or lead, and what was changed; None if there is no such item"""
    with h5py.File(path, "r+") as file:
        stream = Stream(file, group)
        there = [i for i, item in enumerate(stream.items) if item.size > 0]
        if group == "leads/crop":  # without an image of its page, only its CRC-32 shows what is beside the trace
            images = Stream(file, "pages/image").items
            there = [i for i in there if images[page_of(file, i)].size > 0]
        if not there:
            return None
        i = draw.choice(there)
        stream.items[i], what = CHANGES[group](stream.items[i], draw)
        stream.save()
        rewrite_checksums(file)
        return owner(file, group, i), f"{group}: {what}"


def exchange_items(path, draw, group):
    """Exchanges two items of a kind that differ."""
    with h5py.File(path, "r+") as file:
        stream = Stream(file, group)
        there = [i for i, item in enumerate(stream.items) if item.size > 0]
        pairs = [(i, k) for i in there for k in there if i < k and stream.items[i].tobytes() != stream.items[k].tobytes()]
        if not pairs:
            return None
        i, k = draw.choice(pairs)
        stream.items[i], stream.items[k] = stream.items[k], stream.items[i]
        stream.save()
        rewrite_checksums(file)
        return owner(file, group, i), f"{group}: exchanged with that of {owner(file, group, k)}"


def change_column(path, draw, name=None):
    """Changes one value of a column of the tables."""
    with h5py.File(path, "r+") as file:
        names = sorted(f"{table}/{column}" for table in ("pages", "leads") for column, data in file[table].items()
                       if isinstance(data, h5py.Dataset) and column not in ALONE and not column.endswith("crc32"))
        name = name or draw.choice(names)
        data = file[name]
        values = data[...]
        row = draw.randrange(len(values))
        flat = values.reshape(len(values), -1)
        k = draw.randrange(flat.shape[1])
        old = flat[row, k]
        if flat.dtype.kind == "S":
            flat[row, k] = (old[1:] or b"x") if draw.random() < 0.5 else old[:-1] + b"x"
        elif name == "leads/visible_box_px" and file["pages/preset"][page_of(file, row)] != b"clean":
            # Without a visible mask, verify knows it by samples: to 3 px, the line's width and a step between samples. What is
            # hidden at a side of the box leaves room outwards.
            flat[row, k] = old + (30 if k < 2 else -30)
        elif flat.dtype.kind == "f":
            flat[row, k] = 3.25 if np.isnan(old) else old + draw.choice([-1, 1]) * draw.choice([0.1, 2, 30])
        elif name in ("leads/rhythm", "leads/inverted"):
            flat[row, k] = 1 - old
        else:
            flat[row, k] = old + 1 if old == 0 or draw.random() < 0.5 else old - 1
        if flat[row, k] == old:
            return None
        where = owner(file, name, row)  # before the change
        data[...] = values
        return where, f"{name}[{row}, {k}]: {old} -> {flat[row, k]}"


def kinds_of(path):
    """Kinds of faults that this shard can have."""
    with h5py.File(path, "r") as file:
        groups = [group for group in CHANGES if len(file[group + "/offsets"]) > 1 and file[group + "/offsets"][-1] > 0]
    return [("change", group) for group in groups] + [("exchange", group) for group in groups if group != "pages/warp"] + \
        [("exchange", "pages/image"), ("column", None), ("column", None), ("column", None)]


def plant_fault(path, draw, how, group):
    change = {"change": change_item, "exchange": exchange_items, "column": change_column}[how]
    return change(path, draw, group)
