/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/markdown.h"

#include "base/text.h"

/* A URL without any mark is a link to GitHub. */
static bool begins_link(struct slice text, size_t at)
{
    if (text.at[at] == ':')
        return at + 2 < text.len && text.at[at + 1] == '/' && text.at[at + 2] == '/';
    return text.at[at] == '.' && at >= 3 && slice_eq_nocase(slice_make(text.at + at - 3, 3), SLICE("www"));
}

/* A character reference is text and nothing else (CommonMark 6.2). Mentions and numbers of issues are looked for after that, so
 * a space of no width keeps them apart from what follows. */
static void escape(struct buffer *out, struct slice raw, size_t columns, bool is_prose)
{
    struct buffer shown;

    buffer_init(&shown, out->account);
    text_fit(&shown, raw, columns, false);
    for (size_t i = 0; i < shown.len; i++) {
        char byte = shown.at[i];

        if ((byte && strchr("&<>|`*_[]\\~@#$", byte)) || begins_link(buffer_slice(&shown), i))
            buffer_printf(out, "&#%d;", byte);
        else
            buffer_byte(out, byte);
        if (is_prose && (byte == '@' || byte == '#'))
            buffer_text(out, "&#8203;");
    }
    out->failed = out->failed || shown.failed;
    buffer_done(&shown);
}

void markdown_prose(struct buffer *out, struct slice text, size_t columns)
{
    escape(out, text, columns, true);
}

void markdown_code(struct buffer *out, struct slice text, size_t columns)
{
    if (text.len == 0)
        return;
    buffer_text(out, "<code>");
    escape(out, text, columns, false);
    buffer_text(out, "</code>");
}
