/* SPDX-License-Identifier: Apache-2.0 */
#include "visit.h"

#include "gzip.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define MILLISECOND 1000000LL

struct scratch {
    void **pieces;
    size_t count;
};

struct scratch *scratch_new(void)
{
    struct scratch *scratch = grab(NULL, sizeof *scratch);

    *scratch = (struct scratch){ 0 };
    return scratch;
}

void scratch_free(struct scratch *scratch)
{
    for (size_t i = 0; i < scratch->count; i++)
        free(scratch->pieces[i]);
    free(scratch->pieces);
    free(scratch);
}

static void *scratch_keep(struct scratch *scratch, void *piece)
{
    if ((scratch->count & (scratch->count - 1)) == 0)
        scratch->pieces = grab(scratch->pieces, (scratch->count ? scratch->count * 2 : 1) * sizeof(void *));
    scratch->pieces[scratch->count++] = piece;
    return piece;
}

void *scratch_get(struct scratch *scratch, size_t size)
{
    return scratch_keep(scratch, grab(NULL, size));
}

char *scratch_printf(struct scratch *scratch, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        exit(1);
    va_end(args);
    return scratch_keep(scratch, text);
}

static void ask(struct visit *visit, const struct call *call)
{
    const char *body = call->body ? call->body : "";
    char *length = "";

    if (call->body)
        length = scratch_printf(visit->scratch, "Content-Type: %s\r\nContent-Length: %zu\r\n", call->type,
                                strlen(body));
    const char *text = scratch_printf(
        visit->scratch, "%s %s HTTP/%s\r\nHost: %s\r\nUser-Agent: %s\r\nAccept: */*\r\n%s%s%s\r\n%s",
        call->method, call->target, call->framing == FRAMING_UNTIL_CLOSE ? "1.0" : "1.1", visit->host,
        visit->agent, visit->credentials ? visit->credentials : "", call->headers ? call->headers : "",
        length, body);

    talk_send(&visit->talk, true, text, strlen(text), TROUBLE_NONE);
}

static const char *reason_of(unsigned status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Unknown";
    }
}

/* Chunks of a size that depends on the body alone, with an extension now and then and a trailer at the end. */
static char *chunked(struct visit *visit, const char *body, size_t len, size_t *ret_len)
{
    size_t piece = len / 3 + 7, at = 0;
    char *out = scratch_get(visit->scratch, len + 256);
    size_t out_len = 0;

    for (; at < len; at += piece) {
        size_t size = len - at < piece ? len - at : piece;

        out_len += (size_t)sprintf(out + out_len, "%zx%s\r\n", size, at ? "" : ";name=first");
        memcpy(out + out_len, body + at, size);
        out_len += size;
        out_len += (size_t)sprintf(out + out_len, "\r\n");
    }
    out_len += (size_t)sprintf(out + out_len, "0\r\n\r\n");
    *ret_len = out_len;
    return out;
}

static void answer(struct visit *visit, const struct call *call)
{
    const char *body = call->answer ? call->answer : "";
    size_t len = call->answer_len ? call->answer_len : strlen(body);
    bool is_gzip = call->framing == FRAMING_GZIP || call->framing == FRAMING_GZIP_CHUNKED;
    bool is_chunked = call->framing == FRAMING_CHUNKED || call->framing == FRAMING_GZIP_CHUNKED;
    bool bodiless = call->status == 204 || call->status == 304 || !strcmp(call->method, "HEAD");
    uint8_t *packed = NULL;
    char *length = "";

    if (is_gzip && len)
        body = (char *)(packed = gzip_bytes(body, len, &len));
    if (is_chunked && !bodiless)
        body = chunked(visit, body, len, &len);
    if (is_chunked)
        length = "Transfer-Encoding: chunked\r\n";
    else if (call->framing != FRAMING_UNTIL_CLOSE && call->status != 204 && call->status != 304)
        length = scratch_printf(visit->scratch, "Content-Length: %zu\r\n", len);
    const char *head =
        scratch_printf(visit->scratch, "HTTP/%s %u %s\r\nServer: %s\r\n%s%s%s%s%s%s\r\n",
                       call->framing == FRAMING_UNTIL_CLOSE ? "1.0" : "1.1", call->status,
                       reason_of(call->status), call->framing == FRAMING_UNTIL_CLOSE ? "Netra/2.1" : "edge",
                       call->answer ? "Content-Type: " : "", call->answer ? call->answer_type : "",
                       call->answer ? "\r\n" : "", is_gzip && len ? "Content-Encoding: gzip\r\n" : "", length,
                       call->answer_headers ? call->answer_headers : "");
    size_t head_len = strlen(head), total = head_len + (bodiless ? 0 : len);
    char *all = scratch_get(visit->scratch, total + 1);

    memcpy(all, head, head_len);
    if (!bodiless)
        memcpy(all + head_len, body, len);
    talk_send(&visit->talk, false, all, total, call->trouble);
    free(packed);
}

void visit_call(struct visit *visit, const struct call *call)
{
    ask(visit, call);
    visit->talk.time += (2 + dice_below(visit->dice, 60)) * MILLISECOND;
    if (!call->ask_only)
        answer(visit, call);
    visit->talk.time += (20 + dice_below(visit->dice, 900)) * MILLISECOND;
}

void visit_pipeline(struct visit *visit, const struct call *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ask(visit, &calls[i]);
    visit->talk.time += 12 * MILLISECOND;
    for (size_t i = 0; i < count; i++)
        answer(visit, &calls[i]);
    visit->talk.time += 300 * MILLISECOND;
}
