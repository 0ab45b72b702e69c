#!/usr/bin/env bash
# offline.sh ECGPRESS.tar.xz: without a network and without the system's typefaces, builds the program from the source tarball, and
# the Python package with pip; both must make the same page.
set -euo pipefail
tarball=$(readlink -f "$1")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
tar -C "$place" -xf "$tarball"
# shellcheck disable=SC2016 # the inner shell expands
unshare --map-root-user --net --mount sh -euc '
    ip link set lo up # mpicc looks for a network interface
    mount -t tmpfs none /usr/share/fonts
    cd "$0"/ecgpress-*
    cmake --preset package -Wno-dev --log-level=WARNING >/dev/null
    cmake --build --preset package --target ecgpress -j "$(nproc)" | tail -1
    cmake --install build/package --component program --prefix "$0/tree" >/dev/null
    "$0/tree/bin/ecgpress" --version
    "$0/tree/bin/ecgpress" run --quiet --config demo.yaml --set pages.plain.count=4 --out "$0/demo"
    /usr/bin/python3 -m pip install --quiet --no-build-isolation --no-deps --no-index --root-user-action=ignore --target "$0/site" .
    cd "$0"
    PYTHONPATH=site /usr/bin/python3 - "$0" <<PYTHON
import pathlib, sys
import ecgpress

folder = pathlib.Path(sys.argv[1])
assert pathlib.Path(ecgpress.__file__).is_relative_to(folder / "site"), ecgpress.__file__
[stored] = (folder / "demo/release/detection-dataset/images").glob("1_*.jpg")
page = ecgpress.Press(str(folder / "tree/share/ecgpress/config/demo.yaml"), {"pages.plain.count": 4})[1]
assert page.jpeg == stored.read_bytes(), "the Python package makes another page than the program"
print("pip:", ecgpress.__version__, ecgpress.__file__)
PYTHON
' "$place"
echo "offline: the tarball builds, and pip installs"
