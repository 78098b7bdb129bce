/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings_plan.h"

#include "base/nearest.h"
#include "base/operation.h"
#include "base/pattern.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "sensitive/sensitive.h"

#include <stdlib.h>

#define WORD_MOST 64 /* of what is repeated in a sentence */

void findings_form_names(struct buffer *out)
{
    for (size_t i = 0; findings_forms[i].name; i++)
        buffer_printf(out, "%s%s", i ? " " : "", findings_forms[i].name);
}

void findings_group_names(struct buffer *out)
{
    for (int i = 0; i < CHECK_GROUPS; i++)
        buffer_printf(out, "%s%s", i ? " " : "", check_group_name((enum check_group)i));
}

void findings_severity_names(struct buffer *out)
{
    for (int i = 0; i < SEVERITIES; i++)
        buffer_printf(out, "%s%s", i ? " " : "", severity_name((enum severity)i));
}

void findings_gate_names(struct buffer *out)
{
    findings_severity_names(out);
    buffer_text(out, " never");
}

/* The form that was asked for, else that of the file's ending. */
static const struct findings_form *choose_form(const char *format, const char *output)
{
    for (size_t i = 0; format && findings_forms[i].name; i++)
        if (strcmp(findings_forms[i].name, format) == 0)
            return &findings_forms[i];
    for (size_t i = 0; output && findings_forms[i].name; i++)
        if (slice_ends_with(slice_of(output), slice_of(findings_forms[i].ending)))
            return &findings_forms[i];
    return &findings_forms[0];
}

/* "no check fits 'aut.missing'; did you mean 'auth.missing'?" */
static bool unknown_word(const char *what, struct slice word,
                         const char *(*get)(const void *context, size_t index), const void *context,
                         struct error *err)
{
    char typed[WORD_MOST], shown[4 * WORD_MOST];
    const char *near;

    text_escape_into(shown, sizeof shown, slice_make(word.at, word.len < WORD_MOST ? word.len : WORD_MOST));
    text_escape_into(typed, sizeof typed, word);
    near = nearest_word(typed, get, context);
    return error_set(err, ERROR_USAGE,
                     near ? "There is no %s '%s'; did you mean '%s'?" : "There is no %s '%s'.", what, shown,
                     near);
}

static bool read_check(const struct arguments *arguments, struct findings_view *view, struct error *err)
{
    view->check = slice_of(arguments_value(arguments, "check"));
    for (size_t i = 0; check_table[i]; i++)
        if (view->check.len == 0 || pattern_match(view->check, slice_of(check_table[i]->id)))
            return true;
    return unknown_word("check", view->check, check_word, NULL, err);
}

static const char *state_word(const void *context, size_t index)
{
    return index < FINDING_STATES ? finding_state_name((enum finding_state)index) : NULL;
}

static bool read_states(const struct arguments *arguments, struct findings_view *view, struct error *err)
{
    struct slice text = slice_of(arguments_value(arguments, "state"));

    view->has_states = text.len > 0;
    while (text.len) {
        struct slice word = slice_trim(slice_cut(&text, ','));
        int state = 0;

        while (state < FINDING_STATES && !slice_eq(word, slice_of(state_word(NULL, (size_t)state))))
            state++;
        if (state == FINDING_STATES)
            return unknown_word("state", word, state_word, NULL, err);
        view->states[state] = true;
    }
    return true;
}

static void read_group(const struct arguments *arguments, struct findings_view *view)
{
    const char *group = arguments_value(arguments, "group");

    for (int i = 0; group && i < CHECK_GROUPS; i++)
        if (strcmp(group, check_group_name((enum check_group)i)) == 0) {
            view->has_group = true;
            view->group = (enum check_group)i;
        }
}

static void read_gates(const struct arguments *arguments, struct findings_view *view)
{
    const char *least = arguments_value(arguments, "severity"),
               *fail_on = arguments_value(arguments, "fail-on");

    view->all = arguments_have(arguments, "all");
    view->only_new = arguments_have(arguments, "new");
    if (least)
        severity_from(slice_of(least), &view->least);
    view->fail_on = SEVERITY_LOW;
    view->never_fails = fail_on && strcmp(fail_on, "never") == 0;
    if (fail_on && !view->never_fails)
        severity_from(slice_of(fail_on), &view->fail_on);
}

bool findings_plan_read(const struct invocation *invocation, struct findings_plan *ret, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;

    *ret = (struct findings_plan){ .output = arguments_value(arguments, "output"),
                                   .is_read_only = arguments_have(arguments, "read-only") };
    if (ret->output && strcmp(ret->output, "-") == 0)
        ret->output = NULL;
    ret->form = choose_form(arguments_value(arguments, "format"), ret->output);
    ret->view.id = slice_of(arguments->operand_count ? arguments->operands[0] : NULL);
    read_gates(arguments, &ret->view);
    read_group(arguments, &ret->view);
    return read_check(arguments, &ret->view, err) && read_states(arguments, &ret->view, err);
}

/* ---- what needs the inventory ---- */

struct wanted {
    struct slice form; /* as base/operation.h writes it: "GET /users/{}", "/users/{}", a pattern */
    struct slice method, url;
    struct buffer text;
};

static bool is_wanted(struct wanted *wanted, const struct inventory *inventory, const struct service *service,
                      const struct endpoint *endpoint)
{
    const struct service *found;

    buffer_reset(&wanted->text);
    if (wanted->method.len)
        buffer_printf(&wanted->text, "%.*s ", SLICE_ARG(endpoint->method));
    operation_write_template(&wanted->text, endpoint->path);
    if (pattern_match(wanted->form, buffer_slice(&wanted->text)))
        return true;
    return wanted->method.len && slice_eq_nocase(wanted->method, endpoint->method) &&
           inventory_find(inventory, service->key, endpoint->method, wanted->url, &found) == endpoint;
}

static size_t count_endpoints(const struct inventory *inventory)
{
    size_t count = 0;

    for (size_t i = 0; i < inventory->service_count; i++)
        count += inventory->services[i].endpoint_count;
    return count;
}

static int order_addresses(const void *a, const void *b)
{
    const struct endpoint *const *left = a, *const *right = b;

    return (*left > *right) - (*left < *right);
}

static bool find_endpoints(struct findings_view *view, const struct knowledge *knowledge,
                           struct wanted *wanted, struct arena *arena, struct error *err)
{
    const struct inventory *inventory = knowledge->inventory;
    const struct endpoint **found =
        arena_get_array(arena, count_endpoints(inventory) + 1, sizeof(const struct endpoint *));

    for (size_t i = 0; found && i < inventory->service_count; i++) {
        const struct service *service = &inventory->services[i];

        for (size_t j = 0; knowledge_selects(knowledge, service) && j < service->endpoint_count; j++)
            if (is_wanted(wanted, inventory, service, &service->endpoints[j]))
                found[view->endpoint_count++] = &service->endpoints[j];
    }
    if (!found || wanted->text.failed)
        return error_set(err, ERROR_MEMORY, "There is no memory to look up the endpoint.");
    if (view->endpoint_count == 0)
        return error_set(err, ERROR_INPUT,
                         "No endpoint fits --endpoint: 'plainsight inventory' lists those there are.");
    qsort(found, view->endpoint_count, sizeof *found, order_addresses);
    view->endpoints = found;
    return true;
}

static bool resolve_endpoint(struct findings_view *view, const char *text, const struct knowledge *knowledge,
                             const struct invocation *invocation, struct error *err)
{
    struct wanted wanted = { .url = slice_trim(slice_of(text)) };
    struct buffer form;
    bool found;

    view->has_endpoints = true;
    if (wanted.url.len && wanted.url.at[0] != '/')
        wanted.method = slice_cut(&wanted.url, ' ');
    wanted.url = slice_trim(wanted.url);
    buffer_init(&form, invocation->account);
    buffer_init(&wanted.text, invocation->account);
    operation_write(&form, slice_trim(slice_of(text)));
    wanted.form = buffer_slice(&form);
    found = find_endpoints(view, knowledge, &wanted, invocation->arena, err);
    buffer_done(&wanted.text);
    buffer_done(&form);
    return found;
}

static const char *class_word(const void *context, size_t index)
{
    const struct classifier *classifier = context;
    const struct data_class_row *row;

    if (index < DATA_BUILT_IN)
        return data_class_row((enum data_class)index)->name;
    index -= DATA_BUILT_IN;
    if (!classifier || index >= classifier_custom_count(classifier))
        return NULL;
    row = classifier_row(classifier, (enum data_class)(DATA_CUSTOM + index));
    return row ? row->name : NULL;
}

bool findings_plan_resolve(struct findings_plan *plan, const struct invocation *invocation,
                           const struct knowledge *knowledge, const struct classifier *classifier,
                           struct error *err)
{
    const char *endpoint = arguments_value(invocation->arguments, "endpoint");
    const char *known = NULL;
    size_t i = 0;

    plan->view.knowledge = knowledge;
    plan->view.class = slice_of(arguments_value(invocation->arguments, "class"));
    while (plan->view.class.len && (known = class_word(classifier, i)) &&
           !slice_eq(plan->view.class, slice_of(known)))
        i++;
    if (plan->view.class.len && !known)
        return unknown_word("class of data", plan->view.class, class_word, classifier, err);
    return !endpoint || resolve_endpoint(&plan->view, endpoint, knowledge, invocation, err);
}
