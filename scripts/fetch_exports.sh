#!/usr/bin/env bash
# Clone public exports of Intune tenants into a folder (.exports unless another is given), for `make conformance-exports`.
# Each at the commit that scripts/graph_evidence names, and nothing else of its history. One that cannot be had is passed over.
set -uo pipefail

folder=${1:-.exports}
mkdir -p "$folder"
while read -r repository commit; do
  place="$folder/${repository#*/}"
  [ -d "$place/.git" ] && continue
  git init --quiet "$place" || continue
  if git -C "$place" fetch --quiet --depth 1 "https://github.com/$repository.git" "$commit" && git -C "$place" checkout --quiet FETCH_HEAD; then
    echo "$repository"
  else
    echo "$repository could not be fetched" >&2
    rm -rf "$place"
  fi
done <<'REPOSITORIES'
SkipToTheEndpoint/OpenIntuneBaseline 75c4825cd59936c7a33bb249ca41a3764c3b3858
ennnbeee/CES2026-IntuneCD a05355a6eb18ebc79da6054df782af44b4bc8a79
UniFy-Endpoint/Android-Enterprise-Baseline c0d595f53259b470caf1ca0b901576f821967139
UniFy-Endpoint/iOS-iPadOS-Intune-Baseline 0249a814ebc508c947f5b5ec2a0300ff9ba47273
kennethvs/cabaseline202510 284ca1aeb2c8ec608a28b5b39c38fa60aa7010eb
IntuneAdmin/IntuneBaselines b3969c5858d945b61300f4cd6d913120d9ce99f0
jorgeasaurus/IntuneHydrationKit dea7a5b967a522249eb97ff31ffa20b49de2f8d5
REPOSITORIES
