/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is converted can be read again, says the same in JSON and in YAML, and is what it is from then on. */
#include "convert/convert.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct result {
    struct arena arena;
    struct document document;
    struct faults notes;
    struct node *node;
    bool done;
};

static void convert(struct contract_set *set, const struct contract *contract, enum contract_format to,
                    struct result *result)
{
    struct error err = { .kind = ERROR_NONE };

    *result = (struct result){ .done = false };
    arena_init(&result->arena, set->account, 0);
    result->document.arena = &result->arena;
    faults_init(&result->notes, &result->arena);
    result->done =
        convert_contract(set, contract, to, &result->document, &result->notes, &result->node, &err);
    assert(result->done == (err.kind == ERROR_NONE));
    assert(!result->notes.errors && !result->notes.fatals);
}

static bool has_fault(const struct contract_set *set, const char *rule)
{
    for (const struct fault *fault = set->reader.faults.first; fault; fault = fault->next) {
        if (!strcmp(fault->rule, rule))
            return true;
    }
    return false;
}

/* The printed result, read again; NULL when it is too deep or too large for that. */
static const struct contract *read_again(struct contract_set *set, const char *name, const struct node *node,
                                         bool is_yaml)
{
    struct error err = { .kind = ERROR_NONE };
    const struct contract *contract;
    struct buffer out;

    buffer_init(&out, set->account);
    if (is_yaml)
        document_yaml(node, &out);
    else
        document_json(node, &out);
    contract = contract_read_text(set, name, buffer_slice(&out), &err);
    buffer_done(&out);
    return contract;
}

static void check(const struct result *result, enum contract_format to)
{
    struct memory account = { .limit = (size_t)1 << 30 };
    struct contract_set set;
    const struct contract *json, *yaml;
    struct result again;

    contract_set_init(&set, &account, "/nowhere");
    json = read_again(&set, "result.json", result->node, false);
    yaml = read_again(&set, "result.yaml", result->node, true);
    assert(!has_fault(&set, "duplicate-key"));
    if (json && yaml) {
        assert(json->format == to);
        assert(tree_equal(json->file->root, yaml->file->root));
        convert(&set, json, to, &again);
        if (again.done) {
            yaml = read_again(&set, "again.yaml", again.node, true);
            assert(!yaml || tree_equal(json->file->root, yaml->file->root));
        }
        arena_done(&again.arena);
    }
    contract_set_done(&set);
    assert(account.used == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum contract_format targets[] = { CONTRACT_OPENAPI_30, CONTRACT_OPENAPI_31 };
    struct memory account = { .limit = (size_t)1 << 30 };
    struct contract_set set;
    struct error err = { .kind = ERROR_NONE };
    const struct contract *contract;

    contract_set_init(&set, &account, "/nowhere");
    contract = contract_read_text(&set, "input.yaml", slice_make(data, size), &err);
    for (size_t i = 0; contract && i < sizeof targets / sizeof *targets; i++) {
        struct result result;

        convert(&set, contract, targets[i], &result);
        if (result.done)
            check(&result, targets[i]);
        arena_done(&result.arena);
    }
    contract_set_done(&set);
    assert(account.used == 0);
    return 0;
}
