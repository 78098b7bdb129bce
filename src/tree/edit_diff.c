/* SPDX-License-Identifier: Apache-2.0 */
/* Additions as a unified diff. Which lines they touch is known, so nothing needs to be searched for. */
#include "tree/edit_inside.h"

#define AROUND 3

/* Lines of the old text that others take the place of. */
struct hunk {
    size_t at, end;     /* of whole lines */
    size_t line, count; /* number of the first, counted from 0; how many */
    struct slice now;   /* whole lines as well */
    size_t now_count;
};

struct hunks {
    struct editing *editing;
    struct hunk *all;
    size_t count;
    struct buffer text; /* of the hunk in the making */
};

static size_t line_begin(struct slice text, size_t at)
{
    const char *feed = at ? memrchr(text.at, '\n', at) : NULL;

    return feed ? (size_t)(feed - text.at) + 1 : 0;
}

/* Behind the line feed of the line that `at` stands in. */
static size_t line_stop(struct slice text, size_t at)
{
    const char *feed = at < text.len ? memchr(text.at + at, '\n', text.len - at) : NULL;

    return feed ? (size_t)(feed - text.at) + 1 : text.len;
}

static size_t count_lines(struct slice text)
{
    size_t count = 0;

    for (struct slice rest = text; rest.len; count++)
        slice_cut(&rest, '\n');
    return count;
}

static struct slice part(struct slice text, size_t from, size_t to)
{
    return slice_make(text.at + from, to - from);
}

/* Lines that are the same at both ends are none that changed. */
static void trim(const struct hunks *hunks, struct hunk *hunk)
{
    struct slice text = hunks->editing->text;

    while (hunk->at < hunk->end && hunk->now.len) {
        size_t old = line_stop(text, hunk->at), now = line_stop(hunk->now, 0);

        if (!slice_eq(part(text, hunk->at, old), part(hunk->now, 0, now)))
            break;
        hunk->at = old;
        hunk->line++;
        hunk->now = part(hunk->now, now, hunk->now.len);
    }
    while (hunk->at < hunk->end && hunk->now.len) {
        size_t old = line_begin(text, hunk->end - 1), now = line_begin(hunk->now, hunk->now.len - 1);

        if (!slice_eq(part(text, old, hunk->end), part(hunk->now, now, hunk->now.len)))
            break;
        hunk->end = old;
        hunk->now.len = now;
    }
    hunk->count = count_lines(part(text, hunk->at, hunk->end));
    hunk->now_count = count_lines(hunk->now);
}

/* Something was put before and behind lines that stay: two hunks. Answers how many there are. */
static size_t split(const struct hunks *hunks, struct hunk *hunk)
{
    struct slice old = part(hunks->editing->text, hunk->at, hunk->end), all = hunk->now;

    for (size_t at = 0; old.len && at < all.len; at = line_stop(all, at)) {
        if (!slice_starts_with(part(all, at, all.len), old))
            continue;
        hunk[1] = (struct hunk){ .at = hunk->end, .end = hunk->end, .line = hunk->line + hunk->count };
        hunk[1].now = part(all, at + old.len, all.len);
        hunk[1].now_count = count_lines(hunk[1].now);
        hunk->now = part(all, 0, at);
        hunk->now_count = count_lines(hunk->now);
        hunk->end = hunk->at;
        hunk->count = 0;
        return 2;
    }
    return 1;
}

/* All patches that touch the lines of the first one; answers the index behind the last. */
static size_t make_hunk(struct hunks *hunks, size_t first, struct hunk *hunk)
{
    struct editing *editing = hunks->editing;
    size_t cursor, i = first;

    buffer_reset(&hunks->text);
    cursor = hunk->at = line_begin(editing->text, editing->patches[first].at);
    do {
        const struct patch *patch = &editing->patches[i++];

        buffer_append(&hunks->text, part(editing->text, cursor, patch->at));
        buffer_append(&hunks->text, patch->text);
        cursor = patch->end;
        hunk->end = line_stop(editing->text, cursor);
    } while (i < editing->patch_count && line_begin(editing->text, editing->patches[i].at) < hunk->end);
    buffer_append(&hunks->text, part(editing->text, cursor, hunk->end));
    hunk->now = arena_copy(&editing->edits->arena, buffer_slice(&hunks->text));
    editing->failed |= hunks->text.failed || !hunk->now.at;
    return i;
}

static void make_hunks(struct hunks *hunks)
{
    struct editing *editing = hunks->editing;
    size_t line = 0, counted = 0;

    hunks->all = arena_get_array(&editing->edits->arena, 2 * editing->patch_count + 1, sizeof *hunks->all);
    if (!hunks->all)
        editing->failed = true;
    for (size_t i = 0; i < editing->patch_count && !editing->failed;) {
        struct hunk *hunk = &hunks->all[hunks->count];

        i = make_hunk(hunks, i, hunk);
        line += count_lines(part(editing->text, counted, hunk->at));
        counted = hunk->at;
        hunk->line = line;
        trim(hunks, hunk);
        hunks->count += split(hunks, hunk);
    }
}

static void print_lines(struct buffer *out, char mark, struct slice lines)
{
    while (lines.len) {
        bool is_whole = memchr(lines.at, '\n', lines.len) != NULL;
        struct slice line = slice_cut(&lines, '\n');

        buffer_byte(out, mark);
        buffer_append(out, line);
        buffer_text(out, is_whole ? "\n" : "\n\\ No newline at end of file\n");
    }
}

/* So many lines before `at`, but none before `least`. */
static size_t go_back(struct slice text, size_t at, size_t lines, size_t least)
{
    while (lines-- > 0 && at > least)
        at = line_begin(text, at - 1);
    return at;
}

static size_t go_on(struct slice text, size_t at, size_t lines)
{
    while (lines-- > 0 && at < text.len)
        at = line_stop(text, at);
    return at;
}

static void print_range(struct buffer *out, char mark, size_t line, size_t count)
{
    buffer_printf(out, " %c%zu", mark, count ? line + 1 : line);
    if (count != 1)
        buffer_printf(out, ",%zu", count);
}

/* Hunks whose surroundings meet are one to `patch`; *shift: lines added so far. Answers the index behind the last. */
static size_t print_hunks(const struct hunks *hunks, size_t first, size_t *shift, struct buffer *out)
{
    struct slice text = hunks->editing->text;
    size_t from = go_back(text, hunks->all[first].at, AROUND, 0), to, last = first, now = 0, cursor = from;
    size_t line = hunks->all[first].line - count_lines(part(text, from, hunks->all[first].at));

    while (last + 1 < hunks->count &&
           go_on(text, hunks->all[last].end, 2 * AROUND) >= hunks->all[last + 1].at)
        last++;
    to = go_on(text, hunks->all[last].end, AROUND);
    for (size_t i = first; i <= last; i++)
        now += hunks->all[i].now_count - hunks->all[i].count;
    buffer_text(out, "@@");
    print_range(out, '-', line, count_lines(part(text, from, to)));
    print_range(out, '+', line + *shift, count_lines(part(text, from, to)) + now);
    buffer_text(out, " @@\n");
    for (size_t i = first; i <= last; i++) {
        print_lines(out, ' ', part(text, cursor, hunks->all[i].at));
        print_lines(out, '-', part(text, hunks->all[i].at, hunks->all[i].end));
        print_lines(out, '+', hunks->all[i].now);
        cursor = hunks->all[i].end;
    }
    print_lines(out, ' ', part(text, cursor, to));
    *shift += now;
    return last + 1;
}

bool edits_diff(struct edits *edits, const struct tree_file *file, const char *name, struct buffer *out,
                struct error *err)
{
    struct editing editing;
    struct hunks hunks = { .editing = &editing };
    size_t shift = 0;
    struct buffer now;
    bool done;

    buffer_init(&now, edits->account);
    buffer_init(&hunks.text, edits->account);
    done = edit_begin(&editing, edits, file, &now, err);
    if (done)
        make_hunks(&hunks);
    if (done && hunks.count)
        buffer_printf(out, "--- %s\n+++ %s\n", name, name);
    for (size_t i = 0; done && i < hunks.count;)
        i = print_hunks(&hunks, i, &shift, out);
    if (done && (editing.failed || out->failed))
        done = error_set(err, ERROR_MEMORY, "no memory left to compare %s", name);
    edit_end(&editing);
    buffer_done(&hunks.text);
    buffer_done(&now);
    return done;
}
