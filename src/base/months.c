#include "config.h"

#include "base/months.h"

#include "base/utf8.h"

/*
 * Names by their beginnings, lower case, in the order of the months: a word
 * is a month when it begins with one of them.  The longest beginning that two
 * months of any language here do not share is enough, so abbreviations, full
 * names and inflected forms are found alike; "|" separates alternatives.
 * English, German, French, Spanish, Portuguese, Italian, Dutch, Danish,
 * Norwegian, Swedish, Finnish, Polish, Czech, Croatian, Hungarian, Romanian,
 * Turkish, Greek, Russian, Ukrainian, Indonesian, Bengali, Hindi, Arabic.
 */
static const char *const months[12] = {
	"jan|jän|jän|ene|gen|ιαν|янв|січ|sty|led|sij|ocak|oca|tammi|ian|"
	"জানু|जन|يناير|كانون الثاني",
	"feb|fév|fev|fév|φεβ|фев|лют|lut|úno|velj|şub|helmi|feb|"
	"ফেব্রু|फर|फ़र|فبراير|شباط",
	"mar|mär|mär|maa|mrz|mrt|μαρ|μάρ|мар|бер|bře|ožu|márc|mac|"
	"মার্চ|मार्च|مارس|آذار",
	"apr|avr|abr|απρ|апр|кві|kwi|dub|tra|ápr|nis|huhti|"
	"এপ্রিল|अप्रैल|أبريل|ابريل|نيسان",
	"may|mai|mag|mei|maj|máj|μαι|μάι|май|мая|тра|kvě|svi|toukok|mayıs|"
	"mayis|"
	"মে|मई|مايو|أيار",
	"jun|juin|giu|kesä|ιουν|ιούν|июн|чер|cze|červen|červn|lip|jún|haz|iun|"
	"জুন|जून|يونيو|حزيران",
	"jul|juil|lug|heinä|ιουλ|ιούλ|июл|лип|lip|červenec|července|srp|júl|"
	"tem|"
	"iul|জুলাই|जुलाई|يوليو|تموز",
	"aug|aoû|aou|ago|elo|αυγ|αύγ|авг|сер|sie|srp|kol|ağu|agu|"
	"আগস্ট|अगस्त|أغسطس|آب",
	"sep|set|szep|syys|σεπ|сен|вер|wrz|zář|ruj|eyl|"
	"সেপ্টে|सित|سبتمبر|أيلول",
	"oct|okt|out|ott|loka|οκτ|окт|жов|paź|říj|lis|eki|"
	"অক্টো|अक्टू|أكتوبر|تشرين الأول",
	"nov|marras|νοε|νοέ|ноя|лис|lis|stu|kas|noi|"
	"নভে|नव|نوفمبر|تشرين الثاني",
	"dec|déc|déc|dez|dic|des|joulu|δεκ|дек|гру|gru|pro|ara|"
	"ডিসে|दिस|ديسمبر|كانون الأول",
};

static bool
begins_with_one(struct span word, const char *list)
{
	struct span rest = span_of(list);

	while (rest.n) {
		struct span one = span_cut(&rest, '|');

		if (one.n && word.n >= one.n &&
		    span_eq(span_head(word, one.n), one))
			return true;
	}
	return false;
}

int
month_of(struct span word)
{
	struct str low = { 0 };
	int month = 0;

	utf8_fold(&low, word);
	for (int i = 0; i < 12 && !month; i++)
		if (begins_with_one(str_span(&low), months[i]))
			month = i + 1;
	str_release(&low);
	return month;
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
 * that use them mean what RFC 822 says. */
static bool
military(char c, int *offset_min)
{
	if (c >= 'a' && c <= 'i')
		*offset_min = -60 * (c - 'a' + 1);
	else if (c >= 'k' && c <= 'm')
		*offset_min = -60 * (c - 'k' + 10);
	else if (c >= 'n' && c <= 'y')
		*offset_min = 60 * (c - 'n' + 1);
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
	return word.n == 1 && military((char)(*word.s | 0x20), offset_min);
}
