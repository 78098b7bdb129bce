/* SPDX-License-Identifier: Apache-2.0 */
/* Additions as a unified diff. Which lines they touch is known, so nothing needs to be searched for. Steps that follow each other
 * are put together as pieces: parts of the first text that are still there, and texts in between. */
#include "tree/edit_inside.h"

#define AROUND 3

/* Lines of the old text that others take the place of. */
struct hunk {
    size_t at, end;     /* of whole lines */
    size_t line, count; /* number of the first, counted from 0; how many */
    struct slice now;   /* whole lines as well */
    size_t now_count;
};

/* Part of the first text, or, with a text of its own, something that was put in. */
struct piece {
    size_t from, to;
    struct slice text;
};

struct diff {
    struct memory *account;
    struct arena arena;
    struct slice text; /* the first */
    struct piece *pieces;
    size_t piece_count, piece_room;
    struct patch *patches; /* of the first text, all steps together */
    size_t patch_count;
    struct hunk *hunks;
    size_t hunk_count;
    struct buffer now; /* of the hunk in the making */
    bool failed;
};

/* ---- steps put together */

static void add_piece(struct diff *diff, struct piece piece)
{
    if (piece.from == piece.to && !piece.text.len)
        return;
    if (diff->piece_count == diff->piece_room) {
        size_t room = diff->piece_room ? 2 * diff->piece_room : 64;
        struct piece *grown = arena_get_array(&diff->arena, room, sizeof *grown);

        if (!grown) {
            diff->failed = true;
            return;
        }
        if (diff->piece_count)
            memcpy(grown, diff->pieces, diff->piece_count * sizeof *grown);
        diff->pieces = grown;
        diff->piece_room = room;
    }
    diff->pieces[diff->piece_count++] = piece;
}

static size_t length_of(const struct piece *piece)
{
    return piece->text.at ? piece->text.len : piece->to - piece->from;
}

static struct piece cut(const struct piece *piece, size_t from, size_t to)
{
    if (piece->text.at)
        return (struct piece){ .text = slice_make(piece->text.at + from, to - from) };
    return (struct piece){ .from = piece->from + from, .to = piece->from + to };
}

/* What stands in [from, to) of the text that the old pieces make. */
static void copy_pieces(struct diff *diff, const struct piece *old, size_t count, size_t from, size_t to)
{
    size_t at = 0;

    for (size_t i = 0; i < count && at < to; at += length_of(&old[i++])) {
        size_t length = length_of(&old[i]), first = from > at ? from - at : 0, last = to - at;

        if (first < length)
            add_piece(diff, cut(&old[i], first, last < length ? last : length));
    }
}

static void add_step(struct diff *diff, const struct editing *editing)
{
    const struct piece *old = diff->pieces;
    size_t count = diff->piece_count, cursor = 0;

    diff->pieces = NULL;
    diff->piece_count = diff->piece_room = 0;
    for (size_t i = 0; i < editing->patch_count && !diff->failed; i++) {
        const struct patch *patch = &editing->patches[i];
        struct slice text = arena_copy(&diff->arena, patch->text);

        diff->failed |= !text.at;
        copy_pieces(diff, old, count, cursor, patch->at);
        add_piece(diff, (struct piece){ .text = text });
        cursor = patch->end;
    }
    copy_pieces(diff, old, count, cursor, editing->text.len);
}

/* Of the pieces patches of the first text. */
static void make_patches(struct diff *diff)
{
    size_t cursor = 0;
    struct buffer between;

    buffer_init(&between, diff->account);
    diff->patches = arena_get_array(&diff->arena, diff->piece_count + 1, sizeof *diff->patches);
    diff->failed |= !diff->patches;
    for (size_t i = 0; i <= diff->piece_count && !diff->failed; i++) {
        const struct piece *piece = i < diff->piece_count ? &diff->pieces[i] : NULL;
        size_t from = piece ? piece->from : diff->text.len;

        if (piece && piece->text.at) {
            buffer_append(&between, piece->text);
            continue;
        }
        if (between.len || from > cursor)
            diff->patches[diff->patch_count++] = (struct patch){
                .at = cursor, .end = from, .text = arena_copy(&diff->arena, buffer_slice(&between))
            };
        diff->failed |= between.failed;
        buffer_reset(&between);
        cursor = piece ? piece->to : cursor;
    }
    buffer_done(&between);
}

/* ---- lines */

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
static void trim(const struct diff *diff, struct hunk *hunk)
{
    struct slice text = diff->text;

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
static size_t split(const struct diff *diff, struct hunk *hunk)
{
    struct slice old = part(diff->text, hunk->at, hunk->end), all = hunk->now;

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
static size_t make_hunk(struct diff *diff, size_t first, struct hunk *hunk)
{
    size_t cursor, i = first;

    buffer_reset(&diff->now);
    cursor = hunk->at = line_begin(diff->text, diff->patches[first].at);
    do {
        const struct patch *patch = &diff->patches[i++];

        buffer_append(&diff->now, part(diff->text, cursor, patch->at));
        buffer_append(&diff->now, patch->text);
        cursor = patch->end;
        hunk->end = line_stop(diff->text, cursor);
    } while (i < diff->patch_count && line_begin(diff->text, diff->patches[i].at) < hunk->end);
    buffer_append(&diff->now, part(diff->text, cursor, hunk->end));
    hunk->now = arena_copy(&diff->arena, buffer_slice(&diff->now));
    diff->failed |= diff->now.failed || !hunk->now.at;
    return i;
}

static void make_hunks(struct diff *diff)
{
    size_t line = 0, counted = 0;

    diff->hunks = arena_get_array(&diff->arena, 2 * diff->patch_count + 1, sizeof *diff->hunks);
    diff->failed |= !diff->hunks;
    for (size_t i = 0; i < diff->patch_count && !diff->failed;) {
        struct hunk *hunk = &diff->hunks[diff->hunk_count];

        i = make_hunk(diff, i, hunk);
        line += count_lines(part(diff->text, counted, hunk->at));
        counted = hunk->at;
        hunk->line = line;
        trim(diff, hunk);
        diff->hunk_count += split(diff, hunk);
    }
}

/* ---- printing */

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
static size_t print_hunks(const struct diff *diff, size_t first, size_t *shift, struct buffer *out)
{
    struct slice text = diff->text;
    size_t from = go_back(text, diff->hunks[first].at, AROUND, 0), to, last = first, now = 0, cursor = from;
    size_t line = diff->hunks[first].line - count_lines(part(text, from, diff->hunks[first].at));

    while (last + 1 < diff->hunk_count &&
           go_on(text, diff->hunks[last].end, 2 * AROUND) >= diff->hunks[last + 1].at)
        last++;
    to = go_on(text, diff->hunks[last].end, AROUND);
    for (size_t i = first; i <= last; i++)
        now += diff->hunks[i].now_count - diff->hunks[i].count;
    buffer_text(out, "@@");
    print_range(out, '-', line, count_lines(part(text, from, to)));
    print_range(out, '+', line + *shift, count_lines(part(text, from, to)) + now);
    buffer_text(out, " @@\n");
    for (size_t i = first; i <= last; i++) {
        print_lines(out, ' ', part(text, cursor, diff->hunks[i].at));
        print_lines(out, '-', part(text, diff->hunks[i].at, diff->hunks[i].end));
        print_lines(out, '+', diff->hunks[i].now);
        cursor = diff->hunks[i].end;
    }
    print_lines(out, ' ', part(text, cursor, to));
    *shift += now;
    return last + 1;
}

static bool read_steps(struct diff *diff, const struct edit_step *steps, size_t count, struct error *err)
{
    struct buffer now;
    bool done = true;

    buffer_init(&now, diff->account);
    add_piece(diff, (struct piece){ .from = 0, .to = diff->text.len });
    for (size_t i = 0; done && i < count; i++) {
        struct editing editing;

        buffer_reset(&now);
        done = edit_begin(&editing, steps[i].edits, steps[i].file, &now, err);
        if (done)
            add_step(diff, &editing);
        edit_end(&editing);
    }
    buffer_done(&now);
    return done;
}

static void print(struct diff *diff, const char *name, struct buffer *out)
{
    size_t shift = 0;

    make_patches(diff);
    if (!diff->failed)
        make_hunks(diff);
    if (!diff->failed && diff->hunk_count)
        buffer_printf(out, "--- %s\n+++ %s\n", name, name);
    for (size_t i = 0; !diff->failed && i < diff->hunk_count;)
        i = print_hunks(diff, i, &shift, out);
}

bool edits_diff(const struct edit_step *steps, size_t count, const char *name, struct buffer *out,
                struct error *err)
{
    struct diff diff = { .account = steps[0].edits->account, .text = steps[0].file->text };
    bool done;

    arena_init(&diff.arena, diff.account, 0);
    buffer_init(&diff.now, diff.account);
    done = read_steps(&diff, steps, count, err);
    if (done)
        print(&diff, name, out);
    if (done && (diff.failed || out->failed))
        done = error_set(err, ERROR_MEMORY, "no memory left to compare %s", name);
    buffer_done(&diff.now);
    arena_done(&diff.arena);
    return done;
}
