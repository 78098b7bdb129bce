/* SPDX-License-Identifier: Apache-2.0 */
/* why: the evidence behind a template. */
#include "cli/arguments.h"
#include "cli/knowledge.h"

#include "base/text.h"

/* The catalog's lines may quote the traffic: each is escaped here and wrapped, its own indent kept. */
static void print_lines(struct output *out, struct memory *account, struct slice text)
{
    struct buffer line;

    buffer_init(&line, account);
    while (text.len) {
        struct slice rest = slice_cut(&text, '\n');
        size_t indent = 0;

        while (indent < rest.len && rest.at[indent] == ' ' && indent < out->width / 2)
            indent++;
        buffer_reset(&line);
        text_escape(&line, slice_make(rest.at + indent, rest.len - indent));
        buffer_printf(&out->text, "%*s", (int)indent, "");
        output_wrap(out, indent, indent + 2, buffer_slice(&line));
    }
    buffer_done(&line);
}

static const struct service *service_of(const struct knowledge *knowledge, const struct arguments *arguments,
                                        struct error *err)
{
    const struct service *service = NULL;

    knowledge_endpoint(knowledge, arguments->operands[0], arguments->operands[1], &service, err);
    return service;
}

static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    bool json = arguments_have(arguments, "json");
    struct knowledge knowledge;
    struct error nothing = { 0 };
    const struct service *service;
    struct buffer text;
    bool known;

    if (!knowledge_load(&knowledge, invocation, err))
        return EXIT_NOTHING;
    service = service_of(&knowledge, arguments, &nothing);
    buffer_init(&text, invocation->account);
    known = catalog_why(knowledge.catalog, service ? service->key : knowledge.service,
                        slice_of(arguments->operands[0]), slice_of(arguments->operands[1]), json, &text, err);
    if (known && json)
        output_json(invocation->out, &text);
    else if (known)
        print_lines(invocation->out, invocation->account, buffer_slice(&text));
    buffer_done(&text);
    knowledge_done(&knowledge);
    return known ? EXIT_DONE : EXIT_PARTLY;
}

static const struct option options[] = {
    OPTION_DB,
    OPTION_SERVICE("Look in this service only: its name, a part of it, or a pattern with * and ?"),
    OPTION_JSON,
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight why GET /users/42", "Why 42 is taken for a parameter, or is not" },
    { "plainsight why GET /users/me --json", "The same evidence for a script" },
    { "plainsight template --split /users/me", "Disagree: 'me' is a path of its own" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Explained" },
    { 1, "Nothing like that URL was seen, or the output could not be written" },
    { 2, "No database, no such service, or a wrong command line" },
    { 0, NULL },
};

const struct command command_why = {
    .name = "why",
    .summary = "Explain why a URL belongs to its template, step by step",
    .usage = "[OPTION]... METHOD URL",
    .description =
        "For every segment of the path: parameter or literal, and what speaks for it. 'plainsight template' "
        "overrules what you know better.",
    .options = options,
    .operands_least = 2,
    .operands_most = 2,
    .examples = examples,
    .exits = exits,
    .run = run,
};
