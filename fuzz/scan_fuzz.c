/* SPDX-License-Identifier: Apache-2.0 */
/* The verdict on a body is that of a plain validator, whatever follows it, and whatever is known. The first byte says
 * what fills the slack. */
#include "json/scan.h"

#include "../tests/json/judge.h"
#include "catalog/schema.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_utf8(const uint8_t *data, size_t size)
{
    struct judge judge = { data, data + size, 0 };

    while (judge.at < judge.end)
        if (!judge_character(&judge))
            return false;
    return true;
}

/* Unescaping writes no more than it was given room for. */
static void unescape_all(const char *body, size_t len)
{
    struct scan scan = { body + len, false };

    for (const char *at = body; (at = memchr(at, '"', (size_t)(scan.end - at))); at++) {
        unsigned flags = 0;
        const char *end = scan_string(&scan, at + 1, &flags);
        size_t raw = end ? (size_t)(end - at - 1) : 0;
        char *text = malloc(raw ? raw : 1);

        if (end && scan_unescape(slice_make(at + 1, raw), text) > raw)
            abort();
        free(text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char fillings[] = "0\"]} ,\\\xbf";
    struct memory account = { .limit = 0 };
    struct scan_nest nest = { .account = &account };
    struct learner *learner = learner_new(&account);
    struct schema *schema = schema_new(&account);
    bool expected;
    char *body;

    if (size == 0)
        size = 1, data = (const uint8_t *)" ";
    body = malloc(size - 1 + BODY_SLACK);
    memcpy(body, data + 1, size - 1);
    memset(body + size - 1, fillings[data[0] % (sizeof fillings - 1)], BODY_SLACK);
    expected = judge_json(body, size - 1);
    if (scan_is_valid(slice_make(body, size - 1), &nest) != expected && size < JUDGE_DEPTH)
        abort();
    if (scan_utf8(body, body + size - 1) != is_utf8(data + 1, size - 1))
        abort();
    for (int known = 0; known < 2; known++) {
        enum schema_verdict verdict =
            schema_learn_json(learner, schema, slice_make(body, size - 1), NULL, NULL);

        if ((verdict != SCHEMA_MALFORMED) != expected && size < JUDGE_DEPTH)
            abort();
    }
    unescape_all(body, size - 1);
    free(body);
    schema_free(schema, &account);
    learner_free(learner);
    scan_nest_done(&nest);
    if (account.used != 0)
        abort();
    return 0;
}
