/* SPDX-License-Identifier: Apache-2.0 */
/* From names to texts: files are opened, measured before they are read, checked for UTF-8, and given to the reader of their
 * format. */
#include "tree/read.h"

#include "base/text.h"
#include "json/simd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARENA_BLOCK ((size_t)64 << 10)
#define READ_ONCE ((size_t)64 << 10)

void tree_reader_init(struct tree_reader *reader, struct memory *account)
{
    *reader = (struct tree_reader){ .account = account };
    arena_init(&reader->arena, account, ARENA_BLOCK);
    faults_init(&reader->faults, &reader->arena);
    table_init(&reader->files, account);
}

void tree_reader_done(struct tree_reader *reader)
{
    table_done(&reader->files);
    arena_done(&reader->arena);
    faults_init(&reader->faults, &reader->arena);
}

static bool stop(struct faults *faults, struct position at, const char *rule, const char *what)
{
    return fault_add(faults, FAULT_FATAL, at, rule, "%s", what);
}

/* The place of a byte, for what is found before there are nodes. */
static struct position place_of(const struct tree_file *file, size_t offset)
{
    struct position at = { file, 1, 1 };
    size_t line_start = 0;

    for (size_t i = 0; i < offset; i++) {
        if (file->text.at[i] == '\n' || (file->text.at[i] == '\r' && file->text.at[i + 1] != '\n')) {
            at.line++;
            line_start = i + 1;
        }
    }
    at.column = (uint32_t)(offset - line_start) + 1;
    return at;
}

/* Moves over ASCII that documents may hold: all but control characters, of which TAB, LF and CR are good (YAML 1.2.2 5.1;
 * RFC 8259 is as strict outside of strings, and stricter inside). */
static size_t good_length(struct slice text, size_t from)
{
    size_t at = from;

    while (text.len - at >= SIMD_BYTES) {
        simd_block block = simd_load(text.at + at);
        uint32_t odd = simd_high(block) | simd_between(block, 0, 8) | simd_between(block, 0x0b, 0x0c) |
                       simd_between(block, 0x0e, 0x1f) | simd_equal(block, 0x7f);

        if (odd)
            return at + simd_first(odd);
        at += SIMD_BYTES;
    }
    while (at < text.len && (text.at[at] == '\t' || text.at[at] == '\n' || text.at[at] == '\r' ||
                             (text.at[at] >= 0x20 && text.at[at] < 0x7f)))
        at++;
    return at;
}

/* Every byte is part of a UTF-8 sequence, none is NUL. */
static bool text_is_good(const struct tree_file *file, struct faults *faults)
{
    struct slice text = file->text;

    for (size_t at = good_length(text, 0); at < text.len; at = good_length(text, at)) {
        struct slice rest = slice_make(text.at + at, text.len - at);
        uint32_t point;

        if (!text_take(&rest, &point))
            return fault_add(faults, FAULT_FATAL, place_of(file, at), "not-utf-8",
                             "the byte 0x%02x is not UTF-8: save the file in that encoding", point);
        if (point == 0)
            return stop(faults, place_of(file, at), "nul-byte",
                        "a NUL byte: this is no text, or one in another encoding than UTF-8");
        at = (size_t)(rest.at - text.at);
    }
    return true;
}

/* YAML has no other control characters, JSON has some. Their meaning is clear all the same, so reading goes on; the first
 * one is told of. */
static void check_controls(const struct tree_file *file, struct faults *faults)
{
    struct slice text = file->text;

    for (size_t at = good_length(text, 0); at < text.len; at = good_length(text, at)) {
        struct slice rest = slice_make(text.at + at, text.len - at);
        uint32_t point;

        text_take(&rest, &point);
        if (point < 0x20 || (point >= 0x7f && point < 0xa0 && point != 0x85)) {
            fault_add(faults, FAULT_ERROR, place_of(file, at), "control-character",
                      "the control character U+%04X: write it as an escape in double quotes, or take it out",
                      point);
            return;
        }
        at = (size_t)(rest.at - text.at);
    }
}

static bool is_utf16(struct slice text)
{
    return slice_starts_with(text, SLICE("\xff\xfe")) || slice_starts_with(text, SLICE("\xfe\xff"));
}

/* The text is whole, and something that can be looked at. */
static bool prepare(struct tree_file *file, struct faults *faults)
{
    struct position whole = { file, 0, 0 };

    if (is_utf16(file->text))
        return stop(faults, whole, "not-utf-8", "the file is UTF-16: save it as UTF-8");
    if (slice_starts_with(file->text, SLICE("\xef\xbb\xbf"))) {
        file->text = slice_make(file->text.at + 3, file->text.len - 3);
        fault_add(faults, FAULT_WARNING, whole, "byte-order-mark",
                  "the file begins with a byte order mark, which some programs do not take");
    }
    if (file->text.len == 0)
        return stop(faults, whole, "empty", "the file is empty");
    return text_is_good(file, faults);
}

static bool is_named_json(const struct tree_file *file)
{
    return slice_ends_with_nocase(file->path, SLICE(".json"));
}

static bool is_named_yaml(const struct tree_file *file)
{
    return slice_ends_with_nocase(file->path, SLICE(".yaml")) ||
           slice_ends_with_nocase(file->path, SLICE(".yml"));
}

/* It is neither JSON nor YAML. Its name says which of the two was meant, or how far a reader came. */
static bool was_json_meant(const struct tree_file *file, const struct faults *as_json,
                           const struct faults *as_yaml)
{
    struct position json, yaml;

    if (!as_yaml->last || !as_json->last || is_named_json(file) || is_named_yaml(file))
        return !is_named_yaml(file) || !as_yaml->last;
    json = as_json->last->at;
    yaml = as_yaml->last->at;
    return json.line != yaml.line ? json.line > yaml.line : json.column >= yaml.column;
}

/* What is no JSON may be YAML. Comments of other languages would be text there, which nobody meant; and limits are the same. */
static bool may_be_yaml(const struct tree_file *file, const struct faults *as_json)
{
    const char *rule = as_json->last ? as_json->last->rule : "";

    return strcmp(rule, "syntax") == 0 || (strcmp(rule, "json-comment") == 0 && is_named_yaml(file));
}

/* Flow style YAML looks like JSON until it does not. */
static void read_either(struct tree_reader *reader, struct tree_file *file)
{
    struct faults as_json, as_yaml;

    faults_init(&as_json, &reader->arena);
    faults_init(&as_yaml, &reader->arena);
    read_json(reader, file, &as_json);
    file->is_json = file->root != NULL;
    if (!file->root && may_be_yaml(file, &as_json))
        read_yaml(reader, file, &as_yaml);
    if (!file->is_json && file->root && is_named_json(file) && as_json.last)
        fault_add(&as_yaml, FAULT_ERROR, as_json.last->at, "not-json",
                  "read as YAML, because it is not JSON: %.*s", SLICE_ARG(as_json.last->text));
    reader->faults.failed |= as_json.failed || as_yaml.failed;
    faults_append(&reader->faults, file->is_json || (!file->root && was_json_meant(file, &as_json, &as_yaml))
                                       ? &as_json
                                       : &as_yaml);
}

static void read_text(struct tree_reader *reader, struct tree_file *file)
{
    const char *first = file->text.at;

    while (*first == ' ' || *first == '\t' || *first == '\n' || *first == '\r')
        first++;
    if (*first == '{' || *first == '[')
        read_either(reader, file);
    else
        read_yaml(reader, file, &reader->faults);
    if (file->root && !file->is_json)
        check_controls(file, &reader->faults);
}

/* A file of that name; NULL when memory was refused. `text` is copied. */
static struct tree_file *file_new(struct tree_reader *reader, const char *path, const char *real,
                                  struct slice text)
{
    struct tree_file *file = arena_get_array(&reader->arena, 1, sizeof *file);
    char *copy = arena_get(&reader->arena, text.len + BODY_SLACK);

    if (file) {
        file->path = arena_copy(&reader->arena, slice_of(path));
        file->real = arena_copy(&reader->arena, slice_of(real));
    }
    if (!file || !copy || !file->path.at || !file->real.at || !table_put(&reader->files, file->real, file)) {
        reader->faults.failed = true;
        return NULL;
    }
    if (text.len)
        memcpy(copy, text.at, text.len);
    memset(copy + text.len, 0, BODY_SLACK);
    file->text = slice_make(copy, text.len);
    file->order = reader->file_count++;
    reader->bytes += text.len;
    return file;
}

static const struct tree_file *file_read(struct tree_reader *reader, struct tree_file *file)
{
    if (prepare(file, &reader->faults))
        read_text(reader, file);
    return file;
}

const struct tree_file *tree_read_text(struct tree_reader *reader, const char *name, struct slice text)
{
    bool is_too_large = text.len > TREE_FILE_MOST || reader->bytes + text.len > TREE_TOTAL_MOST;
    struct tree_file *file = file_new(reader, name, name, is_too_large ? slice_make("", 0) : text);

    if (!file)
        return NULL;
    if (is_too_large) {
        stop(&reader->faults, (struct position){ file, 0, 0 }, "too-large",
             "this is larger than 32 MB, or too much together with the documents read before it");
        return file;
    }
    return file_read(reader, file);
}

/* Whether so many bytes may be read besides those that were. */
static bool may_read(const struct tree_reader *reader, const char *path, uint64_t size, struct error *err)
{
    if (size > TREE_FILE_MOST)
        return error_set(err, ERROR_INPUT, "%s is larger than %u MB, the most that is read of one document",
                         path, TREE_FILE_MOST >> 20);
    if (size > TREE_TOTAL_MOST - reader->bytes)
        return error_set(err, ERROR_INPUT,
                         "%s and the documents read before it are larger than %u MB together", path,
                         TREE_TOTAL_MOST >> 20);
    return true;
}

/* Everything that comes from `input`. What has no size before it is read (a pipe, a device) is measured meanwhile. */
static bool read_all(const struct tree_reader *reader, int input, const char *path, struct buffer *into,
                     struct error *err)
{
    for (;;) {
        ssize_t count;

        if (!buffer_reserve(into, READ_ONCE))
            return error_set(err, ERROR_MEMORY, "no memory left to read %s", path);
        count = read(input, into->at + into->len, into->room - into->len);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_system(err, "reading %s failed", path);
        into->len += (size_t)count;
        if (!may_read(reader, path, into->len, err))
            return false;
        if (count == 0)
            return true;
    }
}

static bool read_input(const struct tree_reader *reader, int input, const char *path, struct buffer *into,
                       struct error *err)
{
    struct stat about;

    if (fstat(input, &about) != 0)
        return error_system(err, "cannot look at %s", path);
    if (S_ISDIR(about.st_mode))
        return error_set(err, ERROR_INPUT, "%s is a directory; name a document in it", path);
    if (S_ISREG(about.st_mode)) {
        if (!may_read(reader, path, (uint64_t)about.st_size, err))
            return false;
        if (!buffer_reserve(into, (size_t)about.st_size + READ_ONCE))
            return error_set(err, ERROR_MEMORY, "no memory left to read %s", path);
    }
    return read_all(reader, input, path, into, err);
}

/* Opened as `real`, shown as `path`. */
static struct tree_file *file_open(struct tree_reader *reader, const char *path, const char *real,
                                   struct error *err)
{
    bool is_standard = strcmp(real, "-") == 0;
    const char *shown = is_standard ? "standard input" : path;
    int input = is_standard ? dup(STDIN_FILENO) : open(real, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct tree_file *file = NULL;
    struct buffer text;

    if (input < 0) {
        error_system(err, "cannot open %s", shown);
        return NULL;
    }
    buffer_init(&text, reader->account);
    if (read_input(reader, input, shown, &text, err)) {
        file = file_new(reader, shown, real, buffer_slice(&text));
        if (!file)
            error_set(err, ERROR_MEMORY, "no memory left to read %s", shown);
    }
    reader->faults.failed |= text.failed;
    buffer_done(&text);
    close(input);
    return file;
}

const struct tree_file *tree_read(struct tree_reader *reader, const char *path, struct error *err)
{
    struct tree_file *file = table_find(&reader->files, slice_of(path));
    char real[PATH_MAX] = "-";

    if (file)
        return file;
    if (strcmp(path, "-") != 0 && !realpath(path, real)) {
        error_system(err, "cannot open %s", path);
        return NULL;
    }
    file = table_find(&reader->files, slice_of(real));
    if (file)
        return file;
    file = file_open(reader, path, real, err);
    return file ? file_read(reader, file) : NULL;
}
