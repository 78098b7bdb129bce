/* SPDX-License-Identifier: Apache-2.0 */
/* Random events that look like traffic, and now and then like nothing that ever was. */
#ifndef TESTS_STORE_EVENTS_MADE_H
#define TESTS_STORE_EVENTS_MADE_H

#include "exchange/event.h"

#include <stdbool.h>

/* Strings stand in `text`, which the event borrows. */
#define EVENT_TEXT 128
struct made_event {
    struct event event;
    char text[3][EVENT_TEXT];
};

/* The nth event of a stream; the same for the same n. */
void event_make(struct made_event *ret, uint64_t n);
/* The same with every field at its least, its most, or anything between. */
void event_make_extreme(struct made_event *ret, uint64_t n);
bool event_same(const struct event *a, const struct event *b);

#endif
