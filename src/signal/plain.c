/* SPDX-License-Identifier: Apache-2.0 */
/* What travelled as http, and whether others could read it. */
#include "exchange/network.h"
#include "signal/signal.h"

static bool is_loopback(const struct address *address)
{
    static const uint8_t ipv6[16] = { [15] = 1 };

    return address->family == 4 ? address->bytes[0] == 127
                                : address->family == 6 && memcmp(address->bytes, ipv6, sizeof ipv6) == 0;
}

/* Names that only an own network resolves. */
static bool is_local_name(struct slice authority)
{
    static const struct slice ends[] = { SLICE_TEXT(".local"),   SLICE_TEXT(".internal"),
                                         SLICE_TEXT(".lan"),     SLICE_TEXT(".localhost"),
                                         SLICE_TEXT(".home"),    SLICE_TEXT(".corp"),
                                         SLICE_TEXT(".test"),    SLICE_TEXT(".svc"),
                                         SLICE_TEXT(".intranet") };
    struct slice host = authority;
    struct address address;

    if (address_parse(authority, &address))
        return !network_is_public(&address);
    host = slice_cut(&host, ':');
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends_with_nocase(host, ends[i]))
            return true;
    return host.len == 0 || !memchr(host.at, '.', host.len);
}

/* Signs that the caller spoke https, and somebody in between ended it: what proxies say, and what servers and browsers do only
 * where it is so: a page of https cannot call http. */
static bool is_behind_tls(const struct signal_reading *reading)
{
    if (slice_starts_with_nocase(fields_value(reading->request, FIELD_ID_x_forwarded_proto),
                                 SLICE("https")) ||
        slice_contains_nocase(fields_value(reading->request, FIELD_ID_forwarded), SLICE("proto=https")) ||
        fields_have(reading->response, FIELD_ID_strict_transport_security))
        return true;
    return slice_starts_with(fields_value(reading->request, FIELD_ID_origin), SLICE("https://"));
}

/* The port that the caller asked for is the one it reached: nothing translated it on the way. */
static bool is_direct(const struct exchange *exchange)
{
    struct slice port = exchange->authority, host = slice_cut(&port, ':');
    unsigned long long number = 80;

    return host.len && (port.len == 0 || slice_to_u64(port, UINT16_MAX, &number)) &&
           number == exchange->server.port;
}

static bool is_open_to_readers(const struct signal_reading *reading)
{
    const struct exchange *exchange = reading->exchange;

    if (is_loopback(&exchange->client) || is_loopback(&exchange->server) || is_behind_tls(reading))
        return false;
    if (network_is_public(&exchange->server))
        return true;
    if (exchange->server.family == 0) /* recorded where the caller is: a browser, a proxy of a tester */
        return !is_local_name(exchange->authority);
    return network_is_public(&exchange->client) && is_direct(exchange) &&
           !(reading->request->present &
             (FIELD_BIT(x_forwarded_for) | FIELD_BIT(forwarded) | FIELD_BIT(via)));
}

void signal_plain(struct signal_reading *reading)
{
    if (signal_is_https(reading))
        return;
    signal_mark(reading, MARK_plain);
    if (reading->credential_count == 0)
        return;
    signal_mark(reading, MARK_plain_credential);
    if (is_open_to_readers(reading))
        signal_mark(reading, MARK_plain_credential_open);
}
