/* SPDX-License-Identifier: Apache-2.0 */
/* What a 2xx answer is worth. Some APIs answer everything with 200 and say no in the body; others answer "nobody" to somebody who has
 * not logged in. Either looks like an open endpoint to who reads the status alone. Only small JSON bodies are read: a refusal
 * is short. */
#ifndef SIGNAL_ANSWER_H
#define SIGNAL_ANSWER_H

#include "signal/signal.h"

#define ANSWER_MOST 384 /* bytes of a body that may be a refusal */

enum answer {
    ANSWER_UNREAD,
    ANSWER_PLAIN,  /* it stands for itself */
    ANSWER_SLIGHT, /* it holds nothing: {}, [], {"user": null} */
    ANSWER_NO,     /* it says that something went wrong */
    ANSWER_REFUSED /* it says that the credential is missing or not good enough */
};

/* Of an exchange answered 2xx; read once. */
enum answer answer_of(struct signal_reading *reading);
/* Answered 2xx, and the body does not take it back. */
static inline bool answer_is_accepted(struct signal_reading *reading)
{
    return signal_is_success(reading) && answer_of(reading) < ANSWER_NO;
}

/* Written out for tests. `account` is for unescaping. */
enum answer answer_read(struct slice body, struct memory *account);

#endif
