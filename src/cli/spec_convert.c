/* SPDX-License-Identifier: Apache-2.0 */
/* spec convert: a document said again in a newer format, and checked before anybody gets it. */
#include "check/check.h"
#include "cli/arguments.h"
#include "cli/figures.h"
#include "cli/output_file.h"
#include "cli/spec_faults.h"

#include "convert/convert.h"
#include "spec/file.h"

#include <unistd.h>

struct job {
    struct invocation *invocation;
    struct contract_set set;
    const struct contract *source;
    size_t source_errors;
    enum contract_format to;
    const char *place; /* -o; NULL: standard output */
    bool is_yaml;
    struct faults notes;
    struct buffer text;     /* the result */
    size_t operation_count; /* in it */
};

static void version_names(struct buffer *out)
{
    buffer_text(out, "3.1 3.0");
}

static void format_names(struct buffer *out)
{
    buffer_text(out, "yaml json");
}

/* Of a document that may mean this or that no other should be made. */
static bool read_source(struct job *job, struct error *err)
{
    const struct faults *faults = &job->set.reader.faults;

    job->source = contract_read(&job->set, job->invocation->arguments->operands[0], err);
    if (!job->source)
        return false;
    check_contract(&job->set, job->source);
    if (faults->failed)
        return error_set(err, ERROR_MEMORY, "There is no memory to check the document.");
    job->source_errors = faults->errors;
    return !spec_is_uncertain(faults, err);
}

static void choose_format(struct job *job)
{
    const char *format = arguments_value(job->invocation->arguments, "format");

    job->is_yaml = !job->source->file->is_json;
    if (format)
        job->is_yaml = strcmp(format, "yaml") == 0;
    else if (job->place)
        spec_is_document(job->place, &job->is_yaml);
}

static bool convert(struct job *job, struct error *err)
{
    struct document document = { .arena = job->invocation->arena };
    struct node *root = NULL;

    if (!convert_contract(&job->set, job->source, job->to, &document, &job->notes, &root, err))
        return false;
    if (job->is_yaml)
        document_yaml(root, &job->text);
    else
        document_json(root, &job->text);
    faults_sort(&job->notes);
    return !(job->text.failed || document.failed) ||
           error_set(err, ERROR_MEMORY, "There is no memory for the result.");
}

/* ---- the result is read as anybody would read it ---- */

static bool refuse(const struct job *job, const struct fault *fault, struct error *err)
{
    return error_set(
        err, ERROR_INPUT,
        "The result would not be valid %s, so it is not written: %.*s (line %u, column %u of it). "
        "The document is fine; this is a mistake of the conversion.",
        contract_format_name(job->to), SLICE_ARG(fault->text), fault->at.line, fault->at.column);
}

static const struct fault *worst(const struct faults *faults)
{
    const struct fault *found = faults->first;

    for (const struct fault *fault = faults->first; fault; fault = fault->next) {
        if (fault->kind > found->kind)
            found = fault;
    }
    return found;
}

static bool judge(struct job *job, const struct contract_set *set, struct error *err)
{
    const struct faults *faults = &set->reader.faults;
    size_t errors = faults->errors + faults->fatals;

    if (faults->failed)
        return error_set(err, ERROR_MEMORY, "There is no memory to check the result.");
    if (errors && !job->source_errors && worst(faults))
        return refuse(job, worst(faults), err);
    if (errors)
        fault_add(&job->notes, FAULT_WARNING, (struct position){ job->source->file, 0, 0 }, "invalid-result",
                  "the result is not valid, as its source is not: %zu %s there, %zu in it",
                  job->source_errors, job->source_errors == 1 ? "error" : "errors", errors);
    return true;
}

/* Under the name of the source, so that relative references lead where they did. */
static bool check(struct job *job, struct error *err)
{
    struct slice name = arena_printf(job->invocation->arena, "%.*s", SLICE_ARG(job->source->file->path));
    struct contract_set set;
    const struct contract *result;
    struct error why = { 0 };
    bool is_good;

    contract_set_init(&set, job->invocation->account, arguments_value(job->invocation->arguments, "root"));
    result = name.at ? contract_read_text(&set, name.at, buffer_slice(&job->text), &why) : NULL;
    if (result) {
        check_contract(&set, result);
        job->operation_count = result->operation_count;
        is_good = judge(job, &set, err);
    } else {
        is_good = error_set(err, why.kind ? why.kind : ERROR_MEMORY, "The result cannot be read back: %s",
                            why.text);
    }
    contract_set_done(&set);
    return is_good;
}

/* ---- giving it away ---- */

static void tell_notes(const struct job *job)
{
    struct output out;

    output_init(&out, STDERR_FILENO, job->invocation->account);
    spec_fault_lines(&out, &job->notes);
    output_flush(&out);
    output_done(&out);
}

static bool write_file(const struct job *job, struct error *err)
{
    struct invocation *invocation = job->invocation;
    size_t notes = job->notes.warnings;
    struct output_file file;
    char figure[FIGURE];

    if (!output_file_open(&file, job->place, invocation->arena, err))
        return false;
    buffer_append(&file.out.text, buffer_slice(&job->text));
    if (!output_file_close(&file, err))
        return false;
    output_escaped(invocation->out, slice_of(job->place));
    buffer_printf(&invocation->out->text, ": %s, %s", contract_format_name(job->to),
                  figure_things(job->operation_count, "operation", "operations", figure));
    if (notes)
        buffer_printf(&invocation->out->text, "; %s", figure_things(notes, "note", "notes", figure));
    buffer_text(&invocation->out->text, ".\n");
    return true;
}

static bool work(struct job *job, struct error *err)
{
    if (!read_source(job, err))
        return false;
    choose_format(job);
    if (!convert(job, err) || !check(job, err))
        return false;
    tell_notes(job);
    if (job->place)
        return write_file(job, err);
    buffer_append(&job->invocation->out->text, buffer_slice(&job->text));
    return true;
}

static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    const char *to = arguments_value(arguments, "to");
    struct job job = { .invocation = invocation, .place = arguments_value(arguments, "output") };
    bool done;

    convert_target(slice_of(to ? to : "3.1"), &job.to);
    if (job.place && strcmp(job.place, "-") == 0)
        job.place = NULL;
    contract_set_init(&job.set, invocation->account, arguments_value(arguments, "root"));
    faults_init(&job.notes, invocation->arena);
    buffer_init(&job.text, invocation->account);
    done = work(&job, err);
    buffer_done(&job.text);
    contract_set_done(&job.set);
    return done ? EXIT_DONE : EXIT_NOTHING;
}

static const struct option options[] = {
    { "to", 0, "VERSION", "Version of OpenAPI; default: 3.1", version_names },
    { "output", 'o', "FILE", "Write it to that file, whole or not at all; default: standard output", NULL },
    { "format", 'f', "FORMAT",
      "Format of the result; default: by the ending of --output, else that of the source", format_names },
    OPTION_ROOT,
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight spec convert swagger.json -o openapi.yaml", "Swagger 2.0 becomes OpenAPI 3.1" },
    { "plainsight spec convert --to 3.0 swagger.yaml > openapi.yaml", "For tools that do not know 3.1" },
    { "plainsight spec convert api/openapi.yaml -o bundle.json", "All files of a document in one" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Converted; what the newer format cannot say is told on standard error" },
    { 1, "The output could not be written" },
    { 2,
      "Not converted: the document cannot be read, or what it means is uncertain; it is newer than what was "
      "asked for, or a Postman collection; the file cannot be written; or a wrong command line" },
    { 0, NULL },
};

const struct command command_spec_convert = {
    .name = "spec convert",
    .summary = "Say a document again in OpenAPI 3.1 or 3.0",
    .usage = "[OPTION]... FILE",
    .description =
        "From Swagger 2.0 and OpenAPI 3.0, by default to 3.1. What the document promises stays the same, and "
        "so does the order in which it says so. The result is one file: what the document refers to in other "
        "files is brought in. A document that has the wanted version already is only brought together so.\n\n"
        "What cannot be said in the newer format is not dropped in silence: each such place is named on "
        "standard error. The result is checked as 'plainsight spec validate' would before it is written.",
    .options = options,
    .operands_least = 1,
    .operands_most = 1,
    .examples = examples,
    .exits = exits,
    .run = run,
};
