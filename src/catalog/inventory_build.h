/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the making of an inventory: templates with their cells become endpoints. */
#ifndef CATALOG_INVENTORY_BUILD_H
#define CATALOG_INVENTORY_BUILD_H

#include "catalog/evidence.h"
#include "catalog/template.h"

/* What an inventory owns besides its arena: cells it merged itself. */
struct inventory_own {
    struct inventory shown; /* first, so that the two convert */
    struct memory *account;
    struct arena arena;
    struct cell *merged; /* linked by next */
    struct values_list *parameters;
    struct template_node **trees; /* the decided templates of each service, for looking paths up */
};

/* Values of path parameters, which own memory apart from the arena. */
struct values_list {
    struct values_list *next;
    struct values values;
    struct field field;
};

/* Cells that belong to one template and method. */
struct cell_group {
    struct cell_group *next; /* ascending by method */
    struct slice method;
    const struct cell **cells;
    size_t count, room;
    bool has_own; /* one of them was no 404 */
};

/* template_node.user of nodes that have operations. */
struct node_groups {
    struct cell_group *groups;
    const struct endpoint *endpoints; /* filled when the service's endpoints stand */
    size_t endpoint_count;
};

/* Hangs a node_groups on every template that has operations, 404 answers included where they fit. Answers in
 * *ret_lost the exchanges whose 404 belongs to no template. */
bool groups_collect(struct template_node *root, const struct service_evidence *service, struct arena *arena,
                    uint64_t *ret_lost);

/* Fills `ret` from the cells of one template and method. */
bool endpoint_fill(struct inventory_own *own, const struct service_evidence *service,
                   struct template_node *node, const struct cell_group *group,
                   const struct security_scheme *schemes, size_t scheme_count, struct endpoint *ret);
bool security_schemes(struct inventory_own *own, const struct template_node *root, struct service *service);
bool security_is_scheme(const struct security_evidence *entry);
const struct security_scheme *security_find(const struct security_scheme *schemes, size_t count,
                                            const struct security_evidence *entry);

#endif
