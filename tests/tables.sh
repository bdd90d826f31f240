#!/bin/sh
# tables.sh -- what the tables of the program name, the manual describes:
# options, commands of the shell, commands of the reader.
. "${top_srcdir:-.}/tests/tap.sh"

# described WHAT PAGE: each name on standard input is an item of the page.
described() {
	while read -r name; do
		ok "$1 $name stands in $2" \
		    grep -qE "^\.It Cm $name( |\$)" "$top/man/$2"
	done
}

names=$(mktemp "${TMPDIR:-/tmp}/broadsheet-tables.XXXXXX") || exit 1
trap 'rm -f "$names"' EXIT

sed -n 's/^OPTION([A-Z_]*, "\([a-z-]*\)".*/\1/p' \
    "$top/include/conf/options.def" >"$names"
described option broadsheet.5 <"$names"
sed -n 's/^	{ "\([a-z]*\)", command_.*/\1/p' \
    "$top/src/cmd/command.c" >"$names"
described command broadsheet.1 <"$names"
sed -n 's/^COMMAND([A-Z_]*, "\([a-z-]*\)".*/\1/p' \
    "$top/include/ui/commands.def" >"$names"
described "key command" broadsheet.1 <"$names"
done_testing
