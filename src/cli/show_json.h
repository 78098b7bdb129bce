/* SPDX-License-Identifier: Apache-2.0 */
/* One endpoint as JSON: what show prints, and what inventory --json says about each. */
#ifndef CLI_SHOW_JSON_H
#define CLI_SHOW_JSON_H

#include "base/arena.h"
#include "catalog/inventory.h"
#include "cli/output.h"
#include "cli/show_posture.h"
#include "json/writer.h"

/* The document that `show --json` prints; false when memory was refused. */
bool show_json(struct output *out, struct arena *arena, const struct service *service,
               const struct endpoint *endpoint, const struct show_posture *posture);
/* Members of an object that is being written: identity, figures, security. */
void endpoint_json(struct json_writer *json, const struct endpoint *endpoint);

#endif
