/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the room: what only the inside of a network or a server's disk should know, found in a text. What it is: a private address
 * (RFC 1918, RFC 6598 left out: carriers), a host name of a zone that is never public, a path on a disk. */
#ifndef SIGNAL_INTERNAL_H
#define SIGNAL_INTERNAL_H

#include "signal/signal.h"

enum internal_kind { INTERNAL_ADDRESS, INTERNAL_HOST, INTERNAL_PATH };

struct internal {
    enum internal_kind kind;
    struct slice text; /* points into what was looked at */
};

/* The first in the text; false: none. */
bool internal_find(struct slice text, struct internal *ret);
/* The next behind *rest's start, moving it on. */
bool internal_next(struct slice *rest, struct internal *ret);
/* Four numbers that are an IPv4 address of a private range; a version ("10.2.1.0" of a product) looks the same. */
bool internal_address(struct slice text);
/* What may be kept: "10.x.x.x", "*.internal", "/var/www/...". In the arena. */
struct slice internal_mask(const struct signal_reading *reading, const struct internal *found);

#endif
