/* SPDX-License-Identifier: Apache-2.0 */
/* Which rows of drift somebody cares about: "wrong,undocumented_*", "medium", "any". */
#ifndef CLI_DRIFT_GATE_H
#define CLI_DRIFT_GATE_H

#include "base/error.h"
#include "drift/drift.h"

struct drift_gate {
    bool kinds[DRIFT_KINDS]; /* let through whatever their severity */
    bool has_least;
    enum severity least; /* let through whatever their kind */
};

/* Kinds (also patterns with * and ?), families, severities, "any", separated by commas: a row passes when one of them fits.
 * "none", which stands alone, lets nothing through. `option` names it in the sentence. */
bool drift_gate_read(struct slice text, const char *option, struct drift_gate *ret, struct error *err);
/* The same of kinds and families only. */
bool drift_gate_read_kinds(struct slice text, const char *option, struct drift_gate *ret, struct error *err);
bool drift_gate_passes(const struct drift_gate *gate, const struct drift_row *row);

#endif
