/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/inventory_print.h"

#include "base/text.h"
#include "cli/data_text.h"
#include "cli/figures.h"
#include "cli/grid.h"

#include <inttypes.h>
#include <stdio.h>

#define CLASSES_MOST 2 /* of sensitive data, named in a row */
#define NAMES_MOST 4   /* blind spots named in a sentence */

static const char *const noise_words[NOISE_KINDS][2] = {
    [NOISE_SCANNER] = { "scanner probe", "scanner probes" },
    [NOISE_ASSET] = { "static asset", "static assets" },
    [NOISE_PREFLIGHT] = { "preflight", "preflights" },
    [NOISE_HEALTH] = { "health check", "health checks" },
    [NOISE_METHOD] = { "unusual method", "unusual methods" },
    [NOISE_NOT_FOUND] = { "call to nothing", "calls to nothing" },
};

static const char *scheme_word(const struct security_scheme *scheme)
{
    switch (scheme->kind) {
    case SECURITY_BEARER: return scheme->is_jwt ? "JWT" : "bearer";
    case SECURITY_BASIC: return "basic";
    case SECURITY_DIGEST: return "digest";
    case SECURITY_HTTP_OTHER: return "other";
    case SECURITY_API_KEY:
        return scheme->place == PLACE_COOKIE  ? "cookie"
               : scheme->place == PLACE_QUERY ? "key in query"
                                              : "key";
    }
    return "other";
}

void security_words(struct buffer *out, const struct endpoint *endpoint)
{
    size_t start = out->len;

    for (size_t i = 0; i < endpoint->security_count; i++) {
        if (endpoint->security[i].accepted)
            buffer_printf(out, "%s%s", out->len > start ? ", " : "",
                          scheme_word(endpoint->security[i].scheme));
    }
    if (endpoint->anonymous_accepted)
        buffer_text(out, out->len > start ? " or none" : "none");
}

void listing_data(const struct listing *listing, const struct endpoint *endpoint, size_t most,
                  struct buffer *out)
{
    struct arena arena;
    const struct exposed *rows;
    size_t count;

    arena_init(&arena, out->account, 0);
    count = exposed_find(listing->classifier, endpoint, &arena, &rows);
    data_words(out, rows, count, most);
    arena_done(&arena);
}

void parameter_words(struct buffer *out, const struct endpoint *endpoint)
{
    size_t start = out->len;

    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        const struct parameter *parameter = &endpoint->parameters[i];

        if (parameter->place != PLACE_PATH)
            buffer_printf(out, "%s%.*s%s", out->len > start ? " " : "", SLICE_ARG(parameter->name),
                          parameter->required ? "" : "?");
    }
}

static void share_cell(struct grid *grid, enum style style, uint64_t part, uint64_t whole)
{
    char share[FIGURE];

    grid_cell(grid, style, slice_of(figure_share(part, whole, share)));
}

static void endpoint_row(const struct listing *listing, struct grid *grid, const struct endpoint *endpoint)
{
    uint64_t count = endpoint->support.count;
    char figure[FIGURE];
    struct buffer words;

    buffer_init(&words, grid->arena->account);
    grid_cell(grid, STYLE_PLAIN, endpoint->method);
    grid_cell(grid, STYLE_PLAIN, endpoint->path);
    grid_cell(grid, STYLE_PLAIN, slice_of(figure_count(count, figure)));
    share_cell(grid, STYLE_GOOD, endpoint->by_class[2], count);
    share_cell(grid, STYLE_PLAIN, endpoint->by_class[3], count);
    share_cell(grid, STYLE_WARN, endpoint->by_class[4], count);
    share_cell(grid, STYLE_BAD, endpoint->by_class[5], count);
    security_words(&words, endpoint);
    grid_cell(grid, STYLE_PLAIN, buffer_slice(&words));
    buffer_reset(&words);
    parameter_words(&words, endpoint);
    grid_cell(grid, STYLE_PLAIN, slice_make(words.at, words.len > 40 ? 40 : words.len));
    buffer_reset(&words);
    listing_data(listing, endpoint, CLASSES_MOST, &words);
    grid_cell(grid, STYLE_PLAIN, buffer_slice(&words));
    grid_cell(grid, STYLE_DIM, slice_of(figure_day(endpoint->support.first, figure)));
    grid_cell(grid, STYLE_DIM, slice_of(figure_day(endpoint->support.last, figure)));
    buffer_done(&words);
}

static void service_heading(struct grid *grid, const struct listing *listing, const struct service *service,
                            size_t shown)
{
    char endpoints[FIGURE], calls[FIGURE], note[3 * FIGURE];

    figure_things(service->endpoint_count, "endpoint", "endpoints", endpoints);
    figure_things(service->support.count, "call", "calls", calls);
    if (shown == service->endpoint_count)
        snprintf(note, sizeof note, "%s, %s", endpoints, calls);
    else
        snprintf(note, sizeof note, "%zu of %s, %s", shown, endpoints, calls);
    grid_heading(grid, service->key, slice_of(note));
}

static size_t endpoints(const struct listing *listing)
{
    static const struct column columns[] = {
        { .title = "METHOD" },
        { .title = "PATH", .is_elastic = true, .least = 28 },
        { .title = "CALLS", .is_right = true },
        { .title = "2xx", .is_right = true },
        { .title = "3xx", .is_right = true, .drop = 3 },
        { .title = "4xx", .is_right = true },
        { .title = "5xx", .is_right = true },
        { .title = "SECURITY", .drop = 1 },
        { .title = "PARAMETERS", .drop = 5 },
        { .title = "DATA", .drop = 4 },
        { .title = "FIRST SEEN", .drop = 6 },
        { .title = "LAST SEEN", .drop = 2 },
    };
    const struct inventory *inventory = listing->knowledge->inventory;
    struct grid grid;
    size_t all = 0;

    grid_init(&grid, listing->invocation->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < inventory->service_count; i++) {
        const struct service *service = &inventory->services[i];
        size_t shown = knowledge_selects(listing->knowledge, service) ? listing_count(listing, service) : 0;

        if (shown == 0)
            continue;
        service_heading(&grid, listing, service, shown);
        for (size_t j = 0; j < service->endpoint_count; j++) {
            if (listing_shows(listing, &service->endpoints[j]))
                endpoint_row(listing, &grid, &service->endpoints[j]);
        }
        all += shown;
    }
    if (all)
        grid_print(&grid, listing->invocation->out, 0);
    return all;
}

static void print_below(const struct listing *listing, const struct grid *grid)
{
    if (!grid->first)
        return;
    buffer_byte(&listing->invocation->out->text, '\n');
    grid_print(grid, listing->invocation->out, 0);
}

static void noise_table(const struct listing *listing)
{
    static const struct column columns[] = {
        { .title = "KEPT OUT" },
        { .title = "CALLS", .is_right = true },
        { .title = "PATHS", .is_right = true },
        { .title = "FOR EXAMPLE", .is_elastic = true, .least = 20 },
    };
    const struct inventory *inventory = listing->knowledge->inventory;
    struct grid grid;

    grid_init(&grid, listing->invocation->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < inventory->service_count; i++) {
        const struct service *service = &inventory->services[i];
        bool headed = false;

        for (int kind = 0; kind < NOISE_KINDS && knowledge_selects(listing->knowledge, service); kind++) {
            const struct noise *noise = &service->noise[kind];
            struct buffer examples;
            char figure[FIGURE];

            if (noise->count == 0)
                continue;
            if (!headed)
                grid_heading(&grid, service->key, SLICE(""));
            headed = true;
            buffer_init(&examples, listing->invocation->account);
            for (size_t j = 0; j < noise->example_count; j++)
                buffer_printf(&examples, "%s%.*s", j ? ", " : "", SLICE_ARG(noise->examples[j]));
            grid_cell(&grid, STYLE_PLAIN, slice_of(noise_words[kind][1]));
            grid_cell(&grid, STYLE_PLAIN, slice_of(figure_count(noise->count, figure)));
            grid_cell(&grid, STYLE_PLAIN, slice_of(figure_count(noise->paths, figure)));
            grid_cell(&grid, STYLE_DIM, buffer_slice(&examples));
            buffer_done(&examples);
        }
    }
    print_below(listing, &grid);
}

static void blind_table(const struct listing *listing)
{
    static const struct column columns[] = {
        { .title = "CANNOT BE READ (TLS)", .is_elastic = true, .least = 40 },
        { .title = "KNOWN BY", .drop = 3 },
        { .title = "CONNECTIONS", .is_right = true },
        { .title = "BYTES", .is_right = true },
        { .title = "FIRST SEEN", .drop = 2 },
        { .title = "LAST SEEN", .drop = 1 },
    };
    const struct inventory *inventory = listing->knowledge->inventory;
    struct grid grid;
    char figure[FIGURE];

    grid_init(&grid, listing->invocation->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < inventory->blind_spot_count; i++) {
        const struct blind_spot *spot = &inventory->blind_spots[i];

        grid_cell(&grid, STYLE_PLAIN, spot->name);
        grid_cell(&grid, STYLE_PLAIN, spot->evidence);
        grid_cell(&grid, STYLE_PLAIN, slice_of(figure_count(spot->connections, figure)));
        grid_cell(&grid, STYLE_PLAIN, slice_of(figure_bytes(spot->bytes, figure)));
        grid_cell(&grid, STYLE_DIM, slice_of(figure_day(spot->support.first, figure)));
        grid_cell(&grid, STYLE_DIM, slice_of(figure_day(spot->support.last, figure)));
    }
    print_below(listing, &grid);
}

static void noise_sentence(const struct listing *listing, struct buffer *line)
{
    const struct inventory *inventory = listing->knowledge->inventory;
    const char *before = "Kept out of the list: ";
    char figure[FIGURE];

    for (int kind = 0; kind < NOISE_KINDS; kind++) {
        uint64_t count = 0;

        for (size_t i = 0; i < inventory->service_count; i++) {
            if (knowledge_selects(listing->knowledge, &inventory->services[i]))
                count += inventory->services[i].noise[kind].count;
        }
        if (count == 0)
            continue;
        buffer_printf(line, "%s%s", before,
                      figure_things(count, noise_words[kind][0], noise_words[kind][1], figure));
        before = ", ";
    }
    if (line->len)
        buffer_text(line, ". --noise lists them.");
}

static void blind_sentence(const struct inventory *inventory, struct buffer *line)
{
    if (inventory->blind_spot_count == 0)
        return;
    buffer_text(line, "Cannot be read (TLS): ");
    for (size_t i = 0; i < inventory->blind_spot_count && i < NAMES_MOST; i++) {
        buffer_text(line, i ? ", " : "");
        text_escape(line, inventory->blind_spots[i].name);
    }
    if (inventory->blind_spot_count > NAMES_MOST)
        buffer_printf(line, " and %zu more", inventory->blind_spot_count - NAMES_MOST);
    buffer_text(line, ". --blind-spots tells more.");
}

static void print_sentence(struct output *out, struct buffer *line)
{
    if (line->len)
        output_wrap(out, 0, 0, buffer_slice(line));
    buffer_reset(line);
}

void inventory_table(const struct listing *listing)
{
    struct output *out = listing->invocation->out;
    const struct inventory *inventory = listing->knowledge->inventory;
    struct ledger ledger = { 0 };
    struct buffer line;

    knowledge_ledger(listing->knowledge, &ledger);
    if (endpoints(listing) == 0)
        buffer_text(&out->text, listing->filter.is_set ? "No endpoint passes this filter.\n"
                                                       : "No endpoint is known yet.\n");
    if (listing->with_noise)
        noise_table(listing);
    if (listing->with_blind_spots)
        blind_table(listing);
    buffer_byte(&out->text, '\n');
    buffer_init(&line, listing->invocation->account);
    if (!listing->with_noise)
        noise_sentence(listing, &line);
    print_sentence(out, &line);
    if (!listing->with_blind_spots)
        blind_sentence(inventory, &line);
    print_sentence(out, &line);
    buffer_text(&line, "Ledger: ");
    ledger_sentence(&line, &ledger);
    print_sentence(out, &line);
    buffer_done(&line);
}
