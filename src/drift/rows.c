/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/holding.h"

#include "base/hash.h"
#include "base/text.h"
#include "catalog/cell.h"
#include "drift/template.h"
#include "spec/sample_text.h"

#include <stdio.h>
#include <stdlib.h>

struct drift_row *row_add(struct holding *holding, enum drift_kind kind)
{
    if (holding->row_count == holding->row_room) {
        size_t room = holding->row_room ? holding->row_room * 2 : 64;
        struct drift_row *grown = arena_get_array(holding->arena, room, sizeof *grown);

        if (!grown) {
            holding->failed = true;
            holding->spare = (struct drift_row){ .kind = kind };
            return &holding->spare;
        }
        if (holding->row_count)
            memcpy(grown, holding->rows, holding->row_count * sizeof *grown);
        holding->rows = grown;
        holding->row_room = room;
    }
    holding->rows[holding->row_count] = (struct drift_row){ .kind = kind };
    return &holding->rows[holding->row_count++];
}

struct drift_row *row_add_for(const struct held_endpoint *at, enum drift_kind kind)
{
    struct drift_row *row = row_add(at->holding, kind);

    row->service = at->holding->service->service->key;
    row->of_service = at->holding->service->service;
    row->method = at->held->method;
    row->template = at->held->template;
    row->operation = at->said;
    row->endpoint = at->endpoint;
    row->endpoints = at->held->seen;
    row->endpoint_count = at->held->seen_count;
    row->at = at->said->at;
    if (at->endpoint) {
        row->support = at->endpoint->support;
        row->of = at->endpoint->support.count;
    }
    return row;
}

/* What was cut between bytes ends where its last whole character does. */
static size_t whole_length(const char *text, size_t len)
{
    size_t begin = len;

    while (begin && len - begin < 3 && ((unsigned char)text[begin - 1] & 0xc0) == 0x80)
        begin--;
    return begin && (unsigned char)text[begin - 1] >= 0xc0 ? begin - 1 : len;
}

struct slice row_printf(struct holding *holding, const char *format, ...)
{
    char text[600];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0)
        return SLICE("");
    if ((size_t)length >= sizeof text)
        length = (int)whole_length(text, sizeof text - 1);
    return arena_copy(holding->arena, slice_make(text, (size_t)length));
}

void row_examples(struct holding *holding, struct drift_row *row, const struct values *values)
{
    struct slice *examples;
    uint64_t hash;
    bool failed = false;

    if (!values)
        return;
    examples = arena_get_array(holding->arena, 1, sizeof *examples);
    if (!examples)
        return;
    examples[0] = sample_example(values, holding->arena, &hash, &failed);
    holding->failed |= failed;
    if (examples[0].len) {
        row->examples = examples;
        row->example_count = 1;
    }
}

/* ---- what several documents say ---- */

static bool same_place(const struct drift_row *a, const struct drift_row *b)
{
    return a->kind == b->kind && a->endpoint == b->endpoint && slice_eq(a->location, b->location) &&
           slice_eq(a->name, b->name);
}

void rows_intersect(struct holding *holding, size_t first, size_t second)
{
    size_t kept = first;

    for (size_t i = first; i < second; i++)
        for (size_t j = second; j < holding->row_count; j++)
            if (same_place(&holding->rows[i], &holding->rows[j])) {
                holding->rows[kept++] = holding->rows[i];
                break;
            }
    holding->row_count = kept;
}

/* ---- finishing ---- */

static struct slice row_id(struct holding *holding, const struct drift_row *row)
{
    struct slice template = template_key(row->method, row->template, holding->arena);
    uint64_t hash = hash_mix(hash_content(row->service), hash_content(slice_of(drift_kinds[row->kind].name)));

    hash = hash_mix(hash, hash_content(template));
    hash = hash_mix(hash, hash_content(row->location));
    hash = hash_mix(hash, hash_content(row->name));
    return row_printf(holding, "d%012llx", (unsigned long long)(hash >> 16));
}

static int order_rows(const void *a, const void *b)
{
    const struct drift_row *left = a, *right = b;
    int order;

    if ((order = slice_compare(left->service, right->service)) ||
        (order = slice_compare(left->template, right->template)) ||
        (order = slice_compare(left->method, right->method)))
        return order;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    if ((order = slice_compare(left->location, right->location)) ||
        (order = slice_compare(left->name, right->name)))
        return order;
    return slice_compare(left->id, right->id);
}

/* The sentence speaks of the first place; the figures are of all. */
static void say_places(struct holding *holding, struct drift_row *row, size_t more)
{
    struct slice said = row->summary;

    if (!more)
        return;
    said.len -= slice_ends_with(said, SLICE("."));
    row->summary =
        row_printf(holding, "%.*s, and so at %zu more place%s.", SLICE_ARG(said), more, more == 1 ? "" : "s");
}

/* One row of all that have its id; answers how many they are. */
static size_t join_same(struct holding *holding, size_t first)
{
    struct drift_row *row = &holding->rows[first];
    size_t count = 1;

    while (first + count < holding->row_count && slice_eq(row->id, row[count].id)) {
        support_merge(&row->support, &row[count].support);
        row->of += row[count++].of;
    }
    say_places(holding, row, count - 1);
    return count;
}

bool rows_finish(struct holding *holding)
{
    size_t kept = 0, same;

    for (size_t i = 0; i < holding->row_count; i++) {
        holding->rows[i].id = row_id(holding, &holding->rows[i]);
        severity_judge(holding, &holding->rows[i]);
    }
    if (holding->row_count)
        qsort(holding->rows, holding->row_count, sizeof *holding->rows, order_rows);
    for (size_t i = 0; i < holding->row_count; i += same) {
        same = join_same(holding, i);
        holding->rows[kept++] = holding->rows[i];
    }
    holding->drift->rows = holding->rows;
    holding->drift->row_count = kept;
    return !holding->failed;
}
