#!/usr/bin/env bash
# Installs the two independent MessagePack implementations that the interop tests run against: Debian's python3-msgpack (needs root) and npm's
# @msgpack/msgpack (into tests/interop/node_modules); and tmux (needs root), the terminal of the specs of TerminalReporter. Does nothing where they are installed already. Exit code 1: something is still missing,
# and the last lines say what; those tests then skip, or fail where CI=true.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")"

missing=0

# Debian's own Python, as another one on the PATH does not see Debian's packages.
python=/usr/bin/python3
[ -x "$python" ] || python=python3

have_python() { "$python" -c 'import msgpack' >/dev/null 2>&1; }
have_node() { node -e 'require("@msgpack/msgpack")' >/dev/null 2>&1; }

if ! have_python && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q python3-msgpack >/dev/null 2>&1 || {
        apt-get update -q >/dev/null 2>&1
        apt-get install -y -q python3-msgpack >/dev/null
    }
fi
if ! have_python; then
    echo "python3-msgpack is missing: run 'apt-get install python3-msgpack' as root (or 'pip install msgpack' for $python)." >&2
    missing=1
fi

# A terminal that a test can look at.
if ! command -v tmux >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get install -y -q tmux >/dev/null 2>&1 || { apt-get update -q >/dev/null 2>&1 && apt-get install -y -q tmux >/dev/null; }
fi
if ! command -v tmux >/dev/null; then
    echo "tmux is missing: run 'apt-get install tmux' as root." >&2
    missing=1
fi

if ! have_node && command -v npm >/dev/null; then
    npm ci --silent --no-audit --no-fund >/dev/null || npm install --silent --no-audit --no-fund >/dev/null
fi
if ! have_node; then
    echo "@msgpack/msgpack is missing: install Node.js with npm and run this again." >&2
    missing=1
fi

exit "$missing"
