#!/usr/bin/env bash
# Write requirements/*.txt anew from pyproject.toml: pinned, hashed, without any index host.
# Run it after changing a dependency; give package names to lift only those: lock.sh django
set -euo pipefail
cd "$(dirname "$0")/../.."

uv=.local/tools/bin/uv
options=(
    --quiet --generate-hashes --no-header --no-annotate
    --no-emit-index-url --no-emit-find-links
    --python-version 3.11 --python-platform linux
)
for name in "$@"; do options+=(--upgrade-package "$name"); done

"$uv" pip compile pyproject.toml "${options[@]}" -o requirements/base.txt
"$uv" pip compile pyproject.toml "${options[@]}" --extra test -c requirements/base.txt \
    -o requirements/test.txt
echo uv==0.13.9 | "$uv" pip compile - "${options[@]}" -o requirements/uv.txt

if grep -nE 'https?://|--(extra-)?index|--find-links' requirements/*.txt; then
    echo "A requirements file names a host; that must not be committed." >&2
    exit 1
fi
