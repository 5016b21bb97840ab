#!/usr/bin/env bash
# Both commands of the README, as printed, on a fresh machine: a bare Debian with Python and nothing else (no font, no
# office, no compiler), made by debootstrap and thrown away afterwards. Root only. What lies in the working tree is tried.
#
#   scripts/fresh.sh                 both commands
#   FRESH_KEEP=/var/cache/bare …     the bare system is kept there and used again
#   FRESH_ONLY=1 …                   the first command alone (install, demo)
#   FRESH_TESTS="tests/a.py …" …     the second command with these tests only
#   MIRROR, SUITE                    where Debian comes from; by default as on this machine
#
# How this machine reaches its package index goes in with it: PIP_* and proxy settings, pip's own files, the certificates
# and the folders of packages that they name. Exit code 2 where such a system cannot be made here.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "fresh: only root can make a system of its own" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "fresh: apt-get install debootstrap" >&2; exit 2; }

suite=${SUITE:-$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")}
listed=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null || true)
mirror=${MIRROR:-$(grep -oE 'https?://[^ ]+/debian/?( |$)' <<<"$listed" | head -n1 | tr -d ' ')}

# Everything is mounted in a name space of our own, so that nothing stays mounted whatever happens.
if [ "${FRESH_INSIDE:-}" != 1 ]; then
  FRESH_WORK=$(mktemp -d "${TMPDIR:-/tmp}/policyparse-fresh-XXXXXX")
  export FRESH_WORK FRESH_INSIDE=1
  trap 'rm -rf --one-file-system "$FRESH_WORK"' EXIT
  unshare --mount true 2>/dev/null || { echo "fresh: this machine allows no name space of its own" >&2; exit 2; }
  unshare --mount --propagation private "$0" "$@"
  exit
fi

bare=${FRESH_KEEP:-$FRESH_WORK/bare}
if [ ! -e "$bare/.whole" ]; then
  rm -rf --one-file-system "$bare"
  mkdir -p "$bare"
  debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates "$suite" "$bare" \
    "${mirror:-http://deb.debian.org/debian}" >"$FRESH_WORK/debootstrap.log" || { tail -n 20 "$FRESH_WORK/debootstrap.log" >&2; exit 2; }
  touch "$bare/.whole"
fi
root=$FRESH_WORK/root
cp -a "$bare" "$root"

# the way to the package index
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
for file in /etc/pip.conf /etc/xdg/pip /root/.config/pip /root/.pip /etc/ssl/certs/ca-certificates.crt; do
  [ -e "$file" ] || continue
  mkdir -p "$root$(dirname "$file")"
  cp -aL "$file" "$root$(dirname "$file")/"
done
settings=$(python3 -m pip config list 2>/dev/null; env | grep -E '^PIP_' || true)
for folder in $(grep -oE "(file://)?/[^ '\"\\\\]+" <<<"$settings" | sed 's#^file://##' | sort -u); do
  [ -d "$folder" ] || continue
  top=/$(cut -d/ -f2-3 <<<"$folder")  # links inside may lead to its neighbours
  mkdir -p "$root$top"
  mountpoint -q "$root$top" || mount --bind -o ro "$top" "$root$top"
done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/tmp" && chmod 1777 "$root/tmp"

# the program as a person who is not root would have cloned it
chroot "$root" useradd --create-home clerk
home=/home/clerk/policyparse
mkdir -p "$root$home"
git ls-files --cached --others --exclude-standard -z | tar --null --ignore-failed-read -T - -cf - | tar -xf - -C "$root$home"
for folder in .config .pip; do [ ! -d "$root/root/$folder" ] || cp -a "$root/root/$folder" "$root/home/clerk/"; done
chroot "$root" chown -R clerk: /home/clerk

mapfile -t commands < <(grep -E '^python3 -m venv ' README.md)
[ "${#commands[@]}" = 2 ] || { echo "fresh: the README shows ${#commands[@]} such commands" >&2; exit 1; }
[ "${FRESH_ONLY:-}" != 1 ] || commands=("${commands[0]}")
mapfile -t passed < <(env | grep -E '^(PIP_|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|PYTEST_)' || true)
[ -z "${FRESH_TESTS:-}" ] || commands[1]+=" $FRESH_TESTS"
passed=("${passed[@]//"$PWD"\//$home/}")  # what lies in this folder lies in theirs
for command in "${commands[@]}"; do
  echo "fresh: $command"
  start=$SECONDS
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/clerk LANG=C.UTF-8 "${passed[@]}" \
    chroot --userspec=clerk:clerk "$root" bash -euc "cd $home && rm -rf .venv && $command"
  echo "fresh: passed in $((SECONDS - start)) s"
done
