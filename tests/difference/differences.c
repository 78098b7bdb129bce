/* SPDX-License-Identifier: Apache-2.0 */
#include "differences.h"

#include "base/check.h"
#include "base/clock.h"

static const struct contract *read_one(struct contract_set *set, struct memory *memory, const char *name,
                                       const char *text)
{
    const struct contract *contract;
    struct error err = { 0 };

    contract_set_init(set, memory, NULL);
    contract = contract_read_text(set, name, slice_of(text), &err);
    if (!contract)
        fail_msg("%s: %s\n%s", name, err.text, text);
    if (set->reader.faults.first && set->reader.faults.first->kind != FAULT_WARNING) {
        struct slice fault = set->reader.faults.first->text;

        fail_msg("%s: %.*s\n%s", name, SLICE_ARG(fault), text);
    }
    return contract;
}

void documents_open(struct pair_of_documents *documents, const char *old, const char *new)
{
    memset(documents, 0, sizeof *documents);
    documents->contracts[0] = read_one(&documents->sets[0], &documents->memory, "old.yaml", old);
    documents->contracts[1] = read_one(&documents->sets[1], &documents->memory, "new.yaml", new);
    differences_init(&documents->differences, &documents->memory);
}

void documents_compare(struct pair_of_documents *documents)
{
    int64_t now;

    assert_true(clock_parse(SLICE("2026-12-31T00:00:00Z"), &now));
    assert_true(
        differences_find(&documents->differences, documents->contracts[0], documents->contracts[1], now));
}

void documents_close(struct pair_of_documents *documents)
{
    differences_done(&documents->differences);
    contract_set_done(&documents->sets[0]);
    contract_set_done(&documents->sets[1]);
    assert_int_equal(documents->memory.used, 0);
}
