/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/show_posture.h"

#include "cli/findings_states.h"
#include "cli/findings_text.h"
#include "cli/grid.h"
#include "cli/json_member.h"
#include "cli/posture_json.h"

#include "base/clock.h"

bool show_posture_make(struct show_posture *posture, const struct invocation *invocation,
                       const struct knowledge *knowledge, struct judgement *judgement,
                       const struct service *service, const struct endpoint *endpoint, struct error *err)
{
    const struct endpoint **only = arena_get_array(invocation->arena, 1, sizeof(const struct endpoint *));
    struct findings_view view = {
        .knowledge = knowledge, .endpoints = only, .endpoint_count = 1, .has_endpoints = true
    };
    struct findings_states states;

    *posture = (struct show_posture){
        .endpoint = judgement_endpoint(judgement, service, endpoint),
        .findings = { .account = invocation->account,
                      .arena = invocation->arena,
                      .judgement = judgement,
                      .now = clock_now() },
    };
    if (!only)
        return error_set(err, ERROR_MEMORY, "There is no memory for what is wrong with this endpoint.");
    only[0] = endpoint;
    posture->risk = judgement_endpoint_risk(judgement, posture->endpoint);
    return findings_states_read(knowledge->store, judgement->posture, false, posture->findings.now,
                                invocation->arena, &states, err) &&
           (findings_report_fill(&posture->findings, &states, &view, &judgement->configuration.acceptances) ||
            error_set(err, ERROR_MEMORY, "There is no memory for what is wrong with this endpoint."));
}

void show_posture_json(struct json_writer *json, const struct show_posture *posture)
{
    member_text(json, "exposure", slice_of(reach_name(posture->endpoint->reach)));
    risk_json(json, posture->risk);
    member_array(json, "findings");
    for (size_t i = 0; i < posture->findings.line_count; i++) {
        const struct findings_line *line = &posture->findings.lines[i];

        member_object(json, NULL);
        member_text(json, "id", line->id);
        member_text(json, "check", line->kind);
        member_text(json, "title", line->title);
        member_text(json, "subject", line->subject);
        member_text(json, "severity", slice_of(severity_name(line->places[0].place->severity)));
        member_text(json, "evidence", line->places[0].place->evidence);
        json_end(json);
    }
    json_end(json);
}

void show_posture_findings(const struct show_posture *posture, struct output *out)
{
    static const struct column columns[] = {
        { .title = NULL },
        { .title = NULL },
        { .title = NULL, .is_elastic = true, .least = 20 },
    };
    struct grid grid;
    struct buffer text;

    if (posture->findings.line_count == 0)
        return;
    buffer_byte(&out->text, '\n');
    output_styled(out, STYLE_BOLD, "Findings");
    buffer_byte(&out->text, '\n');
    buffer_init(&text, posture->findings.account);
    grid_init(&grid, posture->findings.arena, columns, 3);
    for (size_t i = 0; i < posture->findings.line_count; i++) {
        const struct findings_line *line = &posture->findings.lines[i];

        grid_cell(&grid, STYLE_PLAIN, slice_of(severity_name(line->places[0].place->severity)));
        grid_cell(&grid, STYLE_DIM, line->id);
        buffer_reset(&text);
        findings_text_title(&text, line);
        grid_cell(&grid, STYLE_PLAIN, buffer_slice(&text));
    }
    grid_print(&grid, out, 2);
    buffer_done(&text);
}
