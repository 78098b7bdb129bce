/* SPDX-License-Identifier: Apache-2.0 */
/* Documents converted for tests, read again, and given back without a byte left over. */
#ifndef TESTS_CONTRACT_CONVERTED_H
#define TESTS_CONTRACT_CONVERTED_H

#include "convert/convert.h"

#include "base/check.h"

struct converted {
    struct memory account;
    struct contract_set set, again; /* of the source, of the result */
    const struct contract *source, *result;
    struct arena arena;
    struct document document;
    struct faults notes;
    struct buffer json, yaml, said;
    struct error err;
    bool done; /* else err says why not */
};

#define CONVERT_PLACE "tests/convert/documents/"

void converted_file(struct converted *converted, const char *path, enum contract_format to);
void converted_text(struct converted *converted, const char *text, enum contract_format to);
void converted_done(struct converted *converted);

/* The value at a pointer of the result, as compact JSON; "" when there is none. Valid until the next call. */
const char *converted_at(struct converted *converted, const char *pointer);
/* "rule line:column", one a line. */
const char *converted_notes(struct converted *converted);
/* What the check has against the result, and what the two documents do not promise alike; "" is good. */
const char *converted_faults(struct converted *converted);

#define HEAD_30 "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n"
#define HEAD_20 "swagger: '2.0'\ninfo: {title: t, version: '1'}\n"

struct one {
    const char *written, *becomes; /* and the rules of notes behind a # */
};

/* What is written stands in a document, in place of the %; what it becomes is at the pointer of the result. */
void converted_one(const struct one *one, const char *document, const char *pointer, enum contract_format to);
#define CONVERTED_ALL(cases, document, pointer, to)                                                          \
    do {                                                                                                     \
        for (size_t all = 0; all < sizeof(cases) / sizeof *(cases); all++)                                   \
            converted_one(&(cases)[all], document, pointer, to);                                             \
    } while (0)

#endif
