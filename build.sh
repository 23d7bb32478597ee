#!/usr/bin/env bash
# One entry for everything; build.ps1 has the same verbs. Needs git, bash and the .NET 10 SDK, and sets up the rest.
set -uo pipefail

usage="usage: ./build.sh            format check, build with warnings as errors, all tests, the samples
       ./build.sh run [..]   the main job: SHA-256 of every file below a folder (samples/HashTree; --help lists its options)
       ./build.sh test       all tests; the last line is 'N passed, N failed'
       ./build.sh bench [..] the figures and ratios of the benchmarks; --check holds them against the committed ones
       ./build.sh micro [..] micro-benchmarks of codec, frames and scheduling; --filter '*Codec*' and all that BenchmarkDotNet takes
       ./build.sh chaos [items] [seed]  a million items while workers are killed, stopped and cut off, against a ledger
       ./build.sh soak [hours]          a thousand pools, then everything at once for so long (0.1): nothing may grow
       ./build.sh simulate [seeds]      the core in virtual time under seeded faults (200,000 worlds)
       ./build.sh fuzz [seconds]        damaged bytes for everything that reads them (60 seconds)
       ./build.sh planted [names]       plants the bugs of tests/planted, one by one: each must be caught
       ./build.sh format     formats the sources
       ./build.sh pack       writes artifacts/packages/*.nupkg"

root="${BASH_SOURCE[0]%/*}"
[ "$root" = "${BASH_SOURCE[0]}" ] && root=.
root="$(cd "$root" && pwd)"
artifacts="$root/artifacts"
configuration=Release

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
# A build node that outlives CI keeps the pipe of its log open, and whoever reads that log never sees the end.
[ "${CI:-}" = true ] && export MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }

# Finds a .NET 10 SDK on the path or where dotnet-install.sh puts one; says in one sentence what is missing otherwise.
require_sdk() {
    local version have
    if ! command -v dotnet >/dev/null 2>&1 && [ -x "${HOME:-}/.dotnet/dotnet" ]; then
        export DOTNET_ROOT="$HOME/.dotnet" PATH="$HOME/.dotnet:$PATH"
    fi
    if ! command -v dotnet >/dev/null 2>&1; then
        have="no 'dotnet' was found on the PATH"
    else
        version="$(cd "$root" && dotnet --version 2>/dev/null)"
        [[ "$version" =~ ^10\. ]] && return 0
        have="$(dotnet --list-sdks 2>/dev/null)"
        have="${have//$'\n'/, }"
        have="this machine's 'dotnet' has only: ${have:-no SDK at all}"
    fi
    say "ProcQ needs the .NET 10 SDK (10.0.100 or later 10.0), but $have; install it from" \
        "https://dotnet.microsoft.com/download/dotnet/10.0 or with" \
        "'curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0', and run this again."
    exit 1
}

# Runs a command in the repository and shows what it printed only if it failed.
quietly() {
    local output
    output="$(cd "$root" && "$@" 2>&1)" && return 0
    say "$output"
    say "failed: $*"
    return 1
}

build() { quietly dotnet build "$1" -c "$configuration" -v quiet --nologo -warnaserror -clp:NoSummary; }

format_tool() { quietly dotnet tool restore; }

verb_format() { format_tool && (cd "$root" && dotnet csharpier format .); }

check_format() {
    say "== format"
    format_tool && quietly dotnet csharpier check . && return 0
    say "Some files are not formatted: ./build.sh format mends them."
    return 1
}

verb_run() {
    [ -f "$root/samples/HashTree/bin/$configuration/net10.0/HashTree.dll" ] || say "Building (the first time takes a minute) ..."
    build samples/HashTree || return 1
    # exec: a Ctrl-C and the exit code belong to the program alone.
    exec dotnet "$root/samples/HashTree/bin/$configuration/net10.0/HashTree.dll" "$@"
}

verb_bench() {
    say "Building ..."
    build tests/ProcQ.Benchmarks || return 1
    dotnet "$root/tests/ProcQ.Benchmarks/bin/$configuration/net10.0/ProcQ.Benchmarks.dll" "$@"
}

verb_micro() {
    say "Building ..."
    build tests/ProcQ.MicroBenchmarks || return 1
    dotnet "$root/tests/ProcQ.MicroBenchmarks/bin/$configuration/net10.0/ProcQ.MicroBenchmarks.dll" "$@"
}

verb_chaos() { endurance chaos "$@"; }

verb_soak() { endurance soak "$@"; }

verb_simulate() { long_tests simulate "$@"; }

verb_fuzz() { long_tests fuzz "$@"; }

verb_planted() { long_tests planted "$@"; }

long_tests() {
    say "Building ..."
    build tests/ProcQ.Tests || return 1
    dotnet "$root/tests/ProcQ.Tests/bin/$configuration/net10.0/ProcQ.Tests.dll" "$@"
}

# Their last line is their figures.
endurance() {
    say "Building ..."
    build tests/ProcQ.Endurance || return 1
    dotnet "$root/tests/ProcQ.Endurance/bin/$configuration/net10.0/ProcQ.Endurance.dll" "$@"
}

verb_pack() {
    local project
    rm -rf "$artifacts/packages"
    for project in ProcQ.MessagePack ProcQ ProcQ.Terminal; do
        quietly dotnet pack "src/$project" -c "$configuration" -o "$artifacts/packages" -v quiet --nologo -warnaserror || return 1
    done
    (cd "$root" && ls -1 artifacts/packages/*.nupkg)
}

# The two independent MessagePack implementations that the interop tests talk to. CI has no excuse for a skipped test.
set_up_interop() {
    [ -f "$root/tests/interop/setup.sh" ] || return 0
    quietly bash tests/interop/setup.sh && return 0
    [ "${CI:-}" = true ] && return 1
    say "The interop peers could not be set up; their tests may be skipped."
}

# Adds the counters of one results file to passed, failed and skipped. $1: file, $2: the exit code of its run.
count_results() {
    local counters kind total=0 ok=0 bad=0
    # The counters' own notExecuted stays 0 for tests that xunit skipped, so skipped is what remains of the total.
    if [ -f "$1" ] && counters="$(grep -o '<Counters [^>]*>' "$1")"; then
        [[ "$counters" =~ total=\"([0-9]+)\" ]] && total="${BASH_REMATCH[1]}"
        [[ "$counters" =~ passed=\"([0-9]+)\" ]] && ok="${BASH_REMATCH[1]}"
        for kind in failed error timeout aborted; do
            [[ "$counters" =~ \ $kind=\"([0-9]+)\" ]] && bad=$((bad + BASH_REMATCH[1]))
        done
    fi
    # A crashed or hung test host, or a run without a single test, is a failure also where no test says so.
    if [ "$total" -eq 0 ] || { [ "$2" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        say "The test run behind $1 ended with exit code $2 after $total tests: counted as one failure."
        bad=$((bad + 1)) total=$((total + 1))
    fi
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - ok - bad))
}

# Whatever a test run starts carries its number in its environment. What is left of it a while after its end, or of its pools in its temp folder, is a
# failure like any other; but for the folder of a pool whose process was killed, which is there for the next pool to sweep, of which there is none.
# $1: the number, $2: the folder.
count_leftovers() {
    local carriers files waited=0 process folder
    # Other users' processes cannot be read, which makes grep fail whatever it finds.
    while carriers="$(grep -alsz "^PROCQ_TEST_RUN=$1\$" /proc/[0-9]*/environ)"; [ -n "$carriers" ] && [ "$waited" -lt 100 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    for folder in "$2"/procq-[0-9]*-????????; do
        process="${folder##*/procq-}" process="${process%-*}"
        # Nobody may have reaped it.
        if [ -d "$folder" ] && [[ "$(grep '^State:' "/proc/$process/status" 2>/dev/null)" =~ ^$|[[:space:]][ZX][[:space:]] ]]; then
            say "swept: $folder, of a process that is gone; in it: $(ls -A "$folder")"
            rm -rf "$folder"
        fi
    done
    files="$(find "$2" -mindepth 1 -maxdepth 1 \( -name 'procq-*' -o -name 'pq-*' -o -name 'clr-debug-*' -o -name 'dotnet-diagnostic-*' -o -name 'core*' \))"
    for process in $carriers; do
        say "left behind: process ${process//[!0-9]/}: $(tr '\0' ' ' <"${process%environ}cmdline")"
    done
    [ -n "$files" ] && say "left behind: ${files//$'\n'/, }"
    rm -rf "$2"
    [ -z "$carriers$files" ] || failed=$((failed + 1))
}

run_tests() {
    local results="$artifacts/test-results" project run temp
    rm -rf "$results"
    for project in ProcQ.Tests ProcQ.Specs; do
        say "== $project"
        run="$$-$RANDOM" temp="$(mktemp -d /tmp/pq-XXXXXX)"
        # Specs try what other users may do.
        chmod 711 "$temp"
        (cd "$root" && PROCQ_TEST_RUN="$run" TMPDIR="$temp" MSBUILDDISABLENODEREUSE=1 \
            dotnet test "tests/$project" -c "$configuration" --no-build --nologo -v quiet \
            --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" --results-directory "$results" \
            --blame-hang-timeout 3m --blame-hang-dump-type none |
            grep --line-buffered -vE "^(Test run for |A total of 1 |Results File: |Data collector 'Blame' |$)"
            exit "${PIPESTATUS[0]}")
        count_results "$results/$project.trx" $?
        count_leftovers "$run" "$temp"
    done
}

verb_test() {
    local passed=0 failed=0 skipped=0
    say "== build"
    if build tests/ProcQ.Tests && build tests/ProcQ.Specs && set_up_interop; then
        run_tests
    else
        say "The set-up failed, so no test ran: counted as one failure."
        failed=1
    fi
    local totals="$passed passed, $failed failed"
    [ "$skipped" -gt 0 ] && totals="$totals, $skipped skipped"
    [ "$skipped" -gt 0 ] && [ "${CI:-}" = true ] && say "Nothing may be skipped where CI=true."
    printf '%s\n' "$totals"
    [ "$failed" -eq 0 ] && { [ "$skipped" -eq 0 ] || [ "${CI:-}" != true ]; }
}

run_samples() {
    say "== samples"
    dotnet "$root/samples/HelloPool/bin/$configuration/net10.0/HelloPool.dll" || return 1
    dotnet "$root/samples/Pipelines/bin/$configuration/net10.0/Pipelines.dll" || return 1
    dotnet "$root/samples/Requests/bin/$configuration/net10.0/Requests.dll" || return 1
    dotnet "$root/samples/Queues/bin/$configuration/net10.0/Queues.dll" || return 1
    dotnet "$root/samples/TimeoutSandbox/bin/$configuration/net10.0/TimeoutSandbox.dll" || return 1
    dotnet "$root/samples/Delegate/bin/$configuration/net10.0/Delegate.dll" || return 1
    (verb_run --output "$artifacts/hashes.txt" "$root/src")
}

verb_all() {
    check_format || return 1
    say "== build, warnings are errors"
    build ProcQ.sln || return 1
    mkdir -p "$artifacts"
    run_samples && verb_test && say "All good."
}

verb="${1:-all}"
[ $# -gt 0 ] && shift
case "$verb" in
    all | run | test | bench | micro | chaos | soak | simulate | fuzz | planted | format | pack) require_sdk && "verb_$verb" "$@" ;;
    -h | --help | help) printf '%s\n' "$usage" ;;
    *) say "There is no verb '$verb'." && say "$usage" && exit 2 ;;
esac
