/* SPDX-License-Identifier: Apache-2.0 */
/* A fault's sentence is escaped when it is added, because the bytes it quotes belong to whoever wrote the document. */
#include "tree/fault.h"

#include "base/text.h"
#include "tree/tree.h"

#include <stdio.h>

#define SENTENCE_MOST 1000 /* bytes before escaping: nobody reads further */

void faults_init(struct faults *faults, struct arena *arena)
{
    *faults = (struct faults){ .arena = arena };
}

static size_t *kind_count(struct faults *faults, enum fault_kind kind)
{
    return kind == FAULT_WARNING ? &faults->warnings
           : kind == FAULT_ERROR ? &faults->errors
                                 : &faults->fatals;
}

/* Without the beginning of a UTF-8 sequence at the end: vsnprintf cuts between bytes. */
static size_t whole_length(const char *text, size_t len)
{
    size_t begin = len;

    while (begin && len - begin < 3 && ((unsigned char)text[begin - 1] & 0xc0) == 0x80)
        begin--;
    return begin && (unsigned char)text[begin - 1] >= 0xc0 ? begin - 1 : len;
}

__attribute__((format(printf, 2, 0))) static struct slice sentence_make(struct faults *faults,
                                                                        const char *format, va_list values)
{
    char raw[SENTENCE_MOST + 1];
    int len = vsnprintf(raw, sizeof raw, format, values);
    size_t kept = len < 0 ? 0 : (size_t)len;
    struct buffer shown;
    struct slice text;

    if (kept > SENTENCE_MOST)
        kept = whole_length(raw, SENTENCE_MOST);
    buffer_init(&shown, faults->arena->account);
    text_escape(&shown, slice_make(raw, kept));
    if (len > SENTENCE_MOST)
        buffer_text(&shown, "...");
    text = shown.failed ? slice_make(NULL, 0) : arena_copy(faults->arena, buffer_slice(&shown));
    buffer_done(&shown);
    return text;
}

static void faults_link(struct faults *faults, struct fault *fault)
{
    if (faults->last)
        faults->last->next = fault;
    else
        faults->first = fault;
    faults->last = fault;
}

bool fault_add(struct faults *faults, enum fault_kind kind, struct position at, const char *rule,
               const char *format, ...)
{
    struct fault *fault;
    va_list values;

    ++*kind_count(faults, kind);
    if (faults->warnings + faults->errors + faults->fatals > FAULTS_KEPT)
        return false;
    fault = arena_get(faults->arena, sizeof *fault);
    if (!fault) {
        faults->failed = true;
        return false;
    }
    *fault = (struct fault){ .kind = kind, .at = at, .rule = rule };
    va_start(values, format);
    fault->text = sentence_make(faults, format, values);
    va_end(values);
    if (fault->text.at)
        faults_link(faults, fault);
    else
        faults->failed = true;
    return false;
}

void faults_append(struct faults *into, struct faults *from)
{
    size_t kept = into->warnings + into->errors + into->fatals;

    into->warnings += from->warnings;
    into->errors += from->errors;
    into->fatals += from->fatals;
    into->failed |= from->failed;
    while (from->first) {
        struct fault *fault = from->first;

        from->first = fault->next;
        fault->next = NULL;
        if (kept++ < FAULTS_KEPT)
            faults_link(into, fault);
    }
    faults_init(from, from->arena);
}

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_positions(struct position a, struct position b)
{
    int order = compare_numbers(a.file ? a.file->order + 1 : 0, b.file ? b.file->order + 1 : 0);

    if (!order)
        order = compare_numbers(a.line, b.line);
    return order ? order : compare_numbers(a.column, b.column);
}

/* Of two sorted lists; what stands at one place keeps its order. */
static struct fault *merge(struct fault *a, struct fault *b)
{
    struct fault *first = NULL, **place = &first;

    while (a && b) {
        struct fault **from = compare_positions(b->at, a->at) < 0 ? &b : &a;

        *place = *from;
        place = &(*from)->next;
        *from = *place;
    }
    *place = a ? a : b;
    return first;
}

void faults_sort(struct faults *faults)
{
    struct fault *sorted[16] = { NULL }; /* the list of place i holds 2^i faults: more than FAULTS_KEPT */
    struct fault *all = NULL;

    while (faults->first) {
        struct fault *run = faults->first;
        size_t i;

        faults->first = run->next;
        run->next = NULL;
        for (i = 0; sorted[i]; i++) {
            run = merge(sorted[i], run);
            sorted[i] = NULL;
        }
        sorted[i] = run;
    }
    for (size_t i = 0; i < sizeof sorted / sizeof *sorted; i++)
        all = merge(sorted[i], all);
    faults->first = all;
    for (faults->last = NULL; all; all = all->next)
        faults->last = all;
}

void position_print(struct position at, struct buffer *out)
{
    if (!at.file)
        return;
    text_escape(out, at.file->path);
    if (at.line)
        buffer_printf(out, ":%u", at.line);
    if (at.line && at.column)
        buffer_printf(out, ":%u", at.column);
}

void fault_print(const struct fault *fault, struct buffer *out)
{
    position_print(fault->at, out);
    if (fault->at.file)
        buffer_text(out, ": ");
    buffer_append(out, fault->text);
}
