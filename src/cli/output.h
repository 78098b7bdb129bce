/* SPDX-License-Identifier: Apache-2.0 */
/* Standard output as commands see it: a buffer that is written in large pieces, whose width and colours are those of
 * the terminal behind it, and whose failures are noticed.
 *
 * Colours appear only on a terminal, never with NO_COLOR set or TERM=dumb. What came from traffic must go through
 * output_escaped, or text_escape or text_fit of base/text.h. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_GOOD, STYLE_WARN, STYLE_BAD };

struct output {
    int fd;
    struct buffer text; /* append to it freely; output_flush empties it */
    size_t width;       /* columns of the terminal, or $COLUMNS, or 80 */
    bool is_terminal;
    bool colour;
    int failed; /* errno of the first write that failed; nothing is written after it */
};

void output_init(struct output *output, int fd, struct memory *account);
/* Writes what is there when it has become much; call it between rows. */
void output_pace(struct output *output);
void output_flush(struct output *output);
/* Flushes and says whether everything was written. A closed pipe is false without a sentence: nobody reads. */
bool output_finish(struct output *output, struct error *err);
void output_done(struct output *output);

void output_style(struct output *output, enum style style);
void output_styled(struct output *output, enum style style, const char *text);
void output_escaped(struct output *output, struct slice text);
/* Takes what a JSON writer has put into `part` so far, harmless on a terminal (cli/visible.h), and empties it. */
void output_json(struct output *output, struct buffer *part);
/* Cuts what fits into so many columns off the front of escaped text: at the last slash or after the last space or comma,
 * else anywhere; at least one character. */
struct slice output_fold(struct slice *rest, size_t columns);
/* Words wrapped to the width, every line but the first indented; `column` is where the first one begins. Ends with a
 * line feed. The text is escaped already. */
void output_wrap(struct output *output, size_t column, size_t indent, struct slice text);

#endif
