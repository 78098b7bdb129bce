/* SPDX-License-Identifier: Apache-2.0 */
#include "conversation.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void *must(void *at)
{
    if (!at) {
        fprintf(stderr, "no memory\n");
        abort();
    }
    return at;
}

static void fail(const char *path, const char *why, struct slice line)
{
    fprintf(stderr, "%s: %s: %.*s\n", path, why, SLICE_ARG(line));
    abort();
}

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");

    if (!file)
        fail(path, "cannot be opened", SLICE(""));
    char *text = must(malloc(1 << 20));
    *len = fread(text, 1, (1 << 20) - 1, file);
    text[*len] = 0;
    fclose(file);
    return text;
}

static int hex(char byte)
{
    return byte >= '0' && byte <= '9' ? byte - '0' : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Undoes escapes; `at` has room for all of `text`. */
static size_t unescape(const char *path, struct slice text, char *at)
{
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\\') {
            at[len++] = text.at[i];
            continue;
        }
        char kind = ++i < text.len ? text.at[i] : 0;
        if (kind == 'x' && i + 2 < text.len && hex(text.at[i + 1]) >= 0 && hex(text.at[i + 2]) >= 0) {
            at[len++] = (char)(hex(text.at[i + 1]) << 4 | hex(text.at[i + 2]));
            i += 2;
        } else if (kind == 'r' || kind == 'n' || kind == 't' || kind == '\\') {
            at[len++] = kind == 'r' ? '\r' : kind == 'n' ? '\n' : kind == 't' ? '\t' : '\\';
        } else {
            fail(path, "unknown escape", text);
        }
    }
    return len;
}

static struct conversation_step *add_step(struct conversation *to, bool from_server,
                                          enum conversation_kind kind)
{
    struct conversation_step *last = to->count ? &to->steps[to->count - 1] : NULL;

    if (last && kind == CONVERSATION_BYTES && last->kind == kind && last->from_server == from_server)
        return last;
    to->steps = must(realloc(to->steps, (to->count + 1) * sizeof *to->steps));
    last = &to->steps[to->count++];
    *last = (struct conversation_step){ .kind = kind, .from_server = from_server };
    return last;
}

static void add_bytes(struct conversation *to, bool from_server, struct slice text, size_t times,
                      bool with_end)
{
    struct conversation_step *step = add_step(to, from_server, CONVERSATION_BYTES);
    char *at = must(realloc((char *)step->bytes.at, step->bytes.len + (text.len + 2) * times + 1));

    step->bytes.at = at;
    for (size_t i = 0; i < times; i++) {
        step->bytes.len += unescape(to->name, text, at + step->bytes.len);
        if (with_end) {
            memcpy(at + step->bytes.len, "\r\n", 2);
            step->bytes.len += 2;
        }
    }
}

static struct slice after(struct slice line, size_t count)
{
    return line.len <= count ? SLICE("") : (struct slice){ line.at + count, line.len - count };
}

static void read_wire_line(struct conversation *to, struct slice line)
{
    bool from_server = line.at[0] == '<';
    struct slice word = after(line, 2);
    unsigned long long times;

    if (slice_starts_with(word, SLICE("gap "))) {
        if (!slice_to_u64(after(word, 4), UINT64_MAX, &times))
            fail(to->name, "gap of how many bytes?", line);
        add_step(to, from_server, CONVERSATION_GAP)->count = times;
    } else if (slice_eq(word, SLICE("close"))) {
        add_step(to, from_server, CONVERSATION_CLOSE);
    } else if (slice_eq(word, SLICE("reset"))) {
        add_step(to, from_server, CONVERSATION_RESET);
    } else if (slice_eq(word, SLICE("midstream"))) {
        add_step(to, from_server, CONVERSATION_MIDSTREAM);
    } else if (word.len && word.at[0] == '-') {
        add_bytes(to, from_server, after(word, 2), 1, false);
    } else if (word.len && word.at[0] == '*') {
        word = after(word, 2);
        if (!slice_to_u64(slice_cut(&word, ' '), 10000000, &times))
            fail(to->name, "how often?", line);
        add_bytes(to, from_server, word, times, false);
    } else if (word.len && word.at[0] == line.at[0]) {
        add_bytes(to, from_server, after(word, 2), 1, true);
    } else {
        fail(to->name, "not understood", line);
    }
}

static void read_limits(struct conversation *to, struct slice words)
{
    while (words.len) {
        struct slice value = slice_cut(&words, ' ');
        struct slice name = slice_cut(&value, '=');
        unsigned long long number;
        if (!slice_to_u64(value, UINT32_MAX, &number))
            fail(to->name, "not a limit", name);
        if (slice_eq(name, SLICE("head")))
            to->limits.head_bytes = number;
        else if (slice_eq(name, SLICE("body")))
            to->limits.body_bytes = number;
        else if (slice_eq(name, SLICE("headers")))
            to->limits.header_count = number;
        else
            fail(to->name, "not a limit", name);
    }
}

struct conversation *conversation_read(const char *path)
{
    struct conversation *to = must(calloc(1, sizeof *to));
    size_t len;

    to->name = must(strdup(path));
    to->text = read_file(path, &len);
    struct slice rest = { to->text, len };
    while (rest.len) {
        struct slice line = slice_cut(&rest, '\n');
        if (slice_eq(line, SLICE("---")))
            break;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        if (slice_eq(line, SLICE("@blind")))
            to->blind = true;
        else if (slice_starts_with(line, SLICE("@limits ")))
            read_limits(to, after(line, 8));
        else if (line.len > 1 && (line.at[0] == '>' || line.at[0] == '<') && line.at[1] == line.at[0])
            read_wire_line(to, line);
        else
            fail(path, "not understood", line);
    }
    to->story = rest;
    return to;
}

void conversation_free(struct conversation *conversation)
{
    for (size_t i = 0; i < conversation->count; i++)
        free((char *)conversation->steps[i].bytes.at);
    free(conversation->steps);
    free(conversation->name);
    free(conversation->text);
    free(conversation);
}

static int is_case(const struct dirent *entry)
{
    return slice_ends_with(slice_of(entry->d_name), SLICE(".txt"));
}

size_t conversation_read_all(const char *folder, struct conversation ***ret)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_case, alphasort);
    char path[4096];

    if (count <= 0)
        fail(folder, "no cases", SLICE(""));
    *ret = must(calloc((size_t)count, sizeof **ret));
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        (*ret)[i] = conversation_read(path);
        free(names[i]);
    }
    free(names);
    return (size_t)count;
}

void conversation_free_all(struct conversation **all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        conversation_free(all[i]);
    free(all);
}

static void reserve(struct story *story, size_t more)
{
    if (story->room - story->len >= more)
        return;
    story->room = story->room * 2 + 8192;
    story->at = must(realloc(story->at, story->room));
}

void story_add(struct story *story, const char *format, ...)
{
    va_list arguments;

    reserve(story, 4096);
    va_start(arguments, format);
    story->len += (size_t)vsnprintf(story->at + story->len, 4096, format, arguments);
    va_end(arguments);
}

static void add_byte(struct story *story, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";

    reserve(story, 8);
    char *at = story->at + story->len;
    if (byte == '\r' || byte == '\n' || byte == '\t' || byte == '\\') {
        *at++ = '\\';
        *at++ = byte == '\r' ? 'r' : byte == '\n' ? 'n' : byte == '\t' ? 't' : '\\';
    } else if (byte < 0x20 || byte >= 0x7f) {
        *at++ = '\\';
        *at++ = 'x';
        *at++ = digits[byte >> 4];
        *at++ = digits[byte & 15];
    } else {
        *at++ = (char)byte;
    }
    story->len = (size_t)(at - story->at);
}

void story_add_bytes(struct story *story, struct slice bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.len > 200 && i == 100) {
            story_add(story, "...");
            i = bytes.len - 20;
        }
        add_byte(story, (unsigned char)bytes.at[i]);
    }
}

void story_done(struct story *story)
{
    free(story->at);
    *story = (struct story){ 0 };
}

static void add_oddities(struct story *story, char side, uint32_t oddities)
{
    static const char *const names[] = { "folded-header", "bare-lf",           "length-conflict",
                                         "bad-header",    "many-headers",      "no-version",
                                         "until-close",   "not-listed-coding", "trailers",
                                         "start-line" };

    if (!oddities)
        return;
    story_add(story, "%c   odd", side);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (oddities >> i & 1)
            story_add(story, " %s", names[i]);
    story_add(story, "\n");
}

static void add_notes(struct story *story, char side, const struct h1_message *message)
{
    struct story notes = { 0 };

    if (message->cut)
        story_add(&notes, " cut");
    if (message->after_loss)
        story_add(&notes, " after-loss");
    if (message->upgraded)
        story_add(&notes, " upgraded");
    if (message->interim)
        story_add(&notes, " interim");
    if (!message->keep_alive)
        story_add(&notes, " close");
    if (message->missing_bytes)
        story_add(&notes, " missing=%llu", (unsigned long long)message->missing_bytes);
    if (message->fields_seen != message->message.header_count)
        story_add(&notes, " fields=%zu", message->fields_seen);
    if (notes.len)
        story_add(story, "%c   note%.*s\n", side, (int)notes.len, notes.at);
    story_done(&notes);
}

void story_add_message(struct story *story, const struct h1_message *message)
{
    static const char *const states[] = { "none", "whole", "absent", "cut", "too-large", "undecodable" };
    char side = message->is_response ? '<' : '>';
    const struct message *m = &message->message;

    story_add(story, "%c ", side);
    if (message->is_response)
        story_add(story, "%u ", message->status);
    story_add_bytes(story, message->is_response ? message->reason : message->method);
    story_add(story, " ");
    story_add_bytes(story, message->target);
    story_add(story, "%sHTTP/%u.%u\n", message->is_response ? "" : " ", message->version_major,
              message->version_minor);
    for (size_t i = 0; i < m->header_count; i++) {
        story_add(story, "%c   ", side);
        story_add_bytes(story, m->headers[i].name);
        story_add_bytes(story, SLICE(": "));
        story_add_bytes(story, m->headers[i].value);
        story_add(story, "\n");
    }
    if (m->body_state != BODY_NONE || m->body_bytes) {
        story_add(story, "%c   body %s %zu of %llu: ", side, states[m->body_state], m->body.len,
                  (unsigned long long)m->body_bytes);
        story_add_bytes(story, m->body);
        story_add(story, "\n");
    }
    add_oddities(story, side, m->oddities);
    add_notes(story, side, message);
}
