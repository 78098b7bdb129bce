/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/bench.h"
#include "check/check.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

void bench_open(struct bench *bench)
{
    *bench = (struct bench){ .is_planned = false };
    traffic_open(&bench->traffic);
    buffer_init(&bench->out, &bench->memory);
}

static void forget(struct bench *bench)
{
    if (!bench->is_planned)
        return;
    update_done(&bench->update);
    drift_free(bench->drift);
    contract_set_done(&bench->documents);
    bench->is_planned = false;
}

void bench_close(struct bench *bench)
{
    forget(bench);
    buffer_done(&bench->out);
    traffic_close(&bench->traffic);
    assert_int_equal(bench->memory.used, 0);
}

void bench_plan(struct bench *bench, const char *name, const char *document)
{
    const struct contract *contract;
    struct error err = { 0 };

    forget(bench);
    bench->options = (struct drift_options){ .is_told = true };
    contract_set_init(&bench->documents, &bench->memory, "/");
    contract = contract_read_text(&bench->documents, name, slice_of(document), &err);
    if (!contract)
        fail_msg("%s", err.text);
    bench->drift =
        drift_new(&bench->documents, bench->traffic.catalog, &bench->options, &bench->memory, &err);
    if (!bench->drift)
        fail_msg("%s", err.text);
    bench->is_planned = true;
    if (!update_plan(&bench->update, &bench->documents, contract, bench->drift, bench->traffic.catalog,
                     &bench->options, NULL, NULL, &bench->memory, &err))
        fail_msg("%s", err.text);
}

const struct additions *bench_additions(const struct bench *bench)
{
    return &bench->update.rounds[0]->additions;
}

const char *bench_write(struct bench *bench)
{
    struct error err = { 0 };
    bool done;

    buffer_reset(&bench->out);
    done = update_text(&bench->update, bench->documents.contracts[0]->file, &bench->out, &err);
    if (!done)
        buffer_text(&bench->out, err.text);
    buffer_byte(&bench->out, '\0');
    return done ? bench->out.at : NULL;
}

const char *bench_list(struct bench *bench)
{
    buffer_reset(&bench->out);
    for (size_t i = 0; i < bench_additions(bench)->count; i++) {
        const struct addition *addition = &bench_additions(bench)->list[i];

        buffer_append(&bench->out, addition->what);
        if (addition->why.len)
            buffer_printf(&bench->out, " (%.*s)", SLICE_ARG(addition->why));
        buffer_byte(&bench->out, '\n');
    }
    buffer_byte(&bench->out, '\0');
    return bench->out.at;
}

/* Errors, and what is worse. */
static void assert_valid(struct bench *bench, const char *document)
{
    struct buffer text;

    check_contract(&bench->documents, bench->documents.contracts[0]);
    buffer_init(&text, &bench->memory);
    for (const struct fault *fault = bench->documents.reader.faults.first; fault; fault = fault->next) {
        if (fault->kind == FAULT_WARNING)
            continue;
        fault_print(fault, &text);
        buffer_byte(&text, '\n');
    }
    buffer_byte(&text, '\0');
    if (text.len > 1)
        fail_msg("%s\n%s", text.at, document);
    buffer_done(&text);
}

void assert_added(struct bench *bench, const char *name, const char *document, const char *expected)
{
    const char *text;
    char *copy;

    bench_plan(bench, name, document);
    text = bench_write(bench);
    if (!text)
        fail_msg("%s", bench->out.at);
    copy = strdup(text);
    assert_non_null(copy);
    if (expected && strcmp(copy, expected) != 0) {
        fprintf(stderr, "--- wanted\n%s\n--- got\n%s\n", expected, copy);
        fail();
    }
    bench_plan(bench, name, copy);
    if (bench_additions(bench)->edits.count)
        fail_msg("added again:\n%s", bench_list(bench));
    assert_valid(bench, copy);
    free(copy);
}

#define FIRST 1767225600000 /* 2026-01-01, in milliseconds */
#define HOUR 3600000

void bench_tell(struct bench *bench, struct ask ask)
{
    static int hour;

    ask.at = FIRST + (int64_t)(hour++ * 7 % 48) * HOUR;
    traffic_ask(&bench->traffic, ask);
}

void assert_has(const char *text, const char *part)
{
    if (strstr(text, part))
        return;
    fprintf(stderr, "there is no\n%s\nin\n%s\n", part, text);
    fail();
}

void bench_things(struct bench *bench, const char *const *answers, size_t count)
{
    for (size_t i = 0; i < 24; i++)
        bench_tell(bench, (struct ask){ .target = "/things", .answer = answers[i % count] });
}
