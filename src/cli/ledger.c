/* SPDX-License-Identifier: Apache-2.0 */
/* ledger: where every packet, byte, message and record went. */
#include "cli/arguments.h"
#include "cli/figures.h"
#include "cli/grid.h"
#include "cli/knowledge.h"
#include "cli/ledger_json.h"

#include <inttypes.h>
#include <stdio.h>

static void losses_of(struct grid *grid, const struct ledger *ledger, enum ledger_unit unit)
{
    char number[FIGURE];

    for (int i = 0; i < LEDGER_LOSSES; i++) {
        enum ledger_loss loss = (enum ledger_loss)i;

        if (ledger_loss_unit(loss) != unit || ledger->lost[loss] == 0)
            continue;
        grid_cell(grid, STYLE_PLAIN, SLICE(""));
        grid_cell(grid, STYLE_PLAIN, SLICE(""));
        grid_cell(grid, STYLE_PLAIN, SLICE(""));
        grid_cell(grid, STYLE_WARN, slice_of(figure_exact(ledger->lost[loss], number)));
        grid_printf(grid, STYLE_PLAIN, "%s: %s", ledger_loss_name(loss), ledger_loss_help(loss));
    }
}

static void print_table(struct invocation *invocation, const struct ledger *ledger)
{
    static const struct column columns[] = {
        { .title = "UNIT" },
        { .title = "SEEN", .is_right = true },
        { .title = "ANALYSED", .is_right = true },
        { .title = "LOST", .is_right = true },
        { .title = "WHY", .is_elastic = true, .least = 20 },
    };
    struct grid grid;
    char number[FIGURE];

    grid_init(&grid, invocation->arena, columns, sizeof columns / sizeof *columns);
    for (int i = 0; i < LEDGER_UNITS; i++) {
        enum ledger_unit unit = (enum ledger_unit)i;
        uint64_t lost = ledger_lost(ledger, unit);

        grid_cell(&grid, STYLE_BOLD, slice_of(ledger_unit_name(unit)));
        grid_cell(&grid, STYLE_PLAIN, slice_of(figure_exact(ledger->seen[unit], number)));
        grid_cell(&grid, STYLE_PLAIN, slice_of(figure_exact(ledger->analysed[unit], number)));
        grid_cell(&grid, lost ? STYLE_BOLD : STYLE_PLAIN, slice_of(figure_exact(lost, number)));
        grid_cell(&grid, STYLE_BAD, slice_of(ledger_open(ledger, unit) ? "does not add up" : ""));
        losses_of(&grid, ledger, unit);
    }
    grid_print(&grid, invocation->out, 0);
}

static void print_verdict(struct output *out, const struct ledger *ledger)
{
    buffer_byte(&out->text, '\n');
    if (ledger_closes(ledger)) {
        output_wrap(out, 0, 0, SLICE("It adds up: for every unit, seen = analysed + lost."));
        return;
    }
    for (int i = 0; i < LEDGER_UNITS; i++) {
        int64_t open = ledger_open(ledger, (enum ledger_unit)i);

        if (open)
            buffer_printf(&out->text, "%s: %" PRId64 " are neither analysed nor lost. Please report this.\n",
                          ledger_unit_name((enum ledger_unit)i), open);
    }
}

static void print_forgotten(struct output *out, struct store *store)
{
    struct store_facts facts;
    char number[FIGURE], text[160];

    if (!store_facts(store, &facts, NULL) || facts.events_forgotten == 0)
        return;
    snprintf(text, sizeof text,
             "Of the stored events, the oldest %s were forgotten to stay under the ceiling.",
             figure_exact(facts.events_forgotten, number));
    output_wrap(out, 0, 0, slice_of(text));
}

static int run(struct invocation *invocation, struct error *err)
{
    struct knowledge knowledge;
    struct ledger ledger = { 0 };

    if (!knowledge_load(&knowledge, invocation, err))
        return EXIT_NOTHING;
    knowledge_ledger(&knowledge, &ledger);
    if (arguments_have(invocation->arguments, "json")) {
        struct json_writer json;

        json_writer_init(&json, &invocation->out->text, true);
        ledger_json(&json, &ledger);
        buffer_byte(&invocation->out->text, '\n');
    } else {
        print_table(invocation, &ledger);
        print_verdict(invocation->out, &ledger);
        if (!knowledge.service.len)
            print_forgotten(invocation->out, knowledge.store);
    }
    knowledge_done(&knowledge);
    return EXIT_DONE;
}

static const struct option options[] = {
    OPTION_DB,
    OPTION_SERVICE("Only the services of that name: what belongs to a service is counted from messages on"),
    OPTION_JSON,
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight ledger", "Everything that was ever observed into this database" },
    { "plainsight ledger --service api.example.com", "The exchanges and bodies of one service" },
    { "plainsight ledger --json | jq '.bytes.losses'", "For a script that watches for losses" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Printed" },
    { 1, "The output could not be written" },
    { 2, "No database, no such service, or a wrong command line" },
    { 0, NULL },
};

const struct command command_ledger = {
    .name = "ledger",
    .summary = "Account for all that was seen: analysed, or lost and why",
    .usage = "[OPTION]...",
    .description =
        "Packets, TCP segments, bytes, messages, exchanges, bodies and records: each that was seen was "
        "analysed, or is counted under the reason why not. The columns add up, and it says so.",
    .options = options,
    .examples = examples,
    .exits = exits,
    .run = run,
};
