#!/bin/sh
# layers.sh -- includes go down only.
#
#     6 main   5 ui cmd   4 desk   3 parse net store   2 feed
#     1 conf doc pict   0 base
#
# A directory may include itself and the tiers below it, never one of its own
# tier, with the exceptions that the table states.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top" || exit 1

# directory, then what it may include besides itself
allowed() {
	cat <<'END'
base
conf base
doc base
pict base
feed conf doc pict base
parse feed conf doc pict base
net feed conf doc pict base
store feed conf doc pict base
desk parse net store feed conf doc pict base
ui desk/client.h desk/order.h store conf doc pict/kitty.h pict/mosaic.h pict/pixels.h pict/sixel.h base
cmd desk/client.h desk/order.h store parse feed conf doc base
main cmd ui desk parse net store feed conf doc pict base
END
}

# Each include of ours, as "file:line directory/header.h".
includes() {
	find src include -name '*.[ch]' -exec \
	    grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"[a-z]+/' \
	    /dev/null {} + |
	    sed 's/^\([^:]*:[0-9]*\):[^"]*"\([^"]*\)".*/\1 \2/'
}

upward() {
	{
		allowed
		echo --
		includes
	} | awk '
	$0 == "--" { reading = 1; next }
	!reading {
		may[$1, $1] = 1
		for (i = 2; i <= NF; i++)
			may[$1, $i] = 1
		next
	}
	{
		split($1, path, "/")
		split($2, header, "/")
		if (!((path[2], header[1]) in may) && !((path[2], $2) in may))
			print $1 " includes " $2
	}'
}

# users PATTERN FILE...: the files that include a system header matching
# PATTERN and are none of FILE...
users() {
	pattern=$1
	shift
	find src include -name '*.[ch]' -exec grep -lE \
	    "^[[:space:]]*#[[:space:]]*include[[:space:]]*<$pattern" {} + |
	while read -r file; do
		for fine; do
			# FILE may be a pattern.
			# shellcheck disable=SC2254
			case $file in
			$fine) continue 2 ;;
			esac
		done
		echo "$file"
	done
}

none "includes go down only" "$(upward)"
none "curses is known to the screen and the keys only" \
    "$(users '(ncursesw/)?(n?curses|term)\.h' include/ui/screenparts.h \
        src/ui/keys.c)"
none "libcurl is known to net/wire*.c and their header only" \
    "$(users 'curl/' 'src/net/wire*.c' include/net/wirecurl.h)"
none "libxml2 is known to doc/html.c only" \
    "$(users 'libxml/' src/doc/html.c)"
none "fribidi is known to doc/bidi.c only" \
    "$(users 'fribidi' src/doc/bidi.c)"
none "json-c is known to feed/json.c and doc/jsonld.c only" \
    "$(users 'json-c/' src/feed/json.c src/doc/jsonld.c)"
none "SQLite is known to the store only" \
    "$(users 'sqlite3\.h' 'src/store/*.[ch]' 'include/store/*.h')"
none "every source is compiled" "$(
	find src -name '*.c' | LC_ALL=C sort | while read -r file; do
		grep -qF "$file" Makefile.am || echo "$file"
	done
)"
none "every header is in Makefile.am" "$(
	find include \( -name '*.h' -o -name '*.def' \) | LC_ALL=C sort |
	while read -r file; do
		grep -qF "$file" Makefile.am || echo "$file"
	done
)"
done_testing
