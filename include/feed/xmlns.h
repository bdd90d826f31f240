/*
 * xmlns: the namespaces that feeds use, as numbers.
 *
 * For feed.  Feeds write the same address in many ways (with and without the
 * last slash, in other cases, with https), so it is compared without scheme,
 * trailing "/" and "#", and case.
 */
#ifndef FEED_XMLNS_H
#define FEED_XMLNS_H

#include <stdbool.h>

#include "base/str.h"

enum xml_ns {
	NS_NONE,  /* no namespace at all */
	NS_OTHER, /* one that we do not know */
	NS_CORE,  /* in tables: RSS, Atom and no namespace */
	NS_XML,
	NS_RSS, /* 2.0 and its relatives, whose authors gave it one */
	NS_RSS090,
	NS_RSS10,
	NS_RSS11,
	NS_ATOM03,
	NS_ATOM10,
	NS_ADMIN,
	NS_CC,
	NS_CONTENT,
	NS_DC,
	NS_DCTERMS,
	NS_FEEDBURNER,
	NS_ITUNES,
	NS_MATHML,
	NS_MEDIA,
	NS_NEWS,
	NS_PHEEDO,
	NS_RBC,
	NS_RDF,
	NS_SITEMAP,
	NS_SITEMAP_IMAGE,
	NS_SLASH,
	NS_SOURCE,
	NS_SVG,
	NS_SY,
	NS_THR,
	NS_WFW,
	NS_XHTML,
	NS_YANDEX
};

/* The namespace of that address; NS_NONE when it is empty. */
enum xml_ns ns_of_uri(struct span uri);
/* The namespace that a prefix stands for nearly everywhere, for feeds that
 * forgot to declare it; NS_OTHER when there is none. */
enum xml_ns ns_of_prefix(struct span prefix);
/* RSS, Atom or none: the words of feeds themselves, which authors mix. */
bool ns_is_core(enum xml_ns ns);

#endif
