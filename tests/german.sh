#!/bin/sh
# german.sh -- each language of po/LINGUAS, German first of all, says every
# sentence of the sources, says none that is gone, and fits where columns are
# narrow.
. "${top_srcdir:-.}/tests/tap.sh"

for tool in xgettext msgfmt msgcmp msgattrib; do
	command -v "$tool" >/dev/null 2>&1 || skip_all "$tool is not installed"
done
cd "$top" || exit 1

work=$(mktemp -d "${TMPDIR:-/tmp}/broadsheet-german.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT

# The sentences, found as "make -C po" finds them.
options=$(sed -n 's/^XGETTEXT_OPTIONS = //p' po/Makevars)
# The options are words.
# shellcheck disable=SC2086
xgettext $options --files-from=po/POTFILES.in --no-location \
    --output="$work/all.pot" || exit 1

languages() {
	grep -v '^#' po/LINGUAS | tr ' ' '\n' | grep .
}

# entries CATALOGUE: how many sentences it has, its header aside.
entries() {
	msgattrib --no-obsolete "$1" | grep -c '^msgid "'
}

# differences CATALOGUE: what it lacks, leaves open or doubtful, or has beyond
# the sources.
differences() {
	LC_ALL=C msgcmp "$1" "$work/all.pot" 2>&1
}

# states CATALOGUE: the words for the state of a feed, which have eight cells in
# the health view, where the catalogue's are longer.
states() {
	sed -n 's/.*\[FEED_[A-Z]*\] = N_(\("[^"]*"\)).*/\1/p' src/store/health.c |
	    while read -r word; do
		msgattrib --no-wrap "$1" |
		    grep -A1 -xF "msgid $word" |
		    sed -n 's/^msgstr "\(.*\)"$/\1/p' |
		    LC_ALL=C sed 's/[^ -~][^ -~]/?/g' |
		    awk 'length($0) > 8'
	done
}

ok "the sources have sentences" [ "$(entries "$work/all.pot")" -gt 900 ]
ok "German is among the languages" [ -n "$(languages | grep -xF de)" ]
for language in $(languages); do
	none "$language.po: marks, plural forms and ends of lines are right" "$(
		LC_ALL=C msgfmt --check --output-file="$work/$language.mo" \
		    "po/$language.po" 2>&1
	)"
	none "$language.po has every sentence, translated, and no other" "$(
		differences "po/$language.po"
	)"
	none "$language.po keeps nothing that has gone" "$(
		grep -n '^#~' "po/$language.po"
	)"
	none "$language.po: the states of a feed fit their column" "$(
		states "po/$language.po"
	)"
done

# What the guard is worth: a sentence less, and one left open, are found.
msgattrib --no-wrap po/de.po >"$work/whole.po"
grep -vxF -e 'msgid "Front page"' -e 'msgstr "Titelseite"' "$work/whole.po" \
    >"$work/less.po"
ok "a sentence that is left out is found" [ -n "$(differences "$work/less.po")" ]
sed 's/^msgstr "Titelseite"$/msgstr ""/' "$work/whole.po" >"$work/open.po"
ok "a sentence without its translation is found" \
    [ -n "$(differences "$work/open.po")" ]
done_testing
