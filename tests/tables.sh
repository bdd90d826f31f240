#!/bin/sh
# tables.sh -- what the tables of the program name, the manual describes:
# options, commands of the shell, commands of the reader.
. "${top_srcdir:-.}/tests/tap.sh"

# described PAGE NAME: is it an item of the page?
described() {
	grep -qE "^\.It Cm $2( |\$)" "$top/man/$1"
}

for name in $(sed -n 's/^OPTION([A-Z_]*, "\([a-z-]*\)".*/\1/p' \
    "$top/include/conf/options.def"); do
	ok "option $name stands in broadsheet(5)" described broadsheet.5 "$name"
done
for name in $(sed -n 's/^	{ "\([a-z]*\)", command_.*/\1/p' \
    "$top/src/cmd/command.c"); do
	ok "command $name stands in broadsheet(1)" described broadsheet.1 "$name"
done
for name in $(sed -n 's/^COMMAND([A-Z_]*, "\([a-z-]*\)".*/\1/p' \
    "$top/include/ui/commands.def"); do
	ok "key command $name stands in broadsheet(1)" \
	    described broadsheet.1 "$name"
done
done_testing
