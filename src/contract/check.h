/* SPDX-License-Identifier: Apache-2.0 */
/* The rules behind contract_check (contract/contract.h), as a table that documentation is made from. */
#ifndef CONTRACT_CHECK_H
#define CONTRACT_CHECK_H

#include "tree/fault.h"

struct contract_rule {
    const char *name;     /* fault.rule: never changes */
    enum fault_kind kind; /* of a breach; less where a version of the format says SHOULD */
    const char *text;     /* what is wrong, in a line */
};

extern const struct contract_rule contract_rules[]; /* contract/rules.list, in its order */
extern const size_t contract_rule_count;

#endif
