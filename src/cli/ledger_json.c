/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/ledger_json.h"

#include "base/clock.h"
#include "cli/figures.h"

static void losses(struct json_writer *json, const struct ledger *ledger, enum ledger_unit unit)
{
    json_key(json, SLICE("losses"));
    json_begin_object(json);
    for (int i = 0; i < LEDGER_LOSSES; i++) {
        enum ledger_loss loss = (enum ledger_loss)i;

        if (ledger_loss_unit(loss) != unit || ledger->lost[loss] == 0)
            continue;
        json_key(json, slice_of(ledger_loss_name(loss)));
        json_unsigned(json, ledger->lost[loss]);
    }
    json_end(json);
}

void ledger_json(struct json_writer *json, const struct ledger *ledger)
{
    json_begin_object(json);
    for (int i = 0; i < LEDGER_UNITS; i++) {
        enum ledger_unit unit = (enum ledger_unit)i;

        json_key(json, slice_of(ledger_unit_name(unit)));
        json_begin_object(json);
        json_key(json, SLICE("seen"));
        json_unsigned(json, ledger->seen[unit]);
        json_key(json, SLICE("analysed"));
        json_unsigned(json, ledger->analysed[unit]);
        json_key(json, SLICE("lost"));
        json_unsigned(json, ledger_lost(ledger, unit));
        losses(json, ledger, unit);
        json_end(json);
    }
    json_key(json, SLICE("closes"));
    json_bool(json, ledger_closes(ledger));
    json_end(json);
}

void time_json(struct json_writer *json, int64_t time)
{
    char text[CLOCK_TEXT];

    clock_format(time, true, text);
    json_text(json, time ? text : NULL);
}

void support_json(struct json_writer *json, const struct support *support)
{
    json_key(json, SLICE("count"));
    json_unsigned(json, support->count);
    json_key(json, SLICE("first"));
    time_json(json, support->first);
    json_key(json, SLICE("last"));
    time_json(json, support->last);
}
