/* SPDX-License-Identifier: Apache-2.0 */
/* Where an address lies: inside, outside, or in a range somebody named. */
#ifndef EXCHANGE_NETWORK_H
#define EXCHANGE_NETWORK_H

#include "exchange/exchange.h"

/* An address somebody outside can reach: none of a private, local or special range (RFC 6890). Ranges for documentation count as
 * public: that is what they stand for. */
bool network_is_public(const struct address *address);

struct network {
    struct address address; /* its port does not matter */
    uint8_t bits;           /* of the prefix */
};

/* "10.0.0.0/8", "2001:db8::/32", a single address; false when it is neither. */
bool network_parse(struct slice text, struct network *ret);
bool network_holds(const struct network *network, const struct address *address);

#endif
