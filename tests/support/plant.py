"""Plants one wrong value in one file of a release, as a faulty program would have written it: the checksums of that file, digest.json,
README.md and croissant.json are computed again, but not what other files say about the same thing."""

import csv
import hashlib
import io
import json
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image

STATING = ("digest.json", "README.md", "croissant.json")


def root_of(lines):
    """files_root of the lines of SHA256SUMS (docs/formats/release.md, Digest)."""
    stack = []
    for line in lines:
        if line[66:] in STATING:
            continue
        node, level = hashlib.sha256(b"\0" + line.encode() + b"\n").digest(), 0
        while stack and stack[-1][0] == level:
            node = hashlib.sha256(b"\1" + stack.pop()[1] + node).digest()
            level += 1
        stack.append((level, node))
    _, node = stack.pop()
    while stack:
        node = hashlib.sha256(b"\1" + stack.pop()[1] + node).digest()
    return node.hex()


def recompute(release, changed):
    """The sums of some files, and the digest everywhere."""
    lines = (release / "SHA256SUMS").read_text().splitlines()

    def update(paths):
        for i, line in enumerate(lines):
            if line[66:] in paths:
                lines[i] = hashlib.sha256((release / line[66:]).read_bytes()).hexdigest() + line[64:]

    old_sums = {line[66:]: line[:64] for line in lines}
    update(set(changed))
    new_sums = {line[66:]: line[:64] for line in lines}
    old, new = json.loads((release / "digest.json").read_text())["files_root"], root_of(lines)
    for name in STATING:
        text = (release / name).read_text().replace(old, new)
        for path in changed:
            text = text.replace(old_sums[path], new_sums[path])
        (release / name).write_text(text)
    update(set(STATING))
    (release / "SHA256SUMS").write_text("".join(line + "\n" for line in lines))


def other_number(text, draw):
    """A different number of the same form."""
    value = float(text)
    if "." not in text and "e" not in text:
        new = str(max(0, int(value) + draw.choice([-3, -2, -1, 1, 2, 3, 10])))
        return new if new != text else str(int(value) + 1)
    digits = len(text.split(".")[1]) if "." in text else 2
    return f"{value + draw.choice([-1, 1]) * draw.choice([0.01, 0.3, 1, 5]) * max(1, abs(value)) * 0.5:.{digits}f}"


def other_json(value, draw):
    """The same JSON with one scalar changed."""
    places = []

    def walk(at, path):
        if isinstance(at, dict):
            for key in at:
                walk(at[key], path + [key])
        elif isinstance(at, list):
            for i, item in enumerate(at):
                walk(item, path + [i])
        else:
            places.append(path)

    walk(value, [])
    path = draw.choice(places)
    at = value
    for key in path[:-1]:
        at = at[key]
    old = at[path[-1]]
    if isinstance(old, bool):
        new = not old
    elif isinstance(old, int):
        new = old + draw.choice([-2, -1, 1, 2])
    elif isinstance(old, float):
        new = round(old + draw.choice([-1, 1]) * draw.choice([0.01, 0.2, 3]), 6)
    elif old is None:
        new = 0.25
    else:
        new = old + "x" if draw.random() < 0.5 or len(old) < 2 else old[1:] + old[0]
        if new == old:
            new = old + "y"
    at[path[-1]] = new
    return value, "/".join(map(str, path))


def change_csv(path, draw, skip=()):
    rows = list(csv.reader(io.StringIO(path.read_text())))
    while True:
        row, column = draw.randrange(1, len(rows)), draw.randrange(len(rows[0]))
        old, name = rows[row][column], rows[0][column]
        if name in skip:
            continue
        others = sorted({r[column] for r in rows[1:]} - {old})
        try:
            new = str(1 - int(old)) if name in ("rhythm", "inverted", "derived") else other_number(old, draw)
        except ValueError:
            if name.endswith("crc32"):
                new = f"{draw.randrange(1, 2**32):08x}" if old else ""
            elif others:
                new = draw.choice(others)
            else:
                continue
        if new != old:
            break
    rows[row][column] = new
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue())
    key = rows[row][rows[0].index("name")]
    return f"{name} of {key}: {old} -> {new}"


def change_json(path, draw):
    text = path.read_text()
    value, where = other_json(json.loads(text), draw)
    indent = 2 if "\n  " in text else None
    path.write_text(json.dumps(value, indent=indent, separators=None if indent else (",", ":")) + ("\n" if text.endswith("\n") else ""))
    return where


def change_json_line(path, draw):
    lines = path.read_text().splitlines()
    i = draw.randrange(len(lines))
    value, where = other_json(json.loads(lines[i]), draw)
    lines[i] = json.dumps(value, separators=(",", ":"))
    path.write_text("\n".join(lines) + "\n")
    return f"line {i + 1} {where}"


def change_lines(path, draw):
    """A line of numbers removed, doubled, moved, or with another number."""
    lines = path.read_text().splitlines()
    i, how = draw.randrange(len(lines)), draw.choice(["number", "number", "number", "remove", "double", "swap"])
    if how == "number":
        words = lines[i].split(" ")
        numbers = [k for k, word in enumerate(words) if word.replace(".", "").replace("-", "").isdigit()]
        if not numbers:
            how = "double"
        else:
            k = draw.choice(numbers)
            old = words[k]
            if "." in old:
                digits = len(old.split(".")[1])
                step = draw.choice([0.002, 0.01, 0.1])
                words[k] = f"{abs(float(old) - step) if float(old) > 0.5 else float(old) + step:.{digits}f}"
            else:
                words[k] = other_number(old, draw)
            lines[i] = " ".join(words)
            how = f"{old} -> {words[k]}"
    elif how == "remove":
        del lines[i]
    elif how == "swap":
        j = draw.randrange(len(lines))
        if lines[i] == lines[j]:
            lines.append(lines[i])
        lines[i], lines[j] = lines[j], lines[i]
    if how == "double":
        lines.insert(i, lines[i])
    path.write_text("".join(line + "\n" for line in lines))
    return f"line {i + 1}: {how}"


def change_word(path, draw):
    """Another number in a text, at least one digit."""
    text = path.read_text()
    digits = [i for i, letter in enumerate(text) if letter.isdigit()]
    i = draw.choice(digits)
    new = draw.choice([d for d in "123456789" if d != text[i]])
    path.write_text(text[:i] + new + text[i + 1:])
    return f"{text[max(0, i - 20):i + 10]!r}: {text[i]} -> {new}"


def write_npz(path, arrays):
    """As the program does: stored, in order, without times."""
    file, directory = b"", b""
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, np.asarray(array, order="C"), version=(1, 0))
        data, full = buffer.getvalue(), (name + ".npy").encode()
        facts = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(full), 0)
        directory += struct.pack("<IH", 0x02014B50, 20) + facts + struct.pack("<HHHII", 0, 0, 0, 0, len(file)) + full
        file += struct.pack("<I", 0x04034B50) + facts + full + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(arrays), len(arrays), len(directory), len(file), 0)
    path.write_bytes(file + directory + end)


def change_npz(path, draw):
    with zipfile.ZipFile(path) as archive:
        names = [name[:-4] for name in archive.namelist()]
    loaded = np.load(path)
    arrays = {name: loaded[name].copy() for name in names}
    name = draw.choice([n for n in names if arrays[n].size > 0])
    flat = arrays[name].reshape(-1)
    i = draw.randrange(flat.size)
    old = flat[i]
    if flat.dtype.kind == "U":
        flat[i] = draw.choice([n for n in ("I", "II", "V1", "V6") if n != old])
    elif flat.dtype.kind == "b":
        flat[i] = not old
    elif name == "sample_flags":
        flat[i] = old ^ draw.choice([1, 2, 4])
    elif flat.dtype.kind in "iu":
        flat[i] = old + 1 if flat.dtype.itemsize == 1 else old + draw.choice([-3, -1, 1, 40])
    elif np.isnan(old):
        flat[i] = 5.0
    else:
        flat[i] = old + draw.choice([-1, 1]) * draw.choice([0.3, 2, 30])
    arrays[name] = flat.reshape(arrays[name].shape)
    write_npz(path, arrays)
    return f"{name}[{i}]: {old} -> {flat[i]}"


def change_pixels(path, draw):
    """A square of another colour."""
    image = np.array(Image.open(path))
    size = draw.choice([3, 8])
    y, x = draw.randrange(max(1, image.shape[0] - size)), draw.randrange(max(1, image.shape[1] - size))
    square = image[y:y + size, x:x + size]
    image[y:y + size, x:x + size] = 0 if square.mean() > 100 else 255
    Image.fromarray(image).save(path, **({"quality": 95} if path.suffix == ".jpg" else {}))
    return f"{size} x {size} pixels at {x}, {y}"


def change_bmp(path, draw):
    image = np.array(Image.open(path))
    y, x = draw.randrange(image.shape[0]), draw.randrange(image.shape[1])
    image[y:y + 3, x:x + 3] = ~image[y:y + 3, x:x + 3]
    Image.fromarray(image).save(path)
    return f"bits at {x}, {y}"


def take_another(path, draw):
    """The content of another file of the same kind."""
    others = sorted(p for p in path.parent.glob("*" + path.suffix) if p != path and p.read_bytes() != path.read_bytes())
    if not others:
        others = sorted(p for p in path.parent.parent.rglob("*" + path.suffix) if p != path and p.read_bytes() != path.read_bytes())
    other = draw.choice(others)
    path.write_bytes(other.read_bytes())
    return f"content of {other.name}"


# Columns of leads.csv that no other file of a format without crops, masks and trace truth repeats.
ALONE = ("visible_x0_px", "visible_y0_px", "visible_x1_px", "visible_y1_px", "visible_fraction", "target_ink_px", "other_ink_px",
         "crop_crc32", "mask_png_crc32", "mask_bmp_crc32", "mask_visible_crc32")
# Columns by which rows are found. A table with a wrong one cannot be read further.
PLACES = ("index", "name", "page")


def kinds_of(release):
    """Ways to change files of a release that another file contradicts: {kind: (paths, change)}."""
    files = sorted(p for p in release.rglob("*") if p.is_file())
    kinds = {}
    has_items = json.loads((release / "logs.json").read_text())["format"] in ("folder", "webdataset", "hdf5")
    with open(release / "manifest.csv", newline="") as file:
        # The warp of a distorted page is not in every format.
        undistorted = {row["name"] for row in csv.DictReader(file) if row["preset"] == "clean"}

    def is_undistorted(path):
        return path.rsplit("/", 1)[-1].split(".")[0].removesuffix("_0000") in undistorted

    def add(kind, change, keep):
        chosen = [p for p in files if keep(p.relative_to(release).as_posix())]
        if chosen:
            kinds[kind] = (chosen, change)

    add("manifest.csv", lambda path, draw: change_csv(path, draw, PLACES), lambda p: p == "manifest.csv")
    add("leads.csv", lambda path, draw: change_csv(path, draw, PLACES if has_items else PLACES + ALONE), lambda p: p == "leads.csv")
    add("logs.json", change_log, lambda p: p == "logs.json")
    add("metadata.jsonl", change_json_line, lambda p: p.endswith("metadata.jsonl"))
    add("README.md", change_word, lambda p: p == "README.md")
    add("croissant.json", change_json, lambda p: p == "croissant.json")
    add("list", change_lines, lambda p: p.endswith(("train.txt", "val.txt", "test.txt", "RECORDS")) and "/labels/" not in p)
    add("data.yaml", change_word, lambda p: p.endswith("data.yaml"))
    add("label", change_lines, lambda p: "labels/" in p and p.endswith(".txt") and (has_items or is_undistorted(p)))
    add("signal", change_json, lambda p: "_lead_" in p and p.endswith(".json"))
    add("truth", change_npz, lambda p: p.endswith(".npz"))
    add("mask", change_pixels, lambda p: "mask" in p and p.endswith(".png"))
    add("bmp", change_bmp, lambda p: p.endswith(".bmp"))
    add("crop", change_pixels, lambda p: "/image/" in p and p.endswith(".png"))
    add("jpeg", change_pixels, lambda p: p.endswith(".jpg"))
    add("another signal", take_another, lambda p: "_lead_" in p and p.endswith(".json"))
    add("another label", take_another, lambda p: "labels/" in p and p.endswith(".txt"))
    add("another truth", take_another, lambda p: p.endswith(".npz"))
    add("annotations", lambda path, draw: change_annotation(path, draw, undistorted), lambda p: p.startswith("annotations/"))
    add("label map", change_pixels, lambda p: p.startswith("labelsT"))
    add("another label map", take_another, lambda p: p.startswith("labelsT"))
    add("dataset.json", change_json, lambda p: p in ("dataset.json", "splits_final.json"))
    add("label of another lead", relabel, lambda p: p.startswith("labelsT"))
    add("page png", take_another, lambda p: p.startswith("imagesT") and is_undistorted(p))
    add("header", change_header, lambda p: p.endswith(".hea"))
    add("samples", change_samples, lambda p: p.endswith(".dat"))
    add("tar", change_tar, lambda p: p.endswith(".tar"))
    add("idx", change_lines, lambda p: p.endswith(".idx"))
    add("wids", change_json, lambda p: p.startswith(("pages-", "crops-")) and p.endswith(".json"))
    add("index.h5", change_h5, lambda p: p == "index.h5")
    add("shard", change_h5, lambda p: p.startswith("shards/"))
    return kinds


def change_log(path, draw):
    """A count, the seed, or a setting that the tables show."""
    log = json.loads(path.read_text())
    if draw.random() < 0.7:
        _, where = other_json(log["counts"], draw)
    else:
        where = draw.choice(["seed", "version", "title"])
        if where == "seed":
            log["configuration"]["seed"] += 1
        elif where == "version":
            log["version"] += "1"
        else:
            log["configuration"]["release"]["title"] += "s"
    path.write_text(json.dumps(log, indent=2) + "\n")
    return where


def relabel(path, draw):
    """The trace of one lead with the label of another one."""
    image = np.array(Image.open(path))
    labels = [int(label) for label in np.unique(image) if label]
    old = draw.choice(labels)
    new = draw.choice([label for label in range(1, 13) if label != old])
    image[image == old] = new
    Image.fromarray(image).save(path)
    return f"label {old} -> {new}"


def change_annotation(path, draw, undistorted):
    value = json.loads(path.read_text())
    names = {image["id"]: image["file_name"].rsplit("/", 1)[-1].split(".")[0] for image in value["images"]}
    part = draw.choice(["annotations"] * 6 + ["images", "categories"])
    item = draw.choice(value[part])
    kept = {key: item.pop(key) for key in ("keypoints", "num_keypoints")} \
        if part == "annotations" and names[item["image_id"]] not in undistorted else {}
    _, where = other_json(item, draw)
    item.update(kept)
    where = f"{part} {item.get('id')} {where}"

    def lines(items):
        return ",\n".join(json.dumps(item, separators=(",", ":")) for item in items)

    path.write_text("".join(['{"info": ', json.dumps(value["info"], separators=(",", ":")), ',\n"licenses": [],\n"images": [\n',
                             lines(value["images"]), '],\n"annotations": [\n', lines(value["annotations"]), '],\n"categories": ',
                             json.dumps(value["categories"], separators=(",", ":")), "}\n"]))
    return where


def change_header(path, draw):
    lines = path.read_text().splitlines()
    i = draw.randrange(len(lines))
    words = lines[i].split(" ")
    k = draw.randrange(1, len(words))
    old = words[k]
    try:
        words[k] = other_number(old, draw)
    except ValueError:
        words[k] = old.replace("1000", "100") if "1000" in old else old + "X"
    lines[i] = " ".join(words)
    path.write_text("\n".join(lines) + "\n")
    return f"line {i + 1}: {old} -> {words[k]}"


def change_samples(path, draw):
    units = np.fromfile(path, "<i2")
    i = draw.randrange(units.size)
    old = units[i]
    units[i] = draw.choice([17, -170, 1700]) if old == -32768 else old + draw.choice([-300, 40, 700])
    units.tofile(path)
    return f"sample {i}: {old} -> {units[i]}"


def change_tar(path, draw):
    """A member's content, of the same length."""
    import tarfile
    with tarfile.open(path) as tar:
        member = draw.choice(tar.getmembers())
    data = bytearray(path.read_bytes())
    start, size = member.offset_data, member.size
    content = bytes(data[start:start + size])
    if member.name.endswith((".json", ".txt")):
        digits = [i for i, byte in enumerate(content) if chr(byte).isdigit()]
        i = draw.choice(digits)
        data[start + i] = ord(draw.choice([d for d in "123456789" if d != chr(content[i])]))
        where = content[max(0, i - 30):i + 10]
    elif member.name.endswith(".truth"):
        import tempfile
        from pathlib import Path
        with tempfile.TemporaryDirectory() as folder:
            npz = Path(folder) / "a.npz"
            npz.write_bytes(content)
            where = change_npz(npz, draw)
            data[start:start + size] = npz.read_bytes()
    else:
        i = draw.randrange(size // 2, size)
        data[start + i] ^= 1 << draw.randrange(8)
        where = f"byte {i}"
    path.write_bytes(data)
    return f"{member.name}: {where}"


def change_h5(path, draw):
    import h5py
    with h5py.File(path, "r+") as file:
        names = []
        file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) and item.size > 0 and
                        not item.is_virtual else None)
        name = draw.choice(sorted(names))
        data = file[name]
        values = data[...]
        flat = values.reshape(-1)
        i = draw.randrange(flat.size)
        old = flat[i]
        if flat.dtype.kind == "S":
            flat[i] = b"zz"[:flat.dtype.itemsize]
        elif flat.dtype.kind == "f":
            flat[i] = 3.25 if np.isnan(old) else old + 1.5
        else:
            flat[i] = old + 1 if old < 200 else old - 1
        data[...] = values
        return f"{name}[{i}]: {old} -> {flat[i]}"


def plant_all(release, draw):
    """One fault of each kind, each in another file. @return {path relative to the release: what was changed}"""
    planted = {}
    kinds = kinds_of(release)
    for kind in draw.sample(sorted(kinds), len(kinds)):
        paths, change = kinds[kind]
        free = [path for path in paths if path.relative_to(release).as_posix() not in planted]
        if not free:
            continue
        path = draw.choice(free)
        planted[path.relative_to(release).as_posix()] = f"{kind}: {change(path, draw)}"
    recompute(release, planted)
    return planted
