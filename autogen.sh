#!/bin/sh
# Makes configure and the Makefile templates from their sources.  Needs
# autoconf, automake, gettext (autopoint) and pkg-config; needs no .git.
set -e
cd "$(dirname "$0")"

for tool in autoreconf automake autopoint pkg-config; do
	command -v "$tool" >/dev/null 2>&1 || {
		echo "autogen.sh: $tool is missing;" \
		    "scripts/deps installs what is needed" >&2
		exit 1
	}
done
exec autoreconf --install --force "$@"
