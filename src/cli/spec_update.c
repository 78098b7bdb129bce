/* SPDX-License-Identifier: Apache-2.0 */
/* spec update: what is missing from a document is written into it, or told as a diff or an overlay. */
#include "check/check.h"
#include "cli/arguments.h"
#include "cli/documents.h"
#include "cli/drift_gate.h"
#include "cli/drift_states.h"
#include "cli/figures.h"
#include "cli/knowledge.h"
#include "cli/output_file.h"
#include "cli/spec_faults.h"

#include "base/clock.h"
#include "base/text.h"
#include "drift/overlay.h"
#include "posture/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define FILES_MOST 64 /* that one update changes */

struct job {
    struct invocation *invocation;
    const char *place; /* --output; NULL: in place */
    struct contract_set documents;
    const struct contract *contract;
    struct acceptances acceptances;
    struct store *store;
    struct catalog *catalog;
    struct drift *drift;
    struct drift_states states;
    struct drift_gate kinds;
    bool has_kinds;
    struct drift_options options;
    const struct drift *judged; /* the drift that `states` is of */
    struct error trouble;       /* met on the way, where nobody could be told */
    struct update update;
};

/* ---- reading */

/* What is uncertain in a document is no ground to build on; rules that it breaks already it may go on breaking. */
static bool read_document(struct job *job, struct error *err)
{
    const struct faults *faults = &job->documents.reader.faults;
    const char *path = job->invocation->arguments->operands[0];

    job->contract = contract_read(&job->documents, path, err);
    if (!job->contract)
        return false;
    check_contract(&job->documents, job->contract);
    if (faults->failed)
        return error_set(err, ERROR_MEMORY, "There is no memory to check the document.");
    if (spec_is_uncertain(faults, err))
        return false;
    if (faults->errors)
        fprintf(
            stderr,
            "plainsight: The document is not valid as it stands: 'plainsight spec validate' tells why.\n");
    return true;
}

/* Other documents of the same service: what they say is documented. */
static bool read_others(struct job *job, struct error *err)
{
    const struct arguments *arguments = job->invocation->arguments;
    struct documents others = { 0 };

    if (!documents_add_given(&others, job->invocation, err))
        return false;
    for (size_t i = 0; i < others.count; i++) {
        if (!contract_read(&job->documents, others.paths[i], err))
            return false;
    }
    return drift_acceptances_read(&job->documents, arguments_value(arguments, "acceptances"), check_word,
                                  &job->acceptances, err);
}

static bool no_service(const struct job *job, struct error *err)
{
    struct buffer out;

    buffer_init(&out, job->invocation->account);
    documents_name_services(job->drift, &out);
    error_set(
        err, ERROR_INPUT,
        "The document speaks for no service that was observed (%.*s): when it does, say for which one with "
        "--service NAME.",
        SLICE_ARG(buffer_slice(&out)));
    buffer_done(&out);
    return false;
}

static bool speaks(const struct job *job)
{
    for (size_t i = 0; i < job->drift->service_count; i++) {
        for (size_t j = 0; j < job->drift->services[i].pair_count; j++) {
            if (job->drift->services[i].pairs[j].contract == job->contract)
                return true;
        }
    }
    return false;
}

/* What became of the rows. */
static bool judge(struct job *job, const struct drift *drift, struct error *err)
{
    int64_t now = clock_now();
    struct arena *arena = job->invocation->arena;

    if (!drift_states_read(job->store, drift, false, now, arena, &job->states, err))
        return false;
    drift_states_accept(&job->states, drift, &job->acceptances, now, arena);
    job->judged = drift;
    return true;
}

static bool compare(struct job *job, struct error *err)
{
    struct invocation *invocation = job->invocation;
    const char *service = arguments_value(invocation->arguments, "service");

    job->options = (struct drift_options){ .service = slice_of(service), .is_told = service != NULL };
    job->store = knowledge_store(invocation, STORE_READ, err);
    job->catalog = job->store ? store_load(job->store, 0, err) : NULL;
    if (!job->catalog)
        return false;
    job->drift = drift_new(&job->documents, job->catalog, &job->options, invocation->account, err);
    if (!job->drift)
        return false;
    if (job->drift->service_count == 0 && service)
        return knowledge_no_service(job->drift->inventory, job->options.service, invocation->account, err);
    if (job->drift->service_count == 0)
        return error_set(
            err, ERROR_INPUT,
            "No endpoint is known yet, so there is nothing to add: 'plainsight ledger' tells what "
            "became of the traffic.");
    if (!speaks(job))
        return no_service(job, err);
    return judge(job, job->drift, err);
}

/* ---- planning */

/* What people have decided to live with undocumented stays so. Of the document as it has become there is another drift. */
static bool is_wanted(void *context, const struct drift *drift, const struct drift_row *row)
{
    struct job *job = context;

    if (drift != job->judged && !judge(job, drift, &job->trouble))
        return false;
    if (job->states.found[row - drift->rows].state == FINDING_ACCEPTED)
        return false;
    return !job->has_kinds || drift_gate_passes(&job->kinds, row);
}

static bool plan(struct job *job, struct error *err)
{
    const char *kinds = arguments_value(job->invocation->arguments, "kind");

    job->has_kinds = kinds != NULL;
    if (kinds && !drift_gate_read_kinds(slice_of(kinds), "kind", &job->kinds, err))
        return false;
    if (!update_plan(&job->update, &job->documents, job->contract, job->drift, job->catalog, &job->options,
                     is_wanted, job, job->invocation->account, err))
        return false;
    return job->trouble.kind == ERROR_NONE || error_set(err, job->trouble.kind, "%s", job->trouble.text);
}

/* ---- telling */

static void tell_rows(const struct additions *additions, bool written, struct buffer *out)
{
    for (size_t i = 0; i < additions->count; i++) {
        const struct addition *addition = &additions->list[i];

        if (written != !addition->why.len)
            continue;
        buffer_printf(out, "  %.*s  ", SLICE_ARG(addition->row->id));
        text_escape(out, addition->what);
        if (addition->why.len)
            buffer_printf(out, " (%.*s)", SLICE_ARG(addition->why));
        buffer_byte(out, '\n');
    }
}

/* What could not be written in one round cannot be in the next either. */
static void tell_refused(const struct job *job, struct buffer *out)
{
    const struct update *update = &job->update;
    char figure[FIGURE];

    if (!update->refused)
        return;
    buffer_printf(out, "%s cannot be written:\n", figure_things(update->refused, "row", "rows", figure));
    tell_rows(&update->rounds[update->round_count - 1]->additions, false, out);
}

/* Standard output holds something else: a diff or an overlay. */
static void tell_aside(const struct job *job)
{
    struct output out;

    output_init(&out, STDERR_FILENO, job->invocation->account);
    tell_refused(job, &out.text);
    output_flush(&out);
    output_done(&out);
}

static bool is_changed(const struct job *job)
{
    return job->update.rounds[0]->additions.edits.count > 0;
}

static void tell(const struct job *job, struct slice path)
{
    struct output *out = job->invocation->out;
    char figure[FIGURE];

    output_escaped(out, path);
    if (is_changed(job))
        buffer_printf(&out->text, ": %s\n",
                      figure_things(job->update.written, "addition", "additions", figure));
    else
        buffer_text(&out->text, ": nothing to add\n");
    for (size_t i = 0; i < job->update.round_count && is_changed(job); i++)
        tell_rows(&job->update.rounds[i]->additions, true, &out->text);
    tell_refused(job, &out->text);
}

/* ---- diff and overlay */

static bool print_diff(struct job *job, struct error *err)
{
    const struct tree_file *file;
    size_t cursor = 0;
    bool done = true;

    while (done && (file = update_next(&job->update, &cursor)))
        done = update_diff(&job->update, file, &job->invocation->out->text, err);
    if (done)
        tell_aside(job);
    return done;
}

static bool print_overlay(struct job *job, struct error *err)
{
    size_t left_out = 0;
    char figure[FIGURE];

    if (!overlay_write(&job->update, !job->contract->file->is_json, &job->invocation->out->text, &left_out,
                       err))
        return false;
    tell_aside(job);
    if (left_out)
        fprintf(stderr, "plainsight: %s in files that the document refers to, where no overlay reaches.\n",
                figure_things(left_out, "addition belongs", "additions belong", figure));
    return true;
}

/* ---- writing */

/* The reader passes over a byte order mark; it stays all the same. */
static bool has_mark(const char *path)
{
    char head[3] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool found = file >= 0 && read(file, head, sizeof head) == (ssize_t)sizeof head &&
                 memcmp(head, "\xef\xbb\xbf", sizeof head) == 0;

    if (file >= 0)
        close(file);
    return found;
}

/* Beside the file that it will replace. */
static bool prepare(struct job *job, const struct tree_file *file, const char *path, struct output_file *ret,
                    struct error *err)
{
    bool done;

    if (!output_file_open(ret, path, job->invocation->arena, err))
        return false;
    if (has_mark(file->real.at))
        buffer_text(&ret->out.text, "\xef\xbb\xbf");
    done = update_text(&job->update, file, &ret->out.text, err);
    if (!done)
        output_file_abandon(ret);
    return done;
}

/* All files are written beside those they replace before the first is replaced. */
static bool write_files(struct job *job, struct error *err)
{
    struct output_file files[FILES_MOST];
    const struct tree_file *file;
    size_t count = 0, closed = 0, cursor = 0;
    bool done = true;

    while (done && (file = update_next(&job->update, &cursor))) {
        const char *path = file == job->contract->file && job->place ? job->place : file->real.at;

        if (count == FILES_MOST)
            done = error_set(err, ERROR_INPUT, "The additions belong into more than %d files.", FILES_MOST);
        else if (file != job->contract->file && job->place)
            done = error_set(
                err, ERROR_INPUT,
                "Additions belong into files that the document refers to: without --output they are "
                "written there.");
        else
            done = prepare(job, file, path, &files[count], err);
        count += done;
    }
    for (; done && closed < count; closed++)
        done = output_file_close(&files[closed], err);
    for (; closed < count; closed++)
        output_file_abandon(&files[closed]);
    return done;
}

/* A copy of the document is wanted although nothing is added. */
static bool copy(struct job *job, struct error *err)
{
    struct output_file file;

    return prepare(job, job->contract->file, job->place, &file, err) && output_file_close(&file, err);
}

static bool update(struct job *job, struct error *err)
{
    struct slice shown = job->place ? slice_of(job->place) : job->contract->file->path;

    if (is_changed(job) && !write_files(job, err))
        return false;
    if (!is_changed(job) && job->place && !copy(job, err))
        return false;
    tell(job, shown);
    return true;
}

/* ---- */

static bool work(struct job *job, struct error *err)
{
    const struct arguments *arguments = job->invocation->arguments;

    if (!read_document(job, err) || !read_others(job, err) || !compare(job, err) || !plan(job, err))
        return false;
    if (arguments_have(arguments, "patch"))
        return print_overlay(job, err);
    return arguments_have(arguments, "dry-run") ? print_diff(job, err) : update(job, err);
}

static bool check_line(const struct arguments *arguments, struct error *err)
{
    int ways = arguments_have(arguments, "patch") + arguments_have(arguments, "dry-run") +
               arguments_have(arguments, "output");

    if (ways > 1)
        return error_set(err, ERROR_USAGE, "--patch, --dry-run and --output exclude each other.");
    if (strcmp(arguments->operands[0], "-") == 0)
        return error_set(err, ERROR_USAGE, "Standard input cannot be written to: name a file.");
    return true;
}

static int run(struct invocation *invocation, struct error *err)
{
    struct job job = { .invocation = invocation, .place = arguments_value(invocation->arguments, "output") };
    bool done;

    if (!check_line(invocation->arguments, err))
        return EXIT_NOTHING;
    contract_set_init(&job.documents, invocation->account, arguments_value(invocation->arguments, "root"));
    done = work(&job, err);
    update_done(&job.update);
    drift_free(job.drift);
    catalog_free(job.catalog);
    store_close(job.store);
    contract_set_done(&job.documents);
    return done ? EXIT_DONE : EXIT_NOTHING;
}

static const struct option options[] = {
    OPTION_DB,
    { "service", 's', "NAME",
      "The document speaks for that service, whatever its servers say; a pattern with * and ? names several",
      NULL },
    { "spec", 0, "FILE|DIR",
      "Another document of the same service: what it says is documented; more than once: all", NULL },
    { "kind", 0, "LIST",
      "Add only what is missing of these kinds, such as undocumented_operation,undocumented_*_field", NULL },
    { "dry-run", 'n', NULL, "Change nothing; print what would change as a unified diff", NULL },
    { "patch", 0, NULL, "Change nothing; print the additions as an OpenAPI Overlay 1.0.0", NULL },
    { "output", 'o', "FILE", "Write the new document to that file; default: in place", NULL },
    { "acceptances", 0, "FILE",
      "What is accepted, and so not added, besides the .plainsight.yaml in the directories of the documents",
      NULL },
    OPTION_ROOT,
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight spec update --dry-run openapi.yaml", "What would be added" },
    { "plainsight spec update openapi.yaml", "Add it" },
    { "plainsight spec update --patch openapi.yaml > observed.overlay.yaml",
      "For a document that a program makes: apply the overlay behind it" },
    { "plainsight spec update --kind undocumented_status openapi.yaml", "Only statuses" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Added, or nothing is missing" },
    { 1, "The output could not be written" },
    { 2, "Nothing was changed: the document cannot be read, what it means is uncertain, it would break a "
         "rule of "
         "its format, it speaks for no observed service, nothing observed, no database, or a wrong command "
         "line" },
    { 0, NULL },
};

const struct command command_spec_update = {
    .name = "spec update",
    .summary = "Add what was observed and is missing to a document",
    .usage = "[OPTION]... FILE",
    .description = "Operations, parameters, fields, statuses, content types and enum values that 'plainsight "
                   "drift' finds "
                   "missing are added where they belong, each with x-plainsight-observed: how often it was "
                   "seen, first and "
                   "last. Everything that stands in the document stays as it is, comments, order and layout "
                   "too; what is "
                   "wrong or dead in it is for people to mend. Rows that were accepted are not added. Doing "
                   "it twice adds "
                   "nothing more.\n\n"
                   "What stands behind a $ref is added to where it stands, in other files too.",
    .options = options,
    .operands_least = 1,
    .operands_most = 1,
    .examples = examples,
    .exits = exits,
    .run = run,
};
