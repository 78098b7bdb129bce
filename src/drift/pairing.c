/* SPDX-License-Identifier: Apache-2.0 */
/* Which documents speak for a service: those whose servers name its host; of documents that name no host, or one that was
 * never seen, those whose paths are the service's. */
#include "drift/holding.h"

#include "drift/template.h"

#define BASES_MOST 8
#define PREFIX_SEGMENTS 3 /* leading segments that a gateway may have put before documented paths */
#define FITTING_LEAST 2

/* A document on its way to being paired with the service. */
struct candidate {
    struct holding *holding;
    const struct contract *contract;
    struct guide guide; /* its templates, without any base path */
    bool is_host;       /* a server names the service's host */
    struct slice bases[BASES_MOST];
    size_t base_count;
};

/* "{region}.example.com" names every host that ends so; a variable stands for one character or more. */
static bool host_fits(struct slice pattern, struct slice host)
{
    const char *open = pattern.len ? memchr(pattern.at, '{', pattern.len) : NULL;
    const char *close = open ? memchr(open, '}', (size_t)(pattern.at + pattern.len - open)) : NULL;
    size_t before;
    struct slice rest;

    if (!close)
        return slice_eq_nocase(pattern, host);
    before = (size_t)(open - pattern.at);
    if (host.len <= before || !slice_eq_nocase(slice_make(pattern.at, before), slice_make(host.at, before)))
        return false;
    rest = slice_make(close + 1, (size_t)(pattern.at + pattern.len - close - 1));
    for (size_t taken = before + 1; taken <= host.len; taken++)
        if (host_fits(rest, slice_make(host.at + taken, host.len - taken)))
            return true;
    return false;
}

/* The host, and its port: a server that says none means the usual one, which a service says as little. Another port is
 * another service until its paths tell otherwise. */
static bool server_fits(const struct contract_server *server, const struct service *service)
{
    bool usual = server->port == 0 || server->port == 80 || server->port == 443;

    return server->host.len && host_fits(server->host, service->host) &&
           (server->port == service->port || (usual && service->port == 0));
}

static void add_base(struct candidate *candidate, struct slice base)
{
    for (size_t i = 0; i < candidate->base_count; i++)
        if (slice_eq(candidate->bases[i], base))
            return;
    if (candidate->base_count < BASES_MOST)
        candidate->bases[candidate->base_count++] = base;
}

static bool build_guide(struct candidate *candidate)
{
    guide_init(&candidate->guide, candidate->holding->arena, SLICE(""));
    for (size_t i = 0; i < candidate->contract->operation_count; i++) {
        const struct contract_operation *operation = &candidate->contract->operations[i];

        if (operation->origin == CONTRACT_PATHS &&
            !guide_add(&candidate->guide, operation->path, operation->method))
            return false;
    }
    return true;
}

static void collect_bases(struct candidate *candidate)
{
    const struct contract *contract = candidate->contract;
    const struct service *service = candidate->holding->service->service;

    for (size_t i = 0; i < contract->server_count; i++)
        if (server_fits(&contract->servers[i], service)) {
            candidate->is_host = true;
            add_base(candidate, contract->servers[i].base);
        }
    for (size_t i = 0; i < contract->server_count && !candidate->is_host; i++)
        add_base(candidate, contract->servers[i].base);
}

static bool has_base(struct slice path, struct slice base)
{
    struct slice head = template_head(path, template_segments(base));
    size_t literals;

    return template_segments(path) >= template_segments(base) && template_covers(base, head, &literals);
}

/* Endpoints of the service below that base path which the document knows; *ret_calls: their exchanges. */
static size_t count_fitting(const struct candidate *candidate, struct slice base, uint64_t *ret_calls)
{
    const struct service *service = candidate->holding->service->service;
    size_t count = 0;

    *ret_calls = 0;
    for (size_t i = 0; i < service->endpoint_count; i++)
        if (has_base(service->endpoints[i].path, base) &&
            template_known(&candidate->guide, service->endpoints[i].path, template_segments(base))) {
            count++;
            *ret_calls += service->endpoints[i].support.count;
        }
    return count;
}

/* The leading segments before documented paths in traffic, where no stated base path fits. */
static struct slice derive_base(const struct candidate *candidate, size_t *ret_count, uint64_t *ret_calls)
{
    const struct service *service = candidate->holding->service->service;
    struct slice best = { NULL, 0 };

    *ret_count = 0;
    *ret_calls = 0;
    for (size_t i = 0; i < service->endpoint_count; i++)
        for (size_t skip = 0; skip <= PREFIX_SEGMENTS; skip++) {
            struct slice base = template_head(service->endpoints[i].path, skip);
            uint64_t calls;
            size_t count;

            if (base.len && memchr(base.at, '{', base.len))
                break;
            if ((*ret_count && slice_eq(base, best)) ||
                !template_known(&candidate->guide, service->endpoints[i].path, skip))
                continue;
            count = count_fitting(candidate, base, &calls);
            if (count > *ret_count) {
                best = base;
                *ret_count = count;
                *ret_calls = calls;
            }
        }
    return best;
}

static void add_pair(struct candidate *candidate, struct slice base, struct slice reason)
{
    struct holding *holding = candidate->holding;
    struct drift_service *service = holding->service;
    struct drift_pair *pairs = arena_get_array(holding->arena, service->pair_count + 1, sizeof *pairs);

    if (!pairs) {
        holding->failed = true;
        return;
    }
    if (service->pair_count)
        memcpy(pairs, service->pairs, service->pair_count * sizeof *pairs);
    pairs[service->pair_count++] =
        (struct drift_pair){ .contract = candidate->contract, .base = base, .reason = reason };
    service->pairs = pairs;
}

static struct slice reason_of(const struct candidate *candidate, bool is_told, size_t fitting)
{
    struct holding *holding = candidate->holding;

    if (is_told)
        return SLICE("told by --service");
    if (candidate->is_host)
        return row_printf(holding, "host %.*s", SLICE_ARG(holding->service->service->host));
    return row_printf(holding, "%zu of %zu paths seen are its paths", fitting,
                      holding->service->service->endpoint_count);
}

/* Documents of other hosts are believed only when most of what the service does is theirs. */
static bool is_convincing(const struct candidate *candidate, size_t fitting, uint64_t calls)
{
    const struct service *service = candidate->holding->service->service;
    uint64_t all = 0;

    for (size_t i = 0; i < service->endpoint_count; i++)
        all += service->endpoints[i].support.count;
    return (fitting >= FITTING_LEAST || fitting == service->endpoint_count) &&
           fitting * 2 >= service->endpoint_count && calls * 2 >= all && fitting > 0;
}

static void pair_one(struct candidate *candidate, bool is_told)
{
    size_t fitting = 0, count, found = 0;
    uint64_t calls = 0, of_base;

    for (size_t i = 0; i < candidate->base_count; i++)
        fitting += count_fitting(candidate, candidate->bases[i], &of_base);
    if (fitting == 0) {
        struct slice base = derive_base(candidate, &count, &calls);

        if (count && (is_told || candidate->is_host || is_convincing(candidate, count, calls)))
            add_pair(candidate, base, reason_of(candidate, is_told, count));
        else if (is_told || candidate->is_host)
            add_pair(candidate, candidate->bases[0], reason_of(candidate, is_told, 0));
        return;
    }
    for (size_t i = 0; i < candidate->base_count; i++) {
        count = count_fitting(candidate, candidate->bases[i], &of_base);
        if (count && (is_told || candidate->is_host || is_convincing(candidate, count, of_base))) {
            add_pair(candidate, candidate->bases[i], reason_of(candidate, is_told, count));
            found++;
        }
    }
    if (!found && (is_told || candidate->is_host))
        add_pair(candidate, candidate->bases[0], reason_of(candidate, is_told, fitting));
}

/* Whether a document names a host that is among the services seen: then it speaks for no other. */
static bool has_home(const struct holding *holding, const struct contract *contract)
{
    const struct inventory *inventory = holding->drift->inventory;

    for (size_t i = 0; i < inventory->service_count; i++)
        for (size_t j = 0; j < contract->server_count; j++)
            if (server_fits(&contract->servers[j], &inventory->services[i]))
                return true;
    return false;
}

bool pairing_find(struct holding *holding, const struct drift_options *options)
{
    for (size_t i = 0; i < holding->documents->count && !holding->failed; i++) {
        struct candidate candidate = { .holding = holding, .contract = holding->documents->contracts[i] };

        collect_bases(&candidate);
        if (!options->is_told && !candidate.is_host && has_home(holding, candidate.contract))
            continue;
        if (!build_guide(&candidate))
            return false;
        pair_one(&candidate, options->is_told);
    }
    return !holding->failed;
}
