/* SPDX-License-Identifier: Apache-2.0 */
/* Documents held against the rules of their format: every breach with its place, not the first one. contract_read checks
 * references and shape only as far as it needs them; here is the rest. The rules are a table (check/rules.list) that
 * documentation is made from. */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "contract/contract.h"

/* Adds to the faults of the set. */
void check_contract(struct contract_set *set, const struct contract *contract);

struct check_rule_row {
    const char *name;     /* fault.rule: never changes */
    enum fault_kind kind; /* of a breach; less where a version of the format says SHOULD */
    const char *text;     /* what is wrong, in a line */
};

extern const struct check_rule_row check_rule_table[]; /* in the order of check/rules.list */
extern const size_t check_rule_count;

#endif
