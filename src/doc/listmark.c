#include "config.h"

#include "doc/listmark.h"

#include <string.h>

enum { ROMAN_MAX = 3999, LETTERS = 26 };

char
listmark_kind(struct span type)
{
	type = span_trim(type);
	return type.n == 1 && strchr("aAiI", *type.s) ? *type.s : 0;
}

static void
add_letters(struct str *out, char first, int number)
{
	char text[8];
	size_t n = sizeof(text);

	/* There is no nought: "z" is followed by "aa". */
	for (; number > 0 && n; number = (number - 1) / LETTERS)
		text[--n] = (char)(first + (number - 1) % LETTERS);
	str_addn(out, text + n, sizeof(text) - n);
}

static void
add_roman(struct str *out, bool upper, int number)
{
	static const struct {
		int value;
		const char *upper, *lower;
	} parts[] = {
		{ 1000, "M", "m" },
		{ 900, "CM", "cm" },
		{ 500, "D", "d" },
		{ 400, "CD", "cd" },
		{ 100, "C", "c" },
		{ 90, "XC", "xc" },
		{ 50, "L", "l" },
		{ 40, "XL", "xl" },
		{ 10, "X", "x" },
		{ 9, "IX", "ix" },
		{ 5, "V", "v" },
		{ 4, "IV", "iv" },
		{ 1, "I", "i" },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		for (; number >= parts[i].value; number -= parts[i].value)
			str_addz(out, upper ? parts[i].upper : parts[i].lower);
}

void
listmark_add(struct str *out, char kind, int number)
{
	if ((kind == 'a' || kind == 'A') && number > 0)
		add_letters(out, kind, number);
	else if ((kind == 'i' || kind == 'I') && number > 0 &&
	         number <= ROMAN_MAX)
		add_roman(out, kind == 'I', number);
	else
		str_printf(out, "%d", number);
}

int
listmark_width(char kind, int upto)
{
	/* The first numbers that take 1, 2, 3 … letters in Roman. */
	static const int longer[] = { 1, 2, 3, 8, 18, 28, 38, 88, 188, 288, 388,
		888, 1888, 2888, 3888 };
	struct str text = { 0 };
	int width = 0;

	if ((kind == 'i' || kind == 'I') && upto > 0 && upto <= ROMAN_MAX) {
		while (width < (int)(sizeof(longer) / sizeof(*longer)) &&
		       longer[width] <= upto)
			width++;
		return width;
	}
	listmark_add(&text, kind, upto);
	width = (int)text.n;
	str_release(&text);
	return width;
}
