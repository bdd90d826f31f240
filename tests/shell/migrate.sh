#!/bin/sh
# A small store of every schema that was ever released opens in this version
# with all its articles and marks.
. "${top_srcdir:-.}/tests/lib/world.sh"
need sqlite3

golden=$top/tests/golden/store
now=$(sed -n 's/.*STORE_SCHEMA = \([0-9]*\).*/\1/p' \
    "$top/include/store/store.h")
ok "the newest schema has its small store" test -r "$golden/v$now.sql"

# rows DATABASE TABLE COLUMNS: all of it, in an order of its own.
rows() {
	sqlite3 -readonly "$1" "SELECT $3 FROM $2" | sort
}
# Tables of a database that are no index, and their columns.
tables() {
	sqlite3 "$1" "SELECT t.name, group_concat('\"' || c.name || '\"')
	    FROM sqlite_schema t, pragma_table_info(t.name) c
	    WHERE t.type = 'table' AND t.name NOT LIKE 'search%'
	    AND t.name NOT LIKE 'words%'
	    AND t.name NOT LIKE 'sqlite_%' GROUP BY t.name" | tr '|' ' '
}
# What is not as it was.  The feeds file decides on places, titles and times.
changed() {
	tables "$work/old" | while read -r table columns; do
		case $table in
		meta | waiting | section | feed_place) continue ;;
		feed) columns=id,url,total,unread,starred,etag,body_hash ;;
		# The index takes in what was in none.
		article) columns=$(echo "$columns" | sed 's/"doc",//') ;;
		esac
		[ "$(rows "$work/old" "$table" "$columns")" = \
		    "$(rows "$store" "$table" "$columns")" ] || echo "$table"
	done
}

printf '%s\n' "[Harbour]" "https://gazette.example/feed" >"$feeds"
for old in "$golden"/v*.sql; do
	version=${old##*/v}
	version=${version%.sql}
	rm -rf "${store%/*}"
	mkdir -p "${store%/*}"
	sqlite3 "$store" <"$old"
	cp "$store" "$work/old"
	"$lib/desk" --feeds "$feeds" --config "$config" --store "$store" \
	    </dev/null >"$work/said" 2>&1
	is "$version: is brought up to date" "$(sql 'PRAGMA user_version')" \
	    "$now"
	is "$version: is sound" "$(sql 'PRAGMA integrity_check')" ok
	is "$version: has its articles and marks" "$(sql \
	    'SELECT group_concat(id || unread || starred) FROM article')" \
	    110,201
	is "$version: has its counters" "$(sql \
	    'SELECT total || unread || starred FROM feed')" 211
	none "$version: has all its rows as they were" "$(changed)"
	is "$version: has them in its index" "$(sql \
	    'SELECT count(*) FROM article WHERE doc IS NULL')" 0
	like "$version: is listed" "$(broadsheet list Harbour)" "Ferry late"
	[ "$version" != "$now" ] || continue
	is "$version: is kept beside it, as it was" \
	    "$(sqlite3 "$store.v$version" .dump | cksum)" \
	    "$(sqlite3 "$work/old" .dump | cksum)"
	is "$version: and for nobody else" \
	    "$(find "$store.v$version" -perm 600)" "$store.v$version"
	none "$version: and no half of it" "$(find "${store%/*}" -name '*.part*')"
done

# Old backups go when there are more than two.
rm -rf "${store%/*}"
mkdir -p "${store%/*}"
sqlite3 "$store" <"$golden/v1.sql"
touch "$store.v0" "$store.v00" "$store.v-1" "$store.v2" "$store.v12" \
    "$store.v13" "$store.v2.old"
"$lib/desk" --feeds "$feeds" --config "$config" --store "$store" </dev/null \
    >/dev/null 2>&1
is "the newest two backups stay, and what is none" \
    "$(cd "${store%/*}" && echo store.db.v*)" \
    "store.db.v-1 store.db.v0 store.db.v00 store.db.v12 store.db.v13 \
store.db.v2.old"

# --- a store that a later version has written -----------------------------------

# The desk of before may still be at the index.
sqlite3 -cmd ".timeout 20000" "$store" "PRAGMA user_version = $((now + 1))"
before=$(cksum <"$store")
said="was written by a newer broadsheet; update this one"
run "$lib/desk" --feeds "$feeds" --config "$config" --store "$store" </dev/null
like "a later store: the desk says so" "$out" "$said"
is "a later store: and does nothing" "$status" 1
for command in "list" "status" "show 1" "mark 1 read" "search Ferry" \
    "feeds --health" "fetch" "export"; do
	# The words are to be split.
	# shellcheck disable=SC2086
	run broadsheet $command
	[ "$command" = export ] ||
		like "a later store: $command says so" "$err" "$said"
done
run broadsheet doctor
like "a later store: doctor says so" "$out" "^wrong  store .*$said"
is "a later store is as it was" "$(cksum <"$store")" "$before"

# --- a database of another program ----------------------------------------------

rm -rf "${store%/*}"
mkdir -p "${store%/*}"
sqlite3 "$store" 'CREATE TABLE cake (name TEXT); PRAGMA user_version = 2'
before=$(cksum <"$store")
run broadsheet list
like "another program's database is left alone" "$err" \
    "is the database of another program"
is "wholly" "$(cksum <"$store")" "$before"
done_testing
