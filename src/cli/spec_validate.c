/* SPDX-License-Identifier: Apache-2.0 */
/* spec validate: documents held against the rules of their format. Each is read on its own, with all it refers to: what is
 * wrong with a shared file is told of every document that needs it. */
#include "cli/spec_validate.h"
#include "check/check.h"

#include "cli/arguments.h"
#include "cli/dispatch.h"
#include "cli/spec_faults.h"

#define EXIT_INVALID 1

static const struct validation_form *const forms[] = { &validation_text, &validation_json,
                                                       &validation_sarif };

#define FORMS (sizeof forms / sizeof *forms)

static void form_names(struct buffer *out)
{
    for (size_t i = 0; i < FORMS; i++)
        buffer_printf(out, "%s%s", i ? " " : "", forms[i]->name);
}

static const struct validation_form *form_of(const struct arguments *arguments)
{
    const char *name = arguments_value(arguments, "format");

    for (size_t i = 0; name && i < FORMS; i++) {
        if (strcmp(forms[i]->name, name) == 0)
            return forms[i];
    }
    return forms[0];
}

static enum validity judge(const struct validation *validation, bool is_strict)
{
    const struct faults *faults = validation->faults;

    if (!validation->contract)
        return VALIDITY_UNREADABLE;
    if (faults->fatals || faults->failed)
        return VALIDITY_UNCERTAIN;
    return faults->errors || (is_strict && faults->warnings) ? VALIDITY_INVALID : VALIDITY_VALID;
}

static void count(struct validation_totals *totals, const struct validation *validation)
{
    totals->by_validity[validation->validity]++;
    totals->errors += validation->faults->errors + validation->faults->fatals;
    totals->warnings += validation->faults->warnings;
}

/* What was said of documents before comes out before the complaint about this one. */
static void complain(struct output *out, const struct error *why)
{
    output_flush(out);
    dispatch_complain(why, NULL);
}

static void validate(struct validation_page *page, const struct validation_form *form, const char *path,
                     const char *root, struct validation_totals *totals)
{
    struct contract_set set;
    struct error why = { 0 };
    struct validation validation = { .path = slice_of(path), .faults = &set.reader.faults };

    contract_set_init(&set, page->account, root);
    validation.contract = contract_read(&set, path, &why);
    if (validation.contract) {
        validation.path = validation.contract->file->path;
        check_contract(&set, validation.contract);
        if (set.reader.faults.failed)
            error_set(&why, ERROR_MEMORY, "There is no memory to check %s.", path);
        spec_is_uncertain(&set.reader.faults, &why);
    }
    faults_sort(&set.reader.faults);
    validation.error = why.text;
    validation.validity = judge(&validation, page->is_strict);
    count(totals, &validation);
    form->document(page, &validation);
    if (why.kind != ERROR_NONE)
        complain(page->out, &why);
    contract_set_done(&set);
}

static int verdict(const struct validation_totals *totals)
{
    if (totals->by_validity[VALIDITY_UNREADABLE] + totals->by_validity[VALIDITY_UNCERTAIN])
        return EXIT_NOTHING;
    return totals->by_validity[VALIDITY_INVALID] ? EXIT_INVALID : EXIT_DONE;
}

static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    const struct validation_form *form = form_of(arguments);
    struct validation_page page = { .out = invocation->out,
                                    .account = invocation->account,
                                    .is_strict = arguments_have(arguments, "strict") };
    struct validation_totals totals = { 0 };
    bool wants_rules = arguments_have(arguments, "rules");

    if (wants_rules ? arguments->operand_count > 0 : arguments->operand_count == 0) {
        error_set(err, ERROR_USAGE, "Name documents to validate, or say --rules to see what is checked.");
        return EXIT_NOTHING;
    }
    buffer_init(&page.part, invocation->account);
    json_writer_init(&page.json, &page.part, true);
    if (wants_rules) {
        form->rules(&page);
    } else {
        form->begin(&page);
        for (size_t i = 0; i < arguments->operand_count; i++)
            validate(&page, form, arguments->operands[i], arguments_value(arguments, "root"), &totals);
        form->end(&page, &totals);
    }
    buffer_done(&page.part);
    return verdict(&totals);
}

static const struct option options[] = {
    { "format", 'f', "FORM", "How faults are printed; default: text, one a line", form_names },
    { "strict", 0, NULL, "Warnings count as errors", NULL },
    { "rules", 0, NULL, "List the rules that documents are held against", NULL },
    OPTION_ROOT,
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight spec validate openapi.yaml", "Every fault with file, line and column" },
    { "plainsight spec validate --strict docs/*.yaml", "Several documents; no warning passes" },
    { "plainsight spec validate -f json openapi.yaml | jq .totals", "For scripts" },
    { "plainsight spec validate -f sarif openapi.yaml > faults.sarif", "For code scanning" },
    { "plainsight spec validate --rules", "What is checked" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "All documents are valid" },
    { 1, "A rule of the format is broken, with --strict also where it only warns; or the output could not be "
         "written" },
    { 2,
      "A document could not be read, or what it means is uncertain: not YAML or JSON, not OpenAPI, duplicate "
      "keys, a reference to a file that is missing or outside --root; or a wrong command line" },
    { 0, NULL },
};

const struct command command_spec_validate = {
    .name = "spec validate",
    .summary = "Hold documents against the rules of their format",
    .usage = "[OPTION]... FILE...|--rules",
    .description =
        "OpenAPI 3.1 and 3.0, Swagger 2.0, Postman collections 2.1, as YAML or JSON; - is standard input. "
        "References are followed into other local files, never to other hosts. Every fault is printed with "
        "its place and its rule, and a verdict follows for each document.\n\n"
        "Errors break a rule of the format. Warnings are read past, and probably not what was meant.",
    .options = options,
    .operands_most = SIZE_MAX,
    .examples = examples,
    .exits = exits,
    .run = run,
};
