#!/bin/sh
# potfiles.sh -- po/POTFILES.in names every file with words for a person, and
# no other.  With --write, makes it so.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top" || exit 1

marked() {
	find src include \( -name '*.[ch]' -o -name '*.def' \) \
	    ! -name i18n.h -exec \
	    grep -lE '(^|[^A-Za-z0-9_"])(_|N_|P_)\($|(^|[^A-Za-z0-9_])(_|N_|P_)\("' \
	    {} + | LC_ALL=C sort
}
listed() {
	grep -v '^#' po/POTFILES.in | grep .
}

if [ "${1-}" = --write ]; then
	cat >po/POTFILES.new <<'END'
# Every file with words for a person, one a line; "make potfiles" writes it.
END
	marked >>po/POTFILES.new
	mv po/POTFILES.new po/POTFILES.in
	exit
fi

none "files with words that po/POTFILES.in lacks" "$(
	marked | while read -r file; do
		listed | grep -qxF "$file" || echo "$file"
	done
)"
none "names in po/POTFILES.in without words or without a file" "$(
	listed | while read -r file; do
		marked | grep -qxF "$file" || echo "$file"
	done
)"
none "po/POTFILES.in is sorted and names a file once" "$(
	listed | LC_ALL=C sort -uc 2>&1
)"
none "files that speak without base/i18n.h" "$(
	marked | grep '\.c$' | while read -r file; do
		grep -q '"base/i18n\.h"' "$file" || echo "$file"
	done
)"
done_testing
