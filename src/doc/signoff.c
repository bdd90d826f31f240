#include "config.h"

#include "doc/signoff.h"

bool
signoff_is_share(const struct html_node *n)
{
	static const char *const boxes[] = { "feedflare", "sharedaddy",
		"addtoany_share_save_container", "addtoany_content",
		"shareaholic-canvas", "jp-relatedposts", "wpa2a", "ssba",
		"addthis_toolbox", "mf-viral", "snap_nopreview" };

	if (n->tag != TAG_DIV && n->tag != TAG_P && n->tag != TAG_TABLE)
		return false;
	for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes); i++)
		if (html_has_word(n, boxes[i]))
			return true;
	return false;
}

bool
signoff_is_post(struct span paragraph)
{
	static const struct {
		const char *start, *middle;
	} forms[] = {
		{ "The post ", " appeared first on " },
		{ "The post ", " first appeared on " },
		{ "Der Beitrag ", " erschien zuerst auf " },
		{ "L’article ", " est apparu en premier sur " },
		{ "L\'article ", " est apparu en premier sur " },
		{ "La entrada ", " se publicó primero en " },
		{ "La entrada ", " aparece primero en " },
		{ "La entrada ", " apareció primero en " },
		{ "L\'articolo ", " proviene da " },
		{ "L’articolo ", " proviene da " },
		{ "O post ", " apareceu primeiro em " },
		{ "O conteúdo ", " aparece primeiro em " },
		{ "Het bericht ", " verscheen eerst op " },
		{ "Artykuł ", " pochodzi z serwisu " },
		{ "Запись ", " впервые появилась " },
		{ "Inlägget ", " dök först upp på " },
		{ "Innlegget ", " dukket først opp på " },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (span_starts(paragraph, forms[i].start) &&
		    span_find(paragraph, span_of(forms[i].middle)) <
		        paragraph.n)
			return true;
	return false;
}
