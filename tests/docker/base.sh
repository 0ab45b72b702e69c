#!/usr/bin/env bash
# base.sh FILE.tar: a minimal Debian 12 (debootstrap's minbase) with this machine's Debian sources, as a tar file. Created only if it does not exist.
set -euo pipefail
file=$1
if [ -s "$file" ]; then exit 0; fi
mirror=$(sed -n 's/^URIs: *\(http[^ ]*\/debian\)\/*$/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -1)
[ -n "$mirror" ] || mirror=$(sed -n 's/^deb \(http[^ ]*\/debian\)\/* .*/\1/p' /etc/apt/sources.list 2>/dev/null | head -1)
[ -n "$mirror" ] || { echo "base.sh: this machine's apt names no Debian archive" >&2; exit 2; }
root=$(mktemp -d)
chmod 755 "$root" # it becomes /, which every user must be able to enter
trap 'rm -rf --one-file-system "$root"' EXIT
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
rm -f "$root.log" "$root"/var/cache/apt/archives/*.deb
printf 'deb %s bookworm main\ndeb %s bookworm-updates main\ndeb %s-security bookworm-security main\n' \
    "$mirror" "$mirror" "$mirror" >"$root/etc/apt/sources.list"
for key in Acquire::http::Proxy Acquire::https::Proxy Acquire::Check-Valid-Until; do
    value=$(apt-config shell VALUE "$key" | sed "s/^VALUE=//; s/'//g")
    [ -z "$value" ] || echo "$key \"$value\";"
done >"$root/etc/apt/apt.conf.d/90host"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # packages start no services
chmod 755 "$root/usr/sbin/policy-rc.d"
tar -C "$root" --numeric-owner --exclude='./dev/*' --exclude='./proc/*' -cf "$file.part" .
mv "$file.part" "$file"
