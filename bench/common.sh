# common.sh -- sourced by run and refresh: a private home, the workload, a
# shellcheck disable=SC2034 # what it sets is for those who source it
# server on loopback, and the clock.  The caller has set FEEDS, ITEMS, RUNS,
# THREADS and JOBS or takes what is set here.
# shellcheck shell=bash
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(dirname "$here")
FEEDS=${FEEDS:-1000} ITEMS=${ITEMS:-30} RUNS=${RUNS:-3} THREADS=${THREADS:-16}
BENCH=${BENCH:-$top/build/bench}
BUILD=${BUILD:-$top/build}
mkdir -p "$BENCH" && BENCH=$(cd "$BENCH" && pwd)
BUILD=$(cd "$BUILD" && pwd)
export LC_ALL=C.UTF-8 TZ=UTC HOME="$BENCH/home" PATH="$PATH:/usr/sbin:/sbin"
export XDG_CONFIG_HOME="$HOME/.config" XDG_DATA_HOME="$HOME/.local/share"
export XDG_CACHE_HOME="$HOME/.cache" XDG_STATE_HOME="$HOME/.local/state"
export BROADSHEET_LIBEXEC="$BUILD" BROADSHEET_DATADIR="$top/config"
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY || :
rm -rf "$HOME" && mkdir -p "$HOME" "$XDG_CONFIG_HOME/broadsheet"
feeds_file=$XDG_CONFIG_HOME/broadsheet/feeds
config_file=$XDG_CONFIG_HOME/broadsheet/config
store=$XDG_DATA_HOME/broadsheet/store.db
ours=$BUILD/broadsheet
trap 'stop_servers' EXIT
stops=

stop_servers() {
	for p in $stops; do
		kill "$p" 2>/dev/null || :
	done
}

free_port() {
	python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# generate ROUND: sets data to the folder of that round of the workload.  The
# port is of this run, the data of all runs.
generate() {
	data=$BENCH/data-$FEEDS-$ITEMS-$1
	[ ! -f "$data/manifest.json" ] || return 0
	echo "writing $FEEDS feeds of $ITEMS articles, round $1" >&2
	python3 "$here/genfeeds.py" --out "$data" --feeds "$FEEDS" \
		--items "$ITEMS" --round "$1" --new 1 \
		--base "http://127.0.0.1:@PORT@" --gzip >&2
}

# serve ROOT: sets PORT and writes the addresses to $BENCH/urls.
serve() {
	PORT=${PORT:-$(free_port)}
	sed "s/@PORT@/$PORT/" "$data/urls" >"$BENCH/urls"
	mkdir -p "$BENCH/nginx"
	sed "s#@PREFIX@#$BENCH/nginx#g; s#@PORT@#$PORT#; s#@ROOT@#$1#" \
		"$here/nginx.conf.in" >"$BENCH/nginx/nginx.conf"
	nginx -p "$BENCH/nginx" -c "$BENCH/nginx/nginx.conf"
	stops="$stops $(cat "$BENCH/nginx/nginx.pid")"
}

# subscribe CONNECTIONS: our two dotfiles and those of the peers, for what
# $BENCH/urls holds.  One host stands for a thousand here.
subscribe() {
	{
		echo "every=1d"
		echo "[All]"
		cat "$BENCH/urls"
	} >"$feeds_file"
	echo "set host-connections $1" >"$config_file"
	echo "reload-threads $THREADS" >"$BENCH/newsboat.conf"
	{
		echo "maxjobs=$THREADS"
		echo "sfeedpath=\"$BENCH/sfeed\""
		echo 'feeds() {'
		sed 's#^.*/\(feed[0-9]*\)\.[a-z]*$#feed "\1" "&"#' "$BENCH/urls"
		echo '}'
	} >"$BENCH/sfeedrc"
	awk '{print "url = \"" $0 "\"\noutput = \"/dev/null\""}' \
		"$BENCH/urls" >"$BENCH/curl"
}

# The floor, and the peers: commands for measure.
curl_all="curl -s --compressed -K $BENCH/curl --parallel --parallel-max"
newsboat_reload="newsboat -u $BENCH/urls -C $BENCH/newsboat.conf -c $BENCH/nb.db -x reload"

# measure COMMAND...: sets wall (s), cpu (s) and rss (MiB), the medians of RUNS
# runs.  $before is run before each, outside the clock.
measure() {
	: >"$BENCH/times"
	for _ in $(seq "$RUNS"); do
		eval "${before:-:}"
		command time -o "$BENCH/time" -f '%e %U %S %M' \
			sh -c "$1" >"$BENCH/out" 2>&1 || :
		tail -n 1 "$BENCH/time" >>"$BENCH/times"
	done
	read -r wall cpu rss <<<"$(python3 - "$BENCH/times" <<'P'
import statistics, sys
rows = [list(map(float, l.split())) for l in open(sys.argv[1])]
m = lambda f: statistics.median(f(r) for r in rows)
print("%.2f %.2f %.0f" % (m(lambda r: r[0]), m(lambda r: r[1] + r[2]),
                          m(lambda r: r[3]) / 1024))
P
)"
}

have() {
	command -v "$1" >/dev/null 2>&1 || { echo "$1 is not installed" >&2; false; }
}

count() { sqlite3 "$1" "$2" 2>/dev/null || echo -; }
articles() { count "$store" 'select count(*) from article'; }
