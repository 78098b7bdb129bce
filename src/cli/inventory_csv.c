/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/inventory_print.h"

#include "base/clock.h"
#include "base/text.h"

#include <inttypes.h>

static void field(struct buffer *out, struct slice text)
{
    text_csv(out, text);
    buffer_byte(out, ',');
}

static void time_field(struct buffer *out, int64_t time)
{
    char text[CLOCK_TEXT] = "";

    if (time)
        clock_format(time, true, text);
    field(out, slice_of(text));
}

static void row(const struct listing *listing, const struct service *service, const struct endpoint *endpoint)
{
    struct buffer *out = &listing->invocation->out->text, words;

    buffer_init(&words, listing->invocation->account);
    field(out, service->key);
    field(out, endpoint->method);
    field(out, endpoint->path);
    buffer_printf(out, "%" PRIu64 ",", endpoint->support.count);
    time_field(out, endpoint->support.first);
    time_field(out, endpoint->support.last);
    for (int i = 0; i < 6; i++)
        buffer_printf(out, "%" PRIu64 ",", endpoint->by_class[i]);
    security_words(&words, endpoint);
    field(out, buffer_slice(&words));
    buffer_reset(&words);
    parameter_words(&words, endpoint);
    field(out, buffer_slice(&words));
    field(out, endpoint->version);
    buffer_printf(out, "%s,%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",", endpoint->deprecated ? "true" : "false",
                  endpoint->consumers, endpoint->request_bytes, endpoint->response_bytes);
    buffer_reset(&words);
    listing_data(listing, endpoint, SIZE_MAX, &words);
    field(out, buffer_slice(&words));
    text_csv(out, endpoint->id);
    buffer_text(out, "\r\n"); /* RFC 4180 2.1 */
    buffer_done(&words);
    output_pace(listing->invocation->out);
}

void inventory_csv(const struct listing *listing)
{
    const struct inventory *inventory = listing->knowledge->inventory;

    buffer_text(&listing->invocation->out->text,
                "service,method,path,calls,first_seen,last_seen,no_answer,"
                "1xx,2xx,3xx,4xx,5xx,security,parameters,version,"
                "deprecated,consumers,request_bytes,response_bytes,data,id\r\n");
    for (size_t i = 0; i < inventory->service_count; i++) {
        const struct service *service = &inventory->services[i];

        if (!knowledge_selects(listing->knowledge, service))
            continue;
        for (size_t j = 0; j < service->endpoint_count; j++) {
            if (listing_shows(listing, &service->endpoints[j]))
                row(listing, service, &service->endpoints[j]);
        }
    }
}
