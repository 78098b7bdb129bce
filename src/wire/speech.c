/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/speech.h"

#define SNIFF_MOST 256

/* The first bytes of either side, while they are too few to say what they are. */
struct sniffed {
    uint16_t len[2];
    int64_t time[2];
    uint32_t acknowledged[2];
    char bytes[2][SNIFF_MOST + BODY_SLACK];
};

unsigned flow_server(const struct flow *flow)
{
    if (flow->client != CLIENT_UNKNOWN)
        return !flow->client;
    return flow->key.port[1] < flow->key.port[0]; /* the lower port is more likely a service's */
}

static void lose(struct speech *speech, enum ledger_loss loss, uint64_t bytes)
{
    speech->ledger->lost[loss] += bytes;
}

static void become(struct flow *flow, enum flow_state state)
{
    flow->state = (uint8_t)state;
    if (state == FLOW_OTHER || state == FLOW_UPGRADED)
        flow->flags |= FLOW_COUNTS;
}

static void lurk(struct flow *flow)
{
    become(flow, FLOW_LURKING);
    flow->flags |= FLOW_MIDSTREAM;
}

/* The pairing goes as soon as nothing hangs on it. */
static void settle_http(struct speech *speech, struct flow *flow)
{
    bool upgraded = pairing_is_upgraded(flow->pairing);

    if (!upgraded && !pairing_is_idle(flow->pairing))
        return;
    pairing_free(&speech->pairings, flow->pairing);
    flow->pairing = NULL;
    flow->segments = 0;
    if (upgraded)
        become(flow, FLOW_UPGRADED);
}

/* No memory for a pairing: until the next message that can be read from its start. */
static bool need_pairing(struct speech *speech, struct flow *flow)
{
    if (!flow->pairing)
        flow->pairing = pairing_new(&speech->pairings, false, false);
    if (!flow->pairing)
        lurk(flow);
    return flow->pairing != NULL;
}

static void http_bytes(struct speech *speech, struct flow *flow, unsigned side, struct slice bytes,
                       int64_t time, uint32_t acknowledged)
{
    if (!need_pairing(speech, flow)) {
        flow->counted += bytes.len;
        return;
    }
    pairing_bytes(&speech->pairings, flow, side != flow->client, bytes, time, acknowledged);
    settle_http(speech, flow);
}

/* The flow speaks HTTP: `side` begins a message `fresh` bytes ago, the other side too unless its beginning is missing. */
static void start_http(struct speech *speech, struct flow *flow, unsigned side, unsigned client, size_t fresh)
{
    bool midstream = flow->flags & FLOW_MIDSTREAM;
    uint32_t responses_at = flow->sides[!client].next - (side != client ? (uint32_t)fresh : 0);

    flow->client = (uint8_t)client;
    flow->flags |= FLOW_SPOKE;
    lose(speech, LOSS_stream_unsynchronised, flow->counted);
    flow->counted = 0;
    become(flow, FLOW_HTTP);
    flow->pairing = NULL;
    if (midstream)
        flow->pairing = pairing_new(&speech->pairings, side != client, side == client);
    if (flow->pairing && flow->flags & FLOW_UNHEARD)
        pairing_requests_lost(flow->pairing, responses_at);
}

static void tls_bytes_of(struct speech *speech, struct flow *flow, unsigned side, struct slice bytes)
{
    flow->counted += bytes.len;
    lose(speech, LOSS_tls, bytes.len);
    if (flow->flags & FLOW_COUNTS)
        return;
    if (!flow->tls || tls_bytes(flow->tls, speech->pool, side != flow_server(flow), bytes))
        flow->flags |= FLOW_COUNTS;
}

static void start_tls(struct speech *speech, struct flow *flow)
{
    lose(speech, LOSS_tls, flow->counted); /* lurked through */
    become(flow, FLOW_TLS);
    flow->tls = tls_new(speech->pool);
}

struct verdict {
    enum flow_state state; /* FLOW_SNIFFING: not enough bytes */
    unsigned client;       /* of FLOW_HTTP */
};

/* The first bytes of a connection whose beginning was captured; the client is known. */
static struct verdict judge(const struct flow *flow, unsigned side, struct slice bytes)
{
    const struct slice preface = SLICE("PRI * "); /* HTTP/2 (RFC 9113 3.4) */
    bool asks = side == flow->client;
    enum step tls = tls_looks_like(bytes, false), http;

    if (tls == STEP_DONE)
        return (struct verdict){ FLOW_TLS, 0 };
    if (asks && slice_starts_with(bytes, preface))
        return (struct verdict){ FLOW_OTHER, 0 };
    http = asks ? h1_looks_like_request(bytes) : h1_looks_like_response(bytes);
    if (http == STEP_DONE && !(asks && slice_starts_with(preface, bytes)))
        return (struct verdict){ FLOW_HTTP, flow->client };
    if ((http == STEP_BAD && tls == STEP_BAD) || bytes.len >= SNIFF_MOST)
        return (struct verdict){ FLOW_OTHER, 0 };
    return (struct verdict){ FLOW_SNIFFING, 0 };
}

/* Bytes from somewhere in the middle: only a clear beginning counts. */
static struct verdict judge_midstream(const struct flow *flow, unsigned side, struct slice bytes)
{
    if (h1_looks_like_response(bytes) == STEP_DONE && flow->client != side)
        return (struct verdict){ FLOW_HTTP, !side };
    if (h1_looks_like_request(bytes) == STEP_DONE && flow->client != !side)
        return (struct verdict){ FLOW_HTTP, side };
    if (tls_looks_like(bytes, true) == STEP_DONE && !(flow->flags & FLOW_SPOKE))
        return (struct verdict){ FLOW_TLS, 0 };
    return (struct verdict){ FLOW_LURKING, 0 };
}

static void speak(struct speech *speech, struct flow *flow, unsigned side, struct slice bytes, int64_t time,
                  uint32_t acknowledged)
{
    switch ((enum flow_state)flow->state) {
    case FLOW_HTTP: http_bytes(speech, flow, side, bytes, time, acknowledged); break;
    case FLOW_TLS: tls_bytes_of(speech, flow, side, bytes); break;
    case FLOW_UPGRADED: lose(speech, LOSS_upgraded, bytes.len); break;
    case FLOW_LURKING: flow->counted += bytes.len; break;
    default: lose(speech, LOSS_not_http, bytes.len); break;
    }
}

/* Acts on a verdict that is not FLOW_SNIFFING. */
static void decide(struct speech *speech, struct flow *flow, unsigned side, size_t fresh,
                   struct verdict verdict)
{
    flow->sniffed = NULL;
    if (verdict.state == FLOW_HTTP)
        start_http(speech, flow, side, verdict.client, fresh);
    else if (verdict.state == FLOW_TLS)
        start_tls(speech, flow);
    else if (verdict.state == FLOW_LURKING)
        lurk(flow);
    else
        become(flow, verdict.state);
}

/* What was sniffed goes to who reads it, the side that spoke first before the other. */
static void speak_sniffed(struct speech *speech, struct flow *flow, struct sniffed *sniffed)
{
    unsigned first = sniffed->len[0] && sniffed->len[1] ? sniffed->time[1] < sniffed->time[0] : 0;

    for (int i = 0; i < 2; i++) {
        unsigned side = first ^ (unsigned)i;

        if (sniffed->len[side])
            speak(speech, flow, side, slice_make(sniffed->bytes[side], sniffed->len[side]),
                  sniffed->time[side], sniffed->acknowledged[side]);
    }
    pool_give(speech->pool, sniffed, sizeof *sniffed);
}

static void sniff(struct speech *speech, struct flow *flow, unsigned side, struct slice bytes, int64_t time,
                  uint32_t acknowledged)
{
    struct sniffed *sniffed = flow->state == FLOW_SNIFFING ? flow->sniffed : NULL;
    struct slice seen = bytes;
    char joined[SNIFF_MOST];
    struct verdict verdict;

    if (sniffed && sniffed->len[side]) {
        size_t had = sniffed->len[side], more = SNIFF_MOST - had < bytes.len ? SNIFF_MOST - had : bytes.len;

        memcpy(joined, sniffed->bytes[side], had);
        memcpy(joined + had, bytes.at, more);
        seen = slice_make(joined, had + more);
    }
    verdict = flow->flags & FLOW_MIDSTREAM ? judge_midstream(flow, side, seen) : judge(flow, side, seen);
    if (verdict.state == FLOW_SNIFFING && !sniffed) {
        sniffed = pool_get(speech->pool, sizeof *sniffed);
        if (sniffed)
            sniffed->len[0] = sniffed->len[1] = 0;
        else
            verdict.state = FLOW_LURKING;
    }
    if (verdict.state == FLOW_SNIFFING) {
        if (sniffed->len[side] == 0) {
            sniffed->time[side] = time;
            sniffed->acknowledged[side] = acknowledged;
        }
        memcpy(sniffed->bytes[side] + sniffed->len[side], bytes.at, bytes.len);
        sniffed->len[side] = (uint16_t)seen.len;
        flow->sniffed = sniffed;
        flow->state = FLOW_SNIFFING;
        return;
    }
    decide(speech, flow, side, bytes.len, verdict);
    if (sniffed)
        speak_sniffed(speech, flow, sniffed);
    speak(speech, flow, side, bytes, time, acknowledged);
}

static void on_bytes(void *context, struct flow *flow, unsigned side, struct slice bytes, int64_t time,
                     uint32_t acknowledged)
{
    struct speech *speech = context;

    speech->ledger->seen[LEDGER_BYTES] += bytes.len;
    if (flow->queue != QUEUE_ACTIVE)
        flow_table_queue(speech->table, flow, QUEUE_ACTIVE);
    if (flow->state <= FLOW_SNIFFING)
        sniff(speech, flow, side, bytes, time, acknowledged);
    else
        speak(speech, flow, side, bytes, time, acknowledged);
}

/* What had been sniffed leads nowhere any more. */
static void lose_sniffed(struct speech *speech, struct flow *flow)
{
    struct sniffed *sniffed = flow->sniffed;

    flow->counted += sniffed->len[0] + sniffed->len[1];
    pool_give(speech->pool, sniffed, sizeof *sniffed);
    lurk(flow);
}

static void on_gap(void *context, struct flow *flow, unsigned side, uint32_t count, int64_t time)
{
    struct speech *speech = context;

    speech->ledger->seen[LEDGER_BYTES] += count;
    lose(speech, LOSS_gap, count);
    if (flow->queue != QUEUE_ACTIVE)
        flow_table_queue(speech->table, flow, QUEUE_ACTIVE);
    if (flow->state <= FLOW_SNIFFING && side == flow->client)
        flow->flags |= FLOW_UNHEARD;
    if (flow->state == FLOW_SNIFFING) {
        lose_sniffed(speech, flow);
    } else if (flow->state == FLOW_OPENING) {
        lurk(flow);
    } else if (flow->state == FLOW_HTTP && need_pairing(speech, flow)) {
        pairing_gap(&speech->pairings, flow, side != flow->client, count, time);
        settle_http(speech, flow);
    } else if (flow->state == FLOW_TLS) {
        if (!flow->tls || tls_gap(flow->tls, speech->pool, side != flow_server(flow)))
            flow->flags |= FLOW_COUNTS;
    }
}

static void on_end(void *context, struct flow *flow, unsigned side, int64_t time)
{
    struct speech *speech = context;

    if (flow->state != FLOW_HTTP || !flow->pairing)
        return;
    pairing_end(&speech->pairings, flow, side != flow->client, time);
    settle_http(speech, flow);
}

const struct stream_listener speech_listener = { on_bytes, on_gap, on_end };

static void close_tls(struct speech *speech, struct flow *flow)
{
    struct address server = flow_address(flow, flow_server(flow));
    struct slice name = { "", 0 }, subject = { "", 0 };
    uint16_t version = 0;

    if (flow->tls) {
        name = tls_server_name(flow->tls);
        subject = tls_subject(flow->tls);
        version = tls_version(flow->tls);
    }
    if (speech->tls)
        speech->tls(speech->tls_context, name, subject, version, &server, flow->first, flow->counted);
    tls_free(flow->tls, speech->pool);
}

void speech_close(struct speech *speech, struct flow *flow)
{
    if (flow->state == FLOW_SNIFFING)
        lose_sniffed(speech, flow);
    if (flow->state == FLOW_HTTP && flow->pairing) {
        pairing_close(&speech->pairings, flow, flow->last);
        pairing_free(&speech->pairings, flow->pairing);
    }
    if (flow->state == FLOW_TLS)
        close_tls(speech, flow);
    if (flow->state == FLOW_LURKING)
        lose(speech, flow->flags & FLOW_SPOKE ? LOSS_stream_unsynchronised : LOSS_not_http, flow->counted);
    flow->pairing = NULL;
    flow->counted = 0;
    flow->state = FLOW_CLOSED;
}

bool speech_is_open(const struct flow *flow)
{
    return flow->waiting || flow->state == FLOW_OPENING || flow->state == FLOW_SNIFFING ||
           (flow->state == FLOW_HTTP && flow->pairing);
}
