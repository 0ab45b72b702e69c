"""The reference of the configuration: generated files are current, the JSON Schema accepts what the program accepts and rejects
what is wrong, `explain` and `list` answer."""

import copy
import json
import re
import sys
from pathlib import Path

import jsonschema
import press
import pytest
import yaml
from PIL import Image

SOURCE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "docs"), str(SOURCE / "docs/pictures")]
import artifacts as pictures  # noqa: E402
import reference  # noqa: E402

SMALL = """
pages:
  - name: plain
    layouts: [3x1, 3x4]
    count: 20
    datasets: [digitization, segmentation]
"""
CONFIGURATION = 2


class Loader(yaml.SafeLoader):
    """Values as read by YAML 1.2; keys of maps are text, as in JSON."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool", ":value", ":merge"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
Loader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: {
    key.value: loader.construct_object(value, deep=True) for key, value in node.value})


@pytest.fixture(scope="module")
def schema():
    loaded = json.loads(reference.SCHEMA.read_text())
    jsonschema.Draft7Validator.check_schema(loaded)
    return jsonschema.Draft7Validator(loaded)


def problems(schema, text):
    return [f"{'.'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in schema.iter_errors(yaml.load(text, Loader=Loader))]


def test_lists_fit_80_columns():
    """Only a single word may be longer."""
    texts = [press.run(["list", kind]) for kind in ("looks", "presets", "artifacts", "layouts", "formats", "sources")]
    blocks = re.findall(r"^(\w+) ", press.run(["explain"]), re.M)
    texts += [press.run(["explain", key]) for key in [*blocks, "style.dpi", "pages.count_by", "source.path"]]
    lines = [line for text in texts for line in text.splitlines()]
    assert len(blocks) > 8 and len(lines) > 300
    assert [line for line in lines if len(line) > 80 and len(line.split()) > 1] == []
    # A description is whole, however it is wrapped.
    assert "full-length strips below the grid and the layout's own strips" in " ".join(press.run(["explain", "pages"]).split())


@pytest.mark.parametrize("file", [reference.SCHEMA, reference.PAGE], ids=lambda file: file.name)
def test_generated_file_is_current(file):
    assert file.read_text() == reference.current(press.PROGRAM)[file], f"run docs/reference.py to update {file.name}"


def test_every_artifact_has_a_picture_and_a_row():
    """The sheets name the artifacts that they show in their comment."""
    names = pictures.names(press.PROGRAM)
    text = pictures.PAGE.read_text()
    assert text == pictures.page_with(pictures.lines(names)), "run docs/pictures/artifacts.py"
    rows = [line.split("`")[1] for line in text.splitlines() if re.fullmatch(r"\| `\w+` \|.*\|.*\|", line)]
    assert [row for row in rows if row in names] == names
    for group, members in pictures.grouped(names).items():
        with Image.open(pictures.HERE / f"artifacts-{group}.jpg") as sheet:
            assert sheet.info["comment"].decode().split() == members, "run docs/pictures/artifacts.py"
            assert sheet.size == pictures.size_of_sheet(len(members))


CONFIGS = [*SOURCE.glob("config/*.yaml"), *SOURCE.glob("tests/system/*.yaml"), *SOURCE.glob("tests/readers/*.yaml")]


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_schema_accepts(schema, path):
    assert not problems(schema, path.read_text())


@pytest.mark.parametrize("path", SOURCE.glob("config/*.yaml"), ids=lambda path: path.stem)
def test_configuration_names_its_schema(path):
    first = path.read_text().split("\n")[0]
    key, _, place = first.partition("$schema=")
    assert key == "# yaml-language-server: " and (path.parent / place).resolve() == reference.SCHEMA


GOOD = [
    "seed: 7", "style: {dpi: [100, 200]}", "style: {dpi: {100: 0.5, 150..200: 2}}", "style: {dpi: {mean: 150, sd: 10}}",
    "style: {trace_width_mm: {mean: 0.27, sd: 0.07, low: 0.12, high: 0.45}}", "style: {show_grid: {true: 1, false: 2}}",
    "style: {pulse: {left: 0.6, none: 0.4}}", "style: {trace_colour: '#102030'}", "style: {trace_colour: [1, 2, 3]}",
    "style: {trace_colour: ['#102030', '#203040']}", "style: {trace_colour: {'#102030..#203040': 1, '#000000': 2}}",
    "style: {margins_mm: {left: 30}}", "style: ", "layouts: [{name: 2x2, rows: [[I, aVR], [v1, II]]}]",
    "presets: {mine: {folds: mild, dust: 0.3, coffee: [0.1, 0.2], handwriting: {probability: 0.5, strength: any, notes: 4}}}",
    "release: {formats: coco}", "release: {formats: [folder, coco], date: 2026-01-31}", "source: {exclude: [sim00001, sim00002]}",
    "oracle: {floors_db: {samples: -10}}", "typeface: {path: ''}",
]
GOOD_IN_GROUP = [
    "rhythm: II", "rhythm: [V1, II]", "rhythm: []", "count: {train: 3, val: 1, test: 1}", "count: {3x1: 4, 3x4: {train: 5}}",
    "count_per: layout", "caps: {segmentation: 5, digitization: null}", "looks: default", "looks: {thermal: 2, dotted: 1}",
    "looks: {mine: {weight: 1, style: {pulse: left}}}", "mask: {columns_per_px: 4, visible: true}", "jpeg: {quality: 80, chroma: 444}",
    "jpeg: {chroma: '420'}", "artifacts: fax", "artifacts: default", "artifacts: {fax: 1, clean: 2.5}", "artifacts: {paired: [clean, fax]}",
    "overlap_ratio: null", "layouts: {3x1: 1, 3x4: 2}",
]
BAD = [
    "sede: 7", "seed: -1", "seed: many", "style: {dip: 100}", "style: {dpi: 5}", "style: {dpi: five}", "style: {dpi: [100]}",
    "style: {dpi: [100, 5000]}", "style: {dpi: {sd: 3}}", "style: {dpi: {abc: 1}}", "style: {dpi: {100: -1}}", "style: {show_grid: 1}",
    "style: {pulse: top}", "style: {pulse: {top: 1}}", "style: {trace_colour: red}", "style: {trace_colour: [0, 0, 256]}",
    "style: {margins_mm: {lft: 3}}", "layouts: [{name: 2x2}]", "layouts: [{name: 2x2, rows: [[I, V9]]}]", "presets: {mine: {fold: mild}}",
    "presets: {mine: {folds: mildly}}", "presets: {mine: {folds: {probability: 2}}}", "presets: {mine: {folds: {counts: 2}}}",
    "release: {formats: [folders]}", "release: {trace_truth: 1}", "source: {kind: ptbxl}", "source: {records: 0}", "shard: {page: 1}",
    "oracle: {floors_db: {samples: 1000}}",
]
BAD_IN_GROUP = [
    "rhythm: VII", "count: -1", "count: {train: -5}", "count_per: layouts", "datasets: [detektion]", "datasets: []", "layouts: []",
    "caps: {segmentations: 1}", "caps: {segmentation: 0}", "looks: []", "looks: {thermal: {stile: {}}}", "overlap_ratio: [1, 20]",
    "mask: {columns_per_px: 3}", "jpeg: {quality: 101}", "jpeg: {chroma: 422}", "artifacts: []", "artifacts: {paired: []}",
    "style: {dpi: 1}", "nmae: x",
]


def in_group(line):
    """The small configuration with one more key in its group."""
    key = line.split(":")[0]
    kept = [text for text in SMALL.split("\n") if not text.strip().startswith(f"{key}:")]
    return "\n".join(kept).rstrip() + f"\n    {line}\n"


def whole(line):
    return f"{line}\n{SMALL}"


def plan(tmp_path, text, code):
    path = tmp_path / "c.yaml"
    path.write_text(text)
    # `show` reads the configuration and draws one page.
    return press.run(["show", "0", "--config", path, "--output", tmp_path / "page.png"], code=code)


@pytest.mark.parametrize("text", [*map(whole, GOOD), *map(in_group, GOOD_IN_GROUP)], ids=[*GOOD, *GOOD_IN_GROUP])
def test_schema_accepts_what_the_program_accepts(schema, tmp_path, text):
    assert not problems(schema, text), text
    plan(tmp_path, text, 0)


@pytest.mark.parametrize("text", [*map(whole, BAD), *map(in_group, BAD_IN_GROUP), "seed: 1\n"], ids=[*BAD, *BAD_IN_GROUP, "no pages"])
def test_schema_rejects_what_the_program_rejects(schema, tmp_path, text):
    assert problems(schema, text), text
    plan(tmp_path, text, CONFIGURATION)


def test_every_property_of_the_schema_is_checked(schema):
    """Every key rejects a value of a type that no key has, and every block rejects an unknown key."""
    loaded = yaml.load(SMALL, Loader=Loader)

    def tried(properties, place):
        for name, inner in properties.items():
            wrong = copy.deepcopy(loaded)
            target = wrong
            for step in place:
                if isinstance(target, dict) and not isinstance(target.get(step), (dict, list)):
                    target[step] = {}
                target = target[step]
            target[name] = [[["wrong"]]]
            assert list(schema.iter_errors(wrong)), f"{place} {name}"
            for form in inner.get("anyOf", []):
                if form.get("properties") and "mean" not in form["properties"] and form.get("additionalProperties") is False:
                    if not any("weight" in str(value.get("$ref")) for value in form["properties"].values()):
                        tried(form["properties"], [*place, name])

    top = schema.schema["properties"]
    tried(top, [])
    tried(top["pages"]["items"]["properties"], ["pages", 0])
    tried(schema.schema["definitions"]["style"]["anyOf"][0]["properties"], ["style"])


def test_explain_describes_a_key():
    text = press.run(["explain", "style.row_height_mm"])
    assert text.startswith("style.row_height_mm\n")
    for part in ("baselines", "mm", "0.5 to 200", "15", "[low, high]", "style: {row_height_mm: [24, 32]}"):
        assert part in text, text
    assert press.run(["explain", "pages.demo.style.row_height_mm"]) == text
    assert press.run(["explain", "pages.0.looks.mine.style.row_height_mm"]) == text
    assert press.run(["explain", "row_height_mm"]) == text


@pytest.mark.parametrize("key, parts", [
    ("style", ["style.dpi ", "style.margins_mm.left", "style.box_padding_mm.y"]),
    ("pages", ["pages.count ", "pages.caps.segmentation", "pages.artifacts.paired", "pages.jpeg.chroma"]),
    ("pages.demo.caps", ["pages.caps.detection"]), ("source", ["source.kind", "source.exclude"]),
    ("presets.mine.folds", ["straight folds", "presets.NAME.folds.count"]),
    ("presets.mine.folds.strength", ["mild, moderate, severe, any"]), ("presets.mine.folds.count", ["0 to "]),
    ("layouts.0.rows", ["from left to right"]), ("release.formats", ["folder, yolo-seg"]), ("pages.0.count", ["8 : 1 : 1", "required"]),
    ("count", ["pages.count ", "presets.NAME.folds.count "]),
])
def test_explain_answers(key, parts):
    text = press.run(["explain", key])
    for part in parts:
        assert part in text, text


@pytest.mark.parametrize("key, nearest", [("style.row_hight_mm", "style.row_height_mm"), ("sede", "seed"), ("pages.demo.cuont", "pages.count"),
                                          ("relase.formats", "release.formats"), ("row_hight_mm", "style.row_height_mm")])
def test_explain_names_the_nearest_key(key, nearest):
    assert f'Did you mean "{nearest}"?' in press.run(["explain", key], code=CONFIGURATION)


def test_explain_without_a_key_lists_the_blocks():
    text = press.run(["explain"])
    assert [line.split()[0] for line in text.splitlines()] == [
        "seed", "source", "header", "typeface", "artifacts", "layouts", "style", "pages", "shard", "labels", "truth", "release",
        "oracle", "presets"]


def test_every_key_of_the_tables_can_be_explained():
    rows = [line.split("`")[1] for line in reference.PAGE.read_text().splitlines() if line.startswith("| `") and line.count("|") > 4]
    assert len(rows) > 200
    for path in rows[::7]:
        assert press.run(["explain", path]).startswith(path + "\n"), path


@pytest.mark.parametrize("kind, names", [
    ("looks", ["framework", "export", "orange"]), ("presets", ["clean", "phone-photo", "thermal-faded"]),
    ("artifacts", ["misfeed", "jpeg_again"]), ("layouts", ["3x1", "4x2+4R", "12x1"]), ("formats", ["folder", "wfdb"]),
    ("sources", ["ptb-xl", "simulated"])])
def test_list_has_an_entry_per_name(kind, names):
    lines = press.run(["list", kind]).splitlines()
    entries = [line for line in lines if not line.startswith(" ")]
    found = [line.split()[0] for line in entries]
    assert set(names) <= set(found) and len(set(found)) == len(found)
    starts = {len(line) - len(line[len(line.split()[0]):].lstrip()) for line in entries}
    starts |= {len(line) - len(line.lstrip()) for line in lines if line.startswith(" ")}
    assert len(starts) == 1, "summaries are aligned"


def test_list_rejects_another_kind():
    assert "looks" in press.run(["list", "styles"], code=CONFIGURATION)
