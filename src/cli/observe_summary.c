/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/observe.h"

#include "base/text.h"
#include "cli/figures.h"
#include "store/store.h"

/* Bytes lost under that reason make up most of what was seen. */
static bool mostly(const struct ledger *ledger, enum ledger_loss loss)
{
    enum ledger_unit unit = ledger_loss_unit(loss);

    return ledger->lost[loss] && ledger->lost[loss] * 2 > ledger->seen[unit];
}

static void no_segments(struct buffer *out, const struct ledger *ledger)
{
    char number[FIGURE];

    buffer_printf(out, "none of the %s held TCP that could be read",
                  figure_things(ledger->seen[LEDGER_PACKETS], "packet", "packets", number));
    if (mostly(ledger, LOSS_link_unknown))
        buffer_text(out, ": their link layer or network protocol is one we do not read. Capture on an "
                         "Ethernet or 'any' interface.");
    else if (mostly(ledger, LOSS_not_tcp))
        buffer_text(out,
                    ": they carry something else (UDP, ICMP ...). HTTP/3 runs over UDP and is encrypted.");
    else if (mostly(ledger, LOSS_fragment_missing))
        buffer_text(out, ": they are fragments whose datagrams never became whole.");
    else
        buffer_text(out, ". Was the capture filter right, and the interface the one the API is behind?");
}

static void no_messages(struct buffer *out, const struct ledger *ledger)
{
    char bytes[FIGURE];

    figure_bytes(ledger->seen[LEDGER_BYTES], bytes);
    if (ledger->seen[LEDGER_BYTES] == 0)
        buffer_text(out, "the TCP connections carried no data: handshakes only, or packets without payload.");
    else if (mostly(ledger, LOSS_tls))
        buffer_printf(out,
                      "the %s of payload are TLS, which we cannot read. Capture behind the point that ends "
                      "TLS (load balancer, sidecar), or "
                      "record a HAR file; 'plainsight inventory --blind-spots' lists the hosts.",
                      bytes);
    else if (mostly(ledger, LOSS_not_http))
        buffer_printf(out, "the connections (%s) speak something other than HTTP/1.", bytes);
    else if (mostly(ledger, LOSS_stream_unsynchronised) || mostly(ledger, LOSS_gap))
        buffer_printf(out,
                      "the streams (%s) begin in the middle or miss too much for a message to be found. Were "
                      "packets dropped while capturing?",
                      bytes);
    else
        buffer_printf(out, "no HTTP message was found in %s of payload.", bytes);
}

static void no_exchanges(struct buffer *out, const struct ledger *ledger)
{
    char number[FIGURE];

    if (mostly(ledger, LOSS_request_unanswered))
        buffer_printf(out,
                      "only requests were captured (%s), no response: one direction is missing. Mirror both "
                      "directions of the port.",
                      figure_exact(ledger->lost[LOSS_request_unanswered], number));
    else if (mostly(ledger, LOSS_response_unasked))
        buffer_printf(out,
                      "only responses were captured (%s), no request: one direction is missing. Mirror both "
                      "directions of the port.",
                      figure_exact(ledger->lost[LOSS_response_unasked], number));
    else if (mostly(ledger, LOSS_memory_limit))
        buffer_text(out, "the memory ceiling was met before anything could be learned: raise --memory.");
    else if (mostly(ledger, LOSS_message_incomplete))
        buffer_text(out, "every HTTP message was cut off by the end of the capture or a gap.");
    else if (mostly(ledger, LOSS_message_malformed))
        buffer_text(out, "what looked like HTTP/1 is malformed.");
    else
        buffer_text(out, "no request could be matched with its response.");
}

void observe_why_nothing(struct buffer *out, const struct engine_report *report)
{
    const struct ledger *ledger = &report->ledger;
    char number[FIGURE];

    if (ledger->seen[LEDGER_EXCHANGES] || ledger->seen[LEDGER_MESSAGES])
        no_exchanges(out, ledger);
    else if (ledger->seen[LEDGER_RECORDS] && mostly(ledger, LOSS_record_malformed))
        buffer_printf(out, "none of the %s could be understood.",
                      figure_things(ledger->seen[LEDGER_RECORDS], "record", "records", number));
    else if (ledger->seen[LEDGER_SEGMENTS])
        no_messages(out, ledger);
    else if (ledger->seen[LEDGER_PACKETS])
        no_segments(out, ledger);
    else
        buffer_text(out, "the input is empty: no packet and no record in it.");
}

static void print_line(struct invocation *invocation, struct buffer *line)
{
    struct slice text = arena_copy(invocation->arena, buffer_slice(line));

    output_wrap(invocation->out, 0, 0, text);
    buffer_reset(line);
}

static void print_next(struct output *out, const char *database)
{
    bool is_default = strcmp(database, STORE_DEFAULT_PATH) == 0;

    buffer_text(&out->text, "\nNext:\n");
    for (int i = 0; i < 2; i++) {
        buffer_text(&out->text, i ? "  plainsight openapi -o docs/" : "  plainsight inventory");
        if (!is_default) {
            buffer_text(&out->text, " --db ");
            output_escaped(out, slice_of(database));
        }
        buffer_byte(&out->text, '\n');
    }
}

void observe_summary(struct invocation *invocation, const struct engine_report *report, const char *database)
{
    struct output *out = invocation->out;
    uint64_t learned = report->ledger.analysed[LEDGER_EXCHANGES];
    struct buffer line;
    char a[FIGURE], b[FIGURE], c[FIGURE];

    buffer_init(&line, invocation->account);
    if (learned == 0) {
        buffer_text(&line, report->ledger.seen[LEDGER_EXCHANGES] ? "No exchange is whole: "
                                                                 : "Nothing was learned: ");
        observe_why_nothing(&line, report);
        print_line(invocation, &line);
    }
    if (learned || report->services) {
        if (learned)
            buffer_printf(&line, "%s read in %.1f s. ",
                          figure_things(report->exchanges, "exchange", "exchanges", a), report->wall_seconds);
        buffer_printf(&line, "The database knows %s with %s",
                      figure_things(report->services, "service", "services", b),
                      figure_things(report->endpoints, "endpoint", "endpoints", c));
        if (report->blind_spots)
            buffer_printf(&line, ", and %s it cannot read (TLS)",
                          figure_things(report->blind_spots, "host", "hosts", a));
        buffer_byte(&line, '.');
        print_line(invocation, &line);
    }
    buffer_text(&line, "Ledger: ");
    ledger_sentence(&line, &report->ledger);
    print_line(invocation, &line);
    buffer_text(&line, "Database: ");
    text_escape(&line, slice_of(database));
    print_line(invocation, &line);
    buffer_done(&line);
    if (report->services || report->blind_spots)
        print_next(out, database);
}
