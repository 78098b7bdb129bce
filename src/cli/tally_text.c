/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/tally_text.h"

#include "cli/figures.h"

void tally_text_open(struct buffer *out, const struct tally *tally)
{
    const char *before = "";
    char figure[FIGURE];

    for (int severity = SEVERITIES - 1; severity >= 0; severity--) {
        if (tally->severities[severity] == 0)
            continue;
        buffer_printf(out, "%s%zu %s", before, tally->severities[severity],
                      severity_name((enum severity)severity));
        before = ", ";
    }
    if (tally->new)
        buffer_printf(out, "; %s new", figure_exact(tally->new, figure));
    if (tally->failing == 0)
        buffer_text(out, "; none fails");
    else if (tally->failing < tally->open)
        buffer_printf(out, "; %s %s", figure_exact(tally->failing, figure),
                      tally->failing == 1 ? "fails" : "fail");
}

void tally_text_hidden(struct buffer *out, const struct tally *tally)
{
    size_t start = out->len;
    char figure[FIGURE];

    if (tally->accepted)
        buffer_printf(out, "%s accepted", figure_exact(tally->accepted, figure));
    if (tally->fixed)
        buffer_printf(out, "%s%s fixed", tally->accepted ? ", " : "", figure_exact(tally->fixed, figure));
    if (out->len > start)
        buffer_text(out, ": --all shows them.");
    if (tally->filtered) {
        buffer_printf(out, "%s%s filtered out", out->len > start ? " " : "",
                      figure_things(tally->filtered, tally->one, tally->many, figure));
        if (tally->failing_unseen)
            buffer_printf(out, ", %s of them failing", figure_exact(tally->failing_unseen, figure));
        buffer_byte(out, '.');
    }
}
