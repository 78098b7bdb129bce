/* SPDX-License-Identifier: Apache-2.0 */
/* What may be kept of values (catalog/kept.h) is said as late as it can be: when a service is stored, decided about or shown. Most
 * values that enter a sample are pushed out of it before that, and cost nothing. The verdict depends on the value and its
 * name alone, so it does not matter when it falls. */
#ifndef CATALOG_SETTLE_H
#define CATALOG_SETTLE_H

#include "catalog/evidence.h"

/* All values of a service; nothing to do when none came since the last time. */
void service_settle(struct service_evidence *service);
/* Of all services. What the catalog knows does not change by it, so it may be const. */
void catalog_settle(const struct catalog *catalog);

#endif
