"""The recipes in packaging/ for Spack, EasyBuild and conda-forge, and pip's: their syntax, their dependencies, their call of CMake."""

import re
import shlex
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest
import yaml

SOURCE = Path(__file__).resolve().parents[2]
PACKAGING = SOURCE / "packaging"
sys.path.insert(0, str(SOURCE / "tests" / "floors"))
import floors  # noqa: E402

VERSION = re.search(r"^project\(ecgpress VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(), re.M)[1]


class Spec(dict):
    """Spack's concrete package, as far as the recipe asks."""

    def satisfies(self, condition):
        return condition == "+python"


def spack():
    """(dependencies, arguments of CMake) of package.py, read with stand-ins for Spack's directives."""
    named = []

    class When:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return False

    class CMakePackage:
        def __init__(self):
            package = types.SimpleNamespace(purelib="lib/python3.11/site-packages")
            self.spec = Spec(python=types.SimpleNamespace(command=types.SimpleNamespace(path="/usr/bin/python3"), package=package))

        def define(self, name, value):
            return f"-D{name}={value}"

        def define_from_variant(self, name, variant):
            assert variant == "python"
            return f"-D{name}=ON"

    def depends_on(spec, type=None, when=None):
        assert set([type] if isinstance(type, str) else type or []) <= {"build", "link", "run", "test"}, spec
        named.append(re.match(r"[\w-]+", spec)[0])

    nothing = lambda *_, **__: None  # noqa: E731
    api = types.ModuleType("spack.package")
    vars(api).update(CMakePackage=CMakePackage, depends_on=depends_on, version=nothing, variant=nothing, license=nothing, extends=nothing,
                     generator=nothing, when=lambda _: When())
    sys.modules.update({"spack": types.ModuleType("spack"), "spack.package": api})
    try:
        scope = {}
        exec(compile((PACKAGING / "spack/package.py").read_text(), "package.py", "exec"), scope)
        return named, scope["Ecgpress"]().cmake_args()
    finally:
        del sys.modules["spack"], sys.modules["spack.package"]


def easybuild():
    scope = {"SYSTEM": {"name": "system", "version": "system"}}
    [path] = (PACKAGING / "easybuild").glob("*.eb")
    exec(compile(path.read_text(), path.name, "exec"), scope)
    chain = scope["toolchain"]
    assert path.name == f"{scope['name']}-{scope['version']}-{chain['name']}-{chain['version']}.eb"
    assert scope["sources"] == ["%(name)s-%(version)s.tar.xz"]
    named = [entry[0] for entry in scope["builddependencies"] + scope["dependencies"] + scope["osdependencies"]]
    line = scope["configopts"] % {"pyshortver": "3.11"}
    return named + [chain["name"]], shlex.split(line.replace("$EBROOTPYTHON/bin/python", "/usr/bin/python3"))


def conda():
    text = (PACKAGING / "conda/meta.yaml").read_text()
    values = dict(re.findall(r'{% set (\w+) = "(.*?)" %}', text))
    text = re.sub(r"{%.*?%}", "", text)
    text = re.sub(r"{{ (\w+) }}", lambda match: values[match[1]], text)
    recipe = yaml.safe_load(re.sub(r'{{ (\w+)\("(\w+)"\) }}', r"\1_\2", text))
    assert recipe["package"] == {"name": "ecgpress", "version": VERSION} and recipe["about"]["license"] == "Apache-2.0"
    assert (PACKAGING / "conda" / recipe["source"]["path"]).resolve() == SOURCE
    configure = recipe["build"]["script"][0].replace("${CMAKE_ARGS}", "").replace("$PYTHON", "/usr/bin/python3").replace("$PY_VER", "3.11")
    assert configure.startswith("cmake -S . -B build/conda -G Ninja ")
    arguments = [word for word in shlex.split(configure) if word.startswith("-D") and "$PREFIX" not in word]
    return [entry.split()[0] for group in recipe["requirements"].values() for entry in group], arguments


RECIPES = {"spack": spack, "easybuild": easybuild, "conda": conda}
OTHER_NAMES = {"mpi": {"mpi", "foss", "openmpi"}, "random123": {"random123", "librandom123dev"}, "opencv": {"opencv", "libopencv"},
               "libflac": {"flac", "libflac"}, "libzstd": {"zstd"}, "pybind11": {"pybind11", "pypybind11"}}


@pytest.mark.parametrize("name", RECIPES)
def test_recipe_names_every_library(name):
    plain = lambda word: re.sub(r"[^a-z0-9]", "", word.lower())  # noqa: E731
    named = {plain(word) for word in RECIPES[name]()[0]}
    for library in floors.LIBRARIES:
        assert named & OTHER_NAMES.get(plain(library), {plain(library)}), f"{name} has no dependency on {library}"
    assert {"cmake", "python"} <= named and named & {"numpy", "pynumpy", "scipybundle"}


def test_recipes_call_cmake_alike():
    """Spack and EasyBuild add the build type themselves."""
    calls = {name: sorted(set(recipe()[1]) - {"-DCMAKE_BUILD_TYPE=Release"}) for name, recipe in RECIPES.items()}
    assert calls["spack"] == calls["easybuild"] == calls["conda"]


def test_recipes_call_of_cmake(tmp_path, request):
    """The call is made here: no variable is unknown, and they arrive in the cache. What the build has found is not searched again."""
    build = SOURCE / request.config.getoption("--build")
    (tmp_path / "CMakeCache.txt").write_text((build / "CMakeCache.txt").read_text().replace(str(build), str(tmp_path)))
    [compilers] = (build / "CMakeFiles").glob("[0-9]*.[0-9]*")
    shutil.copytree(compilers, tmp_path / "CMakeFiles" / compilers.name)
    arguments = spack()[1]
    done = subprocess.run(["cmake", "-S", SOURCE, "-B", tmp_path, *arguments], capture_output=True, text=True)
    assert done.returncode == 0 and "not used by the project" not in done.stderr, done.stderr
    cache = dict(re.findall(r"^(\w+):\w+=(.*)$", (tmp_path / "CMakeCache.txt").read_text(), re.M))
    for argument in arguments:
        key, value = argument[2:].split("=", 1)
        assert cache[key] == value
    targets = (tmp_path / "build.ninja").read_text()
    assert "python_module" in targets and "ecgpress_bench" not in targets and "golden_test" not in targets


def test_pip_knows_the_package(tmp_path):
    for name in ("pyproject.toml", "setup.py", "CMakeLists.txt", "LICENSE", "docs/python.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(SOURCE / name, tmp_path / name)
    (tmp_path / "made").mkdir()
    code = "import sys; from setuptools import build_meta; print(build_meta.prepare_metadata_for_build_wheel(sys.argv[1]))"
    done = subprocess.run(["/usr/bin/python3", "-c", code, "made"], cwd=tmp_path, capture_output=True, text=True)
    if "No module named 'setuptools'" in done.stderr:
        pytest.skip("python3-setuptools is not installed")
    assert done.returncode == 0, done.stderr
    [metadata] = tmp_path.glob("made/*.dist-info/METADATA")
    facts = dict(re.findall(r"^([\w-]+): (.*)$", metadata.read_text(), re.M))
    assert (facts["Name"], facts["Version"], facts["Requires-Python"]) == ("ecgpress", VERSION, ">=3.9")


def test_community_files():
    citation = yaml.safe_load((SOURCE / "CITATION.cff").read_text())
    assert {"cff-version", "message", "title", "authors", "version", "date-released", "license"} <= citation.keys()
    templates = list((SOURCE / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    for path in templates:
        form = yaml.safe_load(path.read_text())
        if path.name != "config.yml":
            assert form["name"] and form["description"] and all(field["type"] in ("textarea", "input") for field in form["body"])
    assert len(templates) == 3
    for name in ("SECURITY.md", "CODE_OF_CONDUCT.md"):
        for link in re.findall(r"\]\(([^)]+)\)", (SOURCE / name).read_text()):
            assert (SOURCE / link).exists(), f"{name}: {link}"
