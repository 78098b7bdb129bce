/* SPDX-License-Identifier: Apache-2.0 */
/* Documents converted for tests, read again, and given back without a byte left over. */
#ifndef TESTS_CONTRACT_CONVERTED_H
#define TESTS_CONTRACT_CONVERTED_H

#include "contract/convert.h"

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

#define CONVERT_PLACE "tests/contract/convert/"

void converted_file(struct converted *converted, const char *path, enum contract_format to);
void converted_text(struct converted *converted, const char *text, enum contract_format to);
void converted_done(struct converted *converted);

/* The value at a pointer of the result, as compact JSON; "" when there is none. Valid until the next call. */
const char *converted_at(struct converted *converted, const char *pointer);
/* "rule line:column", one a line. */
const char *converted_notes(struct converted *converted);
/* What the check has against the result, and what the two documents do not promise alike; "" is good. */
const char *converted_faults(struct converted *converted);

#endif
