#!/usr/bin/env bash
# image.sh BASE.tar: builds docker/Dockerfile with buildah, without a container engine or a registry, and tests the image: as a
# user other than root, two ranks generate and verify a release in a mounted folder. Prints the image's size and the run time.
set -euo pipefail
base=$(readlink -f "$1")
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d)
printf '{"default":[{"type":"insecureAcceptAnything"}]}' >"$place/policy.json"
printf '[storage]\ndriver="overlay"\ngraphroot="%s/storage"\nrunroot="%s/run"\n' "$place" "$place" >"$place/storage.conf"
export CONTAINERS_STORAGE_CONF=$place/storage.conf
policy=(--signature-policy "$place/policy.json")
trap 'buildah rm --all >/dev/null 2>&1 || true; buildah rmi --all --force >/dev/null 2>&1 || true; rm -rf "$place"' EXIT

# The name used in FROM.
container=$(buildah from "${policy[@]}" scratch)
buildah add -q "$container" "$base" / >/dev/null
buildah commit "${policy[@]}" --rm -q "$container" docker.io/library/debian:bookworm >/dev/null

start=$(date +%s)
mkdir "$place/source"
git -C "$project" ls-files -z | tar -C "$project" --null -T - -cf - | tar -C "$place/source" -xf -
buildah bud "${policy[@]}" --format docker --isolation chroot --pull-never --layers=false -f "$place/source/docker/Dockerfile" -t ecgpress \
    "$place/source"
built=$(date +%s)
bytes() { buildah inspect --type image "$1" >/dev/null && buildah images --format '{{.Size}}' "$1"; }
echo "image: $(bytes ecgpress), its base $(bytes docker.io/library/debian:bookworm), built in $((built - start)) s"

container=$(buildah from "${policy[@]}" --pull-never ecgpress)
inside() { buildah run --isolation chroot "$container" -- "$@"; }
[ "$(inside id -un)" = ecgpress ] || { echo "image: runs as $(inside id -un)" >&2; exit 1; }
inside mpirun -n 2 ecgpress run --config demo.yaml --out demo
inside ecgpress verify demo
inside ecgpress --version
inside ecgpress-submit --config demo.yaml --out later --dry-run >/dev/null
if [ -n "$(inside find /usr /opt /work -name '*.ttf')" ]; then echo "image: a typeface is in it" >&2; exit 1; fi
for word in gcc cmake git; do
    if inside sh -c "command -v $word" >/dev/null 2>&1; then echo "image: $word is in it" >&2; exit 1; fi
done
echo "image: two ranks made and verified the demo in it"
