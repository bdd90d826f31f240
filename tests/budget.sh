#!/bin/sh
# budget.sh -- no file over 600 lines, no function over 60: what a person can
# hold in the head, and see on a screen.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top" || exit 1

files() {
	find src include tests bench -name '*.[ch]' 2>/dev/null
}

tall_files() {
	files | while read -r file; do
		lines=$(wc -l <"$file")
		[ "$lines" -le 600 ] || echo "$file: $lines lines"
	done
}

# The code stands as .clang-format leaves it: the name of a function begins a
# line, its body lies between a { and a } at the start of a line.
tall_functions() {
	# $0 is for awk.
	# shellcheck disable=SC2016
	files | xargs awk '
	FNR == 1 { open = 0 }
	/^[A-Za-z_][A-Za-z0-9_]*\(/ { name = $0; sub(/\(.*/, "", name) }
	/^\{/ { open = FNR }
	/^\}/ {
		if (open && name != "" && FNR - open + 1 > 60)
			printf "%s: %s: %d lines\n", FILENAME, name,
			    FNR - open + 1
		open = 0
		name = ""
	}'
}

none "no file has more than 600 lines" "$(tall_files)"
none "no function has more than 60 lines" "$(tall_functions)"
none "no open questions are left without words" "$(
	files | xargs grep -nE '(^|[^A-Za-z_])(TODO|FIXME|XXX|HACK)([^A-Za-z_]|$)'
)"
done_testing
