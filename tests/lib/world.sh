# shellcheck shell=sh disable=SC2034
# world.sh -- files of a person in a folder of their own, for test scripts that
# run the programs as a person would.  They source it:
#
#     . "${top_srcdir:-.}/tests/lib/world.sh"
#
# It sets $work (a temporary folder, gone at the end), $lib (the programs),
# $feeds, $config and $store, and defines
#
#     broadsheet ARG...           the program of the build tree
#     run COMMAND...              runs it: $status, $out (stdout), $err (stderr)
#     is "what" GOT EXPECTED      one test: two texts are the same
#     like "what" TEXT PATTERN    one test: a line of TEXT matches grep's PATTERN
#     unlike "what" TEXT PATTERN  one test: none does
#     wait_for SECONDS COMMAND... until it succeeds; fails at the deadline
#     later PROCESS               ended at the end of the script
#     sql STATEMENT               what the store says
#     bail "why"                  the script cannot go on
. "${top_srcdir:-.}/tests/tap.sh"

lib=$(cd "${BROADSHEET_BUILDDIR:-build}" && pwd) || exit 1
top=$(cd "$top" && pwd) || exit 1
[ -x "$lib/broadsheet" ] || skip_all "broadsheet has not been built"
work=$(mktemp -d "${TMPDIR:-/tmp}/broadsheet-test-XXXXXX") || exit 1

HOME=$work/home
XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data
XDG_CACHE_HOME=$work/cache XDG_STATE_HOME=$work/state
BROADSHEET_LIBEXEC=$lib BROADSHEET_DATADIR=$top/config
BROADSHEET_SAMPLE_DIR=$work/sample
LC_ALL=C.UTF-8 TZ=UTC
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME \
    BROADSHEET_LIBEXEC BROADSHEET_DATADIR BROADSHEET_SAMPLE_DIR LC_ALL TZ PATH
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY \
    ALL_PROXY NO_PROXY LANGUAGE NO_COLOR CURL_CA_BUNDLE SSL_CERT_FILE
feeds=$XDG_CONFIG_HOME/broadsheet/feeds
config=$XDG_CONFIG_HOME/broadsheet/config
store=$XDG_DATA_HOME/broadsheet/store.db
mkdir -p "$HOME" "$XDG_CONFIG_HOME/broadsheet"

processes=
later() {
	processes="$processes $1"
}

# What ends the world; nginx.sh adds to it.
world_end() {
	for process in $processes; do
		kill "$process" 2>/dev/null
	done
	rm -rf "$work"
}
trap world_end EXIT
trap 'exit 1' INT TERM HUP

broadsheet() {
	"$lib/broadsheet" "$@"
}

run() {
	"$@" >"$work/out" 2>"$work/err"
	status=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}

# note TEXT: a comment in the log.
note() {
	printf '%s\n' "$1" | sed 's/^/# /'
}

is() {
	if [ "$2" = "$3" ]; then
		tap_result "ok" "$1"
	else
		tap_failed=$((tap_failed + 1))
		tap_result "not ok" "$1"
		note "got:      $2"
		note "expected: $3"
	fi
}

like() {
	if printf '%s\n' "$2" | grep -q -e "$3"; then
		tap_result "ok" "$1"
	else
		tap_failed=$((tap_failed + 1))
		tap_result "not ok" "$1"
		note "no line matches $3 in:"
		note "$2"
	fi
}

unlike() {
	none "$1" "$(printf '%s\n' "$2" | grep -e "$3")"
}

wait_for() {
	wait_tries=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$wait_tries" -gt 0 ] || return 1
		wait_tries=$((wait_tries - 1))
		sleep 0.05
	done
}

# A desk that is about to leave takes the log of the store with it; who opens
# the store in that moment is told that it cannot be read.
sql() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		sql_said=$(sqlite3 -readonly "$store" "$1" 2>"$work/sql") &&
		    break
		sleep 0.1
	done
	cat "$work/sql" >&2
	printf '%s\n' "$sql_said"
}

bail() {
	echo "Bail out! $1"
	exit 1
}

# need PROGRAM...: the script is of no use without them.
need() {
	for program; do
		command -v "$program" >/dev/null 2>&1 ||
		    skip_all "$program is not installed"
	done
}

# children PROCESS: those that it started, and those that they did.
children() {
	ps -A -o pid= -o ppid= | awk -v root="$1" '
	{ parent[$1] = $2 }
	END {
		for (p in parent)
			for (q = parent[p]; q in parent; q = parent[q])
				if (q == root) {
					print p
					break
				}
	}'
}

# ours: processes that have the store of this world open or as an argument.
ours() {
	ps -A -o pid= -o args= | awk -v work="$work/" '
	index($0, work) && !/awk/ { print $1 }'
}

# alive PROCESS...: those that are still there (a zombie is not).
alive() {
	for process; do
		case $(ps -o stat= -p "$process" 2>/dev/null) in
		'' | Z*) ;;
		*) echo "$process" ;;
		esac
	done
}

none_alive() {
	[ -z "$(alive "$@")" ]
}

# feed FILE NAME FIRST LAST: a feed of articles, numbered; FILE.N is edited
# when the variable edited is N.  The stories have no page of their own, which
# somebody would look for on a network that is no test's.
feed() {
	{
		echo '<?xml version="1.0" encoding="UTF-8"?>'
		echo '<rss version="2.0"><channel>'
		echo "<title>$2</title><link>http://example.org/$2</link>"
		feed_n=$4
		while [ "$feed_n" -ge "$3" ]; do
			echo "<item><guid isPermaLink='false'>$2-$feed_n</guid>"
			echo "<title>Story $feed_n of $2${edited:+ (edited)}</title>"
			echo "<pubDate>Mon, 02 Nov 2026 0$((feed_n % 10)):00:00" \
			    "+0000</pubDate>"
			echo "<description>&lt;p&gt;Text $feed_n of" \
			    "$2${edited:+, mended}.&lt;/p&gt;</description>"
			echo "</item>"
			feed_n=$((feed_n - 1))
		done
		echo '</channel></rss>'
	} >"$1"
}
