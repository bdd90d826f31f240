/* Captions and credits, in the forms that pages use. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "doc/captions.h"

struct sample {
	const char *text, *caption, *credit;
};

static const struct sample samples[] = {
	{ "A depot. Photo: Selim Roy", "A depot.", "Selim Roy" },
	{ "A depot", "A depot", "" },
	{ "A depot.", "A depot.", "" },
	{ "", "", "" },
	{ "Photo: Selim Roy", "", "Selim Roy" },
	{ "Trucks wait. -Reuters file photo", "Trucks wait.", "Reuters" },
	{ "Trucks wait – Reuters", "Trucks wait", "Reuters" },
	{ "Trucks wait. REUTERS/Ann Other", "Trucks wait.",
	    "REUTERS/Ann Other" },
	{ "Trucks wait (AP Photo/Ann Other)", "Trucks wait",
	    "AP Photo/Ann Other" },
	{ "Trucks wait. (Photo by Ann Other/Getty Images)", "Trucks wait.",
	    "Ann Other/Getty Images" },
	{ "A harbour. © Ann Other", "A harbour.", "Ann Other" },
	{ "A harbour. Photograph: Ann Other/The Paper", "A harbour.",
	    "Ann Other/The Paper" },
	{ "A harbour. Picture: Ann Other", "A harbour.", "Ann Other" },
	{ "A harbour | Photo Credit: Ann Other", "A harbour", "Ann Other" },
	{ "A harbour. Image: Courtesy of the museum", "A harbour.",
	    "the museum" },
	{ "A harbour. Courtesy: the museum", "A harbour.", "the museum" },
	{ "A harbour. Photo: Collected", "A harbour.", "Collected" },
	{ "A harbour. Foto: Ann Other", "A harbour.", "Ann Other" },
	{ "Un port. Crédit photo : Ann Other", "Un port.", "Ann Other" },
	{ "নদীর ঘাট। ছবি: সেলিম রায়", "নদীর ঘাট।", "সেলিম রায়" },
	{ "Порт. Фото: Анна", "Порт.", "Анна" },
	{ "A harbour. Ann Other via Getty Images", "A harbour.",
	    "Ann Other via Getty Images" },
	{ "Source: the bank", "", "the bank" },
	/* Its last byte is one of a bullet's. */
	{ "রাজধানী ঢ", "রাজধানী ঢ", "" },
	{ "• A harbour • Reuters", "• A harbour", "Reuters" },
	{ "[1/2]Trucks wait. EXAMPLE WIRE/Ann Other Purchase Licensing Rights",
	    "Trucks wait.", "EXAMPLE WIRE/Ann Other" },
	{ "(1 of 3) Trucks wait.", "Trucks wait.", "" },
	{ "“They lie.” REUTERS/Ann Other", "“They lie.”", "REUTERS/Ann Other" },
	{ "(2018) Trucks wait.", "(2018) Trucks wait.", "" },
	{ "He came. AC/DC played on", "He came. AC/DC played on", "" },
	{ "He came. NATO/EU talks", "He came. NATO/EU talks", "" },
	/* Words that only look like a label. */
	{ "The photo shows a depot", "The photo shows a depot", "" },
	{ "A source said: nothing", "A source said: nothing", "" },
	{ "He told Reuters on Monday that the port was shut",
	    "He told Reuters on Monday that the port was shut", "" },
};

static void
split(void **state)
{
	struct arena *mem = arena_new();
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		const struct sample *s = &samples[i];
		struct span caption, credit;

		caption_split(mem, span_of(s->text), &caption, &credit);
		if (span_is(caption, s->caption) && span_is(credit, s->credit))
			continue;
		printf("# %s\n#   caption \"%.*s\"\n#   credit \"%.*s\"\n",
		    s->text, SPAN_ARG(caption), SPAN_ARG(credit));
		wrong++;
	}
	arena_free(mem);
	assert_int_equal(wrong, 0);
}

static void
same(void **state)
{
	(void)state;
	assert_true(caption_same(SPAN("A depot."), SPAN(" a DEPOT")));
	assert_false(caption_same(SPAN("A depot"), SPAN("A depot burns")));
	assert_false(caption_same(SPAN(""), SPAN("")));
	assert_false(caption_same(SPAN("…"), SPAN("-")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(split),
		cmocka_unit_test(same),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
