/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up JSON bodies: random, the same in every run, small, with all that the grammar has; and damaged ones. */
#ifndef TESTS_JSON_MADE_H
#define TESTS_JSON_MADE_H

#include "base/random.h"

#include <stdio.h>
#include <string.h>

struct made {
    char *at;
    size_t len, room;
    uint64_t seed;
    unsigned keys; /* how many different keys there are */
};

static inline void made_text(struct made *made, const char *text)
{
    size_t len = strlen(text);

    if (made->len + len <= made->room) {
        memcpy(made->at + made->len, text, len);
        made->len += len;
    }
}

static inline void made_blank(struct made *made)
{
    static const char *const blanks[] = {
        "", "", "", "", "", " ", "\n  ", "\t", "\r\n                      "
    };

    made_text(made, blanks[random_below(&made->seed, sizeof blanks / sizeof *blanks)]);
}

static inline void made_string(struct made *made)
{
    static const char *const parts[] = {
        "a",
        "word",
        "2024-02-29",
        "x@example.com",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "\\n",
        "\\\"",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\ud800",
        "\xc3\xa9",
        "\xe6\xbc\xa2\xe5\xad\x97",
        "\xf0\x9f\x98\x80",
        "https://a.example/b?c=d",
        "sixteen bytes ok",
        "12345",
        " ",
        "\\\\",
        "\x7f",
        "/",
        "A-Z_",
    };

    made_text(made, "\"");
    for (uint64_t count = random_below(&made->seed, 5); count > 0; count--)
        made_text(made, parts[random_below(&made->seed, sizeof parts / sizeof *parts)]);
    made_text(made, "\"");
}

static inline void made_scalar(struct made *made)
{
    static const char *const scalars[] = { "true",  "false", "null",      "0",
                                           "-1",    "7",     "12345678",  "-987654321012345678",
                                           "1.5",   "-0.25", "1e3",       "2E-7",
                                           "1e999", "0.1",   "123456789", "10" };

    if (random_below(&made->seed, 3))
        made_text(made, scalars[random_below(&made->seed, sizeof scalars / sizeof *scalars)]);
    else
        made_string(made);
}

static inline void made_value(struct made *made, unsigned depth)
{
    bool object = random_below(&made->seed, 2);
    uint64_t count = random_below(&made->seed, 6);

    made_blank(made);
    if (depth == 0 || random_below(&made->seed, 3) == 0) {
        made_scalar(made);
        made_blank(made);
        return;
    }
    made_text(made, object ? "{" : "[");
    made_blank(made);
    for (uint64_t i = 0; i < count; i++) {
        char key[32];

        if (object) {
            snprintf(key, sizeof key, random_below(&made->seed, 20) ? "\"k%u\"" : "\"a_rather_long_key_%u\"",
                     (unsigned)random_below(&made->seed, made->keys));
            made_text(made, key);
            made_text(made, random_below(&made->seed, 10) ? ":" : " : ");
        }
        made_value(made, depth - 1);
        if (i + 1 < count)
            made_text(made, random_below(&made->seed, 10) ? "," : " ,");
    }
    made_text(made, object ? "}" : "]");
    made_blank(made);
}

/* A few bytes changed, dropped or doubled. */
static inline void made_damage(struct made *made)
{
    static const char bytes[] = "{}[]\",:\\ tfn0-.e1u\n\x80\xc3\xff";

    for (uint64_t times = 1 + random_below(&made->seed, 3); times > 0 && made->len > 0; times--) {
        size_t at = random_below(&made->seed, made->len);

        switch (random_below(&made->seed, 3)) {
        case 0: made->at[at] = bytes[random_below(&made->seed, sizeof bytes)]; break;
        case 1:
            memmove(made->at + at, made->at + at + 1, made->len - at - 1);
            made->len--;
            break;
        default: made->len = at;
        }
    }
}

#endif
