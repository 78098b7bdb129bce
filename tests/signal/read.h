/* SPDX-License-Identifier: Apache-2.0 */
/* One exchange, written as text, shown to every reader. */
#ifndef TESTS_SIGNAL_READ_H
#define TESTS_SIGNAL_READ_H

#include "base/buffer.h"
#include "signal/signal.h"

/* What is left out is usual: GET / over https, 200. Fields are "Name: value\nName: value". Bodies end in BODY_SLACK. */
struct shown {
    const char *method, *target, *scheme, *authority;
    const char *asked, *body;
    int status;
    const char *answered, *answer;
    bool is_noise;
    const char *client, *server; /* 198.51.100.7:40000, 203.0.113.10:443; "": not known */
    uint32_t flags;              /* enum exchange_flag */
    bool tests_jwt_secrets;
};
#define SHOWN_AT 1767225600 /* seconds: 2026-01-01T00:00:00Z, when all of them start */

/* "marks: a b\nfact subject\n..." of the exchange: marks in the order of their list, facts as they were told. */
const char *signal_story(struct shown shown);
/* The subjects of one kind, sorted, "; " between; "" when there is none. Until the next call. */
const char *signal_subjects(struct shown shown, enum fact_kind kind);
bool signal_shows(struct shown shown, enum mark mark);
/* Fails the test when `line` ("fact subject") is not told, or when something is told that should not be. */
void assert_told(struct shown shown, const char *line);
void assert_nothing_told(struct shown shown, enum fact_kind kind);

#endif
