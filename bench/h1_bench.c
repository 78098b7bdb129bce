/* SPDX-License-Identifier: Apache-2.0 */
/* What reading heads costs: CPU nanoseconds a head, a header and an exchange, best of several rounds. Prints one line
 * each. Usage: h1_bench [rounds] */
#include "http/h1.h"
#include "http/head.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TIMES 200000

static const char request[] =
    "GET /api/v2/customers/8f14e45f-ceea-467a-9a36-dedd4bea2543/orders?page=3&limit=50 HTTP/1.1\r\n"
    "Host: api.example.com\r\n"
    "User-Agent: example-client/4.12 (linux; x86_64)\r\n"
    "Accept: application/json\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Authorization: Bearer 0123456789abcdef0123456789abcdef0123456789abcdef\r\n"
    "X-Request-Id: 7b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\r\n"
    "Connection: keep-alive\r\n\r\n";
static const char response[] = "HTTP/1.1 200 OK\r\n"
                               "Date: Tue, 24 Nov 2026 06:00:00 GMT\r\n"
                               "Content-Type: application/json; charset=utf-8\r\n"
                               "Content-Length: 33\r\n"
                               "Connection: keep-alive\r\n"
                               "Cache-Control: no-store\r\n"
                               "ETag: W/\"5f-4b2d9b5dab8dfbbd4bed\"\r\n"
                               "Vary: Accept-Encoding\r\n"
                               "Server: nginx\r\n\r\n"
                               "{\"items\":[],\"page\":3,\"total\":117}";

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static enum h1_asked on_asked(void *context)
{
    return H1_ASKED_OTHER;
}

static void on_message(void *context, const struct h1_message *message)
{
    *(uint64_t *)context += message->message.header_count + message->message.body.len;
}

static double time_heads(const char *text, size_t len, bool is_response, size_t *headers)
{
    struct header room[64];
    struct head head = { .headers = room, .header_room = 64 };
    double start = seconds();

    for (size_t i = 0; i < TIMES; i++)
        if (head_read((struct slice){ text, len }, is_response, &head) != STEP_DONE)
            abort();
    *headers = head.header_count;
    return (seconds() - start) / TIMES * 1e9;
}

static double time_exchanges(struct h1 *h1, uint64_t *sum, const char *req, const char *res)
{
    struct h1_half halves[2];
    double start = seconds();

    for (int side = 0; side < 2; side++)
        h1_half_init(&halves[side], side);
    for (size_t i = 0; i < TIMES; i++) {
        h1_feed(h1, &halves[0], sum, (struct slice){ req, sizeof request - 1 }, 0);
        h1_feed(h1, &halves[1], sum, (struct slice){ res, sizeof response - 1 }, 0);
    }
    return (seconds() - start) / TIMES * 1e9;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

int main(int count, char **arguments)
{
    static const struct h1_listener listener = { on_asked, NULL, on_message, NULL };
    static char req[sizeof request + BODY_SLACK], res[sizeof response + BODY_SLACK];
    long rounds = count > 1 ? strtol(arguments[1], NULL, 10) : 7;
    double request_head = 1e9, response_head = 1e9, exchange = 1e9;
    size_t request_headers = 0, response_headers = 0;
    struct memory account = { 0 };
    uint64_t sum = 0;
    struct h1 h1;

    memcpy(req, request, sizeof request);
    memcpy(res, response, sizeof response);
    if (!h1_init(&h1, NULL, &listener, &account))
        return 1;
    for (long i = 0; i < rounds; i++) {
        request_head = least(request_head, time_heads(req, sizeof request - 1, false, &request_headers));
        response_head = least(response_head, time_heads(res, sizeof response - 1, true, &response_headers));
        exchange = least(exchange, time_exchanges(&h1, &sum, req, res));
    }
    h1_done(&h1);
    printf("request head   %6.1f ns, %4.1f ns a header (%zu)\n", request_head,
           request_head / (double)request_headers, request_headers);
    printf("response head  %6.1f ns, %4.1f ns a header (%zu)\n", response_head,
           response_head / (double)response_headers, response_headers);
    printf("exchange       %6.1f ns, both messages through h1_feed\n", exchange);
    return sum == 0;
}
