/* SPDX-License-Identifier: Apache-2.0 */
/* What the reading commands stand on: the database opened, its catalog, and the inventory built from it. */
#ifndef CLI_KNOWLEDGE_H
#define CLI_KNOWLEDGE_H

#include "catalog/catalog.h"
#include "catalog/inventory.h"
#include "cli/command.h"
#include "store/store.h"

struct knowledge {
    struct store *store;
    struct catalog *catalog;
    struct inventory *inventory;
    struct slice service;  /* what --service said; empty: all */
    bool service_is_exact; /* it is the key of a service */
};

/* Opens the database of --db. A missing one is one sentence that says what to run first. */
struct store *knowledge_store(const struct invocation *invocation, enum store_mode mode, struct error *err);
/* The same, so that what is found can be remembered in it: *ret_remembers. Without leave to write it is opened to be read, and standard
 * error says so. */
struct store *knowledge_store_remembering(const struct invocation *invocation, bool is_read_only,
                                          bool *ret_remembers, struct error *err);
/* Says on standard error that what was found is told, but not remembered; before it why, which may be NULL. */
void knowledge_not_remembered(struct memory *account, const char *why);
/* Everything. A --service that no service answers to is an error that names those there are. */
bool knowledge_load(struct knowledge *knowledge, const struct invocation *invocation, struct error *err);
/* The same from a store that is open already, by whoever knows further classes of data (classifier may be NULL, else it is borrowed). The
 * store becomes part of the knowledge, whatever is answered. */
bool knowledge_read(struct knowledge *knowledge, const struct invocation *invocation, struct store *store,
                    struct classifier *classifier, struct error *err);
void knowledge_done(struct knowledge *knowledge);
/* Sets *err: no service answers to that name; the sentence names those there are. Always false. */
bool knowledge_no_service(const struct inventory *inventory, struct slice name, struct memory *account,
                          struct error *err);

/* Whether --service lets this one through: a glob, else the very key, else a part of it. */
bool knowledge_selects(const struct knowledge *knowledge, const struct service *service);
size_t knowledge_count(const struct knowledge *knowledge);
/* Of everything, or with --service of the selected services together. */
void knowledge_ledger(const struct knowledge *knowledge, struct ledger *ret);
/* The endpoint of METHOD and URL (or template) among the selected services; NULL with *err when there is none: the
 * sentence names what is near. */
const struct endpoint *knowledge_endpoint(const struct knowledge *knowledge, const char *method,
                                          const char *url, const struct service **ret_service,
                                          struct error *err);

#endif
