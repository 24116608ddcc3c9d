#!/bin/sh
# For a double click on macOS: the same as ./run.
exec "$(dirname -- "$0")/run" "$@"
