#!/bin/sh
# A small store of every schema that was ever released opens in this version
# with all its articles and marks.
. "${top_srcdir:-.}/tests/lib/world.sh"
need sqlite3

golden=$top/tests/golden/store
now=$(sed -n 's/.*STORE_SCHEMA = \([0-9]*\).*/\1/p' \
    "$top/include/store/store.h")
ok "the newest schema has its small store" test -r "$golden/v$now.sql"
printf '%s\n' "[Harbour]" "https://gazette.example/feed" >"$feeds"
for old in "$golden"/v*.sql; do
	version=${old##*/v}
	version=${version%.sql}
	rm -rf "${store%/*}"
	mkdir -p "${store%/*}"
	sqlite3 "$store" <"$old"
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
	like "$version: is listed" "$(broadsheet list Harbour)" "Ferry late"
	[ "$version" = "$now" ] ||
		ok "$version: is kept beside it" test -s "$store.v$version"
done
done_testing
