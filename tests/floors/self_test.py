"""Tests that each rule of floors.py can fail.

A small tree follows all rules. Then each violation (`harm`) is applied to it and must be reported.
"""
import shutil
import tempfile
from pathlib import Path

import cpp_text
import floors


def _architecture():
    text = "| room | may include |\n|---|---|\n"
    for room, may_see in floors.ROOMS.items():
        text += f"| {room} | {', '.join(may_see) or '–'} |\n"
    text += "\n| library | where it may be seen |\n|---|---|\n"
    for name, library in floors.LIBRARIES.items():
        text += f"| {name} | {', '.join(f'`{place}`' for place in library.places)} |\n"
    return text


def _room(name):
    may_see = " ".join(floors.ROOMS[name])
    sources = f"SOURCES {_header(name).replace('.hpp', '.cpp')}"
    return f"ecgpress_room({name} {sources}{' ROOMS ' + may_see if may_see else ''})\n"


def _header(room):
    """The only header of a room: "dataset/shard/shard.hpp"."""
    return f"{room}/{Path(room).name}.hpp"


_COMMAND_LINE = r"""#include "command.hpp"
#include <CLI/CLI.hpp>
#include <unistd.h>
#include "pipeline/run/run.hpp"
// #include <mpi.h> is none, nor is
/*
#include <hdf5.h>
*/
const char* k_text = "util // {";
const int k_many = 1'000'000;
const char k_brace = '{';
int main() { return json::error_handler_t::replace; }
"""

_HEADER = "// Says what it is for.\n#pragma once\n\nint answer();\n"


def _clean_tree():
    tree = {"docs/architecture.md": _architecture()}
    for room in floors.ROOMS:
        if room in floors.OUTSIDE:
            continue
        tree[f"src/{room}/CMakeLists.txt"] = _room(room)
        own = _header(room)
        tree[f"src/{own}"] = _HEADER
        seen = "".join(f'#include "{_header(other)}"\n' for other in floors.ROOMS[room])
        tree[f"src/{own[:-4]}.cpp"] = f'#include "{own}"\n#include <vector>\n{seen}'
    linked = " ".join("ecgpress_" + room.replace("/", "_") for room in floors.ROOMS["apps"])
    tree["apps/CMakeLists.txt"] = f"target_link_libraries(ecgpress PRIVATE {linked})\n"
    linked = " ".join("ecgpress_" + room.replace("/", "_") for room in floors.ROOMS["python"])
    tree["python/CMakeLists.txt"] = f"target_link_libraries(python_module PRIVATE {linked})\n"
    tree["python/module/module.hpp"] = _HEADER
    tree["python/module/module.cpp"] = '#include "module.hpp"\n#include <pybind11/numpy.h>\n#include "pipeline/press/press.hpp"\n'
    tree["apps/command.hpp"] = _HEADER
    tree["apps/main.cpp"] = _COMMAND_LINE
    tree["src/parallel/communicator.hpp"] = tree["src/render/draw/typeface.hpp"] = _HEADER
    tree["src/parallel/communicator.cpp"] = "#include <mpi.h>\n"
    tree["src/dataset/h5/h5.cpp"] = "#include <hdf5.h>\n"
    tree["src/render/draw/typeface.cpp"] = "#include <ft2build.h>\n#include FT_FREETYPE_H\n"
    tree["tests/some_test.cpp"] = "#include <gtest/gtest.h>\nTEST(A, B) {}\n"
    return tree


def _function(lines):
    body = "    step();\n" * (lines - 2)
    return f"void work() {{\n{body}}}\n"


def _harms():
    """(rule that must fail, path, what is added to the file[, files that are added])

    Each #include that is added to a file for the rule `rooms` must be reported."""
    for room, may_see in floors.ROOMS.items():
        outside = {"apps": "apps/main.cpp", "python": "python/module/module.cpp"}
        file = outside.get(room, f"src/{_header(room)[:-4]}.cpp")
        hidden = [other for other in floors.ROOMS if other not in (room, *floors.OUTSIDE, *may_see)]
        if hidden:
            yield "rooms", file, "".join(f'#include "{_header(other)}"\n' for other in hidden)
        yield "cmake", f"{room if room in outside else f'src/{room}'}/CMakeLists.txt", None
    yield "rooms", "src/core/core.hpp", '#  include "page/page.hpp"\n'
    yield "rooms", "src/core/core.hpp", '#include "not/there.hpp"\n'
    yield "rooms", "src/core/core.cpp", '#include "core.hpp"\n'
    yield "rooms", "src/attic/old.cpp", "int x;\n"
    yield "rooms", "src/lost.cpp", "int x;\n"
    headers = {
        "spdlog": "<spdlog/spdlog.h>",
        "Random123": "<Random123/philox.h>",
        "OpenSSL": "<openssl/evp.h>",
        "MPI": "<mpi.h>",
        "OpenCV": "<opencv2/core.hpp>",
        "FreeType": "FT_OUTLINE_H",
        "libjpeg-turbo": "<turbojpeg.h>",
        "libspng": "<spng.h>",
        "libdeflate": "<libdeflate.h>",
        "libzstd": "<zstd.h>",
        "libarchive": "<archive.h>",
        "HDF5": "<hdf5.h>",
        "libFLAC": "<FLAC/stream_decoder.h>",
        "pugixml": "<pugixml.hpp>",
        "nlohmann-json": "<nlohmann/json.hpp>",
        "yaml-cpp": "<yaml-cpp/yaml.h>",
        "CLI11": "<CLI/CLI.hpp>",
        "pybind11": "<pybind11/pybind11.h>",
    }
    assert headers.keys() == floors.LIBRARIES.keys()
    for what in headers.values():
        yield "libraries", "src/signal/signal.cpp", f"#include {what}\n"
    yield "libraries", "src/parallel/communicator.hpp", _HEADER + "#include <mpi.h>\n"
    yield "libraries", "src/dataset/shard/shard.hpp", "#include <hdf5.h>\n"
    yield "libraries", "src/pipeline/run/run.hpp", "#include <nlohmann/json.hpp>\n"
    yield "libraries", "apps/main.cpp", "#include <nlohmann/json.hpp>\n"
    yield "libraries", "src/core/core.cpp", "#include <boost/any.hpp>\n"
    yield "circles", "src/core/core.hpp", '#include "core/other.hpp"\n', {
        "src/core/other.hpp": _HEADER + '#include "core/third.hpp"\n',
        "src/core/third.cpp": '#include "core/core.hpp"\n',
    }
    yield "own_header", "src/core/alone.cpp", "int x;\n"
    yield "room_size", "src/core/core.cpp", "int x;\n" * (floors.LEAST_ROOM_LINES + 1)
    many = {f"src/core/file_{n}.cpp": "int x;\n" for n in range(floors.MOST_ROOM_FILES)}
    yield "room_size", "src/core/core.cpp", "int x;\n", many
    yield "only_headers", "src/core/core.cpp", '#include "core/core.cpp"\n'
    yield "cmake", "src/page/CMakeLists.txt", "ecgpress_room(page SOURCES page.cpp ROOMS core)\n"
    too_many = "ecgpress_room(page SOURCES page.cpp ROOMS core signal parallel)\n"
    yield "cmake", "src/page/CMakeLists.txt", too_many
    yield "cmake", "src/attic/old.cpp", "int x;\n"
    yield "documents", "docs/architecture.md", "\n| room | sees |\n|---|---|\n| core | signal |\n"
    yield "documents", "docs/architecture.md", "\n| library | in |\n|---|---|\n| MPI | `src/*` |\n"
    yield "documents", "docs/architecture.md", None
    yield "file_length", "src/core/core.cpp", "\n" * floors.MOST_FILE_LINES
    yield "function_length", "src/core/core.cpp", _function(floors.MOST_FUNCTION_LINES + 1)
    inside = f"class Outer : Inner {{\n  public:\n{_function(61)}}};\n"
    yield "function_length", "src/core/core.cpp", inside
    yield "function_length", "src/core/core.cpp", "template <class T = int>\n" + _function(60)
    constructor = "Outer::Outer(int x) : x_{x}, y_(x) " + _function(61)[len("void work() ") :]
    yield "function_length", "bench/main.cpp", f"namespace {{\n{constructor}}}\n"
    for word in sorted(floors.EMPTY_NAMES):
        yield "names", "src/core/core.cpp", f"int page_{word}();\n"
        yield "names", "src/core/core.hpp", f"class Page{word.capitalize()};\n"
        yield "names", f"tests/support/page_{word}.cpp", "int x;\n"
    yield "headers", "src/core/other.hpp", "// For something.\n#include <vector>\n"
    yield "headers", "tests/other.hpp", "#pragma once\n"
    yield "columns", "src/core/core.cpp", "// " + "x" * (floors.MOST_COLUMNS - 2) + "\n"
    yield "finished", "src/core/core.cpp", "// TO" + "DO later\n"
    yield "finished", "tests/some_test.cpp", "// FIX" + "ME\n"


def _write(root, tree):
    for path, text in tree.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


class _Tree:
    """A project on disk that follows every rule. Violations are applied to it and reverted."""

    def __enter__(self):
        self.files = _clean_tree()
        self.root = Path(tempfile.mkdtemp(prefix="ecgpress-floors-"))
        _write(self.root, self.files)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root)

    def violations(self, rule):
        return list(floors.RULES[rule](floors.Project(self.root)))

    def broken_by(self, rule, path, addition, files=None):
        """The reported violations of a rule after a harm is applied."""
        changed = dict(files or {})
        if addition is not None:
            old = "" if path.endswith("CMakeLists.txt") else self.files.get(path, "")
            changed[path] = old + addition
        new = [path for path in changed if path not in self.files]
        _write(self.root, changed)
        if addition is None:
            (self.root / path).unlink()
        try:
            return self.violations(rule)
        finally:
            for other in new:
                self._remove(self.root / other)
            _write(self.root, {p: self.files[p] for p in {path, *changed} if p in self.files})

    def _remove(self, path):
        path.unlink()
        while not any(path.parent.iterdir()):  # a leftover folder would count as a room
            path = path.parent
            path.rmdir()


_SCANNED = """namespace a {
struct B : C {
    int f() const noexcept { return 1; }
    B() : x_{1}, y_(2) {
    }
};
constexpr int k_x[]{1, 2};
const auto k_y = g({1,
2});
enum class E { one };
int h(struct stat s)
{
    auto l = [](int i) {
        return i;
    };
    return l(1); // }
}
}
"""


def scan_problems():
    """Problems of the function scan and the word splitter on difficult input."""
    found = {(first, last) for first, last, _ in cpp_text.functions(_SCANNED)}
    # {1} in the initialiser list is mistaken for a body, which is harmless because it is short.
    expected = {(3, 3), (4, 4), (4, 5), (11, 17)}
    if found != expected:
        yield f"functions are found at {sorted(found)}, not at {sorted(expected)}"
    if cpp_text.words("PageUTILFor_misc2Name") != ["page", "util", "for", "misc", "name"]:
        yield f"words are wrong: {cpp_text.words('PageUTILFor_misc2Name')}"


def _order_is_checked():
    table = dict(floors.ROOMS)
    try:
        floors.ROOMS["core"] = ["views"]
        return any(floors.rule_order(None))
    finally:
        floors.ROOMS.update(table)


def problems(rule):
    """Problems of a rule: it reports the clean tree, or misses a harm."""
    if rule == "order":
        if not _order_is_checked():
            yield "rule order does not see a room that includes one after it"
        return
    harms = [harm for harm in _harms() if harm[0] == rule]
    if not harms:
        yield f"no harm is done to rule {rule}"
    with _Tree() as tree:
        if clean := tree.violations(rule):
            yield f"the clean tree breaks rule {rule}: {clean}"
        for _, path, addition, *files in harms:
            seen = tree.broken_by(rule, path, addition, *files)
            includes = (addition or "").count('#include "') if rule == "rooms" else 1
            if len(seen) < max(1, includes):
                yield f"rule {rule} does not see in {path}: {addition!r}; only {seen}"[:400]


def run():
    found = list(scan_problems())
    for rule in floors.RULES:
        found += problems(rule)
    for problem in found:
        print(problem)
    print(f"floors: {len(list(_harms()))} harms to {len(floors.RULES)} rules, {len(found)} not seen")
    return 1 if found else 0
