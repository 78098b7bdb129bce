/* SPDX-License-Identifier: Apache-2.0 */
/* URLs that a request asks the server to do something with (CWE-918). Where one leads is told by its own text: nothing is asked. */
#include "signal/sent.h"

#include "exchange/network.h"
#include "http/url.h"
#include "signal/words.h"

/* Members that name a vocabulary or say what a resource is: URLs by nature, and nobody fetches them. */
static bool is_vocabulary(struct slice name)
{
    static const char *const names[] = { "id",     "type",     "iss",   "aud",       "href",    "self",
                                         "scope",  "rel",      "xmlns", "namespace", "schema",  "profile",
                                         "issuer", "audience", "sub",   "origin",    "referer", "referrer" };

    return name.at[0] == '@' || name.at[0] == '$' || SLICE_AMONG_NOCASE(name, names);
}

/* Schemes that reach what a web client cannot: files of the server, other protocols. */
static const char *scheme_inside(struct slice value)
{
    static const struct {
        struct slice head;
        const char *what;
    } schemes[] = {
        { SLICE_TEXT("file:"), "a local file" },   { SLICE_TEXT("gopher:"), "gopher" },
        { SLICE_TEXT("dict:"), "dict" },           { SLICE_TEXT("ldap:"), "ldap" },
        { SLICE_TEXT("php:"), "a stream of PHP" }, { SLICE_TEXT("jar:"), "an archive" },
        { SLICE_TEXT("netdoc:"), "a local file" }, { SLICE_TEXT("tftp:"), "tftp" },
    };

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (slice_starts_with_nocase(value, schemes[i].head) && value.len > schemes[i].head.len &&
            value.at[schemes[i].head.len] == '/')
            return schemes[i].what;
    return NULL;
}

static bool is_http(struct slice value)
{
    return slice_starts_with_nocase(value, SLICE("http://")) ||
           slice_starts_with_nocase(value, SLICE("https://"));
}

/* "2130706433", "0x7f000001": addresses written so that a list of bad ones misses them. */
static bool read_number(struct slice host, uint32_t *ret)
{
    uint64_t number = 0;
    bool is_hex = slice_starts_with_nocase(host, SLICE("0x"));

    if (host.len < (is_hex ? 3u : 8u) || host.len > 12)
        return false;
    for (size_t i = is_hex ? 2 : 0; i < host.len; i++) {
        int digit = byte_hex_value(host.at[i]);

        if (digit < 0 || (!is_hex && digit > 9))
            return false;
        number = number * (is_hex ? 16 : 10) + (unsigned)digit;
    }
    *ret = (uint32_t)number;
    return number <= UINT32_MAX;
}

static bool read_address(struct slice host, struct address *ret)
{
    uint32_t number;

    if (address_parse(host, ret))
        return true;
    if (!read_number(host, &number))
        return false;
    *ret = (struct address){ .family = 4 };
    for (int i = 0; i < 4; i++)
        ret->bytes[i] = (uint8_t)(number >> (24 - 8 * i));
    return true;
}

static const char *address_inside(const struct address *address)
{
    const uint8_t *bytes = address->bytes;
    bool is_4 = address->family == 4;

    if (is_4 && ((bytes[0] == 169 && bytes[1] == 254 && bytes[2] == 169 && bytes[3] == 254) ||
                 (bytes[0] == 100 && bytes[1] == 100 && bytes[2] == 100 && bytes[3] == 200)))
        return "the metadata service of a cloud";
    if (network_is_public(address))
        return NULL;
    return is_4 && (bytes[0] == 127 || bytes[0] == 0) ? "the server itself" : "a private address";
}

static const char *host_inside(struct slice host)
{
    struct address address;

    if (read_address(host, &address))
        return address_inside(&address);
    if (slice_eq_nocase(host, SLICE("metadata.google.internal")))
        return "the metadata service of a cloud";
    if (slice_eq_nocase(host, SLICE("localhost")) || slice_ends_with_nocase(host, SLICE(".localhost")) ||
        slice_eq(host, SLICE("[::1]")) || slice_eq(host, SLICE("::1")))
        return "the server itself";
    if (slice_ends_with_nocase(host, SLICE(".internal")) ||
        slice_ends_with_nocase(host, SLICE(".cluster.local")) ||
        slice_ends_with_nocase(host, SLICE(".svc")) || !memchr(host.at, '.', host.len))
        return "an internal host";
    return NULL;
}

/* Where an URL of http leads; NULL: outside, or back to the service that was asked. */
static const char *http_inside(const struct exchange *exchange, struct slice value)
{
    struct slice rest = value, host;
    struct authority authority, own;
    size_t end = 0;

    slice_cut(&rest, ':');
    rest = slice_make(rest.at + 2, rest.len - 2);
    while (end < rest.len && !strchr("/\\?#", rest.at[end]))
        end++;
    if (!url_split_authority(slice_make(rest.at, end), &authority))
        return NULL;
    host = authority.host;
    if (url_split_authority(exchange->authority, &own) && slice_eq_nocase(own.host, host))
        return NULL;
    return host_inside(host);
}

static bool could_be_url(struct slice value)
{
    if (value.len < 8 || value.len > 4096)
        return false;
    if (value.at[0] == '[') /* the first of a list */
        return value.at[1] == '"' && value.at[2] && strchr("hHfg", value.at[2]);
    return value.at[0] && strchr("hHfFgGdDlLpPjJnNtT", value.at[0]) &&
           (memchr(value.at, ':', 8) || memchr(value.at, '%', 8));
}

void sent_look_url(struct signal_reading *reading, const struct sent *sent)
{
    struct sent taken = *sent;
    const char *inside;
    struct slice value;

    if (!could_be_url(sent->value) || !signal_is_name(sent->name) || is_vocabulary(sent->name))
        return;
    if (sent->value.at[0] == '[') {
        struct slice rest = slice_make(sent->value.at + 2, sent->value.len - 2);

        taken.value = slice_cut(&rest, '"');
        taken.is_text = true;
        taken.is_raw = true;
    }
    value = sent_value(&taken, reading->arena);
    inside = scheme_inside(value);
    if (!inside && !is_http(value))
        return;
    if (!inside)
        inside = http_inside(reading->exchange, value);
    if (!sent_was_refused(reading)) {
        signal_tellf(reading, FACT_url_taken, "%s %.*s", sent_place_name(sent->place), SLICE_ARG(sent->name));
        if (inside)
            signal_tellf(reading, FACT_url_inside, "%s %.*s: %s", sent_place_name(sent->place),
                         SLICE_ARG(sent->name), inside);
    } else if (inside) {
        signal_tellf(reading, FACT_url_refused, "%s %.*s", sent_place_name(sent->place),
                     SLICE_ARG(sent->name));
    }
}
