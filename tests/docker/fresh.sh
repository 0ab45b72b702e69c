#!/usr/bin/env bash
# fresh.sh [--with FILE]... BASE.tar COMMAND...: runs COMMAND in /src of a system that contains only a minimal Debian 12, the tracked
# files of this checkout and the FILEs, with a separate /dev, /proc and host name. Prints the run time and the final size of the system.
set -euo pipefail
files=()
while [ "$1" = --with ]; do files+=("$(readlink -f "$2")") && shift 2; done
base=$(readlink -f "$1")
shift
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
root=$(mktemp -d)
trap 'rm -rf --one-file-system "$root"' EXIT
tar -C "$root" --numeric-owner -xf "$base"
mkdir "$root/src"
git -C "$project" ls-files -z | tar -C "$project" --null -T - -cf - | tar -C "$root/src" --no-same-owner -xf -
[ ${#files[@]} = 0 ] || cp "${files[@]}" "$root/src"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
echo "127.0.0.1 localhost fresh" >"$root/etc/hosts"
start=$(date +%s) code=0
# shellcheck disable=SC2016 # the inner shell expands
unshare --mount --pid --uts --fork sh -euc '
    root=$1; shift; hostname fresh
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"; mount -t sysfs -o ro sys "$root/sys"
    mount -t tmpfs -o mode=755 dev "$root/dev"
    for device in null zero full random urandom tty; do
        touch "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"
    done
    mkdir "$root/dev/shm" "$root/dev/pts"
    mount -t tmpfs -o mode=1777,size=4g shm "$root/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    ln -s pts/ptmx "$root/dev/ptmx"; ln -s /proc/self/fd "$root/dev/fd"
    ln -s fd/0 "$root/dev/stdin"; ln -s fd/1 "$root/dev/stdout"; ln -s fd/2 "$root/dev/stderr"
    exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
        chroot "$root" sh -c "cd /src && exec \"\$@\"" sh "$@"' sh "$root" "$@" || code=$?
echo "fresh machine: $* ended with $code after $(($(date +%s) - start)) s; $(du -sxm "$root" | cut -f1) MiB" >&2
exit $code
