#!/usr/bin/env python3
"""Makes a language of its own of a catalogue: pseudo.py CATALOGUE.po > OUT.po

Each sentence stands in ⟦ ⟧, has accents on all its letters and is two fifths
longer, as it is in some languages; what printf and strftime read stays.  So
a sentence that no catalogue was asked for stands out, and one that is cut has
lost its end."""
import re
import sys

PLAIN = "aceiklnorsuyzACDEGHIKLNORSTUYZ"
ACCENTED = "áçéíķļñóŕšúýžÁÇĎÉĢĤÍĶĻŇÓŔŠŤÚÝŽ"
LETTERS = str.maketrans(PLAIN, ACCENTED)
KEPT = re.compile(r"(%[-+ #0]*[0-9.*]*(?:hh|h|ll|l|z|j)?[A-Za-z%]|\\.)")
OTHER_LETTERS = str.maketrans("bdfghjmpqtvwxBFJMPQVWX",
                              "ƀďƒĝĥĵɱƥʠťʋŵẋƁƑĴṀƤɊƲŴẊ")


def accented(text):
    return text.translate(LETTERS).translate(OTHER_LETTERS)


def pseudo(text):
    body = text.strip(" ")
    before = text[:len(text) - len(text.lstrip(" "))]
    after = text[len(text.rstrip(" ")):] if body else ""
    # What begins or ends with a new line must do so in all languages.
    first = "\\n" if body.startswith("\\n") else ""
    last = "\\n" if body.endswith("\\n") and body != first else ""
    body = body[len(first):len(body) - len(last)]
    parts = KEPT.split(body)
    said = "".join(p if i % 2 else accented(p) for i, p in enumerate(parts))
    longer = "~" * (len(body) * 2 // 5)
    return f"{before}{first}⟦{said}{longer}⟧{last}{after}"


def unquoted(lines):
    return "".join(line[line.index('"') + 1:line.rindex('"')]
                   for line in lines)


def entries(text):
    """Each entry as (keyword, text) pairs."""
    for block in text.split("\n\n"):
        found, keyword = [], None
        for line in block.split("\n"):
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                keyword = line.split(" ")[0]
                found.append((keyword, []))
            found[-1][1].append(line)
        if found:
            yield [(k, unquoted(lines)) for k, lines in found]


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        text = f.read()
    print('msgid ""\nmsgstr ""\n'
          '"Content-Type: text/plain; charset=UTF-8\\n"\n'
          '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
    for entry in entries(text):
        said = dict(entry)
        if not said.get("msgid"):
            continue
        print(f'msgid "{said["msgid"]}"')
        if "msgid_plural" in said:
            print(f'msgid_plural "{said["msgid_plural"]}"')
            print(f'msgstr[0] "{pseudo(said["msgid"])}"')
            print(f'msgstr[1] "{pseudo(said["msgid_plural"])}"\n')
        else:
            print(f'msgstr "{pseudo(said["msgid"])}"\n')


main()
