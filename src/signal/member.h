/* SPDX-License-Identifier: Apache-2.0 */
/* Members of a message's body by name, for readers that look for a password or a code in few, small bodies: JSON or a form, the first
 * MEMBER_BYTES of it. Nothing is kept. */
#ifndef SIGNAL_MEMBER_H
#define SIGNAL_MEMBER_H

#include "signal/signal.h"

#define MEMBER_BYTES 2048
#define MEMBER_MOST 128 /* members looked at */

/* name: cut to 48 bytes; value: a string or a number as text. Both until the call returns. */
typedef void member_sink(void *context, struct slice name, struct slice value);

void member_walk(const struct signal_reading *reading, const struct message *message, member_sink *sink,
                 void *context);

/* Whether `name` is among `list` (lower case, no separators) when its case, '-', '_' and '.' do not count: "reset_token", "resetToken". */
bool member_is_among(struct slice name, const char *const *list, size_t count);
#define MEMBER_AMONG(name, list) member_is_among((name), (list), sizeof(list) / sizeof *(list))

#endif
