/* SPDX-License-Identifier: Apache-2.0 */
#include "converted.h"

#include "check/check.h"
#include "promises.h"

#include <stdio.h>

static void begin(struct converted *converted)
{
    *converted = (struct converted){ .source = NULL };
    contract_set_init(&converted->set, &converted->account, CONVERT_PLACE);
    contract_set_init(&converted->again, &converted->account, CONVERT_PLACE);
    arena_init(&converted->arena, &converted->account, 0);
    converted->document.arena = &converted->arena;
    faults_init(&converted->notes, &converted->arena);
    buffer_init(&converted->json, &converted->account);
    buffer_init(&converted->yaml, &converted->account);
    buffer_init(&converted->said, &converted->account);
}

static void convert(struct converted *converted, enum contract_format to)
{
    struct node *node;

    if (!converted->source)
        fail_msg("%s", converted->err.text);
    converted->done = convert_contract(&converted->set, converted->source, to, &converted->document,
                                       &converted->notes, &node, &converted->err);
    if (!converted->done)
        return;
    document_json(node, &converted->json);
    document_yaml(node, &converted->yaml);
    converted->result = contract_read_text(&converted->again, CONVERT_PLACE "result.yaml",
                                           buffer_slice(&converted->yaml), &converted->err);
    if (!converted->result)
        fail_msg("%s", converted->err.text);
    buffer_byte(&converted->json, '\0');
    buffer_byte(&converted->yaml, '\0');
}

void converted_file(struct converted *converted, const char *path, enum contract_format to)
{
    begin(converted);
    converted->source = contract_read(&converted->set, path, &converted->err);
    convert(converted, to);
}

void converted_text(struct converted *converted, const char *text, enum contract_format to)
{
    begin(converted);
    converted->source =
        contract_read_text(&converted->set, CONVERT_PLACE "given.yaml", slice_of(text), &converted->err);
    convert(converted, to);
}

void converted_done(struct converted *converted)
{
    buffer_done(&converted->json);
    buffer_done(&converted->yaml);
    buffer_done(&converted->said);
    arena_done(&converted->arena);
    contract_set_done(&converted->again);
    contract_set_done(&converted->set);
    assert_int_equal(converted->account.used, 0);
}

static const char *said(struct converted *converted)
{
    buffer_byte(&converted->said, '\0');
    return converted->said.at;
}

const char *converted_at(struct converted *converted, const char *pointer)
{
    const struct tree_node *node =
        converted->done ? tree_pointer(converted->result->file->root, slice_of(pointer)) : NULL;

    buffer_reset(&converted->said);
    if (node)
        tree_json(node, &converted->said);
    return said(converted);
}

const char *converted_notes(struct converted *converted)
{
    buffer_reset(&converted->said);
    for (const struct fault *fault = converted->notes.first; fault; fault = fault->next) {
        assert_int_equal(fault->kind, FAULT_WARNING);
        buffer_printf(&converted->said, "%s %u:%u\n", fault->rule, fault->at.line, fault->at.column);
    }
    return said(converted);
}

const char *converted_faults(struct converted *converted)
{
    buffer_reset(&converted->said);
    check_contract(&converted->again, converted->result);
    for (const struct fault *fault = converted->again.reader.faults.first; fault; fault = fault->next) {
        if (fault->kind == FAULT_WARNING)
            continue;
        fault_print(fault, &converted->said);
        buffer_byte(&converted->said, '\n');
    }
    promises_compare(converted->source, converted->result, &converted->said);
    return said(converted);
}

void converted_one(const struct one *one, const char *document, const char *pointer, enum contract_format to)
{
    const char *gap = strchr(document, '%');
    struct converted converted;
    char text[4096], becomes[4096];

    snprintf(text, sizeof text, "%.*s%s%s", (int)(gap - document), document, one->written, gap + 1);
    converted_text(&converted, text, to);
    if (!converted.done)
        fail_msg("%s\n%s", converted.err.text, text);
    snprintf(becomes, sizeof becomes, "%s", converted_at(&converted, pointer));
    for (const struct fault *note = converted.notes.first; note; note = note->next)
        snprintf(becomes + strlen(becomes), sizeof becomes - strlen(becomes), "%s%s",
                 note == converted.notes.first ? " # " : " ", note->rule);
    assert_string_equal(becomes, one->becomes);
    converted_done(&converted);
}
