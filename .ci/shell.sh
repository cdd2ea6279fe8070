# Sourced by the scripts beside it: strict mode, the root of the repository, stages with their minutes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
mkdir -p build

jobs=${NTLMSCAN_JOBS:-$(nproc)}
python=$root/build/venv/bin/python

started=$SECONDS
current_stage=
# Objects are found again wherever the sources lie, as long as that is below the root.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

minutes_since() { awk -v s=$((SECONDS - $1)) 'BEGIN { printf "%.1f", s / 60 }'; }

report_failed_stage() {
  local status=$?
  if ((status != 0)) && [[ -n $current_stage ]]; then
    printf '\n== FAILED: %s\n' "$current_stage" >&2
  fi
}
trap report_failed_stage EXIT

# stage NAME COMMAND...: says which part begins and how long all have taken; keeps the minutes of each.
# The command runs outside of any condition, so that strict mode holds inside it.
stage() {
  local begun=$SECONDS
  current_stage=$1
  printf '\n== %s (%s min so far)\n' "$1" "$(minutes_since "$started")"
  "${@:2}"
  printf '%6s  %s\n' "$(minutes_since "$begun")" "$1" >>build/stage-minutes.txt
}

# build PRESET [TARGET...]: configures and builds, quietly where all goes well.
build() {
  if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi
  local log=build/configure-$1.log
  cmake --preset "$1" >"$log" 2>&1 || { cat "$log"; exit 1; }
  cmake --build --preset "$1" --parallel "$jobs" ${2:+--target "${@:2}"} -- --quiet
}

# tested PRESET: builds it and runs its part of the C++ tests.
tested() {
  build "$1"
  ctest --preset "$1" --parallel "$jobs" --quiet --output-log "build/$1/ctest.log" ||
    { grep -vE '^ *[0-9]+/[0-9]+ Test .* Passed' "build/$1/ctest.log"; exit 1; }
  tail -n 25 "build/$1/ctest.log" | grep 'tests passed'
}
