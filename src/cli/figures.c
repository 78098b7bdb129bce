/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/figures.h"

#include "base/clock.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

const char *figure_exact(uint64_t count, char text[FIGURE])
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, count);
    size_t at = 0;

    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}

static const char *through(void (*print)(struct buffer *, uint64_t), uint64_t value, char text[FIGURE])
{
    struct memory account = { 0 };
    struct buffer out;

    buffer_init(&out, &account);
    print(&out, value);
    snprintf(text, FIGURE, "%.*s", SLICE_ARG(buffer_slice(&out)));
    buffer_done(&out);
    return text;
}

const char *figure_count(uint64_t count, char text[FIGURE])
{
    return count < 1000000 ? figure_exact(count, text) : through(text_count, count, text);
}

const char *figure_bytes(uint64_t bytes, char text[FIGURE])
{
    return through(text_bytes, bytes, text);
}

const char *figure_things(uint64_t count, const char *one, const char *many, char text[FIGURE])
{
    char number[FIGURE];

    snprintf(text, FIGURE, "%s %.20s", figure_exact(count, number), count == 1 ? one : many);
    return text;
}

const char *figure_share(uint64_t part, uint64_t whole, char text[FIGURE])
{
    double percent = whole ? 100.0 * (double)part / (double)whole : 0;

    if (part == 0)
        text[0] = '\0';
    else if (part == whole)
        snprintf(text, FIGURE, "100%%");
    else if (percent < 1)
        snprintf(text, FIGURE, "<1%%");
    else if (percent > 99)
        snprintf(text, FIGURE, ">99%%");
    else
        snprintf(text, FIGURE, "%.0f%%", percent);
    return text;
}

const char *figure_duration(uint64_t nanoseconds, char text[FIGURE])
{
    double seconds = (double)nanoseconds / 1e9;

    if (nanoseconds == 0)
        snprintf(text, FIGURE, "unknown");
    else if (seconds < 1e-3)
        snprintf(text, FIGURE, "%.0f us", seconds * 1e6);
    else if (seconds < 1)
        snprintf(text, FIGURE, seconds < 0.01 ? "%.1f ms" : "%.0f ms", seconds * 1e3);
    else
        snprintf(text, FIGURE, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    return text;
}

static const char *moment(int64_t time, size_t len, char text[FIGURE])
{
    char whole[CLOCK_TEXT];

    text[0] = '\0';
    if (time == 0)
        return text;
    clock_format(time, false, whole);
    if (strlen(whole) < len)
        len = strlen(whole);
    memcpy(text, whole, len);
    text[len] = '\0';
    if (len > 10)
        text[10] = ' ';
    return text;
}

const char *figure_day(int64_t time, char text[FIGURE])
{
    return moment(time, 10, text);
}

const char *figure_moment(int64_t time, char text[FIGURE])
{
    return moment(time, 19, text);
}

const char *figure_span(int64_t first, int64_t last, char text[FIGURE])
{
    char from[FIGURE], to[FIGURE];

    figure_day(first, from);
    figure_day(last, to);
    if (strcmp(from, to) == 0)
        snprintf(text, FIGURE, "%.20s", from);
    else
        snprintf(text, FIGURE, "%.20s to %.20s", from, to);
    return text;
}

bool ledger_closes(const struct ledger *ledger)
{
    for (int unit = 0; unit < LEDGER_UNITS; unit++) {
        if (ledger_open(ledger, (enum ledger_unit)unit) != 0)
            return false;
    }
    return true;
}

/* "3 packets", "1 body" */
static const char *figure_units(uint64_t count, enum ledger_unit unit, char text[FIGURE])
{
    const char *many = ledger_unit_name(unit);
    char one[FIGURE];

    snprintf(one, sizeof one, "%.*s", (int)strlen(many) - 1, many);
    return figure_things(count, unit == LEDGER_BODIES ? "body" : one, many, text);
}

static void losses(struct buffer *out, const struct ledger *ledger)
{
    const char *before = " Not analysed: ";
    char number[FIGURE];

    for (int loss = 0; loss < LEDGER_LOSSES; loss++) {
        enum ledger_unit unit = ledger_loss_unit((enum ledger_loss)loss);

        if (ledger->lost[loss] == 0)
            continue;
        buffer_text(out, before);
        if (unit == LEDGER_BYTES)
            buffer_text(out, figure_bytes(ledger->lost[loss], number));
        else
            buffer_text(out, figure_units(ledger->lost[loss], unit, number));
        buffer_printf(out, " %s", ledger_loss_name((enum ledger_loss)loss));
        before = ", ";
    }
    buffer_text(out, *before == ' ' ? " Nothing was lost." : ".");
}

void ledger_sentence(struct buffer *out, const struct ledger *ledger)
{
    uint64_t seen = ledger->seen[LEDGER_EXCHANGES], analysed = ledger->analysed[LEDGER_EXCHANGES];
    char number[FIGURE], other[FIGURE];

    if (seen == analysed)
        buffer_text(out, figure_things(seen, "exchange", "exchanges", number));
    else
        buffer_printf(out, "%s of %s", figure_exact(analysed, other),
                      figure_things(seen, "exchange", "exchanges", number));
    buffer_text(out, " analysed.");
    losses(out, ledger);
    if (!ledger_closes(ledger))
        buffer_text(out, " These figures do not add up: please report it.");
}
