/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/observe.h"

#include "base/text.h"
#include "cli/figures.h"

#include <stdio.h>
#include <unistd.h>

void progress_init(struct progress *progress, struct memory *account)
{
    struct output terminal;

    output_init(&terminal, STDERR_FILENO, account);
    *progress =
        (struct progress){ .account = account, .width = terminal.width, .is_terminal = terminal.is_terminal };
    output_done(&terminal);
}

static void remaining(struct buffer *line, const struct engine_progress *state)
{
    double seconds =
        state->bytes ? state->seconds * (double)(state->total - state->bytes) / (double)state->bytes : 0;
    unsigned left = seconds > 359999 ? 359999 : (unsigned)(seconds + 0.5);

    if (state->seconds > 1 && state->bytes < state->total)
        buffer_printf(line, "  %u:%02u left", left / 60, left % 60);
}

void progress_show(void *context, const struct engine_progress *state)
{
    struct progress *progress = context;
    struct buffer line, fitted;
    char done[FIGURE], all[FIGURE], number[FIGURE], rate[FIGURE];

    if (!progress->is_terminal)
        return;
    buffer_init(&line, progress->account);
    buffer_init(&fitted, progress->account);
    if (state->total)
        buffer_printf(&line, "%3.0f%%  %s of %s", 100.0 * (double)state->bytes / (double)state->total,
                      figure_bytes(state->bytes, done), figure_bytes(state->total, all));
    else
        buffer_printf(&line, "%s", figure_bytes(state->bytes, done));
    buffer_printf(&line, "  %s  %s/s", figure_things(state->exchanges, "exchange", "exchanges", number),
                  figure_count((uint64_t)state->exchanges_per_second, rate));
    if (state->total)
        remaining(&line, state);
    if (state->source && *state->source)
        buffer_printf(&line, "  %s", state->source);
    text_fit(&fitted, buffer_slice(&line), progress->width - 1, false);
    fprintf(stderr, "\r%.*s\033[K", SLICE_ARG(buffer_slice(&fitted)));
    fflush(stderr);
    progress->is_shown = true;
    buffer_done(&line);
    buffer_done(&fitted);
}

void progress_clear(struct progress *progress)
{
    if (progress->is_shown)
        fprintf(stderr, "\r\033[K");
    progress->is_shown = false;
}
