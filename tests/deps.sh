#!/bin/sh
# deps.sh -- scripts/deps asks the right package manager for the right things,
# and none at all when nothing is missing.  No manager is run: each is a fake
# that writes down what it was asked.
. "${top_srcdir:-.}/tests/tap.sh"

work=$(mktemp -d "${TMPDIR:-/tmp}/broadsheet-deps.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/tree"
cp -R "$top/scripts" "$work/tree/"

for tool in cat dirname env find head mkdir printf rm sh sort tr; do
	ln -s "$(command -v "$tool")" "$work/bin/$tool"
done

# fake NAME LINE...: a program in the PATH of the test.
fake() {
	name=$1
	shift
	{
		echo "#!$work/bin/sh"
		printf '%s\n' "$@"
	} >"$work/bin/$name"
	chmod +x "$work/bin/$name"
}

# asked SET: what the manager was asked, after "scripts/deps SET".
asked() {
	rm -f "$work/asked"
	env -i PATH="$work/bin" CI="${ci-true}" CC=false \
	    "$work/bin/sh" "$work/tree/scripts/deps" "$1" \
	    >"$work/out" 2>"$work/err" </dev/null
	echo "$?" >"$work/status"
	cat "$work/asked" 2>/dev/null
}

# Called by ok.
# shellcheck disable=SC2317
has() {
	case $1 in
	*"$2"*) return 0 ;;
	esac
	printf '%s\n' "$1" "does not hold" "$2" | sed 's/^/# /'
	return 1
}

for tool in cc make autoconf automake autopoint msgfmt; do
	fake "$tool" 'exit 0'
done
fake infocmp 'exit 0'
fake pkg-config 'exit 1'
fake id 'echo 0'

# manager, its command, and words that its line must hold.  A manager of
# this very system in an sbin would be found before a fake that comes later.
while read -r manager command words; do
	[ ! -x "/sbin/$manager" ] || continue
	[ ! -x "/usr/sbin/$manager" ] || continue
	fake "$command" "echo \"$command \$*\" >>\"$work/asked\""
	[ "$command" = brew ] &&
	    fake brew "[ \"\$1\" = --prefix ] && echo /opt/none && exit" \
		"echo \"brew \$*\" >>\"$work/asked\""
	got=$(asked run)
	for word in $words; do
		ok "$manager is asked for $word" has "$got" " $word"
	done
	none "with $manager standard output stays empty" "$(cat "$work/out")"
	rm "$work/bin/$command"
done <<'END'
apt apt-get install -y libncurses-dev libcurl4-openssl-dev libjson-c-dev
dnf dnf install -y ncurses-devel libcurl-devel json-c-devel
pacman pacman -S --noconfirm ncurses curl json-c
apk apk add ncurses-dev curl-dev json-c-dev
pkg pkg install -y ncurses curl json-c
brew brew install ncurses curl json-c
END

# A person without the right, and nobody there to ask.
fake apt-get "echo \"apt-get \$*\" >>\"$work/asked\""
fake id 'echo 1000'
fake sudo "echo \"sudo \$*\" >>\"$work/asked\""
ci=
none "nobody is asked for sudo where nobody can answer" "$(asked run)"
ok "and it fails" [ "$(cat "$work/status")" -eq 1 ]
ok "and says what to install" grep -q 'sudo .*libjson-c-dev' "$work/err"
ci=true
ok "where CI=true sudo is used without a question" \
    has "$(asked run)" "sudo -n env"

# Nothing is missing.
fake pkg-config 'exit 0'
fake cc 'exit 0'
for tool in ctags mandoc nginx openssl ps python3 readelf \
    sqlite3 tmux; do
	fake "$tool" 'exit 0'
done
sed 's/^has_header() {/&\n\treturn 0/' "$work/tree/scripts/deps" \
    >"$work/deps" && cat "$work/deps" >"$work/tree/scripts/deps"
none "no manager is asked when nothing is missing" "$(asked test)"
ok "and it succeeds" [ "$(cat "$work/status")" -eq 0 ]
none "a set that is none asks nobody" "$(asked nonsense)"
ok "and is an error" [ "$(cat "$work/status")" -eq 2 ]
done_testing
