#!/bin/sh
# linear.sh -- the reader without a screen: lines below lines, in words.
. "${top_srcdir:-.}/tests/lib/world.sh"
need python3 sqlite3

feed "$work/one.xml" "Gull Gazette" 1 5
cat >"$feeds" <<END
[Harbour]
file://$work/one.xml
search "story" "All tales"
END
run broadsheet fetch

# tell LINES...: what the dialogue says to those lines, and how it ends.
tell() {
	printf '%s\n' "$@" | broadsheet linear >"$work/said" 2>"$work/stderr"
	echo $? >"$work/status"
}
# said PATTERN: it was.
# shellcheck disable=SC2317
said() {
	grep -q "$1" "$work/said"
}

tell Q
is "it ends well" "$(cat "$work/status")" 0
ok "sections are numbered, with words" said '^1\. Front page, 5 unread\.$'
ok "a section is called one" said '^5\. Section: Harbour, 5 unread\.$'
ok "so is a feed" said '^6\. Gull Gazette, 5 unread\.$'
tell
ok "it ends with its input" said '^> $'

title=$(sql 'SELECT title FROM article ORDER BY sort DESC, id DESC LIMIT 1')
tell 1 1 '' q Q
ok "a list says what is unread" said "^1\. Unread: $title\. Gull Gazette, "
ok "a story is told to its end" said '^End of the story\.$'
is "and is read then" "$(sql 'SELECT sum(unread) FROM article')" 4
ok "which the list says" said "^> 1\. $title\."

tell 1 'r 1' 's 1' 'T 1' 'd 2' 3 s Q
ok "what was read is unread again" said '^> Unread\.$'
ok "a star has a word" said '^> Starred\.$'
ok "and later" said '^> Kept for later\.$'
is "all of it is in the store" "$(sql 'SELECT sum(unread) || sum(starred) ||
    sum(deleted > 0) || (SELECT count(*) FROM tagged) FROM article')" 4211
tell u u Q
is "u takes back" "$(sql 'SELECT sum(starred) FROM article')" 1

tell 1 U n Q
ok "unread ones alone" said '^> Unread stories only\.$'
tell 7 Q
ok "a saved search is a list" said '^> All tales\.$'
tell '/nothing like it' Q
ok "a search that finds nothing" said '^Nothing found\.$'
tell '/is:blue' Q
ok "one that cannot be read says where" said 'column [0-9]* of the search'

# Whatever is typed is no harm.
tell 0 -1 99999999999999999999 r 'r 77' 'r x' l n . zz '?' \
    "$(printf '\033[31m\001')" 1 77 . q q q
is "nonsense ends well" "$(cat "$work/status")" 0
ok "it is told of" said '^> That is no number and no letter'
none "no control signs come back" "$(LC_ALL=C grep -n '[[:cntrl:]]' "$work/said")"

printf '1\n\nQ\n' | broadsheet linear --rows 2 >"$work/said"
is "rows at once" "$(grep -c '^> 3\. Unread: ' "$work/said")" 1
run broadsheet linear --rows 0
is "no rows at all are too few" "$status" 2
done_testing
