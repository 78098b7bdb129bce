/* SPDX-License-Identifier: Apache-2.0 */
/* The inventory as a whole: services in order, their endpoints, noise, blind spots; looking endpoints up. */
#include "catalog/inventory_build.h"

#include "catalog/naming.h"
#include "catalog/parts.h"
#include "catalog/settle.h"

#include <stdlib.h>

#define NOISE_EXAMPLES 5

static bool fill_servers(struct inventory_own *own, const struct service_evidence *service,
                         struct service *ret)
{
    const struct sample *servers = &service->servers;
    const struct sample_entry **sorted = arena_get_array(&own->arena, servers->count + 1, sizeof *sorted);
    struct slice *texts = arena_get_array(&own->arena, servers->count + 1, sizeof *texts);

    if (!sorted || !texts)
        return false;
    for (uint32_t i = 0; i < servers->count; i++) {
        uint32_t place = i;

        /* Most used first. */
        while (place > 0 && servers->entries[i].count > sorted[place - 1]->count) {
            sorted[place] = sorted[place - 1];
            place--;
        }
        sorted[place] = &servers->entries[i];
    }
    for (uint32_t i = 0; i < servers->count; i++)
        texts[i] = slice_make(sorted[i]->text, sorted[i]->len);
    ret->servers = texts;
    ret->server_count = servers->count;
    return true;
}

/* Identifiers in the examples of noise are shown by their shape. */
static struct slice mask_path(struct slice path, struct arena *arena)
{
    struct slice method = slice_cut(&path, ' '), masked = arena_printf(arena, "%.*s ", SLICE_ARG(method));

    while (path.len) {
        struct slice part = slice_cut(&path, '/');
        enum segment_class class = segment_classify(part);

        if (part.len == 0)
            continue;
        if (segment_is_identifier(class) && class != SEGMENT_ODD)
            masked = arena_printf(arena, "%.*s/{%s}", SLICE_ARG(masked), segment_class_name(class));
        else
            masked = arena_printf(arena, "%.*s/%.*s", SLICE_ARG(masked), SLICE_ARG(part));
    }
    return masked;
}

static int order_slices(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* As many as may be shown that look different. */
static size_t noise_examples(const struct sample *paths, struct slice *ret, struct arena *arena)
{
    size_t count = 0;

    for (uint32_t i = 0; i < paths->count && count < NOISE_EXAMPLES; i++) {
        struct slice path = mask_path(slice_make(paths->entries[i].text, paths->entries[i].len), arena);
        size_t same = 0;

        while (same < count && !slice_eq(ret[same], path))
            same++;
        if (same == count)
            ret[count++] = path;
    }
    qsort(ret, count, sizeof *ret, order_slices);
    return count;
}

static bool fill_noise(struct inventory_own *own, const struct service_evidence *service, struct service *ret)
{
    for (size_t kind = 0; kind < NOISE_KINDS; kind++) {
        const struct noise_evidence *evidence = &service->noise[kind];
        struct noise *noise = &ret->noise[kind];
        struct slice *examples = arena_get_array(&own->arena, NOISE_EXAMPLES, sizeof *examples);

        noise->kind = (enum noise_kind)kind;
        noise->count += evidence->support.count;
        noise->paths = (uint64_t)(sample_distinct(&evidence->paths) + 0.5);
        if (!examples)
            return false;
        noise->example_count = noise_examples(&evidence->paths, examples, &own->arena);
        noise->examples = examples;
    }
    return true;
}

static size_t count_operations(const struct template_node *node)
{
    size_t count = 0;

    for (; node; node = node->next) {
        const struct node_groups *groups = node->user;

        for (const struct cell_group *group = groups ? groups->groups : NULL; group; group = group->next)
            count++;
        count += node->child ? count_operations(node->child) : 0;
    }
    return count;
}

static bool fill_endpoints(struct inventory_own *own, const struct service_evidence *service,
                           struct template_node *node, struct service *ret, struct endpoint *endpoints)
{
    for (; node; node = node->next) {
        struct node_groups *groups = node->user;

        if (groups)
            groups->endpoints = &endpoints[ret->endpoint_count];
        for (const struct cell_group *group = groups ? groups->groups : NULL; group; group = group->next) {
            if (!endpoint_fill(own, service, node, group, ret->schemes, ret->scheme_count,
                               &endpoints[ret->endpoint_count]))
                return false;
            ret->endpoint_count++;
            groups->endpoint_count++;
        }
        if (node->child && !fill_endpoints(own, service, node->child, ret, endpoints))
            return false;
    }
    return true;
}

static void count_paths(const struct service_evidence *service, struct ledger *ledger)
{
    uint64_t kept = 0, pooled = 0;

    path_survey(service->paths, &kept, &pooled);
    path_survey(service->missing, &kept, &pooled);
    ledger->seen[LEDGER_PATHS] = kept + pooled;
    ledger->analysed[LEDGER_PATHS] = kept;
    ledger->lost[LOSS_path_folded] = pooled;
}

static bool fill_service(struct inventory_own *own, const struct catalog *catalog,
                         const struct service_evidence *service, struct service *ret,
                         struct template_node **ret_tree)
{
    struct template_override overrides = { catalog->overrides, catalog->override_count, service->key,
                                           catalog_guide(catalog, service->key) };
    struct template_node *tree;
    struct endpoint *endpoints;
    uint64_t lost = 0;

    *ret = (struct service){ .key = service->key, .host = service->host, .port = service->port };
    ret->support = service->support;
    ret->ledger = service->ledger;
    tree = template_decide(service->paths, &service->values, &overrides, &own->arena);
    *ret_tree = tree;
    if (!tree || !naming_parameters(tree, &own->arena) ||
        !groups_collect(tree, service, &own->arena, &lost) || !security_schemes(own, tree, ret) ||
        !fill_servers(own, service, ret))
        return false;
    count_paths(service, &ret->ledger);
    endpoints = arena_get_array(&own->arena, count_operations(tree) + 1, sizeof *endpoints);
    if (!endpoints || !fill_endpoints(own, service, tree, ret, endpoints))
        return false;
    ret->endpoints = endpoints;
    ret->noise[NOISE_NOT_FOUND].count = lost;
    ret->aside = service->aside;
    return fill_noise(own, service, ret);
}

static bool fill_blind_spots(struct inventory_own *own, const struct catalog *catalog)
{
    const struct blind_spot_evidence **sorted = blind_spots_sorted(catalog, &own->arena);
    size_t count = catalog->blind_spots.count;
    struct blind_spot *spots = arena_get_array(&own->arena, count + 1, sizeof *spots);

    if (!sorted || !spots)
        return false;
    for (size_t i = 0; i < count; i++)
        spots[i] = (struct blind_spot){
            .name = sorted[i]->name,
            .evidence = sorted[i]->from_sni           ? SLICE("sni")
                        : sorted[i]->from_certificate ? SLICE("certificate")
                                                      : SLICE("address"),
            .connections = sorted[i]->support.count,
            .bytes = sorted[i]->bytes,
            .support = sorted[i]->support,
        };
    for (size_t i = 0; i < count; i++)
        memcpy(spots[i].versions, sorted[i]->versions, sizeof spots[i].versions);
    own->shown.blind_spots = spots;
    own->shown.blind_spot_count = count;
    return true;
}

static bool fill_inventory(struct inventory_own *own, const struct catalog *catalog)
{
    size_t count = catalog->services.count;
    struct service *services = arena_get_array(&own->arena, count + 1, sizeof *services);

    own->trees = arena_get_array(&own->arena, count + 1, sizeof *own->trees);
    if (!services || !own->trees)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!fill_service(own, catalog, catalog->sorted[i], &services[i], &own->trees[i]))
            return false;
        support_merge(&own->shown.support, &services[i].support);
    }
    own->shown.services = services;
    own->shown.service_count = count;
    own->shown.ledger = catalog_ledger_sum(catalog);
    for (size_t i = 0; i < count; i++) {
        own->shown.ledger.seen[LEDGER_PATHS] += services[i].ledger.seen[LEDGER_PATHS];
        own->shown.ledger.analysed[LEDGER_PATHS] += services[i].ledger.analysed[LEDGER_PATHS];
        own->shown.ledger.lost[LOSS_path_folded] += services[i].ledger.lost[LOSS_path_folded];
    }
    return fill_blind_spots(own, catalog);
}

/* Endpoints are counted service by service, so that no more than one service's decision is in memory. */
bool inventory_count(const struct catalog *catalog, struct memory *account, size_t *ret_endpoints,
                     struct error *err)
{
    size_t endpoints = 0;

    catalog_settle(catalog);
    for (size_t i = 0; i < catalog->services.count; i++) {
        const struct service_evidence *service = catalog->sorted[i];
        struct template_override overrides = { catalog->overrides, catalog->override_count, service->key,
                                               catalog_guide(catalog, service->key) };
        struct template_node *tree;
        struct arena arena;
        uint64_t lost;
        bool counted;

        arena_init(&arena, account, 256 << 10);
        tree = template_decide(service->paths, &service->values, &overrides, &arena);
        counted = tree && groups_collect(tree, service, &arena, &lost);
        endpoints += counted ? count_operations(tree) : 0;
        arena_done(&arena);
        if (!counted)
            return error_set(err, ERROR_MEMORY, "no memory to decide what the inventory is");
    }
    *ret_endpoints = endpoints;
    return true;
}

struct inventory *inventory_build(const struct catalog *catalog, struct memory *account, struct error *err)
{
    struct inventory_own *own = memory_get(account, sizeof *own);
    uint64_t denied = account->denied;

    catalog_settle(catalog);
    if (own) {
        own->account = account;
        arena_init(&own->arena, account, 256 << 10);
        /* Half of the evidence may decide otherwise than all of it: an inventory is whole or none. */
        if (fill_inventory(own, catalog) && account->denied == denied)
            return &own->shown;
        inventory_free(&own->shown);
    }
    error_set(err, ERROR_MEMORY, "no memory to decide what the inventory is");
    return NULL;
}

void inventory_free(struct inventory *inventory)
{
    struct inventory_own *own = (struct inventory_own *)inventory;
    struct memory *account;

    if (!own)
        return;
    account = own->account;
    cell_free_all(own->merged, account);
    for (struct values_list *kept = own->parameters; kept; kept = kept->next)
        values_done(&kept->values, account);
    arena_done(&own->arena);
    memory_give(account, own, sizeof *own);
}

/* ---- looking up ---- */

/* "https://host/path?query", "host/path", "/path" or a template: its path, and the authority when one is given. */
static struct slice split_url(struct slice url, struct slice *ret_authority)
{
    *ret_authority = (struct slice){ NULL, 0 };
    for (size_t i = 0; i + 2 < url.len; i++)
        if (memcmp(url.at + i, "://", 3) == 0) {
            struct slice rest = { url.at + i + 3, url.len - i - 3 };
            const char *slash = memchr(rest.at, '/', rest.len);

            ret_authority->at = rest.at;
            ret_authority->len = slash ? (size_t)(slash - rest.at) : rest.len;
            url = slash ? (struct slice){ slash, rest.len - ret_authority->len } : SLICE("/");
            break;
        }
    return slice_cut(&url, '?');
}

static const struct endpoint *find_in_tree(struct template_node *tree, struct slice method, struct slice path,
                                           struct arena *arena)
{
    struct path_segment segments[PATH_DEPTH];
    size_t count = path_split(path, arena, segments, PATH_DEPTH);
    struct template_node *node = template_match(tree, segments, count);
    const struct node_groups *groups = node ? node->user : NULL;

    for (size_t i = 0; groups && i < groups->endpoint_count; i++)
        if (slice_eq_nocase(groups->endpoints[i].method, method))
            return &groups->endpoints[i];
    return NULL;
}

const struct endpoint *inventory_find(const struct inventory *inventory, struct slice service,
                                      struct slice method, struct slice url,
                                      const struct service **ret_service)
{
    struct inventory_own *own = (struct inventory_own *)(uintptr_t)inventory;
    struct slice authority, path = split_url(url, &authority);
    const struct endpoint *found = NULL;
    struct arena scratch;

    if (service.len == 0)
        service = authority;
    arena_init(&scratch, own->account, 0);
    for (size_t i = 0; i < inventory->service_count && !found; i++) {
        const struct service *candidate = &inventory->services[i];

        if (service.len && !slice_eq_nocase(service, candidate->key) &&
            !slice_eq_nocase(service, candidate->host))
            continue;
        found = find_in_tree(own->trees[i], method, path, &scratch);
        if (found && ret_service)
            *ret_service = candidate;
    }
    arena_done(&scratch);
    return found;
}
