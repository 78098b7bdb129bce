/* SPDX-License-Identifier: Apache-2.0 */
/* Data of real people at hosts for tests. Only hosts whose name says so are looked at. What tests make up is known by what is set
 * aside for it (RFC 2606, the card numbers that payment providers publish), by names like "test7" and by the host's own domain.
 * Nothing of a value is told but one of sixteen buckets of its hash: many filled buckets are many values. */
#include "base/byte.h"
#include "base/hash.h"
#include "signal/jwt_facts.h"
#include "signal/memory.h"

#define BODY_MOST 16384 /* bytes looked at */
#define TOLD_MOST 8     /* of one exchange */
#define BUCKETS 16

/* ---- the host ---- */

static bool is_stage_host(struct slice host)
{
    static const char *const stages[] = { "staging", "stage", "stg", "test",    "testing", "dev",
                                          "develop", "uat",   "qa",  "preprod", "sandbox", "demo" };
    size_t at = 0;

    while (at < host.len && host.at[at] != ':') {
        size_t start = at;

        while (at < host.len && byte_is_letter(host.at[at]))
            at++;
        if (at > start && SLICE_AMONG_NOCASE(slice_make(host.at + start, at - start), stages))
            return true;
        at += at == start;
    }
    return false;
}

/* Hosts are few and come again and again. */
static bool is_staged(struct signal_reading *reading)
{
    struct signal_memory *memory = reading->memory;
    struct slice host = reading->exchange->authority;

    if (slice_eq(host, slice_make(memory->host, memory->host_len)))
        return memory->host_is_staged;
    memory->host_is_staged = is_stage_host(host);
    memory->host_len = (uint8_t)(host.len <= sizeof memory->host ? host.len : 0);
    memcpy(memory->host, host.at, memory->host_len);
    return memory->host_is_staged;
}

/* ---- e-mail addresses ---- */

static bool is_local_byte(char byte)
{
    return byte_is_alphanumeric(byte) || (byte && strchr("._+-%", byte));
}

static bool is_domain_byte(char byte)
{
    return byte_is_alphanumeric(byte) || byte == '.' || byte == '-';
}

static bool is_made_up_domain(struct slice domain, struct slice host)
{
    static const char *const ends[] = {
        ".test", ".example", ".invalid", ".localhost", ".local", ".internal"
    };
    static const char *const names[] = { "test",   "testing", "example",  "mailinator", "domain",
                                         "email",  "fake",    "dummy",    "foo",        "bar",
                                         "acme",   "yopmail", "mailtrap", "mailslurp",  "qa",
                                         "sample", "company", "demo" };
    struct slice owner = jwt_owner_of(domain), name = owner;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends_with_nocase(domain, slice_of(ends[i])))
            return true;
    name = slice_cut(&name, '.');
    if (SLICE_AMONG_NOCASE(name, names) || is_stage_host(domain))
        return true;
    return slice_eq_nocase(owner, jwt_owner_of(slice_cut(&host, ':')));
}

static bool is_made_up_name(struct slice local)
{
    static const char *const heads[] = { "test",    "user",    "demo",     "qa",      "foo",      "bar",
                                         "dummy",   "fake",    "sample",   "example", "no-reply", "noreply",
                                         "admin",   "info",    "support",  "e2e",     "john.doe", "jane.doe",
                                         "johndoe", "janedoe", "customer", "someone", "postman",  "load" };

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (slice_starts_with_nocase(local, slice_of(heads[i])))
            return true;
    return slice_contains_nocase(local, SLICE("test"));
}

/* The address around an '@' at `at` of the text; false: there is none, or it was made up. */
static bool find_email(struct slice text, size_t at, struct slice host, struct slice *ret)
{
    size_t start = at, end = at + 1;
    struct slice domain;

    while (start > 0 && at - start < 64 && is_local_byte(text.at[start - 1]))
        start--;
    while (end < text.len && end - at < 128 && is_domain_byte(text.at[end]))
        end++;
    domain = slice_make(text.at + at + 1, end - at - 1);
    if (start == at || domain.len < 4 || !memchr(domain.at, '.', domain.len))
        return false;
    *ret = slice_make(text.at + start, end - start);
    return !is_made_up_domain(domain, host) && !is_made_up_name(slice_make(text.at + start, at - start));
}

/* ---- card numbers ---- */

static bool passes_luhn(const char *digits, size_t count)
{
    unsigned sum = 0;

    for (size_t i = 0; i < count; i++) {
        unsigned digit = (unsigned)(digits[count - 1 - i] - '0') * (i % 2 ? 2 : 1);

        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

/* Numbers that payment providers publish for tests, and others made by pressing few keys. */
static bool is_made_up_card(const char *digits, size_t count)
{
    static const char *const heads[] = { "400000",          "401288888888",    "555555", "510510",
                                         "378282246310005", "371449635398431", "601111", "353011133330",
                                         "222300312200",    "411111",          "424242", "520082828282",
                                         "400005",          "601100099013" };
    unsigned seen = 0;

    for (size_t i = 0; i < count; i++)
        seen |= 1u << (digits[i] - '0');
    if (__builtin_popcount(seen) <= 4)
        return true;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strncmp(digits, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

static bool has_issuer(const char *digits, size_t count)
{
    switch (digits[0]) {
    case '4': return count == 16;
    case '5': return count == 16 && digits[1] >= '1' && digits[1] <= '5';
    case '3': return count == 15 && (digits[1] == '4' || digits[1] == '7');
    default: return false;
    }
}

/* The number that begins at *at, which is moved behind it: digits in one run or in groups of one separator. */
static bool find_card(struct slice text, size_t *at, struct slice *ret, char digits[24])
{
    size_t start = *at, count = 0, end = start;

    while (end < text.len && count < 20) {
        if (byte_is_digit(text.at[end]))
            digits[count++] = text.at[end];
        else if (!((text.at[end] == ' ' || text.at[end] == '-') && count && end + 1 < text.len &&
                   byte_is_digit(text.at[end + 1])))
            break;
        end++;
    }
    *at = end > start ? end : start + 1;
    digits[count] = '\0';
    *ret = slice_make(digits, count);
    return has_issuer(digits, count) && passes_luhn(digits, count) && !is_made_up_card(digits, count);
}

/* ---- both ---- */

static void tell(struct signal_reading *reading, enum fact_kind kind, struct slice value, size_t *told)
{
    signal_tellf(reading, kind, "%u", (unsigned)(hash_content(value) % BUCKETS));
    ++*told;
}

static void read_emails(struct signal_reading *reading, struct slice text, size_t *told)
{
    struct slice rest = text, found;

    while (*told < TOLD_MOST) {
        const char *at = rest.len ? memchr(rest.at, '@', rest.len) : NULL;

        if (!at)
            return;
        if (find_email(text, (size_t)(at - text.at), reading->exchange->authority, &found))
            tell(reading, FACT_stage_email, found, told);
        rest = slice_make(at + 1, (size_t)(text.at + text.len - at - 1));
    }
}

static void read_cards(struct signal_reading *reading, struct slice text, size_t *told)
{
    char digits[24];
    struct slice found;

    for (size_t at = 0; at < text.len && *told < 2 * TOLD_MOST;) {
        bool starts = byte_is_digit(text.at[at]) && text.at[at] >= '3' && text.at[at] <= '5' &&
                      (at == 0 || !(byte_is_alphanumeric(text.at[at - 1]) || text.at[at - 1] == '.'));

        if (!starts)
            at++;
        else if (find_card(text, &at, &found, digits))
            tell(reading, FACT_stage_card, found, told);
    }
}

void signal_stage(struct signal_reading *reading)
{
    struct slice body = reading->exchange->response.body;
    size_t told = 0;

    if (!is_staged(reading) || !signal_is_success(reading) || reading->is_noise || body.len < 8)
        return;
    if (body.len > BODY_MOST)
        body.len = BODY_MOST;
    read_emails(reading, body, &told);
    read_cards(reading, body, &told);
}
