/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/story.h"

#include "base/text.h"
#include "tree/fault.h"

#include <stdio.h>
#include <stdlib.h>

#define DAY_MS 86400000
#define LINES_MOST 400

/* ---- documents ---- */

void story_open(struct story *story, const char *document)
{
    *story = (struct story){ .drift = NULL };
    contract_set_init(&story->documents, &story->account, "/nowhere");
    traffic_open(&story->traffic);
    if (document)
        story_document(story, document);
}

static void forget_drift(struct story *story)
{
    drift_free(story->drift);
    story->drift = NULL;
}

void story_faulty_document(struct story *story, const char *document)
{
    struct error err = { .kind = ERROR_NONE };
    char name[20];

    forget_drift(story);
    snprintf(name, sizeof name, "%zu.yaml", story->documents.count);
    if (!contract_read_text(&story->documents, name, slice_of(document), &err))
        fail_msg("%s", err.text);
}

void story_document(struct story *story, const char *document)
{
    const struct fault *fault;

    story_faulty_document(story, document);
    fault = story->documents.reader.faults.first;
    if (fault)
        fail_msg("the document is faulty: %.*s", SLICE_ARG(fault->text));
}

void story_close(struct story *story)
{
    forget_drift(story);
    contract_set_done(&story->documents);
    assert_int_equal(story->account.used, 0);
    traffic_close(&story->traffic);
}

/* ---- traffic ---- */

/* One exchange out of its line; owns the texts. */
struct line {
    struct memory account;
    struct buffer text;
    char *scheme, *authority;
    struct ask ask;
};

/* With every # as the number. */
static void number_line(struct line *line, struct slice text, unsigned number)
{
    buffer_reset(&line->text);
    while (text.len) {
        struct slice piece = slice_cut(&text, '#');
        bool is_numbered = text.len || piece.at[piece.len] == '#';

        buffer_append(&line->text, piece);
        if (is_numbered)
            buffer_printf(&line->text, "%u", number);
    }
    buffer_byte(&line->text, '\0');
}

static char *cut(char **rest, const char *stop)
{
    char *head = *rest, *found = head ? strstr(head, stop) : NULL;

    *rest = found ? found + strlen(stop) : NULL;
    if (found)
        *found = '\0';
    return head;
}

/* "(Name: value | Name: value) body": both may be missing. */
static void read_message(char *text, const char **ret_headers, const char **ret_body)
{
    if (text && *text == '(') {
        char *rest = text + 1, *headers = cut(&rest, ")");

        for (char *bar; (bar = strstr(headers, " | "));) {
            *bar = '\n';
            memmove(bar + 1, bar + 3, strlen(bar + 3) + 1);
        }
        *ret_headers = headers;
        text = rest && *rest == ' ' ? rest + 1 : rest;
    }
    if (text && *text)
        *ret_body = text;
}

static void read_target(struct line *line, char *target)
{
    char *host = strstr(target, "://");

    line->ask.scheme = "https";
    line->ask.target = target;
    if (!host || *target == '/')
        return;
    *host = '\0';
    line->ask.scheme = target;
    line->ask.authority = host + 3;
    line->ask.target = strchr(host + 3, '/');
    assert_non_null(line->ask.target);
    line->authority = strndup(host + 3, (size_t)(line->ask.target - host - 3));
    line->ask.authority = line->authority;
}

static void read_line(struct line *line)
{
    char *answer = line->text.at, *asked = cut(&answer, " -> "), *status;

    line->ask = (struct ask){ .took = 5 };
    free(line->authority);
    line->authority = NULL;
    line->ask.method = cut(&asked, " ");
    read_target(line, cut(&asked, " "));
    read_message(asked, &line->ask.headers, &line->ask.body);
    if (!answer)
        fail_msg("no arrow in the line of %s %s", line->ask.method, line->ask.target);
    status = cut(&answer, " ");
    line->ask.status = atoi(status);
    read_message(answer, &line->ask.answer_headers, &line->ask.answer);
}

static unsigned take_number(struct slice *text)
{
    struct slice rest = *text, number = slice_cut(&rest, ' ');
    unsigned long long times;

    if (!number.len || number.at[number.len - 1] != 'x' ||
        !slice_to_u64(slice_make(number.at, number.len - 1), 1000000, &times))
        return 1;
    *text = rest;
    return (unsigned)times;
}

void story_ask(struct story *story, struct ask ask)
{
    forget_drift(story);
    traffic_ask(&story->traffic, ask);
}

void story_tell(struct story *story, const char *lines)
{
    struct slice rest = slice_of(lines);
    struct line line = { .authority = NULL };

    buffer_init(&line.text, &line.account);
    while (rest.len) {
        struct slice text = slice_cut(&rest, '\n');
        unsigned times = take_number(&text);

        for (unsigned i = 1; i <= times; i++) {
            number_line(&line, text, i);
            read_line(&line);
            story_ask(story, line.ask);
        }
    }
    free(line.authority);
    buffer_done(&line.text);
}

void story_lose(struct story *story, const struct ledger *ledger)
{
    forget_drift(story);
    catalog_add_ledger(story->traffic.catalog, ledger);
}

void story_wait(struct story *story, int days)
{
    story->traffic.clock += (int64_t)days * DAY_MS;
}

/* ---- rows ---- */

static void write_part(struct buffer *out, struct slice part)
{
    if (part.len) {
        buffer_byte(out, ' ');
        buffer_append(out, part);
    }
}

void story_write(const struct drift *drift, const struct drift_row *row, struct buffer *out)
{
    if (drift->service_count > 1) {
        buffer_append(out, row->service);
        buffer_byte(out, ' ');
    }
    buffer_text(out, drift_kinds[row->kind].name);
    write_part(out, row->method);
    write_part(out, row->template);
    write_part(out, row->location);
    write_part(out, row->name);
    if (row->documented.len || row->observed.len) {
        buffer_byte(out, ':');
        write_part(out, row->documented);
        buffer_text(out, " ->");
        write_part(out, row->observed);
    }
}

static int order_lines(const void *a, const void *b)
{
    const struct slice *left = a, *right = b;

    return slice_compare(*left, *right);
}

void story_list(const struct drift *drift, struct buffer *out)
{
    struct memory account = { .limit = 0 };
    struct slice lines[LINES_MOST], rest;
    struct buffer all;
    size_t count = 0;

    buffer_init(&all, &account);
    for (size_t i = 0; i < drift->row_count; i++) {
        story_write(drift, &drift->rows[i], &all);
        buffer_byte(&all, '\n');
    }
    rest = buffer_slice(&all);
    while (rest.len) {
        assert_true(count < LINES_MOST);
        lines[count++] = slice_cut(&rest, '\n');
    }
    if (count)
        qsort(lines, count, sizeof *lines, order_lines);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_byte(out, '\n');
        buffer_append(out, lines[i]);
    }
    buffer_done(&all);
}

static void assert_text(struct slice text)
{
    struct memory account = { .limit = 0 };
    struct buffer escaped;

    buffer_init(&escaped, &account);
    text_escape(&escaped, text);
    if (!slice_eq(buffer_slice(&escaped), text))
        fail_msg("not fit to be shown: %.*s", SLICE_ARG(text));
    buffer_done(&escaped);
}

static void assert_sentence(const struct drift_row *row, struct slice text)
{
    assert_text(text);
    if (text.len < 2 || text.at[0] == ' ' || text.at[text.len - 1] == ' ')
        fail_msg("%s: no sentence: \"%.*s\"", drift_kinds[row->kind].name, SLICE_ARG(text));
}

static void assert_id(struct slice id)
{
    assert_int_equal(id.len, 13);
    assert_int_equal(id.at[0], 'd');
    for (size_t i = 1; i < id.len; i++)
        assert_non_null(memchr("0123456789abcdef", id.at[i], 16));
}

static void assert_row(const struct drift_row *row)
{
    assert_id(row->id);
    assert_true(row->service.len && row->of_service);
    assert_true(row->severity_reason.len);
    assert_sentence(row, row->summary);
    assert_sentence(row, row->proposal);
    assert_text(row->documented);
    assert_text(row->observed);
    assert_text(row->doubt);
    assert_true(row->example_count <= DRIFT_EXAMPLES);
    for (size_t i = 0; i < row->example_count; i++)
        assert_text(row->examples[i]);
    if (row->of && row->support.count > row->of)
        fail_msg("%s: seen %zu times of %zu", drift_kinds[row->kind].name, (size_t)row->support.count,
                 (size_t)row->of);
    if (drift_kinds[row->kind].family == DRIFT_DEAD)
        assert_int_equal(row->support.count, 0);
    else
        assert_true(row->support.count > 0 && row->support.first > 0 &&
                    row->support.first <= row->support.last);
    if (row->operation)
        assert_true(row->at.file && row->at.line);
}

static void assert_order(const struct drift_row *before, const struct drift_row *row)
{
    int order = slice_compare(before->service, row->service);

    if (!order)
        order = slice_compare(before->template, row->template);
    if (!order)
        order = slice_compare(before->method, row->method);
    if (!order)
        order = before->kind < row->kind ? -1 : before->kind > row->kind;
    if (!order)
        order = slice_compare(before->location, row->location);
    if (!order)
        order = slice_compare(before->name, row->name);
    assert_true(order < 0);
}

static void assert_rows(const struct drift *drift)
{
    for (size_t i = 0; i < drift->row_count; i++) {
        assert_row(&drift->rows[i]);
        if (i)
            assert_order(&drift->rows[i - 1], &drift->rows[i]);
        for (size_t j = 0; j < i; j++)
            assert_false(slice_eq(drift->rows[j].id, drift->rows[i].id));
    }
}

static void assert_same_slice(struct slice one, struct slice other)
{
    if (!slice_eq(one, other))
        fail_msg("once %.*s, once %.*s", SLICE_ARG(one), SLICE_ARG(other));
}

static void assert_same_drift(const struct drift *one, const struct drift *other)
{
    assert_int_equal(one->row_count, other->row_count);
    for (size_t i = 0; i < one->row_count; i++) {
        const struct drift_row *left = &one->rows[i], *right = &other->rows[i];

        assert_same_slice(left->id, right->id);
        assert_same_slice(left->template, right->template);
        assert_same_slice(left->name, right->name);
        assert_same_slice(left->observed, right->observed);
        assert_same_slice(left->summary, right->summary);
        assert_int_equal(left->support.count, right->support.count);
        assert_int_equal(left->of, right->of);
    }
}

static struct drift *find_drift(struct story *story)
{
    struct error err = { .kind = ERROR_NONE };
    struct drift *drift =
        drift_new(&story->documents, story->traffic.catalog, &story->options, &story->account, &err);

    if (!drift)
        fail_msg("%s", err.text);
    return drift;
}

const struct drift *story_drift(struct story *story)
{
    struct drift *again;

    if (story->drift)
        return story->drift;
    story->drift = find_drift(story);
    assert_rows(story->drift);
    again = find_drift(story);
    assert_same_drift(story->drift, again);
    drift_free(again);
    return story->drift;
}

void assert_drift(struct story *story, const char *expected)
{
    struct memory account = { .limit = 0 };
    struct buffer lines;

    buffer_init(&lines, &account);
    story_list(story_drift(story), &lines);
    buffer_byte(&lines, '\0');
    if (strcmp(lines.at, expected) != 0)
        fail_msg("rows are\n%s\nand should be\n%s\n", lines.at, expected);
    buffer_done(&lines);
}

const struct drift_row *story_row(struct story *story, enum drift_kind kind)
{
    const struct drift *drift = story_drift(story);
    const struct drift_row *found = NULL;

    for (size_t i = 0; i < drift->row_count; i++)
        if (drift->rows[i].kind == kind) {
            assert_null(found);
            found = &drift->rows[i];
        }
    if (!found)
        assert_drift(story, drift_kinds[kind].name); /* fails, and shows what there is */
    return found;
}

void assert_story(const char *document, const char *lines, const char *expected)
{
    struct story story;

    story_open(&story, document);
    story_tell(&story, lines);
    assert_drift(&story, expected);
    story_close(&story);
}
