/* SPDX-License-Identifier: Apache-2.0 */
/* Documents may be anything: whatever is read of them can be walked, in bounded time and memory. */
#include "contract/contract.h"
#include "contract/reference.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SCHEMAS_MOST 300

struct seen {
    const struct contract_schema *schemas[SCHEMAS_MOST];
    size_t count;
};

static void note(struct seen *seen, const struct contract_schema *schema)
{
    for (size_t i = 0; i < seen->count; i++) {
        if (seen->schemas[i] == schema)
            return;
    }
    if (schema && seen->count < SCHEMAS_MOST)
        seen->schemas[seen->count++] = schema;
}

static void note_list(struct seen *seen, const struct contract_schema *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert(list[i]);
        note(seen, list[i]);
    }
}

static void note_properties(struct seen *seen, const struct contract_property *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert(list[i].schema);
        note(seen, list[i].schema);
    }
}

struct members {
    const struct contract_schema *schema;
    size_t count;
};

static void count_member(void *context, const struct contract_property *property, bool is_required)
{
    struct members *members = context;
    struct contract_said said;

    if (members->count++ > 20)
        return;
    contract_member(members->schema, property->name, &said);
    assert(said.first && said.count > 0);
    assert(said.is_required == is_required);
}

static void walk_schema(struct seen *seen, const struct contract_schema *schema)
{
    struct members members = { .schema = schema };
    struct contract_said said;
    struct slice names[8];
    size_t count;

    assert(!(contract_types(schema) & ~CONTRACT_ANY_TYPE));
    contract_member(schema, SLICE("id"), &said);
    assert(said.count <= CONTRACT_SAID_MOST);
    contract_properties(schema, count_member, &members);
    count = contract_required(schema, NULL, names, 8);
    for (size_t i = 0; i < count; i++) {
        contract_member(schema, names[i], &said);
        assert(said.is_required);
    }
    note_list(seen, schema->all_of, schema->all_count);
    note_list(seen, schema->any_of, schema->any_count);
    note_list(seen, schema->one_of, schema->one_count);
    note_list(seen, schema->variants, schema->variant_count);
    note_list(seen, schema->prefix_items, schema->prefix_count);
    note_properties(seen, schema->properties, schema->property_count);
    note_properties(seen, schema->patterns, schema->pattern_count);
    note(seen, schema->items);
    note(seen, schema->additional);
    note(seen, schema->names);
    note(seen, schema->negated);
    for (size_t i = 0; i < schema->choice_count; i++)
        assert(schema->choices[i]);
}

static void walk_contents(struct seen *seen, const struct contract_media *contents, size_t count)
{
    for (size_t i = 0; i < count; i++)
        note(seen, contents[i].schema);
    contract_media_for(contents, count, SLICE("application/json"));
}

static void walk_parameters(struct seen *seen, const struct contract_parameter *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert(list[i].schema && contract_place_name(list[i].place));
        note(seen, list[i].schema);
    }
}

static void walk_operation(struct seen *seen, const struct contract_operation *operation)
{
    assert(operation->server_count > 0 && operation->contract && operation->node);
    walk_parameters(seen, operation->parameters, operation->parameter_count);
    walk_contents(seen, operation->contents, operation->content_count);
    for (size_t i = 0; i < operation->response_count; i++) {
        walk_parameters(seen, operation->responses[i].headers, operation->responses[i].header_count);
        walk_contents(seen, operation->responses[i].contents, operation->responses[i].content_count);
    }
    for (size_t i = 0; i < operation->security_count; i++) {
        for (size_t j = 0; j < operation->security[i].count; j++)
            assert(operation->security[i].requirements[j].scheme);
    }
    contract_response_for(operation, 404);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { .limit = (size_t)256 << 20 };
    struct contract_set set;
    struct error err = { .kind = ERROR_NONE };
    const struct contract *contract;
    struct seen seen = { .count = 0 };

    contract_set_init(&set, &account, "/nowhere");
    contract = contract_read_text(&set, "input.yaml", slice_make(data, size), &err);
    assert(contract || err.kind != ERROR_NONE);
    for (size_t i = 0; contract && i < contract->operation_count; i++)
        walk_operation(&seen, &contract->operations[i]);
    for (size_t i = 0; i < seen.count; i++)
        walk_schema(&seen, seen.schemas[i]);
    contract_set_done(&set);
    assert(account.used == 0);
    return 0;
}
