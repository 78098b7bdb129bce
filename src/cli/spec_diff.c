/* SPDX-License-Identifier: Apache-2.0 */
/* spec diff: what changed between two documents, and who would notice. */
#include "cli/spec_diff.h"

#include "base/clock.h"
#include "cli/arguments.h"
#include "cli/spec_faults.h"

#define EXIT_CHANGED 1

const struct diff_form diff_forms[] = {
    { "table", diff_print_table, diff_kinds_table },
    { "json", diff_print_json, diff_kinds_json },
    { "markdown", diff_print_markdown, diff_kinds_markdown },
    { NULL, NULL, NULL },
};

static const char *const gate_names[] = { "any", "risky", "breaking", "none" };

struct job {
    struct invocation *invocation;
    const struct diff_form *form;
    struct contract_set old_set, new_set; /* apart: what is wrong is told of each */
    struct differences differences;
    struct spec_traffic traffic;
    struct diff_report report;
};

static void form_names(struct buffer *out)
{
    for (size_t i = 0; diff_forms[i].name; i++)
        buffer_printf(out, "%s%s", i ? " " : "", diff_forms[i].name);
}

static void gate_choices(struct buffer *out)
{
    for (int gate = DIFF_GATE_NONE - 1; gate >= DIFF_GATE_ANY; gate--)
        buffer_printf(out, "%s ", gate_names[gate]);
    buffer_text(out, gate_names[DIFF_GATE_NONE]);
}

static const struct diff_form *form_of(const struct arguments *arguments)
{
    const char *name = arguments_value(arguments, "format");

    for (size_t i = 0; name && diff_forms[i].name; i++) {
        if (strcmp(diff_forms[i].name, name) == 0)
            return &diff_forms[i];
    }
    return &diff_forms[0];
}

static enum diff_gate gate_of(const struct arguments *arguments)
{
    const char *name = arguments_value(arguments, "fail-on");

    for (int gate = DIFF_GATE_ANY; name && gate <= DIFF_GATE_NONE; gate++) {
        if (strcmp(gate_names[gate], name) == 0)
            return (enum diff_gate)gate;
    }
    return DIFF_GATE_BREAKING;
}

/* Nothing is told of a document that may mean this or that. */
static const struct contract *read_document(struct contract_set *set, const char *path, struct error *err)
{
    const struct contract *contract = contract_read(set, path, err);

    if (!contract || spec_is_uncertain(&set->reader.faults, err))
        return NULL;
    return contract;
}

static bool compare(struct job *job, struct error *err)
{
    const char **paths = job->invocation->arguments->operands;
    struct diff_report *report = &job->report;

    report->old = read_document(&job->old_set, paths[0], err);
    report->new = report->old ? read_document(&job->new_set, paths[1], err) : NULL;
    if (!report->new)
        return false;
    if (!differences_find(&job->differences, report->old, report->new, clock_now()))
        return error_set(err, ERROR_MEMORY, "There is no memory to compare the documents.");
    return spec_traffic_read(&job->traffic, job->invocation, &job->old_set, err);
}

/* Nothing passes by accident: where the comparison gave up, no change that was found means nothing. */
static int verdict(const struct diff_report *report, struct error *err)
{
    if (report->failing)
        return EXIT_CHANGED;
    if (!report->differences->is_incomplete || report->gate == DIFF_GATE_NONE)
        return EXIT_DONE;
    error_set(err, ERROR_INPUT, "The documents are so entangled that not all of them could be compared.");
    return EXIT_NOTHING;
}

static int work(struct job *job, struct error *err)
{
    if (!compare(job, err))
        return EXIT_NOTHING;
    if (!diff_report_fill(&job->report)) {
        error_set(err, ERROR_MEMORY, "There is no memory for the report.");
        return EXIT_NOTHING;
    }
    job->form->print(&job->report, job->invocation->out);
    return verdict(&job->report, err);
}

static void start(struct job *job, struct invocation *invocation)
{
    const char *root = arguments_value(invocation->arguments, "root");

    *job = (struct job){ .invocation = invocation, .form = form_of(invocation->arguments) };
    contract_set_init(&job->old_set, invocation->account, root);
    contract_set_init(&job->new_set, invocation->account, root);
    differences_init(&job->differences, invocation->account);
    job->report = (struct diff_report){ .account = invocation->account,
                                        .arena = invocation->arena,
                                        .old_faults = &job->old_set.reader.faults,
                                        .new_faults = &job->new_set.reader.faults,
                                        .differences = &job->differences,
                                        .traffic = &job->traffic,
                                        .gate = gate_of(invocation->arguments) };
}

static int run(struct invocation *invocation, struct error *err)
{
    size_t operands = invocation->arguments->operand_count;
    struct job job;
    int code;

    if (arguments_have(invocation->arguments, "kinds") && operands == 0) {
        form_of(invocation->arguments)->kinds(invocation->out);
        return EXIT_DONE;
    }
    if (arguments_have(invocation->arguments, "kinds") || operands != 2) {
        error_set(err, ERROR_USAGE, "Name two documents, the old one and the new one, or say --kinds alone.");
        return EXIT_NOTHING;
    }
    start(&job, invocation);
    code = work(&job, err);
    spec_traffic_done(&job.traffic);
    differences_done(&job.differences);
    contract_set_done(&job.new_set);
    contract_set_done(&job.old_set);
    return code;
}

static const struct option options[] = {
    { "format", 'f', "FORM", "Form of the report; default: table", form_names },
    { "fail-on", 0, "CLASS",
      "What makes the exit code 1: breaking changes, risky ones too, any change, or none; default: breaking",
      gate_choices },
    { "db", 0, "FILE",
      "The database that tells who would notice; default: $PLAINSIGHT_DB, else plainsight.db, when it is "
      "there "
      "and knows a service that OLD speaks for",
      NULL },
    { "service", 's', "NAME",
      "OLD speaks for that service, whatever its servers say; a pattern with * and ? names several", NULL },
    { "kinds", 0, NULL, "List every kind of change with its class and the reason", NULL },
    OPTION_ROOT,
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "git show main:openapi.yaml | plainsight spec diff - openapi.yaml", "What a branch would change" },
    { "plainsight spec diff v1.yaml v2.yaml --db plainsight.db", "And which callers would notice" },
    { "plainsight spec diff v1.yaml v2.yaml -f markdown --fail-on risky",
      "For the comment of a pull request" },
    { "plainsight spec diff --kinds", "The rules behind the classes" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "No change of the class that --fail-on names" },
    { 1, "There is one; or the output could not be written" },
    { 2, "Could not tell: a document could not be read, or what it means is uncertain; no such database or "
         "service; or a wrong command line" },
    { 0, NULL },
};

const struct command command_spec_diff = {
    .name = "spec diff",
    .summary = "Tell what changed between two documents, and who notices",
    .usage = "[OPTION]... OLD NEW|--kinds",
    .description =
        "Documents of any two formats, seen by those who call the API: breaking changes make a caller fail "
        "that keeps to OLD, risky ones will be noticed by some, safe ones by nobody. Texts, examples, order "
        "and "
        "the place of schemas do not matter.\n\n"
        "With a database, each operation that changes for the worse is held against the traffic: how often "
        "it "
        "is called, when last and by whom, and whether the parameter, field, status or value that changed "
        "was "
        "ever seen.",
    .options = options,
    .operands_most = 2,
    .examples = examples,
    .exits = exits,
    .run = run,
};
