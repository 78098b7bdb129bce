/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include "base/text.h"
#include "cli/visible.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_DEFAULT 80
#define WIDTH_LEAST 40
#define WIDTH_MOST 400
#define PACE 65536

static size_t width_of(int fd, bool is_terminal)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    unsigned long long width = 0;

    if (columns)
        slice_to_u64(slice_of(columns), WIDTH_MOST, &width);
    if (width == 0 && is_terminal && ioctl(fd, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width == 0)
        width = WIDTH_DEFAULT;
    return width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : (size_t)width;
}

void output_init(struct output *output, int fd, struct memory *account)
{
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

    *output = (struct output){ .fd = fd, .is_terminal = isatty(fd) == 1 };
    output->width = width_of(fd, output->is_terminal);
    output->colour = output->is_terminal && (!no_color || !*no_color) && term && strcmp(term, "dumb") != 0;
    buffer_init(&output->text, account);
}

void output_flush(struct output *output)
{
    size_t at = 0;

    if (output->text.failed && !output->failed)
        output->failed = ENOMEM;
    while (!output->failed && at < output->text.len) {
        ssize_t written = write(output->fd, output->text.at + at, output->text.len - at);

        if (written >= 0)
            at += (size_t)written;
        else if (errno != EINTR)
            output->failed = errno;
    }
    buffer_reset(&output->text);
}

void output_pace(struct output *output)
{
    if (output->text.len >= PACE)
        output_flush(output);
}

bool output_finish(struct output *output, struct error *err)
{
    output_flush(output);
    if (output->failed && output->failed != EPIPE) {
        errno = output->failed;
        error_system(err, "The output could not be written");
    }
    return output->failed == 0;
}

void output_done(struct output *output)
{
    buffer_done(&output->text);
}

void output_style(struct output *output, enum style style)
{
    static const char *const codes[] = {
        "\033[0m", "\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[31m"
    };

    if (output->colour)
        buffer_text(&output->text, codes[style]);
}

void output_styled(struct output *output, enum style style, const char *text)
{
    if (style != STYLE_PLAIN)
        output_style(output, style);
    buffer_text(&output->text, text);
    if (style != STYLE_PLAIN)
        output_style(output, STYLE_PLAIN);
}

void output_escaped(struct output *output, struct slice text)
{
    text_escape(&output->text, text);
}

void output_json(struct output *output, struct buffer *part)
{
    visible_json(&output->text, buffer_slice(part));
    output->text.failed = output->text.failed || part->failed;
    buffer_reset(part);
    output_pace(output);
}

struct slice output_fold(struct slice *rest, size_t columns)
{
    size_t at = 0, good = 0, width = 0;

    if (rest->len == 0)
        return *rest;
    while (at < rest->len) {
        size_t unit = 1;

        while (at + unit < rest->len && ((unsigned char)rest->at[at + unit] & 0xc0) == 0x80)
            unit++;
        if (at > 0 && rest->at[at] == '/')
            good = at;
        width += text_width(slice_make(rest->at + at, unit));
        if (width > columns)
            break;
        at += unit;
        if (rest->at[at - 1] == ' ' || rest->at[at - 1] == ',')
            good = at;
    }
    if (at < rest->len && good > 0)
        at = good;
    while (at == 0 || (at < rest->len && ((unsigned char)rest->at[at] & 0xc0) == 0x80))
        at++; /* not even one character fits: it cannot be helped */
    struct slice head = { rest->at, at };

    rest->at += at;
    rest->len -= at;
    if (rest->len)
        head = slice_trim(head);
    while (rest->len && *rest->at == ' ') { /* the blank after a comma that was the last to fit */
        rest->at++;
        rest->len--;
    }
    return head;
}

void output_wrap(struct output *output, size_t column, size_t indent, struct slice text)
{
    bool first = true;

    while (text.len) {
        struct slice word = slice_cut(&text, ' ');

        if (!first && column + 1 + text_width(word) > output->width) {
            buffer_printf(&output->text, "\n%*s", (int)indent, "");
            column = indent;
            first = true;
        }
        if (!first) {
            buffer_byte(&output->text, ' ');
            column++;
        }
        first = false;
        while (word.len) {
            size_t room = output->width > column ? output->width - column : 1;
            struct slice part = output_fold(&word, room);

            buffer_append(&output->text, part);
            column += text_width(part);
            if (word.len) {
                buffer_printf(&output->text, "\n%*s", (int)indent, "");
                column = indent;
            }
        }
    }
    buffer_byte(&output->text, '\n');
}
