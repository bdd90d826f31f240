#!/bin/sh
# linkage.sh -- each program is linked with what it may hold and nothing else:
# the reader has no network and no parser of the web, the desk no terminal,
# the parser neither network nor store.
. "${top_srcdir:-.}/tests/tap.sh"
cd "${BROADSHEET_BUILDDIR:-build}" || exit 1

# needed PROGRAM: the shared libraries that it names itself.
if command -v readelf >/dev/null 2>&1 && readelf -h broadsheet >/dev/null 2>&1
then
	needed() {
		readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p'
	}
elif command -v objdump >/dev/null 2>&1; then
	needed() {
		objdump -p "$1" | sed -n 's/^ *NEEDED *//p'
	}
elif command -v otool >/dev/null 2>&1; then
	needed() {
		otool -L "$1" | sed -n 's/^[[:space:]]*\([^ ]*\) (.*/\1/p'
	}
else
	skip_all "readelf is not installed"
fi

# without PROGRAM LIBRARY...
without() {
	program=$1
	shift
	ok "$program names its libraries" [ -n "$(needed "$program")" ]
	for library; do
		none "$program is not linked with $library" \
		    "$(needed "$program" | grep "^\(.*/\)\{0,1\}$library\.")"
	done
}

without broadsheet libcurl libxml2 libjson-c libseccomp libjpeg libpng16 \
    libwebp libavif
without desk libncursesw libtinfo libxml2 libjson-c libjpeg libpng16 libwebp \
    libavif
without parser libcurl libsqlite3 libncursesw libtinfo
ok "the reader can draw and read" \
    [ "$(needed broadsheet | grep -c 'libncursesw\|libsqlite3')" -eq 2 ]
ok "the desk has the network and the store" \
    [ "$(needed desk | grep -c 'libcurl\|libsqlite3')" -eq 2 ]
ok "the parser reads the web" \
    [ "$(needed parser | grep -c libxml2)" -eq 1 ]
done_testing
