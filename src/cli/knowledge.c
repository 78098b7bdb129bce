/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/knowledge.h"

#include "base/pattern.h"
#include "base/text.h"
#include "cli/arguments.h"

#include <ctype.h>
#include <stdio.h>
#include <unistd.h>

#define NAMES_MOST 6 /* in a sentence */

/* Appends text for a sentence that is shown: escaped, and cut when somebody overdoes it. */
static void say(struct buffer *out, struct slice text)
{
    text_escape(out, slice_make(text.at, text.len > 120 ? 120 : text.len));
}

struct store *knowledge_store(const struct invocation *invocation, enum store_mode mode, struct error *err)
{
    const char *path = store_path(arguments_value(invocation->arguments, "db"));

    if (access(path, F_OK) != 0) {
        struct buffer shown;

        buffer_init(&shown, invocation->account);
        say(&shown, slice_of(path));
        error_set(
            err, ERROR_STORE,
            "There is no database '%.*s' yet: run 'plainsight observe FILE' first, or name one with --db.",
            SLICE_ARG(buffer_slice(&shown)));
        buffer_done(&shown);
        return NULL;
    }
    return store_open(path, mode, err);
}

void knowledge_not_remembered(struct memory *account, const char *why)
{
    struct buffer shown;

    buffer_init(&shown, account);
    if (why) {
        text_escape(&shown, slice_of(why));
        fprintf(stderr, "plainsight: %.*s\n", SLICE_ARG(buffer_slice(&shown)));
    }
    fprintf(stderr, "plainsight: What is found is told, but not remembered.\n");
    buffer_done(&shown);
}

struct store *knowledge_store_remembering(const struct invocation *invocation, bool is_read_only,
                                          bool *ret_remembers, struct error *err)
{
    struct store *store = NULL;
    struct error why = { 0 };

    if (!is_read_only)
        store = knowledge_store(invocation, STORE_EDIT, &why);
    *ret_remembers = store != NULL;
    if (!store)
        store = knowledge_store(invocation, STORE_READ, err);
    if (store && why.kind != ERROR_NONE)
        knowledge_not_remembered(invocation->account, why.text);
    return store;
}

bool knowledge_selects(const struct knowledge *knowledge, const struct service *service)
{
    if (knowledge->service_is_exact)
        return slice_eq(service->key, knowledge->service);
    return pattern_match_loosely(knowledge->service, service->key);
}

size_t knowledge_count(const struct knowledge *knowledge)
{
    size_t count = 0;

    for (size_t i = 0; i < knowledge->inventory->service_count; i++)
        count += knowledge_selects(knowledge, &knowledge->inventory->services[i]);
    return count;
}

void knowledge_ledger(const struct knowledge *knowledge, struct ledger *ret)
{
    if (knowledge->service.len == 0) {
        *ret = knowledge->inventory->ledger;
        return;
    }
    *ret = (struct ledger){ 0 };
    for (size_t i = 0; i < knowledge->inventory->service_count; i++) {
        if (knowledge_selects(knowledge, &knowledge->inventory->services[i]))
            ledger_add(ret, &knowledge->inventory->services[i].ledger);
    }
}

bool knowledge_no_service(const struct inventory *inventory, struct slice name, struct memory *account,
                          struct error *err)
{
    struct buffer out;

    buffer_init(&out, account);
    buffer_text(&out, "No service is called '");
    say(&out, name);
    buffer_text(&out, inventory->service_count ? "'; there are: " : "'; the database holds none yet.");
    for (size_t i = 0; i < inventory->service_count && i < NAMES_MOST; i++) {
        buffer_text(&out, i ? ", " : "");
        say(&out, inventory->services[i].key);
    }
    if (inventory->service_count > NAMES_MOST)
        buffer_printf(&out, " and %zu more", inventory->service_count - NAMES_MOST);
    error_set(err, ERROR_INPUT, "%.*s", SLICE_ARG(buffer_slice(&out)));
    buffer_done(&out);
    return false;
}

bool knowledge_load(struct knowledge *knowledge, const struct invocation *invocation, struct error *err)
{
    return knowledge_read(knowledge, invocation, knowledge_store(invocation, STORE_READ, err), NULL, err);
}

bool knowledge_read(struct knowledge *knowledge, const struct invocation *invocation, struct store *store,
                    struct classifier *classifier, struct error *err)
{
    *knowledge = (struct knowledge){ .store = store,
                                     .service = slice_of(arguments_value(invocation->arguments, "service")) };
    if (knowledge->store)
        knowledge->catalog = store_load_classified(knowledge->store, 0, classifier, err);
    if (knowledge->catalog)
        knowledge->inventory = inventory_build(knowledge->catalog, invocation->account, err);
    if (!knowledge->inventory) {
        knowledge_done(knowledge);
        return false;
    }
    for (size_t i = 0; i < knowledge->inventory->service_count; i++) {
        if (slice_eq(knowledge->inventory->services[i].key, knowledge->service))
            knowledge->service_is_exact = true;
    }
    if (knowledge->service.len && knowledge_count(knowledge) == 0) {
        knowledge_no_service(knowledge->inventory, knowledge->service, invocation->account, err);
        knowledge_done(knowledge);
        return false;
    }
    return true;
}

void knowledge_done(struct knowledge *knowledge)
{
    inventory_free(knowledge->inventory);
    catalog_free(knowledge->catalog);
    store_close(knowledge->store);
    *knowledge = (struct knowledge){ 0 };
}

/* METHOD of an endpoint with that path in a selected service, for the sentence. */
static const struct endpoint *other_method(const struct knowledge *knowledge, struct slice url)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD" };
    const struct service *service;

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        for (size_t j = 0; j < knowledge->inventory->service_count; j++) {
            const struct endpoint *endpoint;

            if (!knowledge_selects(knowledge, &knowledge->inventory->services[j]))
                continue;
            endpoint = inventory_find(knowledge->inventory, knowledge->inventory->services[j].key,
                                      slice_of(methods[i]), url, &service);
            if (endpoint)
                return endpoint;
        }
    }
    return NULL;
}

static const struct endpoint *find_in_selected(const struct knowledge *knowledge, struct slice method,
                                               struct slice url, const struct service **ret_service)
{
    const struct endpoint *found = NULL;

    for (size_t i = 0; i < knowledge->inventory->service_count && !found; i++) {
        if (knowledge_selects(knowledge, &knowledge->inventory->services[i]))
            found = inventory_find(knowledge->inventory, knowledge->inventory->services[i].key, method, url,
                                   ret_service);
    }
    return found;
}

const struct endpoint *knowledge_endpoint(const struct knowledge *knowledge, const char *method,
                                          const char *url, const struct service **ret_service,
                                          struct error *err)
{
    char upper[32];
    size_t len = 0;
    const struct endpoint *found, *near;

    for (; method[len] && len + 1 < sizeof upper; len++)
        upper[len] = (char)toupper((unsigned char)method[len]);
    upper[len] = '\0';
    found = find_in_selected(knowledge, slice_of(method), slice_of(url), ret_service);
    if (!found)
        found = find_in_selected(knowledge, slice_make(upper, len), slice_of(url), ret_service);
    if (found)
        return found;
    near = other_method(knowledge, slice_of(url));
    if (near)
        error_set(err, ERROR_INPUT, "Nothing was seen under that method; the same path knows %.*s.",
                  SLICE_ARG(near->method));
    else
        error_set(
            err, ERROR_INPUT,
            "No endpoint answers to that method and URL: 'plainsight inventory' lists those there are.");
    return NULL;
}
