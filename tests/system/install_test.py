"""An installed tree, moved to another place: program, configurations, typefaces, scripts for Slurm, the Python package, CMake."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import press
import pytest

SOURCE = Path(__file__).resolve().parents[2]
SMALL = ["--set", "pages.plain.count=4", "--set", "pages.rhythm.count=2", "--set", "pages.small.count=2"]


def run(line, code=0, cwd=None, **environment):
    own = {name: value for name, value in os.environ.items() if name not in ("ECGPRESS_PROGRAM", "PYTHONPATH")}
    done = subprocess.run([*map(str, line)], capture_output=True, text=True, timeout=240, cwd=cwd, env={**own, **environment})
    assert done.returncode == code, f"{line}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def tree(once, request):
    """An installation, moved after it was made. Its path has a space."""
    def make(folder):
        build = SOURCE / request.config.getoption("--build")
        run(["cmake", "--install", build, "--prefix", folder / "first"])
        (folder / "first").rename(folder / "other place")

    return once("installed", make) / "other place"


@pytest.fixture(scope="module")
def demo(tree, once):
    """The demo's configuration by its name, from another folder."""
    return once("installed-demo", lambda folder: run([tree / "bin" / "ecgpress", "run", "--config", "demo.yaml", "--out", "demo",
                                                      *SMALL], cwd=folder)) / "demo"


def test_moved_program_makes_the_same_release(demo, tmp_path):
    press.run(["run", "--config", SOURCE / "config" / "demo.yaml", "--out", tmp_path / "demo", *SMALL])
    press.assert_same_tree(demo / "release", tmp_path / "demo" / "release", "installed and built program")


def test_a_file_here_comes_before_an_installed_one(tree, tmp_path):
    (tmp_path / "demo.yaml").write_text("seed: none\n")
    program = tree / "bin" / "ecgpress"
    assert "demo.yaml:1" in run([program, "plan", "--config", "demo.yaml"], code=2, cwd=tmp_path)
    for name in ("none.yaml", "./paper.yaml", "config/paper.yaml", ""):
        assert run([program, "plan", "--config", name], code=2, cwd=tmp_path)
    # A program that is not installed knows no names.
    assert "does not exist" in run([press.PROGRAM, "plan", "--config", "paper.yaml"], code=2, cwd=tmp_path)


def test_installed_files(tree):
    files = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if not path.is_dir()}
    for path in (SOURCE / "config").glob("*.yaml"):
        assert f"share/ecgpress/config/{path.name}" in files
    for path in (SOURCE / "slurm").iterdir():
        assert f"share/ecgpress/slurm/{path.name}" in files
        assert os.access(path, os.X_OK) == os.access(tree / "share/ecgpress/slurm" / path.name, os.X_OK)
    assert {"bin/ecgpress", "bin/ecgpress-submit", "share/doc/ecgpress/LICENSE"} <= files
    for path, argument in {"share/man/man1/ecgpress.1": ["help", "--man"], "share/zsh/site-functions/_ecgpress": ["completion", "zsh"],
                           "share/bash-completion/completions/ecgpress": ["completion", "bash"],
                           "share/fish/vendor_completions.d/ecgpress.fish": ["completion", "fish"]}.items():
        assert (tree / path).read_text() == run([tree / "bin/ecgpress", *argument])
    page = (tree / "share/man/man1/ecgpress-submit.1").read_text().replace("\\-", "-")
    for option in re.findall(r"^  (--\S+)", run([tree / "bin/ecgpress-submit", "--help"]), re.M):
        assert option in page
    text = (tree / "bin/ecgpress").read_bytes()
    assert press.IS_SANITIZED or str(SOURCE).encode() not in text, "the program contains a path of this checkout"
    assert b"RUNPATH" not in subprocess.run(["readelf", "-d", tree / "bin/ecgpress"], capture_output=True, check=True).stdout


def test_program_alone(tmp_path, request):
    build = SOURCE / request.config.getoption("--build")
    run(["cmake", "--install", build, "--prefix", tmp_path / "tree", "--component", "program"])
    assert (tmp_path / "tree/share/ecgpress/config/demo.yaml").exists() and not list(tmp_path.rglob("*.py"))
    assert re.match(r"ecgpress \d+\.\d+\.\d+\n", run([tmp_path / "tree/bin/ecgpress", "--version"]))


def require_typefaces_in_the_program():
    if re.search(r"^typefaces: +none$", press.run(["--version"]), re.M):
        pytest.skip("built with ECGPRESS_EMBED_FONTS=OFF")


def test_no_typefaces_of_the_system_are_needed(tree, tmp_path):
    """Where there are none, pages in every typeface have the same bytes."""
    require_typefaces_in_the_program()
    hide = ["unshare", "--map-root-user", "--mount", "sh", "-c",
            'for i in /usr/share/fonts /usr/local/share; do mount -t tmpfs none $i; done; exec "$@"', "sh"]
    if subprocess.run([*hide, "true"], capture_output=True).returncode:
        pytest.skip("cannot hide the system's typefaces: needs mount namespaces")
    assert not run([*hide, "find", "/usr/share/fonts", "-type", "f"])
    faces = ["sans", "serif", "mono", "script", "bold", "dots", "hand"]
    config = {"source": {"kind": "simulated", "records": 8}, "shard": {"pages": 4}, "pages": [
        {"name": face, "layouts": "3x4", "count": {"train": 1}, "datasets": ["detection"], "style": {"face": face, "dpi": 100}}
        for face in faces]}
    (tmp_path / "faces.yaml").write_text(json.dumps(config))
    make = [tree / "bin/ecgpress", "run", "--config", tmp_path / "faces.yaml", "--out"]
    run([*make, tmp_path / "with"])
    run([*hide, *make, tmp_path / "without"])
    for part in ("shards", "release"):
        press.assert_same_tree(tmp_path / "with" / part, tmp_path / "without" / part, "runs with and without the system's typefaces")
    identity = json.loads((tmp_path / "without" / "run.json").read_text())
    assert identity["typefaces_from"] == ["program"] * len(faces) and len(set(identity["typefaces_sha256"])) == len(faces)
    licences = {path.name: path.read_text() for path in (tree / "share/doc/ecgpress/fonts").iterdir()}
    for package, word in {"dejavu-core": "bitstream-vera", "kristi": "OFL-1.1", "glasstty": "Unlicense", "breip": "OFL-1.0"}.items():
        assert f"License: {word}" in licences[f"fonts-{package}.copyright"]


def test_a_configured_typeface_replaces_the_programs(tree, demo, tmp_path):
    """The fingerprint has its digest: the program's own font from a file is the same, another one is not."""
    require_typefaces_in_the_program()
    here = Path("/usr/share/fonts/truetype/dejavu")
    if not (here / "DejaVuSans.ttf").exists():
        pytest.skip("DejaVu is not installed here")
    identities = {"none": json.loads((demo / "run.json").read_text())}
    for name, path in {"same": here / "DejaVuSans.ttf", "other": here / "DejaVuSerif.ttf"}.items():
        run([tree / "bin/ecgpress", "run", "--config", "demo.yaml", *SMALL, "--set", f"typeface.path={path}", "--out", tmp_path / name])
        identities[name] = json.loads((tmp_path / name / "run.json").read_text())
        assert identities[name]["typefaces_from"][0] == str(path)
    assert identities["none"]["typefaces_from"][0] == "program"
    found = {name: identity["fingerprint"] for name, identity in identities.items()}
    assert found["none"] == found["same"] != found["other"]


def test_submit_finds_program_and_scripts(tree, tmp_path):
    """Also through a link on PATH, and where there is no Slurm."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "submit-here").symlink_to(tree / "bin" / "ecgpress-submit")
    tools = [shutil.which(name) for name in ("bash", "dirname", "basename", "readlink", "cat", "grep", "paste", "sort")]
    for tool in tools:
        (tmp_path / "bin" / Path(tool).name).symlink_to(tool)
    for number, name in enumerate(("submit-here", tree / "bin" / "ecgpress-submit")):
        out = tmp_path / f"run-{number}"
        text = run([tmp_path / "bin" / "bash", tmp_path / "bin" / name, "--config", "demo.yaml", "--out", out, "--array", "2",
                    "--dry-run", "--ntasks", "4"], PATH=str(tmp_path / "bin"))
        assert f"{tree}/share/ecgpress/slurm/generate.sbatch" in text and f"{tree}/share/ecgpress/slurm/merge.sbatch" in text
        assert f"{tree}/bin/ecgpress status {out}" in text and "--ntasks 4" in text
    text = run([tree / "bin" / "ecgpress-submit", "--config", "demo.yaml", "--out", tmp_path / "none"], code=2,
               PATH=str(tmp_path / "bin"))
    assert "sbatch not found" in text and not (tmp_path / "none").exists()
    assert "usage: ecgpress-submit" in run([tree / "bin" / "ecgpress-submit", "--help"])
    assert "usage: slurm/submit" in run([SOURCE / "slurm" / "submit", "--help"])


def test_installed_package(tree, demo, tmp_path):
    if "ECGPRESS_PYTHON_PATH" not in os.environ:
        pytest.skip("the Python module is not built")
    [package] = tree.glob("lib/python3*/dist-packages")
    code = ("import sys, pathlib, ecgpress\n"
            "assert pathlib.Path(ecgpress.__file__).is_relative_to(sys.argv[1]), ecgpress.__file__\n"
            "press = ecgpress.Press('demo.yaml', {'pages.plain.count': 4, 'pages.rhythm.count': 2, 'pages.small.count': 2})\n"
            "pathlib.Path('page.jpg').write_bytes(press[1].jpeg)\n")
    run([sys.executable, "-c", code, tree], cwd=tmp_path, PYTHONPATH=str(package))
    [stored] = (demo / "release" / "detection-dataset" / "images").glob("1_*.jpg")
    assert stored.read_bytes() == (tmp_path / "page.jpg").read_bytes()


def test_module_file(tree):
    """For Environment Modules: the variables that the module sets name the moved tree."""
    modulecmd = next((path for path in Path("/usr/lib").glob("**/modulecmd.tcl") if "lmod" not in str(path)), None)
    if modulecmd is None:
        pytest.skip("environment-modules is not installed")
    text = run(["tclsh", modulecmd, "python", "load", "ecgpress"], MODULEPATH=str(tree / "share/ecgpress/modulefiles"),
               PATH="/usr/bin:/bin", MANPATH="", CMAKE_PREFIX_PATH="")
    set_to = dict(re.findall(r"os.environ\['(\w+)'\] = '(.*)'", text))
    assert set_to["PATH"].split(":")[0] == f"{tree}/bin" and (tree / "bin/ecgpress").exists()
    assert set_to["MANPATH"].split(":")[0] == f"{tree}/share/man" and set_to["CMAKE_PREFIX_PATH"].split(":")[0] == str(tree)
    assert re.fullmatch(r"ecgpress/\d+\.\d+\.\d+", set_to["LOADEDMODULES"])
    if "ECGPRESS_PYTHON_PATH" in os.environ:
        assert (Path(set_to["PYTHONPATH"].split(":")[0]) / "ecgpress" / "__init__.py").exists()


def test_cmake_finds_the_program(tree, tmp_path):
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(user NONE)\nfind_package(ecgpress REQUIRED)\n"
        "get_target_property(program ecgpress::ecgpress LOCATION)\nmessage(STATUS \"found ${program}\")\n")
    assert f"found {tree}/bin/ecgpress" in run(["cmake", "-S", tmp_path, "-B", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={tree}"])
