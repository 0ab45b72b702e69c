"""The version of the program, and those of its libraries, are the same wherever they are stated."""

import json
import re
import subprocess
import sys
from pathlib import Path

import press
import pytest
import yaml

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "floors"))
import floors  # noqa: E402

VERSION = re.search(r"^project\(ecgpress VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(), re.M)[1]
# The name in pkg-config of each library that has one there.
PKG_CONFIG = {"FreeType": None, "HDF5": "hdf5", "OpenSSL": "libcrypto", "libFLAC": "flac", "libarchive": "libarchive",
              "libdeflate": "libdeflate", "libjpeg-turbo": "libturbojpeg", "libspng": "spng", "libzstd": "libzstd",
              "pugixml": "pugixml", "spdlog": "spdlog", "yaml-cpp": "yaml-cpp", "OpenCV": "opencv4", "CLI11": "CLI11",
              "nlohmann-json": "nlohmann_json"}


@pytest.fixture(scope="module")
def lines():
    """{title: items} of what `ecgpress --version` prints."""
    text = press.run(["--version"])
    assert max(map(len, text.splitlines())) <= 80
    first, rest = text.split("\n", 1)
    assert first == f"ecgpress {VERSION}"
    rest = re.sub(r"\n +", " ", rest.strip())
    return {title: items.strip().split(", ") for title, items in (line.split(":", 1) for line in rest.split("\n"))}


def test_version_names_every_library(lines):
    named = {re.sub(r" [\d.]+\w*$", "", item) for item in lines["built with"]}
    assert named == floors.LIBRARIES.keys() - {"MPI", "pybind11"}  # pybind11 is in the Python module only
    assert re.fullmatch(r"\S.* v?\d[\d.]*\w*", lines["runs with"][0]), lines


def test_versions_are_those_of_the_libraries(lines):
    stated = dict(item.rsplit(" ", 1) for item in lines["built with"] if item != "Random123")  # which states no version
    assert stated.keys() == PKG_CONFIG.keys()
    checked = 0
    for name, package in PKG_CONFIG.items():
        found = subprocess.run(["pkg-config", "--modversion", package or ""], capture_output=True, text=True)
        if found.returncode == 0:
            assert stated[name] == found.stdout.strip(), name
            checked += 1
    assert checked >= 8


def test_typefaces_are_those_of_a_run(lines, tmp_path):
    config = {"source": {"kind": "simulated", "records": 2}, "pages": [{"name": "one", "layouts": "3x1", "count": 1, "datasets": ["detection"]}]}
    (tmp_path / "one.yaml").write_text(json.dumps(config))
    press.run(["plan", "--config", tmp_path / "one.yaml", "--out", tmp_path / "run"])
    place = json.loads((tmp_path / "run" / "run.json").read_text())["typefaces_from"][0]
    assert (place == "program") == ("DejaVu Sans" in lines["typefaces"])


def test_version_is_stated_once_per_file():
    """Files of other programs, which must repeat it."""
    citation = yaml.safe_load((SOURCE / "CITATION.cff").read_text())
    changes = re.findall(r"^## \[(.+?)\](.*)$", (SOURCE / "CHANGELOG.md").read_text(), re.M)
    assert citation["version"] == VERSION
    numbered = [(version, rest) for version, rest in changes if version != "Unreleased"]
    assert numbered[0] == (VERSION, f" - {citation['date-released']}")
    for version, rest in numbered:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version) and re.fullmatch(r" - \d{4}-\d\d-\d\d", rest), (version, rest)
    assert f'version("{VERSION}"' in (SOURCE / "packaging/spack/package.py").read_text()
    assert f'{{% set version = "{VERSION}" %}}' in (SOURCE / "packaging/conda/meta.yaml").read_text()
    [easyconfig] = (SOURCE / "packaging/easybuild").glob("*.eb")
    assert easyconfig.name.startswith(f"ecgpress-{VERSION}-") and f"version = '{VERSION}'" in easyconfig.read_text()
