/* SPDX-License-Identifier: Apache-2.0 */
/* What became of rows or findings, in words: how many are open and how bad, what is new, what fails, what is not shown. */
#ifndef CLI_TALLY_TEXT_H
#define CLI_TALLY_TEXT_H

#include "base/buffer.h"
#include "base/severity.h"

struct tally {
    const char *one, *many;        /* "row", "rows" */
    size_t severities[SEVERITIES]; /* of the open ones that are shown */
    size_t open, new, failing;
    size_t accepted, fixed, filtered; /* not shown */
    size_t failing_unseen;            /* among the filtered */
};

/* "2 high, 10 info; 3 new; 2 fail" */
void tally_text_open(struct buffer *out, const struct tally *tally);
/* "3 accepted, 2 fixed: --all shows them. 1 row filtered out."; empty when all is shown. */
void tally_text_hidden(struct buffer *out, const struct tally *tally);

#endif
