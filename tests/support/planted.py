"""Changes files of a release and then all checksums that cover them: what a fault of a program leaves, not of a disk."""

import hashlib
import json

import press


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def rewrite_sums(release):
    """Writes SHA256SUMS, digest.json, and what README.md and croissant.json say of them, to fit the files."""
    lines = [line.split("  ", 1) for line in (release / "SHA256SUMS").read_text().splitlines()]
    before = {path: digest for digest, path in lines}

    def write(paths):
        for line in lines:
            if line[1] in paths:
                line[0] = sha256((release / line[1]).read_bytes())
        (release / "SHA256SUMS").write_text("".join(f"{digest}  {path}\n" for digest, path in lines))

    stating = {"digest.json", "README.md", "croissant.json"}
    write(set(before) - stating)
    old = json.loads((release / "digest.json").read_text())["files_root"]
    new = press.files_root(release)
    croissant = (release / "croissant.json").read_text()
    for digest, path in lines:
        croissant = croissant.replace(before[path], digest)
    (release / "croissant.json").write_text(croissant)
    for path in stating:
        (release / path).write_text((release / path).read_text().replace(old, new))
    write(stating)


def list_again(release, path, others):
    """Puts `path` into SHA256SUMS behind the line that contains `others`; without `others`, removes it."""
    lines = [line for line in (release / "SHA256SUMS").read_text().splitlines(keepends=True) if not line.endswith(f"  {path}\n")]
    if others:
        place = max(i for i, line in enumerate(lines) if others in line)
        lines.insert(place + 1, f"{sha256((release / path).read_bytes())}  {path}\n")
    (release / "SHA256SUMS").write_text("".join(lines))
