/* SPDX-License-Identifier: Apache-2.0 */
/* findings: what is wrong with each service, by what was seen of it. */
#include "cli/arguments.h"
#include "cli/decisions.h"
#include "cli/findings_plan.h"
#include "cli/findings_states.h"
#include "cli/findings_text.h"
#include "cli/output_file.h"

#include "base/clock.h"
#include "base/text.h"

struct job {
    struct invocation *invocation;
    struct findings_plan plan;
    struct store *store;
    bool remembers;
    struct knowledge knowledge;
    struct judgement judgement;
    struct findings_states states;
    int64_t now;
};

/* Nothing passes by accident: where nothing was seen, nothing is clean. */
static bool is_judgeable(const struct job *job, struct error *err)
{
    const struct inventory *inventory = job->knowledge.inventory;

    for (size_t i = 0; i < inventory->service_count; i++)
        if (inventory->services[i].support.count)
            return true;
    return error_set(err, ERROR_INPUT,
                     "No service is known yet, so there is nothing to judge: 'plainsight ledger' tells what "
                     "became of the traffic.");
}

static bool judge(struct job *job, struct error *err)
{
    struct invocation *invocation = job->invocation;

    if (!judgement_begin(&job->judgement, invocation, err))
        return false;
    job->store = knowledge_store_remembering(invocation, job->plan.is_read_only, &job->remembers, err);
    return job->store &&
           knowledge_read(&job->knowledge, invocation, job->store, job->judgement.configuration.classifier,
                          err) &&
           is_judgeable(job, err) &&
           judgement_make(&job->judgement, invocation, job->store, job->knowledge.inventory, err) &&
           findings_plan_resolve(&job->plan, invocation, &job->knowledge,
                                 job->judgement.configuration.classifier, err);
}

/* What was judged by settings nobody understands must not mark findings as fixed. */
static bool look_back(struct job *job, struct error *err)
{
    struct invocation *invocation = job->invocation;
    const struct posture *posture = job->judgement.posture;
    bool remember = job->remembers && !job->judgement.configuration.is_doubtful;
    struct error why = { 0 };

    if (remember &&
        findings_states_read(job->store, posture, true, job->now, invocation->arena, &job->states, &why))
        return true;
    if (job->remembers)
        knowledge_not_remembered(invocation->account, remember ? why.text : NULL);
    return findings_states_read(job->store, posture, false, job->now, invocation->arena, &job->states, err);
}

/* ---- printing ---- */

static bool print_to_file(const struct job *job, const struct findings_report *report, struct error *err)
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
    findings_text_verdict(&verdict, report);
    output_file_tell(&file, invocation->out, buffer_slice(&verdict));
    buffer_done(&verdict);
    return true;
}

static bool no_finding(const struct job *job, struct error *err)
{
    struct buffer shown;

    buffer_init(&shown, job->invocation->account);
    text_fit(&shown, job->plan.view.id, 60, false);
    error_set(err, ERROR_INPUT,
              "There is no finding '%.*s': 'plainsight findings --all' lists those there are.",
              SLICE_ARG(buffer_slice(&shown)));
    buffer_done(&shown);
    return false;
}

struct history_reading {
    struct arena *arena;
    struct finding_change changes[FINDING_CHANGES];
    size_t count;
};

static void take_change(void *context, const struct finding_change *change)
{
    struct history_reading *reading = context;

    if (reading->count == FINDING_CHANGES)
        return;
    reading->changes[reading->count] = *change;
    reading->changes[reading->count++].reason = arena_copy(reading->arena, change->reason);
}

static bool read_state_history(const struct job *job, struct findings_report *report, struct error *err)
{
    struct history_reading *reading = arena_get_array(report->arena, 1, sizeof *reading);

    if (!reading)
        return error_set(err, ERROR_MEMORY, "There is no memory for what became of the finding.");
    reading->arena = report->arena;
    if (!findings_history(job->store, job->plan.view.id, take_change, reading, err))
        return false;
    report->history = reading->changes;
    report->history_count = reading->count;
    return true;
}

static bool print(struct job *job, int *ret_code, struct error *err)
{
    struct invocation *invocation = job->invocation;
    struct findings_report report = {
        .account = invocation->account,
        .arena = invocation->arena,
        .judgement = &job->judgement,
        .doubt = job->judgement.configuration.is_doubtful
                     ? SLICE("Faults in the settings leave it uncertain what is wrong: mend them first.")
                     : SLICE(""),
        .now = job->now,
        .is_whole = job->plan.view.id.len > 0,
    };

    if (!findings_report_fill(&report, &job->states, &job->plan.view,
                              &job->judgement.configuration.acceptances))
        return error_set(err, ERROR_MEMORY, "There is no memory for the report.");
    if (report.is_whole && report.line_count == 0)
        return no_finding(job, err);
    if (report.is_whole && !read_state_history(job, &report, err))
        return false;
    decisions_complain_of_unused(&job->judgement.configuration.acceptances, ACCEPTED_POSTURE, "finding",
                                 invocation->account);
    *ret_code = (int)report.verdict;
    if (job->plan.output && !print_to_file(job, &report, err))
        return false;
    if (!job->plan.output)
        job->plan.form->print(&report, invocation->out);
    if (report.doubt.len)
        error_set(err, ERROR_INPUT, "%.*s", SLICE_ARG(report.doubt));
    return true;
}

static int tell(struct invocation *invocation, const struct findings_plan *plan, struct error *err)
{
    struct job job = { .invocation = invocation, .plan = *plan, .now = clock_now() };
    int code = EXIT_NOTHING;

    if (!judge(&job, err) || !look_back(&job, err) || !print(&job, &code, err))
        code = EXIT_NOTHING;
    judgement_done(&job.judgement);
    knowledge_done(&job.knowledge);
    return code;
}

static int run(struct invocation *invocation, struct error *err)
{
    struct findings_plan plan;
    bool decided;

    if (!findings_plan_read(invocation, &plan, err) || !decisions_take(invocation, &decided, err))
        return EXIT_NOTHING;
    return decided ? EXIT_DONE : tell(invocation, &plan, err);
}

static const struct option options[] = {
    OPTION_DB,
    OPTION_CONFIG,
    OPTION_SERVICE("Only the services of that name: exact, a part of it, or a pattern with * and ?"),
    { "check", 'c', "GLOB", "Only what these checks found: auth.missing, headers.*", NULL },
    { "severity", 0, "LEAST", "Only findings of that severity and above", findings_severity_names },
    { "group", 'g', "NAME", "Only what the checks of that group found", findings_group_names },
    { "state", 0, "LIST", "Only findings in these states: open, returned, accepted, fixed, with commas",
      NULL },
    { "endpoint", 'e', "OPERATION",
      "Only places at that endpoint: 'GET /users/{id}', 'GET /users/42', also with * and ?", NULL },
    { "class", 0, "NAME", "Only findings about that class of data, and places that take or hand it out",
      NULL },
    { "new", 0, NULL, "Only what was not there when it was looked at last", NULL },
    { "all", 0, NULL, "Show accepted and fixed ones too", NULL },
    { "fail-on", 0, "LEAST",
      "What makes the exit code 1: an open finding, among those selected, of that severity and above; "
      "default: low",
      findings_gate_names },
    { "format", 'f', "FORM", "Form of the report; default: by the ending of --output, else table",
      findings_form_names },
    { "output", 'o', "FILE", "Write the report to that file, whole or not at all, and one line here", NULL },
    OPTIONS_DECISIONS("finding"),
    { "read-only", 0, NULL, "Do not remember in the database what was found", NULL },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight findings", "Everything that is wrong, service by service" },
    { "plainsight findings p3f9a2c71b08e", "One finding whole: why, what to do, every place" },
    { "plainsight findings -s 'payments.*' --severity high", "What to look at first" },
    { "plainsight findings --new --fail-on medium -o findings.sarif", "In a pipeline, for code scanning" },
    { "plainsight findings --accept p3f9a2c71b08e --reason 'public on purpose'",
      "Live with a finding; --until sets an end" },
    { "plainsight findings -f json | jq -r '.findings[].id'", "For a script" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Clean: nothing that --fail-on names; or a decision was kept; or the one finding was shown" },
    { 1, "Findings; or the output could not be written" },
    { 2, "Could not tell: no database, nothing observed, no such service, endpoint or finding, settings that "
         "cannot be understood, or a wrong command line" },
    { 0, NULL },
};

const struct command command_findings = {
    .name = "findings",
    .summary = "Tell what is wrong with each service, with evidence",
    .usage = "[OPTION]... [ID]",
    .description =
        "Judges every service by what was seen of it: who may call it, what it gives away and accepts, how "
        "it "
        "is set up and deployed. What is wrong at many endpoints is one finding with many places. Each has "
        "an "
        "id that stays, a reason, a remedy and the figures behind it; 'plainsight checks' explains the "
        "checks.\n\n"
        "What was found is remembered, so that findings are open, accepted, fixed, or back again. What to "
        "live "
        "with is accepted here, or in .plainsight.yaml, which also tells whose networks and hosts are whose, "
        "which operations are public, and which checks to leave out.",
    .options = options,
    .operands_most = 1,
    .examples = examples,
    .exits = exits,
    .run = run,
};
