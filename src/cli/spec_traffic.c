/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/spec_traffic.h"

#include "base/text.h"
#include "catalog/catalog.h"
#include "cli/arguments.h"
#include "cli/knowledge.h"

#include <unistd.h>

#define NAMES_MOST 6 /* services in a sentence */

/* Endpoints of one operation, as a list until they are asked for. */
struct seen_endpoint {
    const struct endpoint *endpoint;
    struct seen_endpoint *next;
};

struct seen_operation {
    const struct contract_operation *operation; /* its bytes are the key */
    struct seen_endpoint *first, *last;
    size_t count;
};

/* ---- reading ---- */

static struct seen_operation *operation_of(struct spec_traffic *traffic,
                                           const struct contract_operation *operation)
{
    struct seen_operation *seen = table_find(&traffic->operations, slice_make(&operation, sizeof operation));

    if (seen)
        return seen;
    seen = arena_get_array(traffic->arena, 1, sizeof *seen);
    if (!seen)
        return NULL;
    seen->operation = operation;
    return table_put(&traffic->operations, slice_make(&seen->operation, sizeof seen->operation), seen) ? seen
                                                                                                       : NULL;
}

static void note_endpoint(void *context, const struct contract_operation *operation,
                          const struct endpoint *endpoint)
{
    struct spec_traffic *traffic = context;
    struct seen_operation *seen = operation_of(traffic, operation);
    struct seen_endpoint *one = seen ? arena_get_array(traffic->arena, 1, sizeof *one) : NULL;

    if (!one) {
        traffic->failed = true;
        return;
    }
    one->endpoint = endpoint;
    if (seen->last)
        seen->last->next = one;
    else
        seen->first = one;
    seen->last = one;
    seen->count++;
}

/* Names and exchanges of the services that the document speaks for; answers how many there are. */
static size_t sum_up(struct spec_traffic *traffic)
{
    const struct drift *drift = traffic->drift;
    struct buffer names;
    size_t count = 0;

    buffer_init(&names, traffic->arena->account);
    for (size_t i = 0; i < drift->service_count; i++) {
        const struct service *service = drift->services[i].service;

        if (drift->services[i].pair_count == 0)
            continue;
        traffic->exchanges += service->support.count;
        if (count++ < NAMES_MOST)
            buffer_printf(&names, "%s%.*s", count > 1 ? ", " : "", SLICE_ARG(service->key));
    }
    if (count > NAMES_MOST)
        buffer_printf(&names, " and %zu more", count - NAMES_MOST);
    traffic->services = arena_copy(traffic->arena, buffer_slice(&names));
    buffer_done(&names);
    return count;
}

static bool load(struct spec_traffic *traffic, const struct invocation *invocation,
                 const struct contract_set *documents, struct error *err)
{
    const char *service = arguments_value(invocation->arguments, "service");
    struct drift_options options = { .service = slice_of(service), .is_told = service != NULL };

    traffic->store = knowledge_store(invocation, STORE_READ, err);
    traffic->catalog = traffic->store ? store_load(traffic->store, 0, err) : NULL;
    if (!traffic->catalog)
        return false;
    traffic->drift = drift_new(documents, traffic->catalog, &options, invocation->account, err);
    if (!traffic->drift)
        return false;
    if (service && traffic->drift->service_count == 0)
        return knowledge_no_service(traffic->drift->inventory, options.service, invocation->account, err);
    if (sum_up(traffic) == 0) {
        traffic->silence =
            SLICE("The database knows no service that the old document speaks for, so who calls is "
                  "not known: --service NAME says which one it is.");
        return true;
    }
    traffic->callers = callers_read(traffic->store, traffic->drift->inventory, invocation->account, err);
    if (!traffic->callers)
        return false;
    drift_seen(traffic->drift, note_endpoint, traffic);
    return !traffic->failed || error_set(err, ERROR_MEMORY, "There is no memory for who calls what.");
}

bool spec_traffic_read(struct spec_traffic *traffic, const struct invocation *invocation,
                       const struct contract_set *documents, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    bool is_wanted = arguments_have(arguments, "db") || arguments_have(arguments, "service");
    struct error why = { 0 };

    *traffic = (struct spec_traffic){ .arena = invocation->arena };
    table_init(&traffic->operations, invocation->account);
    if (!is_wanted && access(store_path(NULL), F_OK) != 0) {
        traffic->silence =
            SLICE("No database was consulted, so who calls is not known: --db FILE names one.");
        return true;
    }
    if (load(traffic, invocation, documents, is_wanted ? err : &why))
        return true;
    traffic->silence = arena_copy(invocation->arena, slice_of(why.text));
    return !is_wanted;
}

void spec_traffic_done(struct spec_traffic *traffic)
{
    callers_free(traffic->callers);
    drift_free(traffic->drift);
    catalog_free(traffic->catalog);
    store_close(traffic->store);
    if (traffic->arena)
        table_done(&traffic->operations);
    *traffic = (struct spec_traffic){ 0 };
}

/* ---- asking ---- */

static const struct endpoint **list_of(struct spec_traffic *traffic, const struct seen_operation *seen,
                                       size_t *ret_count)
{
    const struct endpoint **list = arena_get_array(traffic->arena, seen->count + 1, sizeof *list);

    for (const struct seen_endpoint *one = seen->first; list && one; one = one->next)
        list[(*ret_count)++] = one->endpoint;
    return list;
}

/* Every endpoint of the services: what concerns the document as a whole concerns whoever calls any of them. */
static const struct endpoint **list_all(struct spec_traffic *traffic, size_t *ret_count)
{
    const struct drift *drift = traffic->drift;
    const struct endpoint **list;
    size_t most = 1;

    for (size_t i = 0; i < drift->service_count; i++)
        most += drift->services[i].pair_count ? drift->services[i].service->endpoint_count : 0;
    list = arena_get_array(traffic->arena, most, sizeof *list);
    for (size_t i = 0; list && i < drift->service_count; i++) {
        const struct service *service = drift->services[i].service;

        for (size_t j = 0; drift->services[i].pair_count && j < service->endpoint_count; j++)
            list[(*ret_count)++] = &service->endpoints[j];
    }
    return list;
}

static void add_support(struct spec_impact *impact, const struct support *support)
{
    if (impact->exchanges == 0 || support->first < impact->first)
        impact->first = support->first;
    if (impact->exchanges == 0 || support->last > impact->last)
        impact->last = support->last;
    impact->exchanges += support->count;
}

bool spec_traffic_impact(struct spec_traffic *traffic, const struct contract_operation *operation,
                         struct spec_impact *ret)
{
    const struct seen_operation *seen;

    *ret = (struct spec_impact){ .of = traffic->exchanges };
    if (traffic->silence.len || (operation && operation->origin != CONTRACT_PATHS))
        return true;
    ret->is_known = true;
    seen = table_find(&traffic->operations, slice_make(&operation, sizeof operation));
    if (operation && !seen)
        return true;
    ret->endpoints =
        operation ? list_of(traffic, seen, &ret->endpoint_count) : list_all(traffic, &ret->endpoint_count);
    for (size_t i = 0; ret->endpoints && i < ret->endpoint_count; i++)
        add_support(ret, &ret->endpoints[i]->support);
    return ret->endpoints &&
           callers_of_all(traffic->callers, ret->endpoints, ret->endpoint_count, &ret->callers);
}
