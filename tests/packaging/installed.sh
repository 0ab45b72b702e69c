#!/usr/bin/env bash
# installed.sh ECGPRESS.deb PYTHON3-ECGPRESS.deb: in a bare Debian, as root: installs both packages, uses them, removes them, and
# fails if a file is left. tests/docker/fresh.sh starts it.
set -euo pipefail
packages=("$(readlink -f "$1")" "$(readlink -f "$2")")
export DEBIAN_FRONTEND=noninteractive OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
apt=(apt-get -y -qq --no-install-recommends -o Dpkg::Use-Pty=0)

# All files but those of dpkg and apt themselves, logs, caches and what this test writes.
listing() {
    find / -xdev \( -path /src -o -path /tmp -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache -o -path /var/log \) -prune \
        -o -printf '%p %y %l\n' | sort
}
step() { printf '== %s\n' "$*"; }

step "dependencies"
"${apt[@]}" update
dependencies=$(dpkg-deb -f "${packages[0]}" Depends), dependencies+=$(dpkg-deb -f "${packages[1]}" Depends)
"${apt[@]}" satisfy "$dependencies, openmpi-bin" >/dev/null
listing >/tmp/before

step "install"
"${apt[@]}" install "${packages[@]}" >/dev/null
if [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*.ttf' 2>/dev/null)" ]; then
    echo "installed.sh: a typeface is installed, but the program needs none" >&2
    exit 1
fi

step "the program"
mkdir /tmp/work && cd /tmp/work
ecgpress --version
ecgpress init --for detection --out start.yaml
ecgpress plan --config start.yaml | tail -3
ecgpress run -j 2 --config demo.yaml --out demo
ecgpress verify demo | tail -1
ecgpress-submit --config demo.yaml --out later --dry-run >submit.txt 2>&1
grep -q "sbatch .* /usr/share/ecgpress/slurm/merge.sbatch" submit.txt
zgrep -q '^.SH NAME' /usr/share/man/man1/ecgpress.1.gz

step "the Python package"
python3 - <<'PYTHON'
import pathlib
import ecgpress

[stored] = pathlib.Path("demo/release/detection-dataset/images").glob("1_*.jpg")
page = ecgpress.Press("demo.yaml")[1]
assert page.jpeg == stored.read_bytes(), "another page than the program's"
print(ecgpress.__version__, page.image.shape, [lead.name for lead in page.leads][:3])
PYTHON

step "remove"
cd /
"${apt[@]}" purge ecgpress python3-ecgpress >/dev/null
listing >/tmp/after
if ! diff /tmp/before /tmp/after; then
    echo "installed.sh: removing the packages left the files above" >&2
    exit 1
fi
step "nothing is left"
