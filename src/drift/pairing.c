/* SPDX-License-Identifier: Apache-2.0 */
/* Which documents speak for a service: those whose servers name its host; of documents that name no host, or one that was
 * never seen, those whose paths are the service's. */
#include "drift/holding.h"

#include "catalog/fitting.h"

#define BASES_MOST 8
#define FITTING_LEAST 2

/* A document on its way to being paired with the service. */
struct candidate {
    struct holding *holding;
    const struct contract *contract;
    struct guide guide; /* its templates, without any base path */
    bool is_host;       /* a server names the service's host */
    bool is_told;
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

/* The host, and its port: a server that says none means the usual one of its scheme, which a service says as little. Another port is
 * another service until its paths tell otherwise. */
static bool server_fits(const struct contract_server *server, const struct service *service)
{
    bool usual = server->port == 0 || (server->port == 80 && !slice_eq(server->scheme, SLICE("https"))) ||
                 (server->port == 443 && !slice_eq(server->scheme, SLICE("http")));

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

static struct fitting fit(const struct candidate *candidate, struct slice base)
{
    return catalog_fit(candidate->holding->catalog, candidate->holding->service->service->key,
                       &candidate->guide, base);
}

static struct slice reason_of(const struct candidate *candidate, const struct fitting *fitting)
{
    struct holding *holding = candidate->holding;

    if (candidate->is_told)
        return SLICE("told by --service");
    if (candidate->is_host)
        return row_printf(holding, "host %.*s", SLICE_ARG(holding->service->service->host));
    return row_printf(holding, "%.0f%% of the calls seen are to its paths",
                      100 * (double)fitting->known_calls / (double)(fitting->calls ? fitting->calls : 1));
}

/* Documents of other hosts are believed only when most of what the service does is theirs. */
static bool is_believed(const struct candidate *candidate, const struct fitting *fitting)
{
    if (candidate->is_told || candidate->is_host)
        return true;
    return (fitting->known >= FITTING_LEAST || fitting->known == fitting->paths) &&
           fitting->known * 2 >= fitting->paths && fitting->known_calls * 2 >= fitting->calls;
}

/* Where no stated base path fits, traffic says which one does. */
static void pair_elsewhere(struct candidate *candidate)
{
    struct slice base;
    struct fitting best =
        catalog_fit_best(candidate->holding->catalog, candidate->holding->service->service->key,
                         &candidate->guide, candidate->holding->arena, &base);

    if (best.known == 0)
        base = candidate->bases[0];
    if (best.known ? is_believed(candidate, &best) : candidate->is_told || candidate->is_host)
        add_pair(candidate, base, reason_of(candidate, &best));
}

static void pair_one(struct candidate *candidate)
{
    size_t fitting = 0;

    for (size_t i = 0; i < candidate->base_count; i++) {
        struct fitting one = fit(candidate, candidate->bases[i]);

        if (one.known && is_believed(candidate, &one))
            add_pair(candidate, candidate->bases[i], reason_of(candidate, &one));
        fitting += one.known;
    }
    if (fitting == 0)
        pair_elsewhere(candidate);
}

/* Whether a document names a host that is among the services seen: then it speaks for no other. */
static bool has_home(const struct holding *holding, const struct contract *contract)
{
    for (size_t i = 0; i < catalog_service_count(holding->catalog); i++) {
        struct catalog_service seen = catalog_service_at(holding->catalog, i);
        struct service service = { .host = seen.host, .port = seen.port };

        for (size_t j = 0; j < contract->server_count; j++)
            if (server_fits(&contract->servers[j], &service))
                return true;
    }
    return false;
}

bool pairing_find(struct holding *holding, const struct drift_options *options)
{
    for (size_t i = 0; i < holding->documents->count && !holding->failed; i++) {
        struct candidate candidate = { .holding = holding,
                                       .contract = holding->documents->contracts[i],
                                       .is_told = options->is_told };

        collect_bases(&candidate);
        if (!options->is_told && !candidate.is_host && has_home(holding, candidate.contract))
            continue;
        if (!build_guide(&candidate))
            return false;
        pair_one(&candidate);
    }
    return !holding->failed;
}

bool pairing_is_elsewhere(const struct drift_pair *pair, const struct contract_operation *operation,
                          struct slice *ret_base)
{
    if (operation->servers == pair->contract->servers || operation->server_count == 0)
        return false;
    *ret_base = operation->servers[0].base;
    return !slice_eq(*ret_base, pair->base);
}
