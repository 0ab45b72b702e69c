"""Metadata of a release in every format: croissant.json by the rules of Croissant 1.1 (references, columns and digests), and
the card's front matter and metadata.jsonl as Hugging Face reads them."""

import csv
import hashlib
import json
import re
from pathlib import Path

import yaml

import press
import pytest

CONFIG = Path(__file__).resolve().parents[1] / "system" / "every_layout.yaml"
FORMATS = ["folder", "yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet", "webdataset", "hdf5", "wfdb"]


@pytest.fixture(scope="module")
def run(once):
    """A run with a release of each format."""
    values = press.settings('release.title="A title: of mine"', "release.creator=A. Nobody", "release.date='2026-01-31'", "release.url=doi:10.0/0")
    return once("metadata", lambda folder: press.run(
        ["run", "--config", CONFIG, "--out", folder / "run", "--format", ",".join(FORMATS), *values], 2)) / "run"


@pytest.fixture(params=FORMATS)
def name(request):
    return request.param


@pytest.fixture
def release(run, name):
    return run / ("release" if name == "folder" else f"release-{name}")


def croissant(release):
    return json.loads((release / "croissant.json").read_text())


def as_list(value):
    return value if isinstance(value, list) else [value]


def test_croissant_names_files_with_their_digests(name, release):
    data = croissant(release)
    assert data["@type"] == "sc:Dataset" and data["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert data["name"] == "A title: of mine" and data["creator"]["name"] == "A. Nobody"
    assert data["datePublished"] == "2026-01-31" and data["url"] == "doi:10.0/0"
    assert all(data[key] for key in ("description", "license", "version", "citeAs"))
    files = [item for item in data["distribution"] if item["@type"] == "cr:FileObject"]
    for item in files:
        content = (release / item["contentUrl"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == item["sha256"], f"{name}: {item['@id']}"
        assert item["encodingFormat"] and item["name"]
    assert {"manifest.csv", "leads.csv", "logs.json"} <= {item["@id"] for item in files}
    large = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.suffix in (".tar", ".h5")}
    assert large <= {item["@id"] for item in files}, name


def test_croissant_refers_to_what_is_there(name, release):
    data = croissant(release)
    ids = [item["@id"] for item in data["distribution"]]
    for records in data["recordSet"]:
        ids += [records["@id"], *(field["@id"] for field in records["field"])]
    assert len(ids) == len(set(ids)), f"{name}: an @id comes twice"
    for records in data["recordSet"]:
        for field in records["field"]:
            source = field["source"]
            assert source.get("fileObject", source.get("fileSet"))["@id"] in ids
            assert re.fullmatch(r"sc:(Text|Integer|Float|ImageObject)", field["dataType"])
        assert all(key["@id"] in ids for key in as_list(records.get("key", [])))
    # Every term must be in the context, because readers interpret unknown ones as terms of schema.org.
    used = {key for item in [*data["distribution"], *data["recordSet"]] for key in item if not key.startswith("@")}
    schema = {"name", "contentUrl", "encodingFormat", "sha256", "description"}
    assert used - schema <= set(data["@context"]), used - schema - set(data["@context"])


def test_croissant_types_every_column(name, release):
    sets = {records["@id"]: records for records in croissant(release)["recordSet"]}
    for table, file in (("pages", "manifest.csv"), ("leads", "leads.csv")):
        with open(release / file, newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        columns = {field["source"]["extract"]["column"]: field["dataType"] for field in sets[table]["field"]}
        assert list(columns) == list(rows[0]), f"{name}: {table}"
        for column, kind in columns.items():
            values = [row[column] for row in rows if row[column] != ""]
            if kind == "sc:Integer":
                assert all(re.fullmatch(r"-?\d+", value) for value in values), (column, values[:3])
            elif kind == "sc:Float":
                assert all(float(value) is not None for value in values), column
        key = sets[table]["key"]["@id"].split("/")[1]
        assert len({row[key] for row in rows}) == len(rows), f"{table}: {key} is no key"


def test_croissant_finds_all_page_images(name, release):
    sets = [item for item in croissant(release)["distribution"] if item["@type"] == "cr:FileSet"]
    listed = set()
    for metadata in release.rglob("metadata.jsonl"):
        place = metadata.parent.relative_to(release)
        listed |= {(place / json.loads(line)["file_name"]).as_posix() for line in metadata.read_text().splitlines()}
    assert bool(sets) == bool(listed), name
    if not sets:
        return
    found = {path.relative_to(release).as_posix() for path in release.glob(sets[0]["includes"])}
    assert listed <= found and all(path.endswith((".jpg", ".png")) for path in found), name


def test_hugging_face_finds_the_splits(name, release):
    text = (release / "README.md").read_text()
    head = yaml.safe_load(text.split("---\n")[1])
    assert head["pretty_name"] == "A title: of mine" and head["license"] and head["size_categories"] == ["n<1K"]
    assert "# A title: of mine" in text
    if "configs" not in head:
        return
    splits = {"validation": "val"}
    files = [path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()]
    with open(release / "manifest.csv", newline="", encoding="utf-8") as lines:
        pages = {row["name"]: row["split"] for row in csv.DictReader(lines)}
    for entry in head["configs"][0]["data_files"]:
        split = splits.get(entry["split"], entry["split"])
        # Two stars match any number of folders, including none.
        patterns = [re.escape(path).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*") for path in entry["path"]]
        found = [file for file in files if any(re.fullmatch(pattern, file) for pattern in patterns)]
        assert all(any(re.fullmatch(pattern, file) for file in files) for pattern in patterns), f"{name}: {entry}"
        # An image folder is read through its metadata, which must have one line per image of this split and no others.
        for metadata in (file for file in found if file.endswith("metadata.jsonl")):
            lines = [json.loads(line) for line in (release / metadata).read_text().splitlines()]
            named = {(Path(metadata).parent / line["file_name"]).as_posix() for line in lines}
            assert named == set(found) - {metadata} and {line["split"] for line in lines} == {split}, f"{name}: {entry}"
        stems = {Path(file).name.split(".")[0].removesuffix("_0000") for file in found} & pages.keys()
        assert {pages[stem] for stem in stems} <= {split}, f"{name}: {entry}"
        if name not in ("webdataset", "hdf5"):
            assert stems, f"{name}: {entry}"


def test_boxes_of_metadata_are_those_of_the_tables(run):
    release = run / "release"
    with open(release / "leads.csv", newline="", encoding="utf-8") as lines:
        leads = list(csv.DictReader(lines))
    for line in (release / "metadata.jsonl").read_text().splitlines():
        page = json.loads(line)
        boxes = [box for box, kind in zip(page["objects"]["bbox"], page["objects"]["category"]) if kind == 0]
        expected = [[float(lead[f"box_{edge}_px"]) for edge in ("x0", "y0", "x1", "y1")] for lead in leads if int(lead["page"]) == page["index"]]
        expected = [box for box in expected if box[2] > box[0]]
        assert len(boxes) == len(expected)
        for (x, y, width, height), (x0, y0, x1, y1) in zip(boxes, expected):
            assert abs(x - x0) + abs(y - y0) + abs(x + width - x1) + abs(y + height - y1) < 1e-6
