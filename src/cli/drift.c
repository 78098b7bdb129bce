/* SPDX-License-Identifier: Apache-2.0 */
/* drift: what documents promise, held against what was seen. */
#include "cli/arguments.h"
#include "cli/decisions.h"
#include "cli/documents.h"
#include "cli/drift_plan.h"
#include "cli/drift_states.h"
#include "cli/drift_text.h"
#include "cli/knowledge.h"
#include "cli/output_file.h"
#include "cli/transports.h"

#include "base/clock.h"
#include "base/text.h"
#include "posture/check.h"

#include <stdio.h>

struct job {
    struct invocation *invocation;
    struct drift_plan plan;
    struct contract_set documents;
    struct acceptances acceptances;
    struct store *store;
    bool remembers;
    struct catalog *catalog;
    struct transports transports;
    struct drift *drift;
    struct drift_states states;
    struct callers *callers;
};

/* ---- reading ---- */

static bool read_documents(struct job *job, struct error *err)
{
    for (size_t i = 0; i < job->plan.document_count; i++) {
        if (!contract_read(&job->documents, job->plan.documents[i], err))
            return false;
    }
    if (!drift_acceptances_read(&job->documents, arguments_value(job->invocation->arguments, "acceptances"),
                                check_word, &job->acceptances, err))
        return false;
    faults_sort(&job->documents.reader.faults);
    documents_complain(&job->documents.reader.faults, job->invocation->account);
    return true;
}

static bool no_pair(const struct job *job, struct error *err)
{
    struct buffer out;

    buffer_init(&out, job->invocation->account);
    documents_name_services(job->drift, &out);
    error_set(err, ERROR_INPUT,
              "%s for no service that was observed (%.*s): when %s, say for which one with --service NAME.",
              job->documents.count == 1 ? "The document speaks" : "None of the documents speaks",
              SLICE_ARG(buffer_slice(&out)), job->documents.count == 1 ? "it does" : "they do");
    buffer_done(&out);
    return false;
}

/* Nothing passes by accident: what cannot be compared is not clean. */
static bool is_comparable(const struct job *job, struct error *err)
{
    const struct drift *drift = job->drift;
    size_t pairs = 0;

    for (size_t i = 0; i < drift->service_count; i++)
        pairs += drift->services[i].pair_count;
    if (drift->service_count == 0 && job->plan.options.service.len)
        return knowledge_no_service(drift->inventory, job->plan.options.service, job->invocation->account,
                                    err);
    if (drift->service_count == 0 || drift->exchanges == 0)
        return error_set(
            err, ERROR_INPUT,
            "No endpoint is known yet, so there is nothing to hold documents against: 'plainsight "
            "ledger' tells what became of the traffic.");
    return pairs > 0 || no_pair(job, err);
}

static bool compare(struct job *job, struct error *err)
{
    struct invocation *invocation = job->invocation;

    job->catalog = store_load(job->store, 0, err);
    if (!job->catalog || !transports_read(job->store, invocation->arena, &job->transports, err))
        return false;
    job->plan.options.transports = job->transports.rows;
    job->plan.options.transport_count = job->transports.count;
    job->drift = drift_new(&job->documents, job->catalog, &job->plan.options, invocation->account, err);
    return job->drift && is_comparable(job, err);
}

/* ---- what became of it ---- */

static bool is_certain(const struct job *job)
{
    return job->documents.reader.faults.fatals == 0;
}

/* A document of which nothing is certain must not mark findings as fixed. */
static bool look_back(struct job *job, struct error *err)
{
    struct invocation *invocation = job->invocation;
    int64_t now = clock_now();
    struct error why = { 0 };
    bool remember = job->remembers && is_certain(job);

    if (remember &&
        drift_states_read(job->store, job->drift, true, now, invocation->arena, &job->states, &why)) {
        drift_states_accept(&job->states, job->drift, &job->acceptances, now, invocation->arena);
        return true;
    }
    if (job->remembers)
        knowledge_not_remembered(invocation->account, remember ? why.text : NULL);
    if (!drift_states_read(job->store, job->drift, false, now, invocation->arena, &job->states, err))
        return false;
    drift_states_accept(&job->states, job->drift, &job->acceptances, now, invocation->arena);
    return true;
}

static struct slice doubt(const struct job *job)
{
    size_t fatals = job->documents.reader.faults.fatals;

    if (is_certain(job))
        return (struct slice){ NULL, 0 };
    return arena_printf(job->invocation->arena, "%zu %s what the documents promise uncertain: mend %s first.",
                        fatals, fatals == 1 ? "fault leaves" : "faults leave", fatals == 1 ? "it" : "them");
}

/* ---- printing ---- */

static bool print_to_file(const struct job *job, const struct drift_report *report, struct error *err)
{
    struct invocation *invocation = job->invocation;
    struct output_file file;
    struct buffer verdict;

    if (!output_file_open(&file, job->plan.output, invocation->arena, err))
        return false;
    job->plan.form->print(report, &file.out);
    if (!output_file_close(&file, err))
        return false;
    buffer_init(&verdict, invocation->account);
    drift_text_verdict(&verdict, report);
    output_file_tell(&file, invocation->out, buffer_slice(&verdict));
    buffer_done(&verdict);
    return true;
}

static bool print(struct job *job, int *ret_code, struct error *err)
{
    struct invocation *invocation = job->invocation;
    struct drift_report report = {
        .account = invocation->account,
        .arena = invocation->arena,
        .documents = &job->documents,
        .drift = job->drift,
        .doubt = doubt(job),
    };

    if (!drift_report_fill(&report, &job->states, &job->plan.view, job->callers))
        return error_set(err, ERROR_MEMORY, "There is no memory for the report.");
    *ret_code = (int)report.verdict;
    if (job->plan.output && !print_to_file(job, &report, err))
        return false;
    if (!job->plan.output)
        job->plan.form->print(&report, invocation->out);
    if (report.doubt.len)
        error_set(err, ERROR_INPUT, "%.*s", SLICE_ARG(report.doubt));
    return true;
}

static bool work(struct job *job, int *ret_code, struct error *err)
{
    if (!read_documents(job, err) ||
        !(job->store =
              knowledge_store_remembering(job->invocation, job->plan.is_read_only, &job->remembers, err)) ||
        !compare(job, err) || !look_back(job, err))
        return false;
    if (!job->plan.options.service.len)
        decisions_complain_of_unused(&job->acceptances, ACCEPTED_DRIFT, "row", job->invocation->account);
    job->callers = callers_read(job->store, job->drift->inventory, job->invocation->account, err);
    return job->callers && print(job, ret_code, err);
}

static int hold(struct invocation *invocation, const struct drift_plan *plan, struct error *err)
{
    struct job job = { .invocation = invocation, .plan = *plan };
    int code = EXIT_NOTHING;

    contract_set_init(&job.documents, invocation->account, arguments_value(invocation->arguments, "root"));
    if (!work(&job, &code, err))
        code = EXIT_NOTHING;
    callers_free(job.callers);
    drift_free(job.drift);
    catalog_free(job.catalog);
    store_close(job.store);
    contract_set_done(&job.documents);
    return code;
}

static int run(struct invocation *invocation, struct error *err)
{
    struct drift_plan plan;
    bool decided;

    if (!drift_plan_read(invocation, &plan, err) || !decisions_take(invocation, &decided, err))
        return EXIT_NOTHING;
    if (plan.document_count)
        return hold(invocation, &plan, err);
    if (decided)
        return EXIT_DONE;
    error_set(err, ERROR_USAGE, "Say which documents to hold against the traffic: --spec FILE.");
    return EXIT_NOTHING;
}

static const struct option options[] = {
    OPTION_DB,
    { "spec", 0, "FILE|DIR",
      "An OpenAPI, Swagger or Postman document, or a directory of them; more than once: all of them together",
      NULL },
    { "service", 's', "NAME",
      "All documents speak for that service, whatever their servers say; a pattern with * and ? names "
      "several",
      NULL },
    { "format", 'f', "FORM", "Form of the report; default: by the ending of --output, else table",
      drift_form_names },
    { "output", 'o', "FILE", "Write the report to that file, whole or not at all, and one line here", NULL },
    { "fail-on", 0, "LIST",
      "What makes the exit code 1: kinds (undocumented_operation, also with * and ?), families (missing, "
      "wrong, "
      "dead), a least severity, any or none, separated by commas; default: low, so that what is only worth "
      "knowing does not fail",
      NULL },
    { "severity", 0, "LEAST", "Show only rows of that severity and above; what fails is not changed by it",
      drift_severity_names },
    { "kind", 0, "LIST", "Show only rows of these kinds or families; what fails is not changed by it", NULL },
    { "all", 0, NULL, "Show accepted and fixed ones too", NULL },
    OPTIONS_DECISIONS("row"),
    { "acceptances", 0, "FILE",
      "What is accepted, besides the .plainsight.yaml in the directories of the documents", NULL },
    OPTION_ROOT,
    { "read-only", 0, NULL, "Do not remember in the database what was found", NULL },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight drift --spec openapi.yaml", "Everything that differs" },
    { "plainsight drift --spec docs/ api.example.com", "All documents of a directory, one service" },
    { "plainsight drift --spec openapi.yaml -o drift.sarif --fail-on high",
      "In a pipeline, for code scanning" },
    { "plainsight drift --spec openapi.yaml --fail-on wrong,undocumented_operation",
      "What a team has agreed on" },
    { "plainsight drift --accept d3f9a2c71b08e --reason 'the partner needs it'",
      "Live with a row; --until sets an end" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Clean: nothing that --fail-on names; or a decision was kept" },
    { 1, "Drift; or the output could not be written" },
    { 2,
      "Could not tell: no document, one that cannot be read or understood, one that speaks for no observed "
      "service, no such service, nothing observed, no database, or a wrong command line" },
    { 0, NULL },
};

const struct command command_drift = {
    .name = "drift",
    .summary = "Hold documents against what was seen: missing, wrong, dead",
    .usage = "--spec FILE... [OPTION]... [SERVICE]",
    .description =
        "Which document speaks for which service is worked out from hosts and paths, and said. All documents "
        "of "
        "a service count together: what one of them says is documented. Every row has an id that stays, the "
        "evidence behind it, who calls, and the place in the document where it is to be mended.\n\n"
        "What was found is remembered, so that rows are open, accepted, fixed, or back again. Rows to live "
        "with "
        "are accepted here, or in a file .plainsight.yaml beside the documents, which can be reviewed like "
        "them.",
    .options = options,
    .operands_most = SIZE_MAX,
    .examples = examples,
    .exits = exits,
    .run = run,
};
