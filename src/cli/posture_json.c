/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/posture_json.h"

#include "cli/json_member.h"

static void tenths(struct json_writer *json, const char *name, double value)
{
    member_name(json, name);
    json_double(json, (double)(int64_t)(value * 10 + 0.5) / 10);
}

void risk_json(struct json_writer *json, const struct risk *risk)
{
    member_object(json, "risk");
    member_text(json, "level", slice_of(severity_name(risk->level)));
    tenths(json, "score", risk->score);
    tenths(json, "likelihood", risk->likelihood);
    tenths(json, "impact", risk->impact);
    member_array(json, "parts");
    for (size_t i = 0; i < risk->part_count; i++) {
        member_object(json, NULL);
        member_text(json, "of", risk->parts[i].is_impact ? SLICE("impact") : SLICE("likelihood"));
        tenths(json, "points", risk->parts[i].points);
        member_text(json, "reason", risk->parts[i].reason);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

void exposure_json(struct json_writer *json, const struct posture_service *service)
{
    member_text(json, "exposure", slice_of(reach_name(service->reach)));
    member_text(json, "stage", service->stage);
}
