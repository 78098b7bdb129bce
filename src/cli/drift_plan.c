/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/drift_plan.h"

#include "cli/arguments.h"
#include "cli/documents.h"

void drift_form_names(struct buffer *out)
{
    for (size_t i = 0; drift_forms[i].name; i++)
        buffer_printf(out, "%s%s", i ? " " : "", drift_forms[i].name);
}

void drift_severity_names(struct buffer *out)
{
    for (int i = 0; i < SEVERITIES; i++)
        buffer_printf(out, "%s%s", i ? " " : "", severity_name((enum severity)i));
}

/* Documents of --spec, and operands that are named like some: a shell has made several of one pattern. */
static bool read_documents(const struct invocation *invocation, struct drift_plan *plan, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    struct documents documents = { 0 };

    if (!documents_add_given(&documents, invocation, err))
        return false;
    for (size_t i = 0; i < arguments->operand_count; i++) {
        if (documents_is_path(arguments->operands[i]) &&
            !documents_add(&documents, arguments->operands[i], invocation->arena, err))
            return false;
    }
    plan->documents = documents.paths;
    plan->document_count = documents.count;
    return true;
}

static bool read_service(const struct arguments *arguments, struct drift_plan *plan, struct error *err)
{
    const char *told = arguments_value(arguments, "service"), *service = told;

    for (size_t i = 0; i < arguments->operand_count; i++) {
        const char *operand = arguments->operands[i];

        if (documents_is_path(operand))
            continue;
        if (service && strcmp(service, operand) != 0)
            return error_set(err, ERROR_USAGE,
                             "Name one service, or none: a pattern with * and ? fits several.");
        service = operand;
    }
    plan->options.service = slice_of(service);
    plan->options.is_told = told != NULL;
    return true;
}

static bool read_gates(const struct arguments *arguments, struct drift_view *view, struct error *err)
{
    const char *fail_on = arguments_value(arguments, "fail-on"), *kinds = arguments_value(arguments, "kind"),
               *least = arguments_value(arguments, "severity");

    view->all = arguments_have(arguments, "all");
    view->has_kinds = kinds != NULL;
    if (least)
        severity_from(slice_of(least), &view->least);
    if (!drift_gate_read(slice_of(fail_on ? fail_on : "low"), "fail-on", &view->fail_on, err))
        return false;
    return !kinds || drift_gate_read_kinds(slice_of(kinds), "kind", &view->kinds, err);
}

/* The form that was asked for, else that of the file's ending. */
static const struct drift_form *choose_form(const char *format, const char *output)
{
    for (size_t i = 0; format && drift_forms[i].name; i++) {
        if (strcmp(drift_forms[i].name, format) == 0)
            return &drift_forms[i];
    }
    for (size_t i = 0; output && drift_forms[i].name; i++) {
        if (slice_ends_with(slice_of(output), slice_of(drift_forms[i].ending)))
            return &drift_forms[i];
    }
    return &drift_forms[0];
}

bool drift_plan_read(const struct invocation *invocation, struct drift_plan *ret, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;

    *ret = (struct drift_plan){ .output = arguments_value(arguments, "output"),
                                .is_read_only = arguments_have(arguments, "read-only") };
    if (ret->output && strcmp(ret->output, "-") == 0)
        ret->output = NULL;
    ret->form = choose_form(arguments_value(arguments, "format"), ret->output);
    return read_service(arguments, ret, err) && read_gates(arguments, &ret->view, err) &&
           read_documents(invocation, ret, err);
}
