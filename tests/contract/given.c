/* SPDX-License-Identifier: Apache-2.0 */
#include "given.h"

#include "contract/reading.h"

void given_file(struct given *given, const char *path)
{
    *given = (struct given){ .contract = NULL };
    buffer_init(&given->faults, &given->account);
    contract_set_init(&given->set, &given->account, DOCUMENTS);
    given->contract = contract_read(&given->set, path, &given->err);
}

void given_text(struct given *given, const char *text)
{
    *given = (struct given){ .contract = NULL };
    buffer_init(&given->faults, &given->account);
    contract_set_init(&given->set, &given->account, DOCUMENTS);
    given->contract = contract_read_text(&given->set, DOCUMENTS "given.yaml", slice_of(text), &given->err);
}

void given_done(struct given *given)
{
    buffer_done(&given->faults);
    contract_set_done(&given->set);
    assert_int_equal(given->account.used, 0);
}

const struct contract_operation *given_operation(const struct given *given, const char *method,
                                                 const char *path)
{
    if (!given->contract)
        fail_msg("%s", given->err.text);
    for (size_t i = 0; i < given->contract->operation_count; i++) {
        const struct contract_operation *operation = &given->contract->operations[i];

        if (slice_eq(operation->method, slice_of(method)) && slice_eq(operation->path, slice_of(path)))
            return operation;
    }
    fail_msg("there is no %s %s", method, path);
    return NULL;
}

const struct contract_parameter *given_parameter(const struct contract_operation *operation,
                                                 enum contract_place place, const char *name)
{
    const struct contract_parameter *parameter = contract_parameter_find(operation, place, slice_of(name));

    if (!parameter)
        fail_msg("there is no parameter %s", name);
    return parameter;
}

const struct contract_response *given_response(const struct contract_operation *operation, const char *code)
{
    for (size_t i = 0; i < operation->response_count; i++) {
        if (slice_eq(operation->responses[i].code, slice_of(code)))
            return &operation->responses[i];
    }
    fail_msg("there is no response %s", code);
    return NULL;
}

/* Components are made first, so they are found in the table by their node. */
const struct contract_schema *given_schema(const struct given *given, const char *name)
{
    const struct tree_node *root = given->contract->file->root,
                           *components = TREE_GET(TREE_GET(root, "components"), "schemas");
    const struct tree_node *node =
        tree_get(components ? components : TREE_GET(root, "definitions"), slice_of(name));
    struct schema_key key = { .contract = given->contract };
    struct contract_set *set = (struct contract_set *)(uintptr_t)&given->set;
    const struct schema_entry *entry;

    key.node = reference_follow(set, node);
    if (!key.node)
        key.node = node;
    entry = table_find(&given->set.schemas, slice_make(&key, sizeof key));
    if (!entry)
        fail_msg("there is no schema %s", name);
    return &entry->schema;
}

const struct contract_schema *given_property(const struct contract_schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->property_count; i++) {
        if (slice_eq(schema->properties[i].name, slice_of(name)))
            return schema->properties[i].schema;
    }
    fail_msg("there is no property %s", name);
    return NULL;
}

const char *given_faults(struct given *given)
{
    buffer_reset(&given->faults);
    for (const struct fault *fault = given->set.reader.faults.first; fault; fault = fault->next) {
        fault_print(fault, &given->faults);
        buffer_byte(&given->faults, '\n');
    }
    buffer_byte(&given->faults, '\0');
    return given->faults.at;
}
