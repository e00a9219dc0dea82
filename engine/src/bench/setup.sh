#!/bin/sh
# Makes a virtual environment in DIR with what compare.py compares Chiscope with, in pinned versions.
# Takes some GB and minutes, since PyTorch comes with its CUDA libraries, which are not used.
set -eu

if [ $# -gt 1 ] || [ "${1:-}" = --help ]; then
    echo "Usage: setup.sh [DIR]   (default: target/bench-python in this clone)" >&2
    exit 2
fi
here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
folder=${1:-$here/../../../target/bench-python}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "setup.sh: Python 3.11 or newer is needed, but $python is older; set PYTHON to a newer one." >&2
    exit 1
}
mkdir -p "$folder"
"$python" -m venv "$folder"
"$folder/bin/pip" install --quiet -r "$here/requirements.txt"
echo "Installed. Now: $folder/bin/python $here/compare.py --help"
