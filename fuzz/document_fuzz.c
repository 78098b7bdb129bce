/* SPDX-License-Identifier: Apache-2.0 */
/* The printers of documents on any keys and texts: a list of them goes in, one line each must come out,
 * and reading a line back must give the text that went in. The input is cut at NUL bytes. */
#include "tree/document.h"

#include "base/text.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The text of a quoted scalar of either printer: what stands between the quotes without escapes. */
static struct slice unquote(struct slice quoted, char *to)
{
    char *start = to;

    assert(quoted.len >= 2 && quoted.at[0] == '"' && quoted.at[quoted.len - 1] == '"');
    for (size_t i = 1; i + 1 < quoted.len; i++) {
        unsigned long point;
        char digits[9] = "";

        assert(quoted.at[i] != '"');
        if (quoted.at[i] != '\\') {
            *to++ = quoted.at[i];
            continue;
        }
        i++;
        if (quoted.at[i] != 'u' && quoted.at[i] != 'U') {
            *to++ = quoted.at[i] == 'n'   ? '\n'
                    : quoted.at[i] == 't' ? '\t'
                    : quoted.at[i] == 'r' ? '\r'
                                          : quoted.at[i];
            continue;
        }
        memcpy(digits, quoted.at + i + 1, quoted.at[i] == 'u' ? 4 : 8);
        i += strlen(digits);
        point = strtoul(digits, NULL, 16);
        if (point >= 0xd800 && point < 0xdc00) {
            memcpy(digits, quoted.at + i + 3, 4);
            point = 0x10000 + ((point - 0xd800) << 10) + (strtoul(digits, NULL, 16) - 0xdc00);
            i += 6;
        }
        if (point < 0x80) {
            *to++ = (char)point;
        } else if (point < 0x800) {
            *to++ = (char)(0xc0 | point >> 6);
            *to++ = (char)(0x80 | (point & 0x3f));
        } else if (point < 0x10000) {
            *to++ = (char)(0xe0 | point >> 12);
            *to++ = (char)(0x80 | (point >> 6 & 0x3f));
            *to++ = (char)(0x80 | (point & 0x3f));
        } else {
            *to++ = (char)(0xf0 | point >> 18);
            *to++ = (char)(0x80 | (point >> 12 & 0x3f));
            *to++ = (char)(0x80 | (point >> 6 & 0x3f));
            *to++ = (char)(0x80 | (point & 0x3f));
        }
    }
    return slice_make(start, (size_t)(to - start));
}

static bool is_utf8(struct slice text)
{
    uint32_t point;

    while (text.len) {
        if (!text_take(&text, &point))
            return false;
    }
    return true;
}

/* One printed line against the text it stands for. */
static void check_line(struct slice line, struct slice text, char *scratch)
{
    struct slice read = line;

    assert(is_utf8(line));
    for (size_t i = 0; i < line.len; i++)
        assert((unsigned char)line.at[i] >= 0x20 && line.at[i] != 0x7f);
    if (line.len && line.at[0] == '"')
        read = unquote(line, scratch);
    else
        assert(line.len && !memmem(line.at, line.len, ": ", 2) && !memmem(line.at, line.len, " #", 2));
    if (is_utf8(text))
        assert(slice_eq(read, text));
}

static void check(const struct node *list, struct slice input, struct arena *arena, bool is_yaml)
{
    char *scratch = arena_get(arena, input.len * 8 + 64);
    struct buffer out;
    struct slice rest, line;

    buffer_init(&out, arena->account);
    if (is_yaml)
        document_yaml(list, &out);
    else
        document_json(list, &out);
    assert(!out.failed && scratch);
    rest = buffer_slice(&out);
    if (!is_yaml)
        slice_cut(&rest, '\n');
    while (input.len) {
        struct slice text = slice_cut(&input, '\0');

        line = slice_cut(&rest, '\n');
        assert(line.len >= 2);
        line = slice_make(line.at + 2, line.len - 2);
        if (is_yaml && slice_eq(line, SLICE("|-"))) {
            /* A literal block: as many lines as the text has, each indented by two. */
            bool is_same = is_utf8(text);

            while (text.len) {
                struct slice part = slice_cut(&text, '\n');

                line = slice_cut(&rest, '\n');
                assert(part.len ? line.len > 2 : !line.len);
                assert(!is_same || !part.len || slice_eq(slice_make(line.at + 2, line.len - 2), part));
            }
            continue;
        }
        if (!is_yaml && line.len && line.at[line.len - 1] == ',')
            line.len--;
        check_line(line, text, scratch);
    }
    buffer_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice input = slice_make(data, size), rest = input;
    struct memory memory = { 0 };
    struct arena arena;
    struct document document = { .arena = &arena };
    struct node *list, *object;
    struct buffer out;

    arena_init(&arena, &memory, 0);
    list = document_array(&document);
    object = document_object(&document);
    while (rest.len) {
        struct slice text = slice_cut(&rest, '\0');

        document_add(&document, list, document_text(&document, text));
        document_put(&document, object, text, document_text(&document, text));
    }
    if (document_count(list)) {
        check(list, input, &arena, false);
        check(list, input, &arena, true);
    }
    buffer_init(&out, &memory);
    document_yaml(object, &out);
    document_json(object, &out);
    assert(is_utf8(buffer_slice(&out)));
    buffer_done(&out);
    arena_done(&arena);
    assert(memory.used == 0);
    return 0;
}
