#!/bin/sh
# pseudo.sh DIR: the language of pseudo.py, as DIR/en/LC_MESSAGES/broadsheet.mo,
# and a locale en_XX in DIR.  Exit 77: a tool for that is not installed.
top=${top_srcdir:-.}
for tool in python3 msgfmt localedef; do
	command -v "$tool" >/dev/null 2>&1 || exit 77
done
mkdir -p "$1/en/LC_MESSAGES" || exit 1
python3 "$top/tests/lib/pseudo.py" "$top/po/de.po" >"$1/pseudo.po" || exit 1
msgfmt -o "$1/en/LC_MESSAGES/broadsheet.mo" "$1/pseudo.po" || exit 1
# Its warnings are about the sources of the system's own locales.
localedef -c -i en_US -f UTF-8 "$1/en_XX.UTF-8" >/dev/null 2>&1
LOCPATH=$1 LC_ALL=en_XX.UTF-8 locale charmap 2>/dev/null |
	grep -qx UTF-8 || exit 77
