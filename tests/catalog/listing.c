/* SPDX-License-Identifier: Apache-2.0 */
/* An inventory as text: everything it says, so that two of them can be compared. */
#include "catalog/traffic.h"

#include <inttypes.h>

static void put(struct buffer *out, const char *label, struct slice text)
{
    buffer_printf(out, " %s=", label);
    for (size_t i = 0; i < text.len; i++)
        buffer_printf(out, text.at[i] > ' ' && text.at[i] < 0x7f ? "%c" : "\\x%02x",
                      (unsigned char)text.at[i]);
}

static void put_support(struct buffer *out, const struct support *support)
{
    buffer_printf(out, " %" PRIu64 " (%" PRId64 "..%" PRId64 ")", support->count, support->first,
                  support->last);
}

static void put_values(struct buffer *out, const char *label, const struct values *values)
{
    if (!values)
        return;
    buffer_printf(out, " %s:%" PRIu64 "/%.0f %x %u..%u", label, values->count,
                  sample_distinct(&values->sample), values->possible, values->length_min, values->length_max);
    for (uint32_t i = 0; i < values->sample.count; i++) {
        const struct sample_entry *entry = &values->sample.entries[i];

        put(out, "", slice_make(entry->text, entry->len));
        buffer_printf(out, "*%" PRIu64, entry->count);
    }
}

static void put_field(struct buffer *out, const struct field *field, unsigned depth)
{
    size_t cursor = 0;
    const struct field *member;

    buffer_printf(out, "\n%*s", (int)(8 + 2 * depth), "");
    put(out, "key", field->key);
    buffer_printf(out, " %" PRIu64, field->present);
    for (int i = 0; i < TYPES; i++)
        buffer_printf(out, "%c%" PRIu64, i ? ',' : ' ', field->types[i]);
    put_values(out, "values", field->values);
    put_values(out, "numbers", field->numbers);
    if (field->items)
        put_field(out, field->items, depth + 1);
    while (field->children && (member = schema_next(field, &cursor)))
        put_field(out, member, depth + 1);
    if (field->other)
        put_field(out, field->other, depth + 1);
}

static void put_parameters(struct buffer *out, const struct parameter *parameters, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct parameter *parameter = &parameters[i];

        buffer_printf(out, "\n      parameter %d", parameter->place);
        put(out, "name", parameter->name);
        buffer_printf(out, " required=%d list=%d comma=%d of=%" PRIu64, parameter->required,
                      parameter->is_list, parameter->is_comma_list, parameter->of);
        put_support(out, &parameter->support);
        put_field(out, parameter->field, 0);
    }
}

static void put_contents(struct buffer *out, const struct content *contents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_printf(out, "\n      content kind=%d", contents[i].kind);
        put(out, "type", contents[i].media_type);
        put(out, "xml", contents[i].xml_root);
        put(out, "namespace", contents[i].xml_namespace);
        put_support(out, &contents[i].support);
        if (contents[i].schema)
            put_field(out, schema_root(contents[i].schema), 0);
    }
}

static void put_endpoint(struct buffer *out, const struct endpoint *endpoint)
{
    put(out, "\n    method", endpoint->method);
    put(out, "path", endpoint->path);
    put(out, "id", endpoint->id);
    put(out, "version", endpoint->version);
    put_support(out, &endpoint->support);
    for (size_t i = 0; i < 6; i++)
        buffer_printf(out, " %zuxx=%" PRIu64, i, endpoint->by_class[i]);
    buffer_printf(out, " bytes=%" PRIu64 "/%" PRIu64 " latency=%" PRIu64 "/%" PRIu64 " consumers=%" PRIu64,
                  endpoint->request_bytes, endpoint->response_bytes, endpoint->latency_p50,
                  endpoint->latency_p95, endpoint->consumers);
    buffer_printf(out, " required=%d anonymous=%" PRIu64 " secured=%d deprecated=%d",
                  endpoint->request_required, endpoint->anonymous_accepted, endpoint->security_required,
                  endpoint->deprecated);
    for (size_t i = 0; i < endpoint->security_count; i++) {
        put(out, "scheme", endpoint->security[i].scheme->id);
        buffer_printf(out, "*%" PRIu64, endpoint->security[i].accepted);
    }
    put_parameters(out, endpoint->parameters, endpoint->parameter_count);
    put_contents(out, endpoint->requests, endpoint->request_count);
    for (size_t i = 0; i < endpoint->response_count; i++) {
        buffer_printf(out, "\n     status %u", endpoint->responses[i].status);
        put_support(out, &endpoint->responses[i].support);
        put_contents(out, endpoint->responses[i].contents, endpoint->responses[i].content_count);
        put_parameters(out, endpoint->responses[i].headers, endpoint->responses[i].header_count);
    }
}

static void put_ledger(struct buffer *out, const struct ledger *ledger)
{
    for (size_t i = 0; i < LEDGER_UNITS; i++)
        buffer_printf(out, " %" PRIu64 "=%" PRIu64, ledger->seen[i], ledger->analysed[i]);
    for (size_t i = 0; i < LEDGER_LOSSES; i++)
        if (ledger->lost[i])
            buffer_printf(out, " %s=%" PRIu64, ledger_loss_name((enum ledger_loss)i), ledger->lost[i]);
}

static void put_service(struct buffer *out, const struct service *service)
{
    put(out, "\nservice", service->key);
    put(out, "host", service->host);
    buffer_printf(out, " port=%u", service->port);
    put_support(out, &service->support);
    put_ledger(out, &service->ledger);
    for (size_t i = 0; i < service->server_count; i++)
        put(out, "server", service->servers[i]);
    for (size_t i = 0; i < service->scheme_count; i++) {
        put(out, "\n  scheme", service->schemes[i].id);
        put(out, "name", service->schemes[i].name);
        buffer_printf(out, " kind=%d place=%d jwt=%d", service->schemes[i].kind, service->schemes[i].place,
                      service->schemes[i].is_jwt);
        put_support(out, &service->schemes[i].support);
    }
    for (size_t i = 0; i < NOISE_KINDS; i++) {
        buffer_printf(out, "\n  noise %s %" PRIu64 " %" PRIu64, noise_name(service->noise[i].kind),
                      service->noise[i].count, service->noise[i].paths);
        for (size_t j = 0; j < service->noise[i].example_count; j++)
            put(out, "example", service->noise[i].examples[j]);
    }
    for (size_t i = 0; i < service->endpoint_count; i++)
        put_endpoint(out, &service->endpoints[i]);
}

void listing_write(const struct inventory *inventory, struct buffer *out)
{
    put_ledger(out, &inventory->ledger);
    put_support(out, &inventory->support);
    for (size_t i = 0; i < inventory->service_count; i++)
        put_service(out, &inventory->services[i]);
    for (size_t i = 0; i < inventory->blind_spot_count; i++) {
        put(out, "\nblind", inventory->blind_spots[i].name);
        put(out, "by", inventory->blind_spots[i].evidence);
        put_support(out, &inventory->blind_spots[i].support);
        buffer_printf(out, " %" PRIu64 " %" PRIu64, inventory->blind_spots[i].connections,
                      inventory->blind_spots[i].bytes);
        for (size_t j = 0; j < TLS_VERSIONS; j++)
            buffer_printf(out, " %" PRIu64, inventory->blind_spots[i].versions[j]);
    }
    buffer_byte(out, '\n');
}
