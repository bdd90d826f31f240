#!/bin/sh
# What a feed changes in a story that was known: which changes are an edit, what
# "show" tells of them, and how much of it is kept.
. "${top_srcdir:-.}/tests/lib/world.sh"
need sqlite3

paper=$XDG_CONFIG_HOME/broadsheet/paper.xml
printf '%s\n' './paper.xml "The Tide"' >"$feeds"

# story TITLE TEXT: the feed, with the one story that it has.
story() {
	cat >"$paper" <<END
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>The Tide</title>
<item><guid isPermaLink="false">ferry</guid><title>$1</title>
<pubDate>Mon, 02 Nov 2026 09:00:00 +0000</pubDate>
<description><![CDATA[$2]]></description></item></channel></rss>
END
	broadsheet fetch >/dev/null 2>&1
}

show() {
	run broadsheet show "$@" --width 72 1
}

story "Ferry late" "<p>It left at nine.</p><p>Nobody waved.</p>"
show --diff
is "a story that was not edited has nothing to compare" "$status" 1
like "and one is told so" "$err" "was not edited"

story "Ferry late" "<div><p>It  left
at nine.</p><p>Nobody <b>waved</b>.</p></div>"
is "markup and white space are no edit" \
    "$(sql 'SELECT revisions FROM article')" 0
like "the newest form is what is kept" "$(broadsheet show --markdown 1)" \
    "\*\*waved\*\*"

story "Ferry late" "<p>It left at ten.</p><p>Nobody waved.</p>"
story "Ferry gone" "<p>It left at ten.</p><p>Somebody waved.</p>"
show
like "the date line counts the edits" "$out" "Updated twice, last"
unlike "and shows the newest text" "$out" nine

show --revision 1
like "the first version has its own text" "$out" "It left at nine"
like "and its own headline" "$out" "^Ferry late"
unlike "and was not edited yet" "$out" Updated

show --diff
like "what changed: the headline" "$out" "^Headline was: Ferry \[-late-\]"
like "and the words" "$out" "^\[-Nobody-\] {+Somebody+} waved"
show --diff --revision 2
like "what changed before" "$out" "^It left at \[-nine-\] {+ten+}"
unlike "not what changed later" "$out" "Headline was"
show --diff --colour always
like "with colours what was put in is underlined" "$out" "4;32m"
show --diff --html
like "as HTML" "$out" "<del>Nobody</del> <ins>Somebody</ins>"
show --diff --markdown
like "as Markdown" "$out" "~~Nobody~~ <ins>Somebody</ins>"
show --diff --json
like "as JSON" "$out" '"changes_html": *"[^"]*<del>Nobody'
like "with the versions before" "$out" '"revisions": *\['
like "each with its text" "$out" "It left at nine"

show --revision 9
is "a version that is not there" "$status" 1
like "names those that are" "$err" "1, 2 and 3"
show --diff --revision 1
is "before the first there is nothing" "$status" 1
like "and one is told so" "$err" "first that was kept"
run broadsheet show --revision two 1
is "a version is a number" "$status" 2

# Less is kept from now on: the first and the newest stay.
printf '%s\n' './paper.xml "The Tide" revisions=1' >"$feeds"
story "Ferry gone" "<p>It left at eleven.</p><p>Somebody waved.</p>"
show --revision 2
like "the versions between go first" "$err" "1 and 4$"
printf '%s\n' './paper.xml "The Tide" revisions=0' >"$feeds"
story "Ferry gone" "<p>It left at noon.</p><p>Somebody waved.</p>"
is "none more is kept when none is wanted" \
    "$(sql 'SELECT group_concat(number) FROM revision')" 1
is "the store is sound" "$(sql 'PRAGMA integrity_check')" ok
done_testing
