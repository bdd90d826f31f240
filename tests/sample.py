#!/usr/bin/env python3
"""Check the sample edition against itself, without any program of ours.

Everything it names must be there, everything there must be named and be
installed, and nothing may point at a real site: the edition is the first
thing a stranger opens, so it must never show a hole or make a request.
"""

import glob
import json
import os
import re
import sys
import xml.etree.ElementTree as tree

TOP = os.environ.get('top_srcdir', '.')
EDITION = os.path.join(TOP, 'config', 'sample')
# Names of XML vocabularies, which look like addresses and are never fetched.
VOCABULARIES = {'jsonfeed.org', 'podcastindex.org', 'purl.org',
                'schema.org', 'search.yahoo.com', 'www.itunes.com',
                'www.w3.org'}
FORMS = {'rss': 'RSS 2.0', 'RDF': 'RSS 1.0', 'feed': 'Atom', 'json': 'JSON'}


def read(path):
    """The text of an edition's file, in the charset it says it has."""
    with open(path, 'rb') as file:
        raw = file.read()
    said = re.search(rb'encoding="([^"]+)"', raw[:100])
    return raw.decode(said.group(1).decode() if said else 'utf-8')


def named(pattern, text):
    return set(re.findall(pattern, text))


def feeds():
    return sorted(named(r'(?m)^\./(\S+)',
                        read(os.path.join(EDITION, 'feeds'))))


def form_of(name):
    """The form of a feed; raises when it cannot be parsed."""
    path = os.path.join(EDITION, name)
    if name.endswith('.json'):
        with open(path, encoding='utf-8') as file:
            json.load(file)
        return 'json'
    return tree.parse(path).getroot().tag.split('}')[-1]


def check_forms():
    seen = {form_of(name) for name in feeds()}
    return ['no feed in the form ' + FORMS[form]
            for form in FORMS if form not in seen]


def check_names():
    """What is named is there, and what is there is named."""
    text = ''.join(read(os.path.join(EDITION, name)) for name in feeds())
    for page in glob.glob(os.path.join(EDITION, 'pages', '*.html')):
        text += read(page).replace('../', '')
    wanted = named(r'(?:pages|pictures)/[\w.-]+', text)
    there = {os.path.relpath(path, EDITION) for folder in ('pages', 'pictures')
             for path in glob.glob(os.path.join(EDITION, folder, '*'))}
    return (['missing: ' + name for name in sorted(wanted - there)]
            + ['never named: ' + name for name in sorted(there - wanted)])


def files():
    return sorted(os.path.relpath(os.path.join(folder, name), TOP)
                  for folder, _, names in os.walk(EDITION) for name in names
                  if '__pycache__' not in folder)


def check_installed():
    listed = named(r'config/sample/[\w./-]+',
                   read(os.path.join(TOP, 'Makefile.am')))
    return ['not in Makefile.am: ' + name
            for name in files() if name not in listed]


def check_hosts():
    faults = []
    for name in files():
        if name.endswith(('.jpg', '.png', '.gif', '.webp', '.py')):
            continue
        for host in named(r'https?://([\w.-]+)',
                          read(os.path.join(TOP, name))):
            if host not in VOCABULARIES and not re.search(
                    r'(^|\.)(example|example\.(com|net|org))$', host):
                faults.append('%s names %s' % (name, host))
    return faults


def check_size():
    size = sum(os.path.getsize(os.path.join(TOP, name)) for name in files())
    return ['%d bytes' % size] if size > 700000 else []


CHECKS = (
    ('every feed can be parsed, and every form is there', check_forms),
    ('pages and pictures are those that are named', check_names),
    ('every file is installed or distributed', check_installed),
    ('only reserved domains', check_hosts),
    ('not over 700 kB', check_size),
)


def main():
    print('1..%d' % len(CHECKS))
    bad = 0
    for number, (title, check) in enumerate(CHECKS, 1):
        try:
            faults = check()
        except (OSError, ValueError, tree.ParseError) as error:
            faults = [str(error)]
        print('%s %d - %s' % ('not ok' if faults else 'ok', number, title))
        for fault in faults:
            print('# ' + fault)
        bad += bool(faults)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
