/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the cell only: its bounded, sorted lists. Every _get answers NULL when memory was refused or when the entry
 * is not among those the bound keeps. */
#ifndef CATALOG_CELL_LISTS_H
#define CATALOG_CELL_LISTS_H

#include "catalog/cell.h"

struct body_evidence *bodies_get(struct body_evidence **list, struct memory *account, struct slice media_type,
                                 enum content_kind kind);
/* Frees what it holds, not itself. */
void body_done(struct body_evidence *body, struct memory *account);
void response_done(struct response_evidence *response, struct memory *account);
struct response_evidence *response_get(struct cell *cell, struct memory *account, uint16_t status);
struct security_evidence *security_get(struct cell *cell, struct memory *account, enum credential_kind kind,
                                       struct slice name);
bool latency_add(struct cell *cell, struct memory *account, uint32_t index, uint64_t count);
bool request_merge(struct request_evidence *into, struct memory *account,
                   const struct request_evidence *from);
bool schema_join(struct schema **into, struct memory *account, const struct schema *from);
/* Keeps the smaller of two texts: a choice that does not depend on order. */
bool text_smallest(struct slice *kept, struct memory *account, struct slice text);

#endif
