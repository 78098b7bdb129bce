/* SPDX-License-Identifier: Apache-2.0 */
/* Exposure and risk as members of JSON documents: what findings, show and inventory say alike. */
#ifndef CLI_POSTURE_JSON_H
#define CLI_POSTURE_JSON_H

#include "posture/posture.h"
#include "json/writer.h"

/* "risk": level, score, likelihood, impact and every part with its reason. */
void risk_json(struct json_writer *json, const struct risk *risk);
/* "exposure" and "stage" of a service. */
void exposure_json(struct json_writer *json, const struct posture_service *service);

#endif
