/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/exchange.h"

#include <arpa/inet.h>
#include <stdio.h>

struct slice message_header(const struct message *message, struct slice name)
{
    for (size_t i = 0; i < message->header_count; i++)
        if (slice_eq_nocase(message->headers[i].name, name))
            return message->headers[i].value;
    return (struct slice){ NULL, 0 };
}

void address_format(const struct address *address, bool with_port, char text[ADDRESS_TEXT])
{
    char host[INET6_ADDRSTRLEN] = "?";

    /* inet_ntop writes the form of RFC 5952: lower case, longest run of zeros as "::". */
    if (address->family)
        inet_ntop(address->family == 4 ? AF_INET : AF_INET6, address->bytes, host, sizeof host);
    if (!with_port || address->port == 0)
        snprintf(text, ADDRESS_TEXT, "%s", host);
    else
        snprintf(text, ADDRESS_TEXT, address->family == 6 ? "[%s]:%u" : "%s:%u", host, address->port);
}

static bool parse_host(struct slice host, struct address *ret)
{
    char text[INET6_ADDRSTRLEN];

    if (host.len == 0 || host.len >= sizeof text || memchr(host.at, '\0', host.len))
        return false;
    memcpy(text, host.at, host.len);
    text[host.len] = '\0';
    if (inet_pton(AF_INET, text, ret->bytes) == 1)
        ret->family = 4;
    else if (inet_pton(AF_INET6, text, ret->bytes) == 1)
        ret->family = 6;
    return ret->family != 0;
}

bool address_parse(struct slice text, struct address *ret)
{
    struct address address = { .family = 0 };
    struct slice host = text, port = { NULL, 0 };
    unsigned long long number = 0;

    if (text.len && text.at[0] == '[') {
        const char *end = memchr(text.at, ']', text.len);

        if (!end)
            return false;
        host = slice_make(text.at + 1, (size_t)(end - text.at - 1));
        port = slice_make(end + 1, (size_t)(text.at + text.len - end - 1));
        if (port.len && port.at[0] != ':')
            return false;
    } else {
        const char *colon = text.len ? memchr(text.at, ':', text.len) : NULL;
        size_t before = colon ? (size_t)(colon - text.at) : text.len;

        /* One colon: a port. Several: IPv6 without brackets, and no port. */
        if (colon && !memchr(colon + 1, ':', text.len - before - 1)) {
            host.len = before;
            port = slice_make(colon, text.len - before);
        }
    }
    if (port.len && !slice_to_u64(slice_make(port.at + 1, port.len - 1), UINT16_MAX, &number))
        return false;
    if (!parse_host(host, &address))
        return false;
    address.port = (uint16_t)number;
    *ret = address;
    return true;
}
