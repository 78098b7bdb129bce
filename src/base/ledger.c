/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ledger.h"

static const char *const unit_names[LEDGER_UNITS] = { "packets",   "segments", "bytes",   "messages",
                                                      "exchanges", "bodies",   "records", "paths" };

static const struct {
    const char *name, *help;
    enum ledger_unit unit;
} losses[LEDGER_LOSSES] = {
#define LOSS(name, text, unit, help) { text, help, LEDGER_##unit },
#include "base/losses.list"
#undef LOSS
};

const char *ledger_unit_name(enum ledger_unit unit)
{
    return unit_names[unit];
}

const char *ledger_loss_name(enum ledger_loss loss)
{
    return losses[loss].name;
}

const char *ledger_loss_help(enum ledger_loss loss)
{
    return losses[loss].help;
}

enum ledger_unit ledger_loss_unit(enum ledger_loss loss)
{
    return losses[loss].unit;
}

enum ledger_loss ledger_loss_find(struct slice name)
{
    size_t loss = 0;

    while (loss < LEDGER_LOSSES && !slice_eq(name, slice_of(losses[loss].name)))
        loss++;
    return (enum ledger_loss)loss;
}

void ledger_add(struct ledger *into, const struct ledger *from)
{
    for (size_t unit = 0; unit < LEDGER_UNITS; unit++) {
        into->seen[unit] += from->seen[unit];
        into->analysed[unit] += from->analysed[unit];
    }
    for (size_t loss = 0; loss < LEDGER_LOSSES; loss++)
        into->lost[loss] += from->lost[loss];
}

uint64_t ledger_lost(const struct ledger *ledger, enum ledger_unit unit)
{
    uint64_t sum = 0;

    for (size_t loss = 0; loss < LEDGER_LOSSES; loss++)
        sum += losses[loss].unit == unit ? ledger->lost[loss] : 0;
    return sum;
}

int64_t ledger_open(const struct ledger *ledger, enum ledger_unit unit)
{
    return (int64_t)(ledger->seen[unit] - ledger->analysed[unit] - ledger_lost(ledger, unit));
}
