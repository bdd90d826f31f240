#!/bin/sh
# A real page: fetched for its feed's teaser, and set without what is not the
# story.  The page is not ours to pass on, so it is not in this tree.
# shellcheck disable=SC2317
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"

edition=${BROADSHEET_EDITION:-$top/../shared/fixtures/edition}
[ -r "$edition/asia.xml" ] || skip_all "the edition is not beside this tree"
nginx_start
for file in "$edition"/*.xml "$edition"/*.html; do
	sed "s,http://localhost/,$http/,g" "$file" >"$site/${file##*/}"
done
{
	echo "[Asia/South Asia] full-text=always"
	echo "$http/asia.xml"
} >"$feeds"

run broadsheet fetch
is "the feed arrives" "$status" 0
is "with its story" "$(sql 'SELECT count(*) FROM article')" 1
id=$(broadsheet list "Asia/South Asia" | cut -f 1)
shown() {
	broadsheet show --width 72 "$id"
}
whole() {
	shown | grep -q "must dismantle his nuclear"
}
# What the reader does when the story is opened.
answer=$(echo "test.1 fulltext $id" | "$lib/desk" --feeds "$feeds" \
    --config "$config" --store "$store")
like "its page is read" "$answer" "^done	1"
ok "the whole text has been fetched from the page" whole

shown >"$work/shown"
broadsheet show --json "$id" >"$work/json"
# Lines are broken anywhere.
flat=$(tr -s ' \n' ' ' <"$work/shown")
# count TEXT: how often it stands there.
count() {
	printf '%s' "$flat" | grep -o -F "$1" | wc -l | tr -d ' '
}
is "the headline once" "$(count "North Korea not interested in meaningless")" 1
is "the caption once" "$(count "leaving the Ritz-Carlton hotel")" 1
is "nothing to share" "$(count "Share this news")" 0
like "the section" "$(head -n 1 "$work/shown")" "[Aa][Ss][Ii][Aa]"
like "when it was published" "$flat" "Published 18 Nov 2019"
like "when it was updated" "$flat" "Updated"
like "the first paragraph" "$flat" "it is not interested in meaningless talks"
like "the last paragraph" "$flat" "nuclear weapons programme first\."
like "the question between" "$flat" "[Mm][Ee][Ee][Tt][Ii][Nn][Gg] [Tt]"
is "seventeen paragraphs" "$(python3 - "$work/json" <<'END'
import json, re, sys
print(len(re.findall(r"<p[ >]", json.load(open(sys.argv[1]))["content_html"])))
END
)" 17
done_testing
