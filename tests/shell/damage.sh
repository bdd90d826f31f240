#!/bin/sh
# damage.sh -- a store that cannot be used as it should be: each time a sentence
# with a way out, never a silent empty paper, and what can be read is read.
# Functions are also called by the name that ok gets.
# shellcheck disable=SC2317
. "${top_srcdir:-.}/tests/lib/world.sh"
need sqlite3

for n in 1 2 3 4; do
	feed "$work/$n.xml" "Paper $n" 1 60
	echo "file://$work/$n.xml"
done >"$feeds"
echo "set ahead 0" >"$config" # nobody is asked for pages
run broadsheet fetch
stories=240
is "a paper" "$(sql 'SELECT count(*) FROM article')" $stories
until_indexed() {
	[ "$(sql 'SELECT count(*) FROM waiting')" = 0 ]
}
wait_for 10 until_indexed
gone() {
	[ -z "$(ours)" ]
}
wait_for 10 gone
sqlite3 "$store" "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
page=$(sqlite3 "$store" "PRAGMA page_size")
cp "$store" "$work/sound"
# What doctor says of this build with a sound store: the sanitizers leave it
# without a sandbox.
run broadsheet doctor
content=$status
# A feeds file that was edited since would be read by a desk first.
touch -t 202611020000 "$feeds"

fresh() {
	wait_for 10 gone
	rm -f "$store" "$store"-* "$store".damaged*
	cp "$work/sound" "$store"
}
# spoil FIRST COUNT: pages of the store become nothing.
spoil() {
	dd if=/dev/zero of="$store" bs="$page" seek=$(($1 - 1)) count="$2" \
	    conv=notrunc 2>/dev/null
}
way_out='"broadsheet doctor --repair"'

# --- damaged -----------------------------------------------------------------------

root=$(sqlite3 "$store" \
    "SELECT rootpage FROM sqlite_schema WHERE name = 'article'")
spoil "$root" 1
before=$(cksum <"$store")
run broadsheet list
like "damaged: list says so" "$err" "it is damaged; $way_out saves what can"
is "and fails" "$status" 3
run broadsheet show 5
like "damaged: show too" "$err" "it is damaged"
run broadsheet doctor
like "damaged: doctor says so" "$out" "^wrong  store .*$way_out"
is "and fails" "$status" 1
is "none of them has changed it" "$(cksum <"$store")" "$before"
run broadsheet doctor --repair
like "it is repaired" "$out" "^well   store .*repaired: pages were damaged"
like "it is said what was saved" "$out" "saved: $stories articles, $stories texts"
like "and what is lost" "$out" "lost: 0 articles, 0 texts"
like "and where the old one is" "$out" "kept as $store.damaged-1"
like "it is sound now" "$out" "^well   store .*: sound"
is "doctor is content" "$status" "$content"
is "the old one is as it was" "$(cksum <"$store.damaged-1")" "$before"
is "and for nobody else" "$(find "$store.damaged-1" -perm 600)" \
    "$store.damaged-1"
run broadsheet search '"Story 60"'
is "what was saved is found" "$(echo "$out" | wc -l)" 4
run broadsheet list --unread
is "and unread" "$(echo "$out" | wc -l)" $stories
run broadsheet fetch
is "the next fetch brings nothing twice" "$(sql 'SELECT count(*) FROM article')" \
    $stories
run broadsheet doctor --repair
like "nothing is repaired that is sound" "$out" "nothing is to be repaired"
none "nor kept" "$(find "${store%/*}" -name '*.damaged-2')"

fresh
spoil 1 1
run broadsheet list
like "without its first page: that is said" "$err" "$way_out saves what can"
run broadsheet fetch
like "fetch says so, too" "$err" "$way_out saves what can"
run broadsheet doctor --repair
like "without its first page nothing is lost" "$out" "saved: $stories articles"

fresh
sqlite3 "$store" "UPDATE feed SET unread = 1"
run broadsheet doctor
like "wrong counters are seen" "$out" "^wrong  store .*counters of 4 feeds.*$way_out"
run broadsheet doctor --repair
like "and mended" "$out" "counters were wrong"
is "all of them" "$(broadsheet status)" $stories

fresh
sqlite3 "$store" "UPDATE article SET feed_id = 99999 WHERE id = 5"
run broadsheet doctor
like "an article of no feed is seen" "$out" "^wrong  store .*$way_out"
run broadsheet doctor --repair
run broadsheet doctor
is "and is out of the way" "$status" "$content"
is "with its feed, the others stay" "$(broadsheet status)" $((stories - 1))

# --- nothing of it, or something else ----------------------------------------------

fresh
: >"$store"
run broadsheet list
like "empty: it is no new paper" "$err" "is empty, and was not; $way_out"
is "and stays as it is" "$(wc -c <"$store" | tr -d ' ')" 0
run broadsheet doctor --repair
like "a new one is begun when that is wished" "$out" "it was empty"
run broadsheet list
is "with what the feeds have" "$status:$err" "0:"

# A desk that is killed just after it has made the file.
fresh
rm -rf "$XDG_DATA_HOME"
mkdir -p "$store.desks"
: >"$store"
run broadsheet fetch
is "a beginning that was cut short is begun again" "$status:$err" "0:"

fresh
printf '%s\n' "Dear diary" >"$store"
run broadsheet list
like "no database: that is said" "$err" "it is no store, or a damaged one"
run broadsheet mark 1 read
like "mark says so, too" "$err" "it is no store, or a damaged one"

rm -f "$store" "$store"-*
mkdir "$store"
run broadsheet list
like "a folder: that is said" "$err" "is not a plain file"
rmdir "$store"

# --- somebody is at it ------------------------------------------------------------

fresh
mkfifo "$work/orders"
"$lib/desk" --feeds "$feeds" --config "$config" --store "$store" \
    <"$work/orders" >"$work/said" 2>/dev/null &
desk=$!
later $desk
exec 4>"$work/orders"
is_ready() {
	grep -q '^ready' "$work/said"
}
wait_for 10 is_ready
run broadsheet doctor --repair
like "a store that is in use is not repaired" "$out" \
    "^wrong  store .*is in use; leave the readers and end the fetches first"
exec 4>&-
wait $desk
if command -v flock >/dev/null 2>&1; then
	exec 5>"$store.desks/repair"
	flock 5
	run broadsheet mark 1 read
	like "while it is repaired nobody writes" "$err" \
	    "is being repaired; try again when that is done"
	run broadsheet doctor --repair
	like "nor repairs it" "$out" "is being repaired already"
	exec 5>&-
fi

# --- no room ------------------------------------------------------------------------

# A file may not get larger than half of what is wanted, and a few pages of it
# are left for what is to be said of that; blocks of 512 bytes.
fresh
for n in 1 2 3 4; do
	feed "$work/$n.xml" "Paper $n" 1 900
done
limit=$(($(wc -c <"$work/sound") / 512 + page / 40))
(
	ulimit -f $limit
	"$lib/broadsheet" fetch >"$work/out" 2>"$work/err"
	echo $? >"$work/status"
)
like "no room: it is said" "$(cat "$work/err")" \
    "what [1-4] feeds\{0,1\} brought could not be kept: .*the disk cannot be read or written"
# And again, where there was no room for the end of the refresh either.
is "and nothing else" \
    "$(grep -vc 'the disk cannot be read or written' "$work/err")" 0
is "no feed is at fault" "$(sql 'SELECT sum(failures) FROM feed')" 0
like "and fetch fails" "$(cat "$work/status")" "^[13]$"
is "the store is sound" "$(sql 'PRAGMA integrity_check')" ok
ok "what it had is there" [ "$(sql 'SELECT count(*) FROM article')" -ge $stories ]
like "and can be read" "$(broadsheet list --limit 1)" "Story"
run broadsheet fetch
is "with room all of it comes" "$status:$(sql 'SELECT count(*) FROM article')" \
    "0:3600"

# --- what may not be written, or not be read ----------------------------------------

# Permissions do not concern root.
as_nobody() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	else
		"$@"
	fi
}
plain() {
	run as_nobody env HOME="$HOME" "$lib/broadsheet" "$@"
}
if as_nobody test -x "$lib/broadsheet" 2>/dev/null; then
	wait_for 10 gone
	fresh
	chmod 755 "$work"
	dir=${store%/*}
	chmod -R a+rX "$HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME"
	rm -rf "$store.desks"
	chmod 444 "$store"
	chmod 555 "$dir"
	touch -d '2 hours ago' "$feeds" 2>/dev/null
	plain list --limit 1
	like "a folder that may not be written to is read" "$out" "Story"
	plain mark 1 read
	like "what cannot be written is said" "$err" \
	    "nothing can be written beside the store: .*Permission denied"
	is "and fails" "$status" 3
	plain doctor --repair
	like "no more can it be repaired" "$out" \
	    "^wrong  store .*nothing can be written beside the store"
	chmod 755 "$dir"
	chmod 000 "$store"
	[ "$(id -u)" != 0 ] || chown 0 "$store"
	plain list
	like "what may not be read is said" "$err" \
	    "it cannot be opened; may you read the file and its folder"
	chmod 600 "$store"
	chmod 000 "$dir"
	plain list
	like "nor its folder" "$err" "Permission denied"
	chmod 755 "$dir"
	BROADSHEET_NOWHERE=$work/none/of/it/store.db
	[ "$(id -u)" != 0 ] || chown 0 "$work"
	chmod 555 "$work"
	plain --store "$BROADSHEET_NOWHERE" list
	like "a folder that cannot be made is said" "$err" "Permission denied"
	chmod 755 "$work"
fi
done_testing
