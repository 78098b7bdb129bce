/* SPDX-License-Identifier: Apache-2.0 */
/* openapi: what is there, as OpenAPI documents. */
#include "cli/arguments.h"
#include "cli/document_file.h"
#include "cli/knowledge.h"

#include "base/text.h"
#include "spec/openapi.h"

struct job {
    struct invocation *invocation;
    const struct knowledge *knowledge;
    struct spec_options options;
    const char *place; /* -o; NULL: standard output */
    bool is_directory;
};

static void format_names(struct buffer *out)
{
    buffer_text(out, "yaml json");
}

static void version_names(struct buffer *out)
{
    buffer_text(out, "3.1 3.0");
}

static bool ends_in(const char *text, const char *end)
{
    return slice_ends_with(slice_of(text), slice_of(end));
}

static struct job plan(struct invocation *invocation, const struct knowledge *knowledge)
{
    const struct arguments *arguments = invocation->arguments;
    const char *format = arguments_value(arguments, "format"),
               *version = arguments_value(arguments, "openapi");
    struct job job = { invocation, knowledge, { 0 }, arguments_value(arguments, "output"), false };
    if (job.place && strcmp(job.place, "-") == 0)
        job.place = NULL;
    bool is_json_file = job.place && ends_in(job.place, ".json");
    bool is_yaml_file = job.place && (ends_in(job.place, ".yaml") || ends_in(job.place, ".yml"));

    job.options.is_yaml = format ? strcmp(format, "yaml") == 0 : !is_json_file;
    job.options.is_30 = version && strcmp(version, "3.0") == 0;
    job.options.is_clean = arguments_have(arguments, "clean");
    job.is_directory = job.place && (document_is_directory(job.place) || (!is_json_file && !is_yaml_file));
    return job;
}

static bool too_many(const struct job *job, struct error *err)
{
    struct buffer names;
    size_t named = 0;

    buffer_init(&names, job->invocation->account);
    for (size_t i = 0; i < job->knowledge->inventory->service_count && named < 6; i++) {
        if (knowledge_selects(job->knowledge, &job->knowledge->inventory->services[i])) {
            buffer_text(&names, named++ ? ", " : "");
            text_escape(&names, job->knowledge->inventory->services[i].key);
        }
    }
    error_set(err, ERROR_USAGE,
              "There are %zu services (%.*s%s): choose one with --service, or write one document each with "
              "-o DIRECTORY.",
              knowledge_count(job->knowledge), (int)(names.len < 300 ? names.len : 300),
              names.at ? names.at : "", named < knowledge_count(job->knowledge) ? ", ..." : "");
    buffer_done(&names);
    return false;
}

static bool write_one(const struct job *job, const struct service *service, struct error *err)
{
    struct memory *account = job->invocation->account;
    struct output *out = job->invocation->out;
    struct buffer document;
    struct slice path;
    bool written;

    if (!job->place)
        return spec_openapi(service, &job->options, account, &out->text, err);
    buffer_init(&document, account);
    path = job->is_directory ? document_path(job->invocation->arena, job->place, service->key,
                                             job->options.is_yaml ? "yaml" : "json")
                             : slice_of(job->place);
    written = spec_openapi(service, &job->options, account, &document, err) &&
              document_write(path, buffer_slice(&document), job->invocation->arena, err);
    buffer_done(&document);
    if (written) {
        output_escaped(out, path);
        buffer_byte(&out->text, '\n');
    }
    return written;
}

static int run(struct invocation *invocation, struct error *err)
{
    struct knowledge knowledge;
    struct job job;
    bool done;

    if (!knowledge_load(&knowledge, invocation, err))
        return EXIT_NOTHING;
    job = plan(invocation, &knowledge);
    if (knowledge_count(&knowledge) == 0)
        done = error_set(err, ERROR_INPUT,
                         "No service is known yet, so there is nothing to document: 'plainsight ledger' "
                         "tells what became of the traffic.");
    else if (!job.is_directory && knowledge_count(&knowledge) > 1)
        done = too_many(&job, err);
    else
        done = !job.is_directory || document_make_directory(job.place, invocation->arena, err);
    for (size_t i = 0; done && i < knowledge.inventory->service_count; i++) {
        if (knowledge_selects(&knowledge, &knowledge.inventory->services[i]))
            done = write_one(&job, &knowledge.inventory->services[i], err);
    }
    knowledge_done(&knowledge);
    return done ? EXIT_DONE : EXIT_NOTHING;
}

static const struct option options[] = {
    OPTION_DB,
    OPTION_SERVICE("Only the services of that name: exact, a part of it, or a pattern with * and ?"),
    { "output", 'o', "FILE|DIR",
      "Write one document to FILE.yaml or FILE.json, or one per service into a directory", NULL },
    { "format", 'f', "FORMAT", "yaml or json; default: by the name of the file, else yaml", format_names },
    { "openapi", 0, "VERSION", "3.1 or 3.0; default: 3.1", version_names },
    { "clean", 0, NULL, "Leave out x-plainsight: how often and when each fact was seen", NULL },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight openapi -o docs/", "A document for every service" },
    { "plainsight openapi -s api.example.com > openapi.yaml", "One service, to standard output" },
    { "plainsight openapi -s api.example.com -o api.json --openapi=3.0 --clean",
      "OpenAPI 3.0 as JSON, facts only" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Written; the names of the files are printed" },
    { 1, "The output could not be written" },
    { 2, "No database, nothing to document, a file could not be written, or a wrong command line" },
    { 0, NULL },
};

const struct command command_openapi = {
    .name = "openapi",
    .summary = "Write OpenAPI documents of what is really there",
    .usage = "[OPTION]...",
    .description =
        "Paths, operations, parameters, bodies, responses and security as they were seen, shared shapes as "
        "components, examples masked. The same knowledge gives the same bytes, so documents can be kept "
        "under version control and compared.",
    .options = options,
    .examples = examples,
    .exits = exits,
    .run = run,
};
