/* SPDX-License-Identifier: Apache-2.0 */
/* What libjansson says about JSON. It is loaded at run time and kept apart: some of its names are those of
 * json/writer.h. */
#ifndef TESTS_JSON_ORACLE_H
#define TESTS_JSON_ORACLE_H

#include "base/slice.h"

enum oracle_verdict {
    ORACLE_ACCEPTS,
    ORACLE_REJECTS,
    /* It refuses what RFC 8259 allows (numbers beyond its types, lone surrogates, deep nesting), or a NUL stands
     * in the document, which it takes for the end. */
    ORACLE_ABSTAINS,
};

enum oracle_verdict oracle_judge(struct slice document);
/* Do both mean the same? Neither may be rejected. */
bool oracle_same(struct slice a, struct slice b);

#endif
