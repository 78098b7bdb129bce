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
};

/* "marks: a b\nfact subject\n..." of the exchange: marks in the order of their list, facts as they were told. */
const char *signal_story(struct shown shown);
bool signal_shows(struct shown shown, enum mark mark);
/* Fails the test when `line` ("fact subject") is not told, or when something is told that should not be. */
void assert_told(struct shown shown, const char *line);
void assert_nothing_told(struct shown shown, enum fact_kind kind);

#endif
