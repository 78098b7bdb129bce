/* SPDX-License-Identifier: Apache-2.0 */
/* From an event to the endpoint it is of. An event does not name its endpoint, because templates are decided late: it names the
 * service, the method and the class path it was learned under ("/users/", integer), which is looked up in the inventory that is
 * in force now. Events of one route come by the thousand, so a route is worked out once and remembered, up to ROUTES_MOST of them;
 * further ones (a scan of words) are worked out each time. */
#ifndef CATALOG_ROUTES_H
#define CATALOG_ROUTES_H

#include "catalog/inventory.h"
#include "exchange/event.h"

#define ROUTES_MOST 65536

struct route {
    const struct service *service;   /* NULL: none of the inventory */
    const struct endpoint *endpoint; /* NULL: none of its endpoints, or it cannot be told which */
    size_t service_at;               /* its place in the inventory */
    size_t endpoint_at; /* the endpoint's place among all of the inventory, service after service */
};

struct routes;

/* inventory is borrowed. NULL when memory was refused. */
struct routes *routes_new(const struct inventory *inventory, struct memory *account);
void routes_free(struct routes *routes);
struct route routes_find(struct routes *routes, const struct event *event);
/* Memory was refused on the way: routes led nowhere that lead somewhere. */
bool routes_failed(const struct routes *routes);

#endif
