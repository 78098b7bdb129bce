/* SPDX-License-Identifier: Apache-2.0 */
/* What several commands write as JSON alike. */
#ifndef CLI_LEDGER_JSON_H
#define CLI_LEDGER_JSON_H

#include "base/ledger.h"
#include "catalog/inventory.h"
#include "json/writer.h"

/* {"packets": {"seen": n, "analysed": n, "lost": n, "losses": {"gap": n}}, ..., "closes": true} */
void ledger_json(struct json_writer *json, const struct ledger *ledger);
/* Members "count", "first", "last" of the object being written; times as RFC 3339. */
void support_json(struct json_writer *json, const struct support *support);
void time_json(struct json_writer *json, int64_t time);

#endif
