"""Metadata of a release in every format: croissant.json by the rules of Croissant 1.1 (references, columns and digests), and
the card's front matter and metadata.jsonl as Hugging Face reads them."""

import csv
import hashlib
import html
import json
import re
from pathlib import Path

import yaml

import hugging_face
import press
import pytest

CONFIG = Path(__file__).resolve().parent / "metadata.yaml"
# YAML's escapes of a line separator, a byte order mark and a character that is none.
DESCRIPTION = 'What it is: "pages" <\u2028\ufeff\ufffe\xa0>'
FORMATS = ["folder", "yolo-seg", "yolo-pose", "yolo-obb", "coco", "nnunet", "webdataset", "hdf5", "wfdb"]


@pytest.fixture(scope="module")
def run(once):
    """A run with a release of each format."""
    values = press.settings('release.title="A title: of mine"', "release.creator=A. Nobody", "release.date='2026-01-31'",
                            "release.url=doi:10.0/0", "release.license=CC-BY-NC-4.0", "release.doi=10.5281/zenodo.123", 'release.version="2.1"',
                            'release.description="What it is: \\"pages\\" <\\L\\uFEFF\\uFFFE\\_>"')
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
    assert data["description"] == DESCRIPTION and data["license"] == "cc-by-nc-4.0" and data["version"] == "2.1"
    assert data["citeAs"] == "A. Nobody (2026). A title: of mine (version 2.1) [Data set]. https://doi.org/10.5281/zenodo.123"
    assert "simulated" in data["creditText"] and data["identifier"] == "https://doi.org/10.5281/zenodo.123"
    files = [item for item in data["distribution"] if item["@type"] == "cr:FileObject"]
    for item in files:
        content = (release / item["contentUrl"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == item["sha256"], f"{name}: {item['@id']}"
        assert item["encodingFormat"] and item["name"]
    assert {"manifest.csv", "leads.csv", "logs.json"} <= {item["@id"] for item in files}
    large = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.suffix in (".tar", ".h5")}
    assert large <= {item["@id"] for item in files}, name


def check_citation_file(release):
    """Required keys and types of the schema of Citation File Format 1.2.0, which allows no others than these."""
    text = (release / "CITATION.cff").read_text()
    found = yaml.load(text, yaml.BaseLoader)  # dates as texts
    assert {"cff-version", "message", "title", "authors"} <= found.keys()
    assert found.keys() <= {"cff-version", "message", "title", "authors", "type", "version", "doi", "date-released", "license", "url",
                            "abstract", "keywords"}
    assert found["cff-version"] == "1.2.0" and found["type"] == "dataset" and all(author.keys() == {"name"} for author in found["authors"])
    assert all(isinstance(value, str) and value for key, value in found.items() if key not in ("authors", "keywords"))
    assert len(set(found["keywords"])) == len(found["keywords"]) and all(author["name"] for author in found["authors"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.get("date-released", "2026-01-01"))
    assert re.fullmatch(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-\.\(\)\[\]\\]+", found.get("doi", "10.1234/a"))
    assert re.match(r"(https|http|ftp|sftp)://.+", found.get("url", "https://a"))
    return found


def check_zenodo_file(release):
    """Fields that Zenodo requires of a deposit, and their types."""
    found = json.loads((release / ".zenodo.json").read_text())
    assert {"title", "description", "upload_type", "creators", "access_right"} <= found.keys()
    assert found.keys() <= {"title", "description", "upload_type", "creators", "access_right", "access_conditions", "license", "version",
                            "publication_date", "doi", "keywords", "notes", "references"}
    assert found["upload_type"] == "dataset" and found["creators"] and all(item.keys() == {"name"} for item in found["creators"])
    assert ("license" in found) == (found["access_right"] == "open") and ("access_conditions" in found) == (found["access_right"] == "restricted")
    assert all(isinstance(value, list if key in ("creators", "keywords", "references") else str) for key, value in found.items())
    return found


def test_citation_and_deposit_state_the_data(release):
    cited, deposit = check_citation_file(release), check_zenodo_file(release)
    assert cited["title"] == deposit["title"] == "A title: of mine" and cited["authors"] == deposit["creators"] == [{"name": "A. Nobody"}]
    assert cited["version"] == deposit["version"] == "2.1" and cited["doi"] == deposit["doi"] == "10.5281/zenodo.123"
    assert cited["date-released"] == deposit["publication_date"] == "2026-01-31" and "url" not in cited, "doi:10.0/0 is no web address"
    assert cited["license"] == "CC-BY-NC-4.0" and deposit["license"] == "cc-by-nc-4.0" == hugging_face.card(release)["license"]
    assert cited["abstract"] == DESCRIPTION and "simulated" in deposit["notes"]
    assert deposit["description"] == f"<p>{html.escape(DESCRIPTION)}</p>"
    sums = (release / "SHA256SUMS").read_text()
    assert "  CITATION.cff\n" in sums and "  .zenodo.json\n" in sums
    card = (release / "README.md").read_text()
    assert DESCRIPTION in card and "> A. Nobody (2026)." in card and "pixels" not in card.split("## Digest")[1].split("##")[0]


def test_a_release_without_statements_claims_no_licence(small_run):
    release = small_run / "release"
    cited, deposit = check_citation_file(release), check_zenodo_file(release)
    assert "license" not in cited and deposit["access_right"] == "restricted" and croissant(release)["license"] == "unknown"
    assert cited["authors"] == [{"name": "The creators of ECG image dataset"}] and croissant(release)["version"] == "1.0.0"


def test_other_statements_are_refused_and_bad_ones_explained(run):
    config = ["--config", CONFIG, "--out", run]
    text = press.run(["merge", *config, "--format", "wfdb", *press.settings('release.version="3"')], code=2)
    assert "other settings" in text and "release/license" in text
    press.run(["verify", run / "release-wfdb"])
    text = press.run(["plan", "--config", CONFIG, *press.settings("release.doi=https://doi.org/10.5281/zenodo.1", "release.date=2026-02-31",
                                                                  "release.license=free for all", 'release.version=""')], code=2)
    assert all(f"release.{key} is" in text for key in ("doi", "date", "license", "version")), text


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
        if "splits" in metadata.relative_to(release).parts:
            continue  # tables of datasets, which repeat images
        place = metadata.parent.relative_to(release)
        listed |= {(place / json.loads(line)["file_name"]).as_posix() for line in metadata.read_text().splitlines()}
    assert bool(sets) == bool(listed), name
    if not sets:
        return
    found = {path.relative_to(release).as_posix() for path in release.glob(sets[0]["includes"])}
    assert listed <= found and all(path.endswith((".jpg", ".png")) for path in found), name


# Of the formats with datasets of their own; in the others one dataset has all pages of manifest.csv.
CROPS = {"segmentation", "with-overlap", "without-overlap"}
DATASETS = {
    "folder": {"digitization": {"digitization"}, "detection": {"detection"}, "segmentation": {"segmentation"},
               "overlap": {"with-overlap", "without-overlap"}},
    "webdataset": {"pages": {"digitization", "detection"}, "crops": CROPS},
    "nnunet": {"segmentation": None}, "hdf5": {"pages": None}, "wfdb": {"digitization": None},
}


def table(release, name):
    with open(release / name, newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_hugging_face_finds_every_dataset_and_split(name, release):
    """load_dataset(folder, dataset): each split has the pages or crops that the tables list for it, and no others."""
    head = hugging_face.card(release)
    assert head["pretty_name"] == "A title: of mine" and head["license"] and head["size_categories"] == ["n<1K"]
    assert "# A title: of mine" in (release / "README.md").read_text()
    datasets, expected = hugging_face.load(release), DATASETS.get(name, {"detection": None})
    assert datasets.keys() == expected.keys()
    assert [config["config_name"] for config in head["configs"] if config.get("default")] == [next(iter(datasets))]
    pages, leads = table(release, "manifest.csv"), table(release, "leads.csv")
    for dataset, sets in expected.items():
        rows = leads if sets and sets & CROPS else pages
        found = [(split, row.get("json", row)["name"]) for split, items in datasets[dataset].items() for row in items]
        listed = [("validation" if row["split"] == "val" else row["split"], row["name"]) for row in rows
                  if sets is None or sets & set(row["datasets"].split(";"))]
        assert listed and sorted(found) == sorted(listed), f"{name}: {dataset}"
        assert all(items for items in datasets[dataset].values()), f"{name}: {dataset} has an empty split"


def test_hugging_face_finds_the_files_of_a_row(name, release):
    names = set()
    for dataset, splits in hugging_face.load(release).items():
        for row in (row for rows in splits.values() for row in rows):
            files = {key: value for key, value in row.items() if isinstance(value, Path)}
            for key, path in files.items():
                names.add((dataset, key))
                hugging_face.check_image(path)
                assert path.stem.removesuffix("_0000") == row["name"], f"{name}: {path}"
            signals = [row["signal"]] if "signal" in row else row.get("signals", [])
            for path in signals:
                names.add((dataset, "signal"))
                assert (release / path).stem.startswith(row["name"]) and isinstance(json.loads((release / path).read_text()), list)
    images = {"folder": {("digitization", "image"), ("digitization", "signal"), ("detection", "image"),
                         *((dataset, key) for dataset in ("segmentation", "overlap") for key in ("image", "mask", "signal"))},
              "nnunet": {("segmentation", "image"), ("segmentation", "label")}, "wfdb": {("digitization", "image")},
              "webdataset": set(), "hdf5": set()}
    assert names == images.get(name, {("detection", "image")})


def test_all_rows_of_a_dataset_have_the_same_types(name, release):
    """Readers infer columns from the first rows of each split: every row must give the same names and types."""
    for dataset, splits in hugging_face.load(release).items():
        types = [hugging_face.column_types(row) for rows in splits.values() for row in rows]
        assert len(types) >= 5
        for other in types[1:]:
            assert other == types[0] and list(other) == list(types[0]), f"{name}: {dataset}"


def test_samples_of_unlike_pages_have_one_schema(run):
    """Five pages of five shards that have little in common."""
    release = run / "release-webdataset"
    rows = {row["name"]: row for row in table(release, "manifest.csv")}
    samples = [row["json"] for rows in hugging_face.load(release)["pages"].values() for row in rows]
    chosen = {}
    for sample in samples:
        row = rows[sample["name"]]
        bare = not any(any(lead["name_box_px"]) for lead in sample["leads"])
        chosen[int(row["index"]) // 5, row["group"], bare, sample["oracle_samples_db"] == "", row["preset"] == "clean"] = sample
    assert len({key[0] for key in chosen}) >= 4 and all(len({key[place] for key in chosen}) >= 2 for place in range(1, 5)), chosen.keys()
    assert len({json.dumps(hugging_face.schema(sample), sort_keys=True) for sample in chosen.values()}) == 1
    plans = [json.loads(sample["plan"]) for sample in chosen.values()]
    assert len({json.dumps(hugging_face.schema(plan), sort_keys=True) for plan in plans}) > 1, "plans differ, so they are texts"


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
