/* SPDX-License-Identifier: Apache-2.0 */
/* show: everything known about one endpoint. */
#include "cli/arguments.h"
#include "cli/data_text.h"
#include "cli/figures.h"
#include "cli/findings_text.h"
#include "cli/grid.h"
#include "cli/knowledge.h"
#include "cli/shape_text.h"
#include "cli/show_json.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const place_names[] = { "path", "query", "header", "cookie" };

static const struct column fact_columns[] = {
    { .title = NULL },
    { .title = NULL, .is_elastic = true, .least = 20 },
};

static const struct column place_columns[] = {
    { .title = NULL },
    { .title = NULL },
    { .title = NULL },
    { .title = NULL, .is_right = true },
    { .title = NULL, .is_elastic = true, .least = 14 },
};

struct view {
    struct invocation *invocation;
    struct output *out;
    const struct endpoint *endpoint;
    const struct service *service;
    struct show_posture posture;
    bool failed; /* memory was refused */
};

static void fact(struct grid *grid, const char *name, struct buffer *text)
{
    if (text->len) {
        grid_cell(grid, STYLE_DIM, slice_of(name));
        grid_cell(grid, STYLE_PLAIN, buffer_slice(text));
    }
    buffer_reset(text);
}

static void seen(const struct endpoint *endpoint, struct buffer *text)
{
    char number[FIGURE], span[FIGURE];

    buffer_printf(text, "%s, %s", figure_things(endpoint->support.count, "call", "calls", number),
                  figure_span(endpoint->support.first, endpoint->support.last, span));
    if (endpoint->consumers)
        buffer_printf(text, ", by %s%s", endpoint->consumers < 10 ? "" : "about ",
                      figure_things(endpoint->consumers, "caller", "callers", number));
}

static void statuses(const struct endpoint *endpoint, struct buffer *text)
{
    char share[FIGURE];

    for (size_t i = 0; i < endpoint->response_count; i++) {
        const struct response *response = &endpoint->responses[i];

        buffer_printf(text, "%s%u in %s", i ? ", " : "", response->status,
                      figure_share(response->support.count, endpoint->support.count, share));
    }
    if (endpoint->by_class[0])
        buffer_printf(text, "%snone captured in %s", text->len ? ", " : "",
                      figure_share(endpoint->by_class[0], endpoint->support.count, share));
}

static void security(const struct endpoint *endpoint, struct buffer *text)
{
    char number[FIGURE];

    for (size_t i = 0; i < endpoint->security_count; i++) {
        const struct endpoint_security *use = &endpoint->security[i];

        buffer_printf(text, "%s%.*s%s, accepted %s", i ? "; " : "", SLICE_ARG(use->scheme->id),
                      use->scheme->kind == SECURITY_BEARER && use->scheme->is_jwt ? " (JWT)" : "",
                      figure_things(use->accepted, "time", "times", number));
    }
    if (endpoint->anonymous_accepted)
        buffer_printf(text, "%swithout any credential accepted %s", text->len ? "; " : "",
                      figure_things(endpoint->anonymous_accepted, "time", "times", number));
    if (endpoint->security_required)
        buffer_text(text, "; required");
}

static void facts(struct view *view)
{
    const struct endpoint *endpoint = view->endpoint;
    struct grid grid;
    struct buffer text;
    char number[FIGURE], other[FIGURE];

    buffer_init(&text, view->invocation->account);
    grid_init(&grid, view->invocation->arena, fact_columns, 2);
    buffer_append(&text, view->service->key);
    fact(&grid, "Service", &text);
    seen(endpoint, &text);
    fact(&grid, "Seen", &text);
    statuses(endpoint, &text);
    fact(&grid, "Answers", &text);
    security(endpoint, &text);
    fact(&grid, "Security", &text);
    if (endpoint->latency_p50)
        buffer_printf(&text, "half within %s, 95%% within %s", figure_duration(endpoint->latency_p50, number),
                      figure_duration(endpoint->latency_p95, other));
    fact(&grid, "Latency", &text);
    buffer_printf(&text, "%s asked, %s answered", figure_bytes(endpoint->request_bytes, number),
                  figure_bytes(endpoint->response_bytes, other));
    fact(&grid, "Traffic", &text);
    buffer_printf(&text, "%.*s%s", SLICE_ARG(endpoint->version),
                  endpoint->deprecated
                      ? (endpoint->version.len ? ", says it is deprecated" : "says it is deprecated")
                      : "");
    fact(&grid, "Version", &text);
    buffer_text(&text, reach_name(view->posture.endpoint->reach));
    fact(&grid, "Exposure", &text);
    findings_text_risk(&text, view->posture.risk, SIZE_MAX);
    fact(&grid, "Risk", &text);
    grid_print(&grid, view->out, 0);
    buffer_done(&text);
}

/* How a parameter carries several values, or "". */
static const char *manner(const struct parameter *parameter)
{
    return parameter->is_comma_list ? "several, with commas" : parameter->is_list ? "may be repeated" : "";
}

static void place_cells(struct grid *grid, const struct shape *shape, const char *several, const char *share)
{
    struct buffer text;

    buffer_init(&text, grid->arena->account);
    shape_type(&text, shape);
    grid_cell(grid, STYLE_PLAIN, buffer_slice(&text));
    grid_cell(grid, STYLE_DIM, slice_of(share));
    buffer_reset(&text);
    shape_details(&text, shape);
    if (*several)
        buffer_printf(&text, "%s%s", text.len ? "; " : "", several);
    grid_cell(grid, STYLE_PLAIN, buffer_slice(&text));
    buffer_done(&text);
}

static void heading(struct view *view, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void heading(struct view *view, const char *format, ...)
{
    char text[512];
    struct buffer escaped;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buffer_init(&escaped, view->invocation->account);
    text_escape(&escaped, slice_of(text));
    buffer_byte(&view->out->text, '\n');
    output_style(view->out, STYLE_BOLD);
    output_wrap(view->out, 0, 4, buffer_slice(&escaped));
    output_style(view->out, STYLE_PLAIN);
    buffer_done(&escaped);
}

static void parameters(struct view *view, const struct parameter *parameters, size_t count)
{
    struct grid grid;
    char share[FIGURE];

    grid_init(&grid, view->invocation->arena, place_columns, 5);
    for (size_t i = 0; i < count; i++) {
        const struct parameter *parameter = &parameters[i];
        struct shapes shapes;
        const struct shape *shape = shape_of_parameter(&shapes, parameter, view->invocation->arena);

        grid_cell(&grid, STYLE_PLAIN, parameter->name);
        grid_cell(&grid, STYLE_DIM, slice_of(place_names[parameter->place]));
        if (shape)
            place_cells(&grid, shape, manner(parameter),
                        parameter->required ? "always"
                                            : figure_share(parameter->support.count, parameter->of, share));
        view->failed = view->failed || shapes.failed;
        shapes_done(&shapes);
    }
    grid_print(&grid, view->out, 2);
}

static void members(struct view *view, struct grid *grid, const struct object *object, size_t depth)
{
    char share[FIGURE];

    for (size_t i = 0; i <= object->member_count; i++) {
        bool is_other = i == object->member_count;
        struct shape *shape = is_other ? object->others : object->members[i].shape;
        struct slice key = is_other ? SLICE("(any other key)") : object->members[i].key;

        if (!shape)
            continue;
        struct slice name = arena_printf(grid->arena, "%*s%.*s", (int)depth * 2, "", SLICE_ARG(key));
        bool always = !is_other && object->members[i].is_required;

        grid_cell(grid, is_other ? STYLE_DIM : STYLE_PLAIN, name);
        grid_cell(grid, STYLE_PLAIN, SLICE(""));
        place_cells(grid, shape, "",
                    always     ? "always"
                    : is_other ? ""
                               : figure_share(shape->evidence.count, shape->evidence.of, share));
        if (shape_inner(shape))
            members(view, grid, shape_inner(shape), depth + 1);
    }
}

static void tree(struct view *view, const struct shape *shape)
{
    const struct object *object = shape_inner(shape);
    struct grid grid;

    if (!object)
        return;
    grid_init(&grid, view->invocation->arena, place_columns, 5);
    members(view, &grid, object, 0);
    grid_print(&grid, view->out, 2);
}

static void content(struct view *view, const char *what, uint64_t of, const struct content *content)
{
    struct shapes shapes;
    const struct shape *shape = shape_of_content(&shapes, content, view->invocation->arena);
    struct buffer type;
    char number[FIGURE], share[FIGURE];

    buffer_init(&type, view->invocation->account);
    if (shape) {
        buffer_text(&type, ", ");
        shape_type(&type, shape);
    } else if (content->xml_root.len) {
        buffer_printf(&type, ", root element %.*s", SLICE_ARG(content->xml_root));
        if (content->xml_namespace.len)
            buffer_printf(&type, " of %.*s", SLICE_ARG(content->xml_namespace));
    }
    heading(view, "%s: %.*s%.*s, %s%s%s%s", what, SLICE_ARG(content->media_type),
            SLICE_ARG(buffer_slice(&type)), figure_things(content->support.count, "time", "times", number),
            content->support.count < of ? " (" : "",
            content->support.count < of ? figure_share(content->support.count, of, share) : "",
            content->support.count < of ? ")" : "");
    if (shape)
        tree(view, shape);
    view->failed = view->failed || shapes.failed;
    shapes_done(&shapes);
    buffer_done(&type);
}

static void bodies(struct view *view)
{
    const struct endpoint *endpoint = view->endpoint;

    for (size_t i = 0; i < endpoint->request_count; i++)
        content(view, "Request body", endpoint->support.count, &endpoint->requests[i]);
    for (size_t i = 0; i < endpoint->response_count; i++) {
        const struct response *response = &endpoint->responses[i];
        char what[32], number[FIGURE];

        snprintf(what, sizeof what, "Answer %u", response->status);
        for (size_t j = 0; j < response->content_count; j++)
            content(view, what, response->support.count, &response->contents[j]);
        if (response->content_count == 0)
            heading(view, "%s: no body, %s", what,
                    figure_things(response->support.count, "time", "times", number));
        if (response->header_count) {
            heading(view, "%s: header fields", what);
            parameters(view, response->headers, response->header_count);
        }
    }
}

static void print_text(struct view *view)
{
    output_style(view->out, STYLE_BOLD);
    output_escaped(view->out, view->endpoint->method);
    buffer_byte(&view->out->text, ' ');
    output_escaped(view->out, view->endpoint->path);
    output_style(view->out, STYLE_PLAIN);
    buffer_text(&view->out->text, "\n\n");
    facts(view);
    data_section(view->out, view->invocation->arena, view->posture.endpoint->data,
                 view->posture.endpoint->data_count);
    show_posture_findings(&view->posture, view->out);
    if (view->endpoint->parameter_count) {
        heading(view, "Parameters");
        parameters(view, view->endpoint->parameters, view->endpoint->parameter_count);
    }
    bodies(view);
}

static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    struct view view = { .invocation = invocation, .out = invocation->out };
    struct judgement judgement;
    struct knowledge knowledge;
    int code = EXIT_NOTHING;

    if (judgement_load(&judgement, &knowledge, invocation, err)) {
        view.endpoint = knowledge_endpoint(&knowledge, arguments->operands[0], arguments->operands[1],
                                           &view.service, err);
        code = view.endpoint ? EXIT_DONE : EXIT_PARTLY;
    }
    if (view.endpoint && show_posture_make(&view.posture, invocation, &knowledge, &judgement, view.service,
                                           view.endpoint, err)) {
        if (arguments_have(arguments, "json"))
            view.failed =
                !show_json(invocation->out, invocation->arena, view.service, view.endpoint, &view.posture);
        else
            print_text(&view);
    }
    if (view.failed)
        error_set(err, ERROR_MEMORY, "There is no memory to show this endpoint.");
    judgement_done(&judgement);
    knowledge_done(&knowledge);
    return code;
}

static const struct option options[] = {
    OPTION_DB,
    OPTION_CONFIG,
    OPTION_SERVICE("Look in this service only: its name, a part of it, or a pattern with * and ?"),
    OPTION_JSON,
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight show GET /users/42", "The endpoint that this URL belongs to" },
    { "plainsight show POST '/users/{userId}/orders' -s api.example.com", "By its template, in one service" },
    { "plainsight show GET https://api.example.com/users/42 --json", "The same as one JSON document" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Shown" },
    { 1, "No such endpoint, or the output could not be written" },
    { 2, "No database, no such service, or a wrong command line" },
    { 0, NULL },
};

const struct command command_show = {
    .name = "show",
    .summary = "Show everything known about one endpoint",
    .usage = "[OPTION]... METHOD PATH|URL",
    .description =
        "Who calls it and how often, how it answers and how fast, its security, exposure, risk and findings, "
        "parameters, request and "
        "response bodies as trees: type, how often a member is there, formats, ranges, closed sets of "
        "values and masked examples.",
    .options = options,
    .operands_least = 2,
    .operands_most = 2,
    .examples = examples,
    .exits = exits,
    .run = run,
};
