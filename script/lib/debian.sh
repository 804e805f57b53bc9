# Reads requirements/debian.txt. Sourced by script/setup.
# shellcheck shell=bash

# The packages of these parts, one a line: debian_packages FILE PART…
debian_packages() {
    local file=$1
    shift
    awk -v wanted=" $* " '!/^#/ && NF == 2 && index(wanted, " " $1 " ") { print $2 }' "$file" |
        sort -u
}

# Every part that the list names: debian_parts FILE
debian_parts() {
    awk '!/^#/ && NF == 2 { print $1 }' "$1" | sort -u
}
