/* SPDX-License-Identifier: Apache-2.0 */
/* Documents people wrote, JSON or YAML. Whatever is read: every value knows its place, what stands inside of a value lies in
 * its part of the text, and a tree printed as JSON is read back as the same tree. With a limit on memory that the input
 * chooses, reading must end in a refusal. */
#include "tree/tree.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* Line and column say the same place as the offset. */
static void check_place(const struct tree_file *file, uint32_t start, uint32_t line, uint32_t column)
{
    const char *text = file->text.at;

    assert(start <= file->text.len && line >= 1 && column >= 1 && column - 1 <= start);
    start -= column - 1;
    assert(line == 1 ? start == 0 : start > 0 && is_break(text[start - 1]));
}

static void check_scalar(const struct tree_node *node)
{
    const char *text = node->file->text.at;
    struct slice raw = slice_make(text + node->start, node->end - node->start);
    bool is_one_line = !raw.len || (!memchr(raw.at, '\n', raw.len) && !memchr(raw.at, '\r', raw.len));

    if (node->is_plain) {
        if (is_one_line)
            assert(slice_eq(raw, node->text));
        return;
    }
    assert(raw.len > 0);
    if (raw.at[0] == '"' || raw.at[0] == '\'')
        assert(raw.len >= 2 && raw.at[raw.len - 1] == raw.at[0]);
    else
        assert(raw.at[0] == '|' || raw.at[0] == '>' || (raw.at[0] == '*' && node->kind == TREE_NULL));
}

static void check_container(const struct tree_node *node)
{
    const char *text = node->file->text.at;
    char first = text[node->start], last = node->end ? text[node->end - 1] : 0;

    if (node->is_flow && node->kind == TREE_SEQUENCE)
        assert(first == '[' && last == ']');
    if (node->file->is_json && node->kind == TREE_MAPPING)
        assert(first == '{' && last == '}');
    if (!node->is_flow && node->kind == TREE_SEQUENCE)
        assert(first == '-');
    for (uint32_t i = 0; i < node->count && node->kind == TREE_MAPPING; i++) {
        const struct tree_member *member = &node->members[i];

        assert(member->value && tree_member(node, member->key) == member);
        check_place(node->file, member->start, member->line, member->column);
        if (!member->is_merged)
            assert(member->start >= node->start && member->start <= node->end);
    }
}

/* Numbers that JSON cannot hold are printed as null. */
static bool is_json_too(const struct tree_node *node)
{
    double number;

    if (node->kind == TREE_NUMBER && !tree_number(node, &number))
        return false;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!is_json_too(node->kind == TREE_MAPPING ? node->members[i].value : node->elements[i]))
            return false;
    }
    return true;
}

static void check_node(const struct tree_node *node, unsigned *budget)
{
    if (*budget == 0)
        return;
    --*budget;
    check_place(node->file, node->start, node->line, node->column);
    assert(node->end >= node->start && node->end <= node->file->text.len);
    if (node->kind < TREE_SEQUENCE) {
        assert(node->count == 0);
        check_scalar(node);
        return;
    }
    check_container(node);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_node *inner =
            node->kind == TREE_MAPPING ? node->members[i].value : node->elements[i];

        check_node(inner, budget);
        if (!inner->is_aliased && !(node->kind == TREE_MAPPING && node->members[i].is_merged))
            assert(inner->start >= node->start && inner->end <= node->end);
    }
}

static void check_printed(struct tree_reader *reader, const struct tree_file *file)
{
    const struct tree_file *again;
    struct buffer out;

    if (!is_json_too(file->root))
        return;
    buffer_init(&out, reader->account);
    tree_json(file->root, &out);
    assert(!out.failed);
    again = tree_read_text(reader, "again.json", buffer_slice(&out));
    assert(again && again->root && (again->is_json || again->root->kind < TREE_SEQUENCE));
    assert(tree_equal(file->root, again->root) && tree_equal(again->root, file->root));
    buffer_done(&out);
}

static void check_faults(const struct tree_reader *reader)
{
    size_t count = 0;

    for (const struct fault *fault = reader->faults.first; fault; fault = fault->next) {
        count++;
        assert(fault->text.len > 0 && fault->rule && fault->at.file);
        for (size_t i = 0; i < fault->text.len; i++)
            assert((unsigned char)fault->text.at[i] >= 0x20 && fault->text.at[i] != 0x7f);
    }
    assert(count <= FAULTS_KEPT);
}

static void read_within(struct slice text, size_t limit)
{
    struct memory memory = { .limit = limit };
    struct tree_reader reader;
    const struct tree_file *file;

    tree_reader_init(&reader, &memory);
    file = tree_read_text(&reader, "fuzz", text);
    assert(file || reader.faults.failed);
    if (file && !file->root)
        assert(reader.faults.failed || reader.faults.fatals);
    tree_reader_done(&reader);
    assert(memory.used == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make(data, size);
    struct memory memory = { 0 };
    struct tree_reader reader;
    const struct tree_file *file;
    unsigned budget = 100000;

    tree_reader_init(&reader, &memory);
    file = tree_read_text(&reader, "fuzz", text);
    assert(file && !reader.faults.failed);
    if (file->root) {
        check_node(file->root, &budget);
        if (budget)
            check_printed(&reader, file);
    } else {
        assert(reader.faults.fatals > 0);
    }
    faults_sort(&reader.faults);
    check_faults(&reader);
    tree_reader_done(&reader);
    assert(memory.used == 0);
    read_within(text, (size_t)64 << 10 | (size ? (size_t)data[size - 1] << 8 : 0));
    return 0;
}
