#!/usr/bin/env pwsh
# One entry for everything; build.sh has the same verbs. Needs git and the .NET 10 SDK, and sets up the rest.
# Only $args: a param block would take the program's own --options for itself.
$ErrorActionPreference = 'Stop'

$Usage = @'
usage: ./build.ps1            format check, build with warnings as errors, all tests, the samples
       ./build.ps1 run [..]   the main job: SHA-256 of every file below a folder (samples/HashTree; --help lists its options)
       ./build.ps1 test       all tests; the last line is 'N passed, N failed'
       ./build.ps1 bench [..] the figures and ratios of the benchmarks; --check holds them against the committed ones
       ./build.ps1 micro [..] micro-benchmarks of codec, frames and scheduling; --filter '*Codec*' and all that BenchmarkDotNet takes
       ./build.ps1 chaos [items] [seed]  a million items while workers are killed, stopped and cut off, against a ledger
       ./build.ps1 soak [hours]          a thousand pools, then everything at once for so long (0.1): nothing may grow
       ./build.ps1 simulate [seeds]      the core in virtual time under seeded faults (200,000 worlds)
       ./build.ps1 fuzz [seconds]        damaged bytes for everything that reads them (60 seconds)
       ./build.ps1 planted [names]       plants the bugs of tests/planted, one by one: each must be caught
       ./build.ps1 format     formats the sources
       ./build.ps1 pack       writes artifacts/packages/*.nupkg
'@

$Root = $PSScriptRoot
$Artifacts = Join-Path $Root 'artifacts'
$Configuration = 'Release'
$Verb = if ($args.Count -gt 0) { $args[0] } else { 'all' }
$Rest = @($args | Select-Object -Skip 1)

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_SKIP_FIRST_TIME_EXPERIENCE = '1'
$env:DOTNET_CLI_UI_LANGUAGE = 'en'
# A build node that outlives CI keeps the pipe of its log open, and whoever reads that log never sees the end.
if ($env:CI -eq 'true') { $env:MSBUILDDISABLENODEREUSE = '1' }

function Say([string] $Text) { [Console]::Error.WriteLine($Text) }

# Finds a .NET 10 SDK; says in one sentence what is missing otherwise.
function Assert-Sdk {
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
        $have = "no 'dotnet' was found on the PATH"
    }
    else {
        Push-Location $Root
        try { $version = & dotnet --version 2>$null } catch { $version = '' } finally { Pop-Location }
        if ("$version" -match '^10\.') { return }
        try { $sdks = (& dotnet --list-sdks 2>$null) -join ', ' } catch { $sdks = '' }
        $have = "this machine's 'dotnet' has only: " + $(if ($sdks) { $sdks } else { 'no SDK at all' })
    }
    Say ("ProcQ needs the .NET 10 SDK (10.0.100 or later 10.0), but $have; install it from " +
        'https://dotnet.microsoft.com/download/dotnet/10.0, with ''winget install Microsoft.DotNet.SDK.10'' or with ' +
        "'curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0', and run this again.")
    exit 1
}

# Runs a command in the repository and shows what it printed only if it failed. Returns whether it succeeded.
function Invoke-Quietly([string] $Command, [string[]] $Arguments) {
    # Windows PowerShell turns the first line on stderr into an error that stops the script.
    $ErrorActionPreference = 'Continue'
    Push-Location $Root
    try {
        $output = & $Command @Arguments 2>&1
        if ($LASTEXITCODE -eq 0) { return $true }
    }
    finally { Pop-Location }
    $output | ForEach-Object { Say "$_" }
    Say "failed: $Command $Arguments"
    return $false
}

function Build([string] $Project) {
    return Invoke-Quietly dotnet @('build', $Project, '-c', $Configuration, '-v', 'quiet', '--nologo', '-warnaserror', '-clp:NoSummary')
}

function Restore-FormatTool { return Invoke-Quietly dotnet @('tool', 'restore') }

function Get-ProgramPath([string] $Project) {
    $name = Split-Path $Project -Leaf
    return Join-Path $Root "$Project/bin/$Configuration/net10.0/$name.dll"
}

function Invoke-Program([string] $Project, [string[]] $Arguments) {
    if (-not (Build $Project)) { exit 1 }
    & dotnet (Get-ProgramPath $Project) @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Format-Sources {
    if (-not (Restore-FormatTool)) { exit 1 }
    Push-Location $Root
    try { & dotnet csharpier format . } finally { Pop-Location }
    if ($LASTEXITCODE -ne 0) { exit 1 }
}

function Test-Format {
    Say '== format'
    if ((Restore-FormatTool) -and (Invoke-Quietly dotnet @('csharpier', 'check', '.'))) { return }
    Say 'Some files are not formatted: ./build.ps1 format mends them.'
    exit 1
}

function New-Packages {
    $packages = Join-Path $Artifacts 'packages'
    if (Test-Path $packages) { Remove-Item $packages -Recurse -Force }
    foreach ($project in 'ProcQ.MessagePack', 'ProcQ', 'ProcQ.Terminal') {
        $pack = @('pack', "src/$project", '-c', $Configuration, '-o', $packages, '-v', 'quiet', '--nologo', '-warnaserror')
        if (-not (Invoke-Quietly dotnet $pack)) { exit 1 }
    }
    Get-ChildItem $packages -Filter *.nupkg | ForEach-Object { "artifacts/packages/$($_.Name)" }
}

# The counters of one test run. A crashed or hung test host, or a run without a single test, is a failure also where no test says so.
function Get-Counts([string] $Results, [int] $ExitCode) {
    $total = 0; $ok = 0; $bad = 0
    if (Test-Path $Results) {
        $counters = ([xml](Get-Content $Results -Raw)).TestRun.ResultSummary.Counters
        $total = [int]$counters.total
        $ok = [int]$counters.passed
        $bad = [int]$counters.failed + [int]$counters.error + [int]$counters.timeout + [int]$counters.aborted
    }
    if ($total -eq 0 -or ($ExitCode -ne 0 -and $bad -eq 0)) {
        Say "The test run behind $Results ended with exit code $ExitCode after $total tests: counted as one failure."
        $bad++; $total++
    }
    return @{ Passed = $ok; Failed = $bad; Skipped = $total - $ok - $bad }
}

# The two independent MessagePack implementations that the interop tests talk to, where there is a bash to set them up.
function Install-InteropPeers {
    if (-not (Test-Path (Join-Path $Root 'tests/interop/setup.sh')) -or $env:OS -eq 'Windows_NT') { return $true }
    if (Invoke-Quietly bash @('tests/interop/setup.sh')) { return $true }
    Say 'The interop peers could not be set up; their tests may be skipped.'
    return $env:CI -ne 'true'
}

function Invoke-Tests {
    $passed = 0; $failed = 0; $skipped = 0
    $results = Join-Path $Artifacts 'test-results'
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    Say '== build'
    if ((Build 'tests/ProcQ.Tests') -and (Build 'tests/ProcQ.Specs') -and (Install-InteropPeers)) {
        foreach ($project in 'ProcQ.Tests', 'ProcQ.Specs') {
            Say "== $project"
            Push-Location $Root
            & dotnet test "tests/$project" -c $Configuration --no-build --nologo -v quiet `
                --logger "trx;LogFileName=$project.trx" --logger 'console;verbosity=minimal' --results-directory $results `
                --blame-hang-timeout 3m --blame-hang-dump-type none | Out-Host
            $code = $LASTEXITCODE
            Pop-Location
            $counts = Get-Counts (Join-Path $results "$project.trx") $code
            $passed += $counts.Passed; $failed += $counts.Failed; $skipped += $counts.Skipped
        }
    }
    else {
        Say 'The set-up failed, so no test ran: counted as one failure.'
        $failed = 1
    }
    $skips = if ($skipped -gt 0) { ", $skipped skipped" } else { '' }
    [Console]::Out.WriteLine("$passed passed, $failed failed$skips")
    if ($failed -gt 0 -or ($skipped -gt 0 -and $env:CI -eq 'true')) { exit 1 }
}

function Invoke-All {
    Test-Format
    Say '== build, warnings are errors'
    if (-not (Build 'ProcQ.sln')) { exit 1 }
    Say '== samples'
    [void](New-Item -ItemType Directory -Force $Artifacts)
    Invoke-Program 'samples/HelloPool' @()
    Invoke-Program 'samples/Pipelines' @()
    Invoke-Program 'samples/Requests' @()
    Invoke-Program 'samples/Queues' @()
    Invoke-Program 'samples/TimeoutSandbox' @()
    Invoke-Program 'samples/Delegate' @()
    Invoke-Program 'samples/HashTree' @('--output', (Join-Path $Artifacts 'hashes.txt'), (Join-Path $Root 'src'))
    Invoke-Tests
    Say 'All good.'
}

switch ($Verb) {
    { $_ -in '-h', '--help', 'help' } { $Usage; exit 0 }
    { $_ -notin 'all', 'run', 'test', 'bench', 'micro', 'chaos', 'soak', 'simulate', 'fuzz', 'planted', 'format', 'pack' } { Say "There is no verb '$Verb'."; Say $Usage; exit 2 }
}
Assert-Sdk
switch ($Verb) {
    'all' { Invoke-All }
    'run' { Invoke-Program 'samples/HashTree' $Rest }
    'test' { Invoke-Tests }
    'bench' { Invoke-Program 'tests/ProcQ.Benchmarks' $Rest }
    'micro' { Invoke-Program 'tests/ProcQ.MicroBenchmarks' $Rest }
    'chaos' { Invoke-Program 'tests/ProcQ.Endurance' (@('chaos') + $Rest) }
    'soak' { Invoke-Program 'tests/ProcQ.Endurance' (@('soak') + $Rest) }
    { $_ -in 'simulate', 'fuzz', 'planted' } { Invoke-Program 'tests/ProcQ.Tests' (@($Verb) + $Rest) }
    'format' { Format-Sources }
    'pack' { New-Packages }
}
