/* SPDX-License-Identifier: Apache-2.0 */
/* template: people know better. Overrides of the learned templates, remembered, and undone without loss. */
#include "cli/arguments.h"
#include "cli/figures.h"
#include "cli/grid.h"
#include "cli/knowledge.h"

#include <inttypes.h>

static const char *const kind_names[] = { "pin", "split", "merge" };

static void list_one(void *context, const struct store_override *row)
{
    struct grid *grid = context;
    char day[FIGURE], undone[FIGURE];

    grid_printf(grid, STYLE_PLAIN, "%" PRId64, row->id);
    grid_cell(grid, STYLE_PLAIN, slice_of(kind_names[row->override.kind]));
    grid_cell(grid, row->undone ? STYLE_DIM : STYLE_PLAIN, row->override.path);
    grid_cell(grid, STYLE_PLAIN, row->override.service.len ? row->override.service : SLICE("every service"));
    grid_cell(grid, STYLE_PLAIN, slice_of(figure_day(row->created, day)));
    grid_printf(grid, STYLE_DIM, "%s%s", row->undone ? "undone " : "", figure_day(row->undone, undone));
}

static int list(struct invocation *invocation, struct error *err)
{
    static const struct column columns[] = {
        { .title = "ID", .is_right = true },
        { .title = "WHAT" },
        { .title = "PATH", .is_elastic = true, .least = 20 },
        { .title = "SERVICE", .drop = 1 },
        { .title = "SINCE", .drop = 2 },
        { .title = "STATE" },
    };
    struct store *store = knowledge_store(invocation, STORE_READ, err);
    struct grid grid;
    bool listed;

    if (!store)
        return EXIT_NOTHING;
    grid_init(&grid, invocation->arena, columns, sizeof columns / sizeof *columns);
    listed = store_overrides(store, list_one, &grid, err);
    if (listed && grid.first)
        grid_print(&grid, invocation->out, 0);
    else if (listed)
        buffer_text(&invocation->out->text, "No override: every template is as learned.\n");
    store_close(store);
    return listed ? EXIT_DONE : EXIT_NOTHING;
}

static int undo(struct invocation *invocation, struct error *err)
{
    uint64_t id = 0;
    struct store *store;
    bool undone;

    if (!arguments_number(invocation->arguments, "undo", 1, INT64_MAX, &id, err))
        return EXIT_NOTHING;
    store = knowledge_store(invocation, STORE_EDIT, err);
    undone = store && store_override_undo(store, (int64_t)id, err);
    if (undone)
        buffer_printf(&invocation->out->text,
                      "Override %" PRIu64 " is undone; what was learned decides again.\n", id);
    store_close(store);
    return undone ? EXIT_DONE : EXIT_NOTHING;
}

static bool path_fits(const struct override *override, struct error *err)
{
    const char *kind = kind_names[override->kind];
    struct slice path = override->path;
    const char *slash = path.len ? memrchr(path.at, '/', path.len) : NULL;
    bool is_parameter = slash && slash[1] == '{' && slice_ends_with(path, SLICE("}"));

    if (!slash || path.at[0] != '/')
        return error_set(err, ERROR_USAGE, "--%s takes a path that starts with '/'.", kind);
    if (override->kind == OVERRIDE_SPLIT && is_parameter)
        return error_set(err, ERROR_USAGE,
                         "--split takes a path whose last segment is the literal, such as /users/me.");
    if (override->kind == OVERRIDE_MERGE && !is_parameter)
        return error_set(
            err, ERROR_USAGE,
            "--merge takes a path whose last segment is the parameter, such as /users/{userId}.");
    return true;
}

/* An override without effect is most likely a slip: the path must be one, the service one we know. */
static bool check(const struct invocation *invocation, struct override *override, bool *ret_later,
                  struct error *err)
{
    struct knowledge knowledge;
    bool fits = false;

    if (!path_fits(override, err))
        return false;
    if (!knowledge_load(&knowledge, invocation, err))
        return false;
    for (size_t i = 0; i < knowledge.inventory->service_count && override->service.len && !fits; i++) {
        if (knowledge.service_is_exact || knowledge_count(&knowledge) == 1) {
            struct slice key = knowledge.inventory->services[i].key;

            fits = knowledge_selects(&knowledge, &knowledge.inventory->services[i]);
            if (fits)
                override->service = arena_copy(invocation->arena, key);
        }
    }
    if (override->service.len == 0)
        fits = true;
    if (!fits)
        error_set(err, ERROR_USAGE,
                  "--service fits several services; an override belongs to one, or to all without it.");
    *ret_later =
        override->kind == OVERRIDE_SPLIT &&
        !catalog_keeps_apart(knowledge.catalog, override->service, override->path, invocation->account);
    knowledge_done(&knowledge);
    return fits;
}

static int add(struct invocation *invocation, enum override_kind kind, struct error *err)
{
    const char *service = arguments_value(invocation->arguments, "service");
    struct override override = { kind, slice_of(service),
                                 slice_of(arguments_value(invocation->arguments, kind_names[kind])) };
    struct store *store;
    int64_t id = 0;
    bool added, later;

    if (!check(invocation, &override, &later, err))
        return EXIT_NOTHING;
    store = knowledge_store(invocation, STORE_EDIT, err);
    added = store && store_override_add(store, &override, &id, err);
    if (added) {
        buffer_printf(&invocation->out->text, "Override %" PRId64 ": %s ", id, kind_names[kind]);
        output_escaped(invocation->out, override.path);
        buffer_text(&invocation->out->text, " in ");
        output_escaped(invocation->out, override.service.len ? override.service : SLICE("every service"));
        buffer_text(&invocation->out->text, ".\n");
        if (later)
            buffer_text(&invocation->out->text,
                        "So far its evidence was pooled with that of values like it: it will show with\n"
                        "what is observed from now on.\n");
        buffer_printf(&invocation->out->text, "Undo it with: plainsight template --undo %" PRId64 "\n", id);
    }
    store_close(store);
    return added ? EXIT_DONE : EXIT_NOTHING;
}

static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    int wanted = arguments_have(arguments, "list") + arguments_have(arguments, "undo"), code = EXIT_NOTHING;

    for (int kind = OVERRIDE_PIN; kind <= OVERRIDE_MERGE; kind++)
        wanted += arguments_have(arguments, kind_names[kind]);
    if (wanted != 1) {
        error_set(err, ERROR_USAGE, "Say one thing to do: --pin, --split, --merge, --list or --undo.");
        return EXIT_NOTHING;
    }
    if (arguments_have(arguments, "list"))
        return list(invocation, err);
    if (arguments_have(arguments, "undo"))
        return undo(invocation, err);
    for (int kind = OVERRIDE_PIN; kind <= OVERRIDE_MERGE; kind++) {
        if (arguments_have(arguments, kind_names[kind]))
            code = add(invocation, (enum override_kind)kind, err);
    }
    return code;
}

static const struct option options[] = {
    OPTION_DB,
    { "service", 's', "NAME", "The service it is about; default: every service", NULL },
    { "pin", 0, "TEMPLATE", "This template exists as written, its parameters and its literals", NULL },
    { "split", 0, "PATH", "The last segment of this path is a literal, not the value of a parameter", NULL },
    { "merge", 0, "PATH",
      "The last segment of this path is a parameter, written {name}: all siblings there are its values",
      NULL },
    { "list", 'l', NULL, "List all overrides, undone ones too", NULL },
    { "undo", 0, "ID", "Take the override of that number back; what was learned decides again", NULL },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight template --pin '/users/{userId}/orders' -s api.example.com", "Keep a template as it is" },
    { "plainsight template --split /users/me", "'me' is not one of the users" },
    { "plainsight template --merge '/shops/{shop}'", "Everything below /shops is a shop" },
    { "plainsight template --undo 3", "Changed my mind" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Done" },
    { 1, "The output could not be written" },
    { 2, "No database, no such service or override, or a wrong command line" },
    { 0, NULL },
};

const struct command command_template = {
    .name = "template",
    .summary = "Overrule learned path templates, and undo that",
    .usage = "[OPTION]... --pin|--split|--merge PATH|--list|--undo ID",
    .description =
        "Overrides are kept beside the evidence, never in its place: nothing is lost by one, and undoing it "
        "gives back exactly what was there. Later ones win. Parameters are written {name} or {}.",
    .options = options,
    .examples = examples,
    .exits = exits,
    .run = run,
};
