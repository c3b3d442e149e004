#!/usr/bin/env bash
# Checks the term sheets of a pull request with the engross named first, gathers
# the findings as SARIF and puts the redlines into the job summary. Read from the
# environment: SHEETS, LIBRARY, REDLINE, BASE.
set -uo pipefail
engross=$1
summary=${GITHUB_STEP_SUMMARY:-/dev/stdout}
sarif=${RUNNER_TEMP:-.}/engross.sarif
library=()
[ -z "${LIBRARY:-}" ] || library=(--library "$LIBRARY")
failed=0
set -f
mapfile -d '' sheets < <(git ls-files -z -- ${SHEETS:-*.json})
set +f
kept=()
for sheet in "${sheets[@]}"; do
  grep -q '"deal"' "$sheet" && grep -q '"parties"' "$sheet" && kept+=("$sheet") # other JSON lives in repositories too
done
[ ${#kept[@]} -gt 0 ] || { echo "no term sheet among: ${SHEETS:-*.json}" >> "$summary"; exit 0; }
"$engross" check "${kept[@]}" "${library[@]}" --format sarif > "$sarif" || failed=1
[ -z "${GITHUB_OUTPUT:-}" ] || echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
for sheet in "${kept[@]}"; do
  echo "### $sheet" >> "$summary"
  { echo '~~~text'; "$engross" check "$sheet" "${library[@]}" 2>&1 >/dev/null; echo '~~~'; } >> "$summary"
  if [ "${REDLINE:-true}" = true ] && [ -n "${BASE:-}" ] && git cat-file -e "$BASE:$sheet" 2>/dev/null; then
    old=$(mktemp --suffix=.json)
    git show "$BASE:$sheet" > "$old"
    cmp -s "$old" "$sheet" || "$engross" diff "$old" "$sheet" "${library[@]}" --label "$sheet, before" --label "$sheet, after" --as md --changes-only >> "$summary"
    rm -f "$old"
  fi
done
exit $failed
