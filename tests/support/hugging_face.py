"""What `datasets.load_dataset(folder, name)` finds, written from the documentation of Hugging Face's `datasets` (repository structure,
data files of a card, ImageFolder, WebDataset) and Arrow's rules for types. Uses only the standard library, yaml and Pillow."""

import json
import os
import re
import tarfile
from collections import Counter
from glob import has_magic
from pathlib import Path

import yaml
from PIL import Image

LOADERS = {".csv": "csv", ".json": "json", ".jsonl": "json", ".parquet": "parquet", ".arrow": "arrow", ".txt": "text", ".tar": "webdataset",
           ".h5": "hdf5", ".xml": "xml", **{f".{suffix}": "imagefolder" for suffix in ("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp")}}
METADATA = ("metadata.csv", "metadata.jsonl", "metadata.parquet")
IGNORED = ("README.md", "config.json", "dataset_info.json", "dataset_infos.json", "dataset_dict.json")
DECODED = {"json": json.loads, "txt": bytes.decode}  # members of a WebDataset by the last part of their suffix
UNSTABLE = ("npy", "npz", "pth", "msg", "cbor")  # decoded too; their type depends on the content
INFERRED = 5  # samples of the first archive from which the columns are inferred


def card(release):
    """The front matter of the card."""
    begin, head, _ = (release / "README.md").read_text().split("---\n", 2)
    assert begin == ""
    return yaml.safe_load(head)


def configs(release):
    """{name: {split: [patterns]}}, the default dataset first."""
    found = {}
    for config in card(release).get("configs", []):
        splits = [entry["split"] for entry in config["data_files"]]
        assert len(splits) == len(set(splits)) and all(set(entry) == {"split", "path"} for entry in config["data_files"])
        assert config["config_name"] not in found
        found[config["config_name"]] = {entry["split"]: entry["path"] for entry in config["data_files"]}
    return found


def resolve(release, pattern):
    """Files that a pattern matches: * stays in one folder; hidden files and those that no loader reads are left out."""
    if not has_magic(pattern) and not (release / pattern).is_file():
        raise FileNotFoundError(pattern)
    files = []
    for path in sorted(release.glob(pattern)):
        names = path.relative_to(release).parts
        suffixes = path.name.split(".")[1:]
        if path.is_file() and path.name not in IGNORED and not any(name.startswith((".", "__")) for name in names) \
                and any(f".{suffix}" in LOADERS for suffix in suffixes):
            files.append(path)
    return files


def loader(files):
    """The loader of most files; metadata files only count if there are no others."""
    counts = Counter((path.name not in METADATA, f".{suffix.lower()}") for path in files for suffix in path.name.split(".")[1:])
    for _, suffix in sorted(counts, key=lambda key: (key[0], counts[key], key[1]), reverse=True):
        if suffix in LOADERS:
            return LOADERS[suffix]
    return None


def schema(value):
    """The type that Arrow infers."""
    if isinstance(value, dict):
        return {key: schema(item) for key, item in value.items()}
    if isinstance(value, list):
        item = "null"
        for one in value:
            item = unified(item, schema(one))
        return [item]
    return {type(None): "null", bool: "bool", int: "int64", float: "double", str: "string", bytes: "binary"}[type(value)]


def unified(one, other):
    """The type of a list with items of two types."""
    if one == other or other == "null":
        return one
    if one == "null":
        return other
    if {str(one), str(other)} == {"int64", "double"}:
        return "double"
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: unified(one.get(key, "null"), other.get(key, "null")) for key in {**one, **other}}
    assert isinstance(one, list) and isinstance(other, list), f"no common type: {one}, {other}"
    return [unified(one[0], other[0])]


def image_folder_rows(files):
    """Rows of an image folder: those of its metadata, in which columns `file_name` and `*_file_name` become images."""
    tables = [path for path in files if path.name in METADATA]
    assert tables and {path.suffix for path in tables} == {".jsonl"}, "images without metadata"
    images = {os.path.normpath(path) for path in files if path not in tables}
    for table in tables:
        for line in table.read_text().splitlines():
            row = json.loads(line)
            assert "file_name" in row and isinstance(row["file_name"], str), table
            for key in [key for key in row if key.endswith("file_name")]:
                path = os.path.normpath(table.parent / row.pop(key))
                assert path in images, f"{table}: {path} would not be downloaded"
                row[key.removesuffix("file_name").rstrip("_") or "image"] = Path(path)
            yield row


def webdataset_rows(files):
    """Samples of tar archives: consecutive members with the same name up to the first dot of the file name."""
    for path in files:
        sample, key = {}, None
        with tarfile.open(path) as tar:
            for member in tar:
                name, suffix = re.fullmatch(r"((?:.*/|)[^.]+)[.]([^/]*)", member.name).groups()
                if name != key and sample:
                    yield sample
                    sample = {}
                last = suffix.rsplit(".", 1)[-1].lower()
                assert last not in UNSTABLE, member.name
                content = tar.extractfile(member).read()
                key, sample[suffix] = name, DECODED.get(last, lambda content: content)(content)
        if sample:
            yield sample


def json_rows(files):
    for path in files:
        yield from map(json.loads, path.read_text().splitlines())


ROWS = {"imagefolder": image_folder_rows, "webdataset": webdataset_rows, "json": json_rows}


def load(release):
    """{dataset: {split: rows}} of a folder, for every name. The loader is that of the first dataset for all of them."""
    loaders, found = [], {}
    for name, splits in configs(release).items():
        found[name] = {}
        for split, patterns in splits.items():
            files = [path for pattern in patterns for path in resolve(release, pattern)]
            loaders.append(loader(files))
            found[name][split] = list(ROWS[loaders[-1]](files))
    assert len(set(loaders)) == 1, loaders
    return found


def column_types(row):
    """The types of a row's columns; images have one of their own."""
    return {key: "image" if isinstance(value, Path) else schema(value) for key, value in row.items()}


def check_image(path):
    with Image.open(path) as image:
        image.verify()
