# shellcheck shell=sh
# tap.sh -- TAP for test scripts, which source it.
#
#     . "${top_srcdir:-.}/tests/tap.sh"
#     ok "what should hold" command...        one test: did the command succeed?
#     none "what should not be there" TEXT    one test: TEXT must be empty
#     skip_all "python3 is not installed"     the whole script, and leave
#     done_testing                            last
#
# A tool that could be installed is "not installed" in a reason to skip: where
# everything is installed, such a skip is a failure (.ci/run).

# shellcheck disable=SC2034
top=${top_srcdir:-.}
tap_count=0
tap_failed=0

tap_result() {
	tap_count=$((tap_count + 1))
	echo "$1 $tap_count - $2"
}

ok() {
	tap_name=$1
	shift
	if "$@"; then
		tap_result "ok" "$tap_name"
	else
		tap_failed=$((tap_failed + 1))
		tap_result "not ok" "$tap_name"
	fi
}

none() {
	if [ -z "$2" ]; then
		tap_result "ok" "$1"
	else
		tap_failed=$((tap_failed + 1))
		tap_result "not ok" "$1"
		printf '%s\n' "$2" | sed 's/^/#   /'
	fi
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

done_testing() {
	echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}
