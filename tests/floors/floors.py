#!/usr/bin/env python3
"""Checks the rules of docs/architecture.md and CONTRIBUTING.md that a script can check.

    floors.py [--self-test | PROJECT]

Each rule is a function in RULES. --self-test violates each of them in a small temporary tree.
"""
import fnmatch
import re
import sys
from pathlib import Path
from typing import NamedTuple

import cpp_text

# The rooms that each room may include besides itself. Lower layers come first: a room may include
# only rooms that precede it here. The CMake lists and docs/architecture.md must agree with this table.
ROOMS = {
    "core": [],
    "core/tables": ["core"],
    "core/program": ["core"],
    "core/h5": ["core"],
    "codec": ["core"],
    "signal": ["core", "core/tables", "core/program"],
    "signal/files": ["core", "signal"],
    "signal/wfdb": ["core", "core/tables", "signal", "signal/files"],
    "signal/hdf5": ["core", "core/tables", "core/h5", "codec", "signal", "signal/files"],
    "signal/dicom": ["core", "signal", "signal/files"],
    "signal/aecg": ["core", "signal", "signal/files"],
    "signal/ptbxl": ["core", "core/tables", "core/program", "signal", "signal/wfdb"],
    "signal/simulated": ["core", "signal", "signal/ptbxl"],
    "signal/sources": [
        "core", "core/program", "codec", "signal", "signal/wfdb", "signal/hdf5", "signal/dicom", "signal/aecg",
        "signal/ptbxl", "signal/simulated",
    ],
    "parallel": ["core"],
    "page": ["core", "signal"],
    "page/truth": ["core", "signal", "page"],
    "render/draw": ["core", "codec", "page", "page/truth"],
    "render/catalogue": ["core"],
    "render/filters": ["core", "render/draw"],
    "render/scene": ["core", "codec", "page", "page/truth", "render/draw", "render/filters"],
    "render/artifacts": ["core", "signal", "render/draw", "render/catalogue", "render/filters", "render/scene"],
    "dataset/h5": ["core", "core/h5"],
    "dataset/shard": ["core", "codec", "signal", "page", "page/truth", "dataset/h5"],
    "dataset/release": ["core", "core/tables", "core/program", "codec", "signal", "dataset/shard"],
    "dataset/cards": ["core", "codec", "signal", "dataset/shard", "dataset/release"],
    "dataset/formats": ["core", "codec", "signal", "page", "dataset/h5", "dataset/shard", "dataset/release"],
    "pipeline/keys": ["core", "core/program", "codec", "signal", "page"],
    "pipeline/config": [
        "core", "codec", "signal", "signal/sources", "page", "render/catalogue",
        "render/artifacts", "dataset/shard", "dataset/release", "dataset/formats",
        "pipeline/keys",
    ],
    "pipeline/reference": [
        "core", "core/program", "signal/sources", "page", "render/artifacts", "dataset/shard", "dataset/formats",
        "pipeline/keys", "pipeline/config",
    ],
    "pipeline/plan": ["core", "signal", "page", "pipeline/keys", "pipeline/config"],
    "pipeline/checks": ["core", "codec", "page", "page/truth", "dataset/shard"],
    "pipeline/press": [
        "core", "codec", "signal", "signal/sources", "page", "page/truth", "render/draw", "render/scene",
        "render/artifacts", "dataset/shard", "pipeline/config", "pipeline/plan",
        "pipeline/checks",
    ],
    "pipeline/run": [
        "core", "core/program", "codec", "signal", "signal/simulated", "signal/sources", "parallel",
        "dataset/shard", "dataset/release", "dataset/formats", "pipeline/config", "pipeline/plan",
        "pipeline/press",
    ],
    "pipeline/merge": [
        "core", "core/program", "codec", "signal/sources", "parallel", "dataset/shard", "dataset/release",
        "dataset/cards", "dataset/formats", "pipeline/config", "pipeline/press", "pipeline/run",
    ],
    "pipeline/expected": [
        "core", "codec", "parallel", "dataset/shard", "dataset/release", "dataset/cards", "dataset/formats",
        "pipeline/config", "pipeline/checks", "pipeline/run", "pipeline/merge",
    ],
    "pipeline/rules": [
        "core", "codec", "signal", "page", "page/truth", "dataset/h5", "dataset/shard", "dataset/release", "dataset/formats", "pipeline/checks",
    ],
    "pipeline/compare": [
        "core", "codec", "signal", "page", "dataset/h5", "dataset/shard", "dataset/release", "dataset/cards", "dataset/formats",
        "pipeline/config", "pipeline/plan", "pipeline/checks", "pipeline/rules",
    ],
    "pipeline/verify": [
        "core", "core/program", "codec", "parallel", "dataset/shard", "dataset/release", "dataset/formats",
        "pipeline/config", "pipeline/checks", "pipeline/run", "pipeline/expected", "pipeline/rules",
        "pipeline/compare",
    ],
    "pipeline/repair": [
        "core", "core/program", "codec", "parallel", "dataset/shard", "dataset/release", "dataset/formats",
        "pipeline/config", "pipeline/press", "pipeline/run", "pipeline/merge", "pipeline/verify",
    ],
    "pipeline/advice": [
        "core", "core/program", "signal", "parallel", "page", "dataset/shard", "dataset/release",
        "dataset/formats", "pipeline/keys", "pipeline/config", "pipeline/plan", "pipeline/press",
        "pipeline/run", "pipeline/merge", "pipeline/rules",
    ],
    "views": [
        "core", "codec", "signal", "page", "page/truth", "render/draw", "dataset/shard", "dataset/release",
        "dataset/formats", "pipeline/config", "pipeline/plan", "pipeline/press", "pipeline/run",
        "pipeline/checks",
    ],
    "apps": [
        "core", "core/program", "parallel", "render/draw", "pipeline/config",
        "pipeline/reference", "pipeline/plan", "pipeline/press", "pipeline/run", "pipeline/merge", "pipeline/verify",
        "pipeline/repair", "pipeline/advice", "views",
    ],
    "python": [
        "core", "signal", "signal/sources", "page", "render/draw", "render/scene", "pipeline/config", "pipeline/plan", "pipeline/press",
    ],
}
OUTSIDE = ("apps", "python")  # rooms that are not in src and have no ecgpress_room


class Library(NamedTuple):
    includes: str  # pattern of the text after #include
    places: list


LIBRARIES = {
    "spdlog": Library(r"<spdlog/", ["src/core/log.*"]),
    "Random123": Library(r"<Random123/", ["src/core/random.*"]),
    "OpenSSL": Library(r"<openssl/", ["src/core/digest.cpp"]),
    "MPI": Library(r"<mpi\.h>", ["src/parallel/communicator.cpp"]),
    "OpenCV": Library(r"<opencv2/", ["src/render/draw/*", "src/render/scene/*", "src/render/artifacts/*"]),
    "FreeType": Library(r"<ft2build\.h>|<freetype/|FT_\w+_H$", ["src/render/draw/typeface.cpp"]),
    "libjpeg-turbo": Library(r"<(turbojpeg|jpeglib)\.h>", ["src/codec/*", "src/render/draw/mcu_encoder.cpp"]),
    "libspng": Library(r"<spng\.h>", ["src/codec/*"]),
    "libdeflate": Library(r"<libdeflate\.h>", ["src/codec/*"]),
    "libzstd": Library(r"<zstd(_errors)?\.h>", ["src/codec/zstd.cpp"]),
    "libarchive": Library(r"<archive(_entry)?\.h>", ["src/codec/tar*.cpp"]),
    "HDF5": Library(r"<hdf5", ["src/core/h5/*.cpp", "src/dataset/h5/*.cpp", "src/signal/hdf5/hdf5_*.cpp"]),
    "libFLAC": Library(r"<FLAC/", ["src/signal/wfdb/wfdb_flac.cpp"]),
    "pugixml": Library(r"<pugixml", ["src/signal/aecg/aecg_document.cpp"]),
    "nlohmann-json": Library(r"<nlohmann/", ["src/codec/json.cpp"]),
    "yaml-cpp": Library(r"<yaml-cpp/", ["src/pipeline/keys/yaml_reader.cpp"]),
    "CLI11": Library(r"<CLI/", ["apps/*"]),
    "pybind11": Library(r"<pybind11/", ["python/module/*"]),
}
# Headers of the standard library have no suffix. Those below belong to the operating system.
STANDARD = re.compile(r"<[a-z_]+>$")
POSIX = re.compile(r"<(dlfcn|fcntl|malloc|sched|unistd|sys/\w+)\.h>$")

MOST_FILE_LINES = 400  # 150 to 300 are recommended
MOST_FUNCTION_LINES = 60
MOST_ROOM_FILES = 40
MOST_ROOM_SHARE = 0.1
LEAST_ROOM_LINES = 1000  # smaller rooms may have any share
MOST_COLUMNS = 100
EMPTY_NAMES = {"manager", "helper", "util", "handler", "misc"}
UNFINISHED = re.compile(r"\b(" + "TO" + "DO|" + "FIX" + "ME)\\b")


class Source(NamedTuple):
    path: str  # relative to the project's root, with /
    text: str

    def room(self):
        """The folder below src; `apps` for the program, `python` for the Python module."""
        folder = Path(self.path).parent.as_posix()
        return folder[4:] if folder.startswith("src/") else folder.split("/")[0]

    def unit(self):
        """The unit that a header and its source file form: "dataset/shard/sample"."""
        return self.path[len("src/") :].rsplit(".", 1)[0]

    def is_header(self):
        return self.path.endswith(".hpp")


class Project:
    def __init__(self, root):
        self.root = root
        self.program = self._sources("src", *OUTSIDE)  # subject to the table
        self.measured = self.program + self._sources("bench")  # subject to size limits
        self.all = self.measured + self._sources("tests")

    def _sources(self, *folders):
        paths = [p for f in folders for p in (self.root / f).rglob("*.[ch]pp")]
        return [Source(p.relative_to(self.root).as_posix(), p.read_text()) for p in sorted(paths)]

    def read(self, path):
        file = self.root / path
        return file.read_text() if file.is_file() else ""

    def has(self, path):
        return (self.root / path).is_file()


def numbered(text):
    return enumerate(text.split("\n"), start=1)


def includes(source):
    """(line, text after #include)"""
    for line, text in numbered(cpp_text.without_comments(source.text)):
        match = re.match(r"\s*#\s*include(?:_next)?\s*(.*?)\s*$", text)
        if match:
            yield line, match[1]


def rule_rooms(project):
    """A room includes only itself and the rooms that the table allows."""
    for source in project.program:
        room = source.room()
        if room not in ROOMS:
            yield f"{source.path}:1: room `{room}` is not in the table"
            continue
        for line, what in includes(source):
            if not what.startswith('"'):
                continue
            target = what.strip('"')
            other = Path(target).parent.as_posix() if "/" in target else room
            local = f"{Path(source.path).parent.as_posix()}/{target}"
            if "/" not in target and room in OUTSIDE and project.has(local):
                continue
            if "/" not in target or not project.has("src/" + target):
                yield f"{source.path}:{line}: {what} is no header of a room (write room/file.hpp)"
            elif other != room and other not in ROOMS[room]:
                yield f"{source.path}:{line}: {room} may not see {other}: {what}"


def rule_order(project):
    """In the table, a room includes only rooms that precede it, so there are no cycles between rooms."""
    before = set()
    for room, may_see in ROOMS.items():
        for other in sorted(set(may_see) - before):
            yield f"tests/floors/floors.py:1: {room} may include {other}, which does not precede it"
        before.add(room)


def circles(graph):
    """Groups of nodes that reach each other: Tarjan's strongly connected components."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            group = [stack.pop()]
            while group[-1] != node:
                group.append(stack.pop())
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def rule_circles(project):
    """No two units include each other, neither directly nor through others."""
    graph = {}
    for source in project.program:
        if source.path.startswith("src/"):
            others = {w.strip('"').rsplit(".", 1)[0] for _, w in includes(source) if w[0] == '"'}
            graph.setdefault(source.unit(), set()).update(others - {source.unit()})
    for group in circles(graph):
        yield f"src/{group[0]}.hpp:1: includes itself through {', '.join(group[1:])}"


def rule_own_header(project):
    """Each source file of a room has a header of the same name; artifacts share the header of the list."""
    for source in project.program:
        own = source.path[: -len("cpp")] + "hpp"
        shared = source.room() in ("apps", "render/artifacts")
        if source.path.endswith(".cpp") and not shared and not project.has(own):
            yield f"{source.path}:1: has no {own}"


def rule_room_size(project):
    """No room has more than a tenth of the lines, or more than 40 files (except artifacts)."""
    rooms = {}
    for source in project.program:
        rooms.setdefault(source.room(), []).append(len(source.text.splitlines()))
    total = sum(map(sum, rooms.values()))
    for room, lines in rooms.items():
        if len(lines) > MOST_ROOM_FILES and room != "render/artifacts":
            yield f"src/{room}:1: {len(lines)} files, at most {MOST_ROOM_FILES}"
        if sum(lines) > max(MOST_ROOM_SHARE * total, LEAST_ROOM_LINES):
            yield f"src/{room}:1: {sum(lines)} of {total} lines, at most {MOST_ROOM_SHARE:.0%}"


def rule_libraries(project):
    """Third-party libraries are included only in the allowed files."""
    for source in project.program:
        for line, what in includes(source):
            if what.startswith('"') or STANDARD.match(what) or POSIX.match(what):
                continue
            name = next((n for n, lib in LIBRARIES.items() if re.match(lib.includes, what)), None)
            if name is None:
                yield f"{source.path}:{line}: {what} belongs to no library of the table"
            elif not any(fnmatch.fnmatch(source.path, place) for place in LIBRARIES[name].places):
                places = ", ".join(LIBRARIES[name].places)
                yield f"{source.path}:{line}: {name} may be seen only in {places}: {what}"


def rule_only_headers(project):
    """Nothing but headers is included."""
    for source in project.all:
        for line, what in includes(source):
            if re.search(r"\.(cpp|cc|c)[\">]$", what):
                yield f"{source.path}:{line}: {what} is no header"


def rooms_of_cmake(project, room):
    """The rooms that a CMakeLists.txt lists, or None if there is no such file."""
    if room in OUTSIDE:
        text = project.read(f"{room}/CMakeLists.txt")
        named = re.findall(r"\becgpress_(\w+)", re.sub(r"#.*", "", text))
        return [room for room in ROOMS if room.replace("/", "_") in named] if text else None
    text = re.sub(r"#.*", "", project.read(f"src/{room}/CMakeLists.txt"))
    call = re.search(rf"ecgpress_room\(\s*{room}\s(.*?)\)", text, re.DOTALL)
    if not call:
        return None
    rooms = re.search(r"\bROOMS\b(.*?)(\bFOREIGN\b|\bSOURCES\b|$)", call[1], re.DOTALL)
    return rooms[1].split() if rooms else []


def rule_cmake(project):
    """The CMake lists agree with the table."""
    for room, may_see in ROOMS.items():
        named = rooms_of_cmake(project, room)
        place = f"{room if room in OUTSIDE else 'src/' + room}/CMakeLists.txt:1"
        if named is None:
            yield f"{place}: has no ecgpress_room({room} ...)"
        elif sorted(named) != sorted(may_see):
            yield f"{place}: names {sorted(named)}, the table {sorted(may_see)}"
    sources = {source.room() for source in project.program if source.path.startswith("src/")}
    lists = (path.parent for path in (project.root / "src").rglob("CMakeLists.txt"))
    lists = {path.relative_to(project.root / "src").as_posix() for path in lists} - {"."}
    for room in sorted((sources | lists) - ROOMS.keys()):
        yield f"src/{room}:1: this room is not in the table"


def table_of(text, heading):
    """Rows of the Markdown table whose first header cell is `heading`, as lists of cells."""
    rows, inside = [], False
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == heading:
            inside = True
        elif inside and not set(cells[0]) <= set("-: "):
            rows.append(cells)
    return rows


def rule_documents(project):
    """The tables of docs/architecture.md agree with those of this script."""
    place = "docs/architecture.md"
    text = project.read(place)
    rooms = {row[0]: sorted(re.findall(r"[\w/]+", row[1])) for row in table_of(text, "room")}
    if rooms != {room: sorted(may_see) for room, may_see in ROOMS.items()}:
        yield f"{place}:1: the table of rooms differs: {rooms}"
    places = {row[0]: re.findall(r"`([^`]+)`", row[1]) for row in table_of(text, "library")}
    if places != {name: library.places for name, library in LIBRARIES.items()}:
        yield f"{place}:1: the table of libraries differs: {places}"


def rule_file_length(project):
    for source in project.measured:
        count = len(source.text.splitlines())
        if count > MOST_FILE_LINES:
            yield f"{source.path}:{count}: {count} lines, at most {MOST_FILE_LINES}"


def rule_function_length(project):
    for source in project.measured:
        for first, last, head in cpp_text.functions(source.text):
            count = last - first + 1
            if count > MOST_FUNCTION_LINES:
                limit = f"at most {MOST_FUNCTION_LINES}"
                yield f"{source.path}:{first}: {count} lines, {limit}: {head[:60]}"


def rule_names(project):
    """No file and no identifier of this project contains a meaningless word."""
    for source in project.all:
        for word in EMPTY_NAMES.intersection(cpp_text.words(Path(source.path).stem)):
            yield f"{source.path}:1: `{word}` in the file's name says nothing"
        for line, text in numbered(cpp_text.code_only(source.text)):
            for name in re.findall(r"(?<!::)\b[A-Za-z_]\w*", text):  # a name after :: can belong to a library
                if EMPTY_NAMES.intersection(cpp_text.words(name)):
                    yield f"{source.path}:{line}: the name `{name}` says nothing"


def rule_headers(project):
    """A header starts with a comment on its purpose, and has #pragma once."""
    for source in project.all:
        if not source.is_header():
            continue
        if not source.text.startswith("//"):
            yield f"{source.path}:1: does not open with a sentence on what it is for"
        if not re.search(r"^#pragma once$", cpp_text.without_comments(source.text), re.M):
            yield f"{source.path}:1: has no #pragma once"


def rule_columns(project):
    for source in project.all:
        for line, text in numbered(source.text):
            if len(text) > MOST_COLUMNS:
                yield f"{source.path}:{line}: {len(text)} columns, at most {MOST_COLUMNS}"


def rule_finished(project):
    for source in project.all:
        for line, text in numbered(source.text):
            if UNFINISHED.search(text):
                yield f"{source.path}:{line}: unfinished: {text.strip()[:60]}"


RULES = {name[5:]: rule for name, rule in list(globals().items()) if name.startswith("rule_")}


def violations(root):
    """{rule: violations} of the rules that are violated."""
    project = Project(Path(root))
    found = {name: list(rule(project)) for name, rule in RULES.items()}
    return {name: lines for name, lines in found.items() if lines}


def main(arguments):
    if arguments == ["--self-test"]:
        import self_test

        return self_test.run()
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    project = Project(root)
    if not project.program:
        print(f"floors: {root} has no sources", file=sys.stderr)
        return 1
    found = violations(root)
    for name, lines in found.items():
        for line in lines:
            print(f"{line}  [{name}]")
    count = sum(len(lines) for lines in found.values())
    print(f"floors: {len(project.all)} files, {len(RULES)} rules, {count} violations")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
