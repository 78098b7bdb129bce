/* SPDX-License-Identifier: Apache-2.0 */
/* openapi: what is there, as OpenAPI documents. */
#include "cli/arguments.h"
#include "cli/configuration.h"
#include "cli/knowledge.h"

#include "base/text.h"
#include "spec/file.h"

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

static struct job plan(struct invocation *invocation, const struct knowledge *knowledge)
{
    const struct arguments *arguments = invocation->arguments;
    const char *format = arguments_value(arguments, "format"),
               *version = arguments_value(arguments, "openapi");
    struct job job = { invocation, knowledge, { 0 }, arguments_value(arguments, "output"), false };

    if (job.place && strcmp(job.place, "-") == 0)
        job.place = NULL;
    job.options.is_yaml = !format || strcmp(format, "yaml") == 0;
    job.options.is_30 = version && strcmp(version, "3.0") == 0;
    job.options.is_clean = arguments_have(arguments, "clean");
    job.is_directory = job.place && !spec_is_document(job.place, &job.options.is_yaml);
    return job;
}

/* A service of which only noise was seen has nothing to document. */
static bool has_document(const struct job *job, const struct service *service)
{
    return service->endpoint_count && knowledge_selects(job->knowledge, service);
}

static size_t document_count(const struct job *job)
{
    size_t count = 0;

    for (size_t i = 0; i < job->knowledge->inventory->service_count; i++)
        count += has_document(job, &job->knowledge->inventory->services[i]);
    return count;
}

static bool too_many(const struct job *job, struct error *err)
{
    struct buffer names;
    size_t named = 0;

    buffer_init(&names, job->invocation->account);
    for (size_t i = 0; i < job->knowledge->inventory->service_count && named < 6; i++) {
        if (has_document(job, &job->knowledge->inventory->services[i])) {
            buffer_text(&names, named++ ? ", " : "");
            text_escape(&names, job->knowledge->inventory->services[i].key);
        }
    }
    error_set(err, ERROR_USAGE,
              "There are %zu services (%.*s%s): choose one with --service, or write one document each with "
              "-o DIRECTORY.",
              document_count(job), (int)(names.len < 300 ? names.len : 300), names.at ? names.at : "",
              named < document_count(job) ? ", ..." : "");
    buffer_done(&names);
    return false;
}

static void written(void *context, const struct service *service, const char *path)
{
    struct output *out = context;

    output_escaped(out, slice_of(path));
    buffer_byte(&out->text, '\n');
}

static bool write_all(const struct job *job, struct error *err)
{
    const struct inventory *inventory = job->knowledge->inventory;
    struct memory *account = job->invocation->account;
    struct output *out = job->invocation->out;
    bool done = true;

    for (size_t i = 0; done && i < inventory->service_count; i++) {
        const struct service *service = &inventory->services[i];

        if (!has_document(job, service))
            continue;
        if (job->place)
            done = spec_write(inventory, service->key, &job->options, job->place, account, written, out, err);
        else
            done = spec_openapi(service, &job->options, account, &out->text, err);
    }
    return done;
}

static int run(struct invocation *invocation, struct error *err)
{
    struct configuration configuration;
    struct knowledge knowledge;
    struct job job;
    bool done;

    if (!configuration_load(&configuration, &knowledge, invocation, err)) {
        knowledge_done(&knowledge);
        configuration_done(&configuration);
        return EXIT_NOTHING;
    }
    job = plan(invocation, &knowledge);
    job.options.classifier = configuration.classifier;
    if (document_count(&job) == 0)
        done = error_set(
            err, ERROR_INPUT,
            "No endpoint is known yet, so there is nothing to document: 'plainsight ledger' tells what "
            "became of the traffic.");
    else if (!job.is_directory && document_count(&job) > 1)
        done = too_many(&job, err);
    else
        done = write_all(&job, err);
    knowledge_done(&knowledge);
    configuration_done(&configuration);
    return done ? EXIT_DONE : EXIT_NOTHING;
}

static const struct option options[] = {
    OPTION_DB,
    OPTION_SERVICE("Only the services of that name: exact, a part of it, or a pattern with * and ?"),
    { "output", 'o', "FILE|DIR",
      "Write one document to FILE.yaml or FILE.json, or one per service into a directory", NULL },
    { "format", 'f', "FORMAT", "Format of the document; default: by the name of the file, else yaml",
      format_names },
    { "openapi", 0, "VERSION", "Version of OpenAPI; default: 3.1", version_names },
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
