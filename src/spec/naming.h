/* SPDX-License-Identifier: Apache-2.0 */
/* How operations are called: operationId, summary and tag from method and template, and the noun an
 * endpoint is about (which names component schemas). GET /v1/users/{userId}/orders is listUserOrders,
 * "List user orders", tag "users", noun "order". Ids are unique in their service; who gets the plain name
 * is decided in the order of the endpoints. */
#ifndef SPEC_NAMING_H
#define SPEC_NAMING_H

#include "base/arena.h"
#include "base/words.h"
#include "catalog/inventory.h"

struct operation_name {
    struct slice id, summary;
    struct slice tag;  /* as the path has it */
    struct words noun; /* singular; never empty */
};

/* One name for every endpoint of the service, in their order, in the arena; NULL when memory was refused. */
struct operation_name *naming_service(const struct service *service, struct arena *arena);

#endif
