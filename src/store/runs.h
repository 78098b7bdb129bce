/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of runs and their ledgers, as checkpoints write them. Internal to the store. */
#ifndef STORE_RUNS_H
#define STORE_RUNS_H

#include "store/inside.h"

bool run_write(struct store *store, const struct store_run *run, uint64_t checkpoints, struct error *err);
bool run_write_ledger(struct store *store, int64_t run, const struct ledger *ledger, struct error *err);

#endif
