#!/bin/sh
# globals.sh -- no variable that can change is visible outside its file: state
# comes in as the first argument.
. "${top_srcdir:-.}/tests/tap.sh"
cd "${BROADSHEET_BUILDDIR:-build}" || exit 1
command -v nm >/dev/null 2>&1 || skip_all "nm is not installed"

# B, D, C, G and S are visible data that can be written; sanitizers add some
# of their own.  A table of pointers is D only in .data.rel.ro, which a
# position-independent program locks before main: read the section.
if objdump --version >/dev/null 2>&1; then
	variables() {
		objdump -t "$1" | awk '/ g / && / O / &&
		    ($4 ~ /^\.(data|bss|sdata|sbss)/ || $5 == "*COM*" ||
		    $4 == "*COM*") && $4 !~ /^\.data\.rel\.ro/ {
			print $NF " in " $4
		}'
	}
else
	variables() {
		nm -g "$1" 2>/dev/null | awk '$2 ~ /^[BDCGS]$/ {
			print $3 " is " $2
		}'
	}
fi

for archive in lib*.a; do
	none "$archive keeps its variables to itself" \
	    "$(variables "$archive" | grep -v '__asan\|__odr_asan\|__sancov')"
done
done_testing
