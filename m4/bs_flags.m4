# bs_flags.m4 -- ask the compiler and the linker which flags they know.

# BS_CFLAGS(VARIABLE, FLAG...)
# Append to VARIABLE each FLAG with which a program compiles without a word.
# clang only warns about a flag it does not know, hence -Werror.
AC_DEFUN([BS_CFLAGS], [
	bs_save_CFLAGS=$CFLAGS
	for bs_flag in m4_normalize([$2]); do
		AC_MSG_CHECKING([whether $CC takes $bs_flag])
		CFLAGS="$bs_save_CFLAGS -Werror $bs_flag"
		AC_COMPILE_IFELSE(
		    [AC_LANG_PROGRAM([[#include <stdio.h>]],
			[[return puts("") < 0;]])],
		    [AS_VAR_APPEND([$1], [" $bs_flag"])
		    AC_MSG_RESULT([yes])],
		    [AC_MSG_RESULT([no])])
	done
	CFLAGS=$bs_save_CFLAGS
])

# BS_LDFLAGS(VARIABLE, FLAG...)
# The same for the linker.  Commas are part of a flag, blanks divide flags.
AC_DEFUN([BS_LDFLAGS], [
	bs_save_LDFLAGS=$LDFLAGS
	for bs_flag in m4_normalize([$2]); do
		AC_MSG_CHECKING([whether the linker takes $bs_flag])
		LDFLAGS="$bs_save_LDFLAGS -Werror $bs_flag"
		AC_LINK_IFELSE([AC_LANG_PROGRAM()],
		    [AS_VAR_APPEND([$1], [" $bs_flag"])
		    AC_MSG_RESULT([yes])],
		    [AC_MSG_RESULT([no])])
	done
	LDFLAGS=$bs_save_LDFLAGS
])

# BS_OPTIONAL(NAME, PREFIX, PKG-CONFIG MODULES, WHAT IS LOST WITHOUT IT)
# An optional library: --with-NAME demands it, --without-NAME forbids it, and
# without either it is used where it is found.  Sets PREFIX_CFLAGS and
# PREFIX_LIBS, defines HAVE_PREFIX, makes the automake condition HAVE_PREFIX
# and adds a line to the table that configure ends with.
AC_DEFUN([BS_OPTIONAL], [
	AC_ARG_WITH([$1], [AS_HELP_STRING([--without-$1], [build without $1: $4])],
	    [], [with_$1=check])
	bs_have_$1=no
	AS_IF([test "x$with_$1" != xno], [
		PKG_CHECK_MODULES([$2], [$3], [bs_have_$1=yes], [
			AS_IF([test "x$with_$1" != xcheck],
			    [AC_MSG_ERROR([--with-$1 was given, but: $$2_PKG_ERRORS])])
		])
	])
	BS_OPTIONAL_DONE([$1], [$2], [$4])
])

AC_DEFUN([BS_OPTIONAL_DONE], [
	AS_IF([test "x$bs_have_$1" = xyes],
	    [AC_DEFINE([HAVE_$2], [1], [Define to 1 to use $1.])
	    BS_TABLE([$1], [yes], [])],
	    [BS_TABLE([$1], [no], [$3])])
	AM_CONDITIONAL([HAVE_$2], [test "x$bs_have_$1" = xyes])
])

# BS_TABLE(NAME, FOUND, WORDS): one line of the closing table.
AC_DEFUN([BS_TABLE], [
	AS_VAR_APPEND([bs_table], ["$(printf '  %-14s %-8s %s'  "$1" "$2" "$3")
"])])
