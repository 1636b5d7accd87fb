#!/usr/bin/env bash
# A whole municipality's app policy into an embedded tenant, step by step. Leaves nothing behind.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
play=$(mktemp -d)
trap 'rm -rf "$play"' EXIT
cp -r "$root/policies" "$play/policies"
cd "$play"
export APPARATEN_STATE="$play/state" APPARATEN_LANG="${APPARATEN_LANG:-en}"
day="--date 2026-11-21"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() { printf '\n$ %s\n' "$*"; "$@"; }
brief() { awk -v head="$1" -v tail="$2" '{ line[NR] = $0 } END { for (i = 1; i <= NR; i++)
  if (i <= head || i > NR - tail) print line[i]; else if (i == head + 1) print "    [" NR - head - tail " lines left out]" }'; }
writes() { apparaten tenant audit | tail -n 1; }

say "1. The policies of Gemeente Zilverdam: are they right?"
run apparaten $day validate 2>/dev/null

say "2. What do they become in Intune?"
run apparaten $day compile -o out 2>/dev/null
find out -name '*.json' | sed 's|^out/||; s|/.*||' | sort | uniq -c | sed 's/^/  /'
printf '  %s kinds, ' "$(find out -mindepth 1 -type d | wc -l | tr -d ' ')"
printf '%s distinct @odata.types in their bodies\n' "$(grep -rhoE '"@odata.type": "[^"]+"' out | sort -u | wc -l | tr -d ' ')"

say "3. What would change in the tenant?"
printf '\n$ apparaten plan -o plan.json\n'
apparaten $day plan -o plan.json 2>/dev/null | brief 22 16

say "4. The first apply reaches nearly everyone, so two guards have to be lifted by name, for this one plan."
run apparaten $day apply plan.json --allow-people --allow-devices
before=$(writes)

say "5. A second plan finds nothing to do, and the tenant's audit log shows no write for it."
run apparaten $day plan --detailed-exitcode 2>/dev/null
after=$(writes)
printf '\naudit log before: %s  after: %s\n' "$before" "$after"
[ "$before" = "$after" ]

say "6. What happens to TikTok on the mayor's devices, and why?"
run apparaten $day explain college tiktok

say "   And on a phone that somebody owns? Nothing stops it there: only work data in work apps is protected."
run apparaten $day explain byod tiktok

say "7. One role goes from removing apps to an allowlist: one word in one file."
sed -i.bak 's/^enforcement: remove/enforcement: allowlist/' policies/roles/bedrijfsvoering.yaml && rm policies/roles/*.bak
diff -u "$root/policies/roles/bedrijfsvoering.yaml" policies/roles/bedrijfsvoering.yaml | grep '^[+-][^+-]' || true
run apparaten $day plan 2>/dev/null

say "8. Does anything give these policies effect? Conditional access has one gap, left for you to see."
run apparaten $day doctor

say "Done. The same on your own machine: apparaten validate, plan, apply. Then read policies/ and docs/opinions.md."
