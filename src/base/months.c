#include "config.h"

#include "base/months.h"

#include <string.h>

#include "base/utf8.h"

/*
 * Names by their beginnings, lower case, in the order of the months: a word
 * is of the month whose longest beginning it has, so abbreviations, full names
 * and inflected forms are found alike; "|" separates alternatives.  English,
 * German, French, Spanish, Portuguese, Italian, Dutch, Danish, Norwegian,
 * Swedish, Finnish, Polish, Czech, Croatian, Hungarian, Romanian, Turkish,
 * Greek, Russian, Ukrainian, Indonesian, Bengali, Hindi, Arabic.  Where two
 * languages disagree about a name (lip, srp, listopad) the one with more
 * newspapers has it.
 */
static const char *const months[12] = {
	"jan|jän|ene|gen|ian|sty|led|sij|oca|tammi|ιαν|янв|січ|"
	"জানু|जन|يناير|كانون الثاني",
	"feb|fév|fev|lut|úno|velj|şub|helmi|φεβ|фев|лют|"
	"ফেব্রু|फर|फ़र|فبراير|شباط",
	"mar|mär|maa|mrz|mrt|mac|bře|ožu|márc|μαρ|μάρ|μαώ|μάώ|мар|бер|"
	"মার্চ|मार्च|مارس|آذار",
	"apr|avr|abr|kwi|dub|tra|ápr|nis|huhti|απρ|апр|кві|"
	"এপ্রিল|अप्रैल|أبريل|ابريل|نيسان",
	"may|mai|mag|mei|maj|máj|máu|kvě|svi|touko|μαι|μάι|μαϊ|μαΐ|май|мая|тра|"
	"মে|मई|مايو|أيار",
	"jun|jún|juin|giu|iun|cze|červen|červn|lipanj|lipnj|haz|kesä|"
	"ιουν|ιούν|ιον|июн|чер|"
	"জুন|जून|يونيو|حزيران",
	"jul|júl|juil|lug|iul|lip|červenec|července|srpanj|srpnj|tem|heinä|"
	"ιουλ|ιούλ|ιολ|июл|лип|"
	"জুলাই|जुलाई|يوليو|تموز",
	"aug|ago|agu|aoû|aou|sie|srp|kol|ağu|elo|αυγ|αύγ|авг|серп|"
	"আগস্ট|अगस्त|أغسطس|آب",
	"sep|set|szep|wrz|zář|ruj|eyl|syys|σεπ|сен|вер|"
	"সেপ্টে|सित|سبتمبر|أيلول",
	"oct|okt|out|ott|paź|říj|eki|loka|οκτ|окт|жов|"
	"অক্টো|अक्टू|أكتوبر|تشرين الأول",
	"nov|noi|lis|stu|kas|marras|νοε|νοέ|ноя|лис|"
	"নভে|नव|نوفمبر|تشرين الثاني",
	"dec|déc|dez|dic|des|gru|pro|ara|joulu|δεκ|дек|гру|"
	"ডিসে|दिस|ديسمبر|كانون الأول",
};

/* Bytes of the longest of the beginnings that the word, which is not empty,
 * has. */
static size_t
beginning(struct span word, const char *list)
{
	size_t longest = 0;

	/* From one place of its first byte to the next: a date asks for three
	 * hundred beginnings, and each entry has a date. */
	for (const char *p = list; (p = strchr(p, *word.s)); p++) {
		size_t n = 0;

		if (p > list && p[-1] != '|')
			continue;
		while (n < word.n && p[n] != '|' && p[n] == word.s[n])
			n++;
		if (n > longest && (!p[n] || p[n] == '|'))
			longest = n;
	}
	return longest;
}

int
month_of(struct span word)
{
	struct str low = { 0 };
	size_t longest = 0;
	int month = 0;

	utf8_fold(&low, word);
	for (int i = 0; i < 12 && low.n && *low.s; i++) {
		size_t n = beginning(str_span(&low), months[i]);

		if (n > longest) {
			longest = n;
			month = i + 1;
		}
	}
	str_release(&low);
	return month;
}

bool
month_needs_next(struct span word)
{
	return span_is(word, "تشرين") || span_is(word, "كانون");
}

char
mark_of(struct span word)
{
	static const struct {
		const char *word;
		char means;
	} marks[] = { { "년", 'y' }, { "월", 'm' }, { "일", 'd' },
		{ "年", 'y' }, { "月", 'm' }, { "日", 'd' }, { "오전", 'a' },
		{ "오후", 'p' }, { "上午", 'a' }, { "下午", 'p' },
		{ "午前", 'a' }, { "午後", 'p' } };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_is(word, marks[i].word))
			return marks[i].means;
	return 0;
}

struct zone {
	const char *name;
	int offset_min;
};

/* RFC 822's own, and those that feeds use.  An unknown one counts as UTC. */
static const struct zone zones[] = {
	{ "gmt", 0 },
	{ "ut", 0 },
	{ "utc", 0 },
	{ "z", 0 },
	{ "wet", 0 },
	{ "west", 60 },
	{ "bst", 60 },
	{ "cet", 60 },
	{ "cest", 120 },
	{ "met", 60 },
	{ "mest", 120 },
	{ "mez", 60 },
	{ "mesz", 120 },
	{ "eet", 120 },
	{ "eest", 180 },
	{ "sast", 120 },
	{ "msk", 180 },
	{ "trt", 180 },
	{ "pkt", 300 },
	{ "ist", 330 },
	{ "npt", 345 },
	{ "wib", 420 },
	{ "ict", 420 },
	{ "hkt", 480 },
	{ "sgt", 480 },
	{ "awst", 480 },
	{ "jst", 540 },
	{ "kst", 540 },
	{ "acst", 570 },
	{ "acdt", 630 },
	{ "aest", 600 },
	{ "aedt", 660 },
	{ "nzst", 720 },
	{ "nzdt", 780 },
	{ "art", -180 },
	{ "brt", -180 },
	{ "nst", -210 },
	{ "ndt", -150 },
	{ "at", -240 },
	{ "ast", -240 },
	{ "adt", -180 },
	{ "et", -300 },
	{ "est", -300 },
	{ "edt", -240 },
	{ "ct", -360 },
	{ "cst", -360 },
	{ "cdt", -300 },
	{ "mt", -420 },
	{ "mst", -420 },
	{ "mdt", -360 },
	{ "pt", -480 },
	{ "pst", -480 },
	{ "pdt", -420 },
	{ "akst", -540 },
	{ "akdt", -480 },
	{ "hst", -600 },
};

/* RFC 822 5.1 had their signs wrong and RFC 2822 4.3 takes them for UTC; feeds
 * that use them mean what RFC 822 says.  Capitals only: "15:34 h" is German
 * and "3:34 p" American. */
static bool
military(char c, int *offset_min)
{
	if (c >= 'A' && c <= 'I')
		*offset_min = -60 * (c - 'A' + 1);
	else if (c >= 'K' && c <= 'M')
		*offset_min = -60 * (c - 'K' + 10);
	else if (c >= 'N' && c <= 'Y')
		*offset_min = 60 * (c - 'N' + 1);
	else
		return false;
	return true;
}

bool
zone_of(struct span word, int *offset_min)
{
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		if (span_iis(word, zones[i].name)) {
			*offset_min = zones[i].offset_min;
			return true;
		}
	}
	return word.n == 1 && military(*word.s, offset_min);
}
