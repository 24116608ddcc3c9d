# Sourced by run and test: sets $python to a Python 3.11 or newer, installing Debian's when there is none.
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
find_python() {
    # The environment's own Python first: when nothing changed, nothing else needs to be asked.
    for python in "$here/.venv/bin/python" python3 python3.13 python3.12 python3.11 python3.14; do
        "$python" -c "$new_enough" 2>/dev/null && return 0
    done
    return 1
}
if ! find_python; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv; } >&2
    fi
    find_python || {
        echo "Facilitator needs Python 3.11 or newer. Install it (Debian and Ubuntu: sudo apt-get install python3 python3-venv), then start ./$FACILITATOR_VERB again." >&2
        exit 1
    }
fi
