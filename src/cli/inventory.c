/* SPDX-License-Identifier: Apache-2.0 */
/* inventory: which services and endpoints there are. */
#include "base/pattern.h"
#include "cli/arguments.h"
#include "cli/inventory_print.h"

#include <strings.h>

static bool has_status(const struct endpoint *endpoint, uint16_t status)
{
    for (size_t i = 0; i < endpoint->response_count; i++) {
        if (endpoint->responses[i].status == status)
            return true;
    }
    return false;
}

bool listing_shows(const struct listing *listing, const struct endpoint *endpoint)
{
    const struct filter *filter = &listing->filter;

    if (filter->method.len && !slice_eq_nocase(filter->method, endpoint->method))
        return false;
    if (!pattern_match_loosely(filter->path, endpoint->path))
        return false;
    if (filter->status && !has_status(endpoint, filter->status))
        return false;
    if (filter->status_class >= 0 && endpoint->by_class[filter->status_class] == 0)
        return false;
    return endpoint->support.count >= filter->least;
}

size_t listing_count(const struct listing *listing, const struct service *service)
{
    size_t count = 0;

    for (size_t i = 0; i < service->endpoint_count; i++)
        count += listing_shows(listing, &service->endpoints[i]);
    return count;
}

/* "404", "4xx", "none" */
static bool read_status(struct filter *filter, const char *text, struct error *err)
{
    unsigned long long status;

    if (!text)
        return true;
    if (strcmp(text, "none") == 0)
        filter->status_class = 0;
    else if (text[0] >= '1' && text[0] <= '5' && strcasecmp(text + 1, "xx") == 0)
        filter->status_class = text[0] - '0';
    else if (slice_to_u64(slice_of(text), 999, &status) && status >= 100)
        filter->status = (uint16_t)status;
    else
        return error_set(err, ERROR_USAGE,
                         "--status takes a status such as 404, a class such as 4xx, or none.");
    return true;
}

static bool read_filter(const struct arguments *arguments, struct filter *filter, struct error *err)
{
    *filter = (struct filter){ .method = slice_of(arguments_value(arguments, "method")),
                               .path = slice_of(arguments_value(arguments, "path")),
                               .status_class = -1 };
    if (!read_status(filter, arguments_value(arguments, "status"), err) ||
        !arguments_number(arguments, "min-count", 1, UINT64_MAX, &filter->least, err))
        return false;
    filter->is_set = filter->method.len || filter->path.len || filter->status || filter->status_class >= 0 ||
                     filter->least;
    return true;
}

static bool read_arguments(const struct arguments *arguments, struct listing *listing, struct error *err)
{
    bool csv = arguments_have(arguments, "csv");

    listing->with_noise = arguments_have(arguments, "noise");
    listing->with_blind_spots = arguments_have(arguments, "blind-spots");
    if (csv && arguments_have(arguments, "json"))
        return error_set(err, ERROR_USAGE, "Choose one of --json and --csv.");
    if (csv && (listing->with_noise || listing->with_blind_spots))
        return error_set(err, ERROR_USAGE,
                         "--csv lists endpoints only; --json has noise and blind spots too.");
    return read_filter(arguments, &listing->filter, err);
}

static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    struct listing listing = { .invocation = invocation };
    struct judgement judgement;
    struct configuration configuration;
    struct knowledge knowledge = { .store = NULL };
    bool judges = arguments_have(arguments, "json");
    size_t shown = 0;

    if (!read_arguments(arguments, &listing, err))
        return EXIT_NOTHING;
    if (!(judges ? judgement_load(&judgement, &knowledge, invocation, err)
                 : configuration_load(&configuration, &knowledge, invocation, err))) {
        if (judges)
            judgement_done(&judgement);
        else
            configuration_done(&configuration);
        knowledge_done(&knowledge);
        return EXIT_NOTHING;
    }
    listing.classifier = judges ? judgement.configuration.classifier : configuration.classifier;
    listing.knowledge = &knowledge;
    listing.judgement = judges ? &judgement : NULL;
    for (size_t i = 0; i < knowledge.inventory->service_count; i++) {
        if (knowledge_selects(&knowledge, &knowledge.inventory->services[i]))
            shown += listing_count(&listing, &knowledge.inventory->services[i]);
    }
    if (judges)
        inventory_json(&listing);
    else if (arguments_have(arguments, "csv"))
        inventory_csv(&listing);
    else
        inventory_table(&listing);
    if (judges)
        judgement_done(&judgement);
    knowledge_done(&knowledge);
    if (!judges)
        configuration_done(&configuration);
    return shown == 0 && listing.filter.is_set ? EXIT_PARTLY : EXIT_DONE;
}

static const struct option options[] = {
    OPTION_DB,
    OPTION_CONFIG,
    OPTION_SERVICE("Only the services of that name: exact, a part of it, or a pattern with * and ?"),
    { "method", 'm', "METHOD", "Only endpoints of that method", NULL },
    { "path", 'p', "GLOB", "Only endpoints whose template holds this text, or fits this pattern with * and ?",
      NULL },
    { "status", 0, "STATUS",
      "Only endpoints that answered so: 404, 4xx, or none where no answer was captured", NULL },
    { "min-count", 0, "N", "Only endpoints called at least N times", NULL },
    { "noise", 0, NULL, "List what was kept out: scanner probes, static assets, preflights, health checks",
      NULL },
    { "blind-spots", 0, NULL, "List the hosts whose traffic is TLS we cannot read", NULL },
    OPTION_JSON,
    { "csv", 0, NULL, "Print endpoints as CSV, safe to open in a spreadsheet", NULL },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight inventory", "Everything, by service" },
    { "plainsight inventory -s 'payments.*' --status 5xx", "Where payments fail" },
    { "plainsight inventory --path /admin --method DELETE", "Deleting below /admin" },
    { "plainsight inventory --json | jq -r '.services[].endpoints[].path'", "For a script" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Listed" },
    { 1, "No endpoint passes the filter, or the output could not be written" },
    { 2, "No database, no such service, or a wrong command line" },
    { 0, NULL },
};

const struct command command_inventory = {
    .name = "inventory",
    .summary = "List services and endpoints: calls, answers, security",
    .usage = "[OPTION]...",
    .description =
        "A table as wide as the terminal. The shares are those of calls answered 2xx, 4xx and 5xx. Wider "
        "terminals also show parameters (a question mark: not in every call) and when an endpoint was seen. "
        "What is no API traffic is summed up below, and so is what was lost.",
    .options = options,
    .examples = examples,
    .exits = exits,
    .run = run,
};
