# shellcheck shell=sh
# brew.sh -- where Homebrew, or a BSD's ports, keep what a build needs.
# Sourced by the scripts beside it; does nothing on other systems.

if command -v brew >/dev/null 2>&1; then
	BREW=$(brew --prefix)
	# Homebrew keeps what macOS also has out of the way: show it.
	for keg in ncurses curl libxml2 sqlite jpeg-turbo; do
		PKG_CONFIG_PATH="$BREW/opt/$keg/lib/pkgconfig:${PKG_CONFIG_PATH-}"
	done
	PATH=$BREW/opt/gettext/bin:$BREW/opt/llvm/bin:$PATH
	CPPFLAGS="-I$BREW/include ${CPPFLAGS-}"
	LDFLAGS="-L$BREW/lib ${LDFLAGS-}"
	export BREW PKG_CONFIG_PATH PATH CPPFLAGS LDFLAGS
elif [ -f /usr/local/include/unilbrk.h ]; then
	CPPFLAGS="-I/usr/local/include ${CPPFLAGS-}"
	LDFLAGS="-L/usr/local/lib ${LDFLAGS-}"
	export CPPFLAGS LDFLAGS
fi
