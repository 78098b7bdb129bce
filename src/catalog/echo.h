/* SPDX-License-Identifier: Apache-2.0 */
/* What an API itself calls the value of a path parameter: GET /users/grace answers {"username": "grace"}, and
 * GET /rates/EUR/USD answers {"base": "EUR", "quote": "USD"}. */
#ifndef CATALOG_ECHO_H
#define CATALOG_ECHO_H

#include "catalog/template.h"

/* The member that repeats the parameter's value in the answers to nearly all of its values; empty when there is none.
 * `id` wins over other members that do as well. The text is borrowed from the trie. */
struct slice echo_name(const struct template_node *node);

#endif
