#!/bin/sh
# fuzz.sh -- every fuzz target over every golden file, the sample edition, and
# the inputs that once broke something (tests/fuzz/corpus), each with small
# changes (tests/fuzz/replay.c).  A crash, a leak under the sanitizers, or a
# promise not kept ends the target.
. "${top_srcdir:-.}/tests/tap.sh"
build=${BROADSHEET_BUILDDIR:-build}
list=$(mktemp "${TMPDIR:-/tmp}/broadsheet-fuzz.XXXXXX") || exit 1
trap 'rm -f "$list"' EXIT

for dir in "$top/tests/golden" "$top/tests/fuzz/corpus" "$top/config"; do
	[ -d "$dir" ] && find "$dir" -type f -size -64 \
	    ! -name '*.jpg' ! -name '*.png' ! -name '*.webp' ! -name '*.gif'
done | LC_ALL=C sort >"$list"
ok "there is something to give them" [ -s "$list" ]

for target in "$build"/tests/fuzz/fuzz_*; do
	[ -x "$target" ] || continue
	ok "${target##*/}" xargs "$target" <"$list"
done
done_testing
