/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/placeholder.h"

#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>

uint64_t chance_next(uint64_t *chance)
{
    *chance += 0x9e3779b97f4a7c15u;
    return hash_mix(*chance, 1);
}

void made_up_characters(uint64_t *chance, const char *alphabet, size_t len, struct buffer *out)
{
    size_t letters = strlen(alphabet);

    for (size_t i = 0; i < len; i++)
        buffer_byte(out, alphabet[chance_next(chance) % letters]);
}

/* Version 4 (RFC 9562 5.4). */
void made_up_uuid(uint64_t *chance, struct buffer *out)
{
    uint64_t high = chance_next(chance), low = chance_next(chance);

    buffer_printf(out, "%08x-%04x-4%03x-%04x-%012llx", (unsigned)(high >> 32),
                  (unsigned)(high >> 16 & 0xffff), (unsigned)(high & 0xfff),
                  (unsigned)(low >> 48 & 0x3fff) | 0x8000, (unsigned long long)(low & 0xffffffffffff));
}

void base64_append(struct buffer *out, struct slice bytes, bool url)
{
    const char *alphabet = url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                               : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i < 3 ? bytes.len - i : 3;
        unsigned group = 0;

        for (size_t j = 0; j < 3; j++)
            group = group << 8 | (j < left ? (unsigned char)bytes.at[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            if (j <= left)
                buffer_byte(out, alphabet[group >> (18 - 6 * j) & 63]);
            else if (!url)
                buffer_byte(out, '=');
    }
}

/* Bytes nobody holds a key for; the same for the same text. */
static void sign_with_noise(struct slice text, size_t len, struct buffer *out)
{
    uint64_t chance = hash_content(text);
    unsigned char bytes[256];

    for (size_t i = 0; i < len; i++)
        bytes[i] = (unsigned char)chance_next(&chance);
    base64_append(out, slice_make(bytes, len), true);
}

static bool has(struct slice text, const char *part)
{
    return slice_contains_nocase(text, slice_of(part));
}

void made_up_jwt(struct slice header, struct slice payload, struct slice secret, struct buffer *out)
{
    size_t start = out->len;
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    struct slice text;

    base64_append(out, header, true);
    buffer_byte(out, '.');
    base64_append(out, payload, true);
    text = slice_make(out->at + start, out->len - start);
    if (secret.at &&
        !HMAC(EVP_sha256(), secret.at, (int)secret.len, (const unsigned char *)text.at, text.len, mac, &len))
        corpus_fault("no HMAC");
    buffer_byte(out, '.');
    text = slice_make(out->at + start, out->len - 1 - start);
    if (secret.at)
        base64_append(out, slice_make(mac, len), true);
    else if (!has(header, "\"none\""))
        sign_with_noise(text,
                        has(header, "\"RS") || has(header, "\"PS") ? 256
                        : has(header, "\"ES")                      ? 64
                                                                   : 32,
                        out);
}

/* ---- people ---- */

static const char *const first_names[] = { "Anna",  "James", "Maria",  "Robert", "Sofia",  "David", "Laura",
                                           "Peter", "Emily", "Thomas", "Julia",  "Daniel", "Sarah" };
static const char *const last_names[] = { "Schmidt", "Johnson", "Garcia", "Miller", "Rossi", "Brown",
                                          "Martin",  "Novak",   "Wilson", "Meyer",  "Lopez", "Taylor",
                                          "Fischer", "Clark",   "Moreau", "Evans",  "Weber" };
#define COUNT(list) (sizeof(list) / sizeof *(list))

static void write_name(uint64_t number, struct buffer *out)
{
    buffer_printf(out, "%s %s", first_names[number % COUNT(first_names)],
                  last_names[number % COUNT(last_names)]);
}

static void write_email(uint64_t number, struct buffer *out)
{
    static const char *const hosts[] = { "gmail.com", "outlook.com", "yahoo.com", "web.de" };
    char text[64];
    int len = snprintf(text, sizeof text, "%s.%s%llu@%s", first_names[number % COUNT(first_names)],
                       last_names[number % COUNT(last_names)], (unsigned long long)(number % 97),
                       hosts[number % COUNT(hosts)]);

    for (int i = 0; i < len; i++)
        buffer_byte(out, (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]));
}

/* ---- numbers with check digits ---- */

/* ISO/IEC 7812-1, annex B. */
static unsigned luhn_digit(const char *digits, size_t len)
{
    unsigned sum = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned digit = (unsigned)(digits[len - 1 - i] - '0') * (i % 2 ? 1 : 2);

        sum += digit > 9 ? digit - 9 : digit;
    }
    return (10 - sum % 10) % 10;
}

static void write_card(uint64_t number, struct buffer *out)
{
    static const char *const issuers[] = { "453201", "542418", "402400", "555544" };
    char digits[32];

    snprintf(digits, sizeof digits, "%s%09llu", issuers[number % COUNT(issuers)],
             (unsigned long long)(hash_mix(number, 7) % 1000000000));
    buffer_printf(out, "%s%u", digits, luhn_digit(digits, 15));
}

/* ISO 13616: the check digits make country and number, read as a number, 1 modulo 97. */
static void write_iban(uint64_t number, struct buffer *out)
{
    char digits[40];
    unsigned remainder = 0;

    snprintf(digits, sizeof digits, "37040044%010llu",
             (unsigned long long)(hash_mix(number, 9) % 10000000000));
    for (const char *at = digits; *at; at++)
        remainder = (remainder * 10 + (unsigned)(*at - '0')) % 97;
    for (const char *at = "131400"; *at; at++) /* D is 13, E is 14 */
        remainder = (remainder * 10 + (unsigned)(*at - '0')) % 97;
    buffer_printf(out, "DE%02u%s", 98 - remainder, digits);
}

static void write_ssn(uint64_t number, struct buffer *out)
{
    uint64_t mixed = hash_mix(number, 11);

    buffer_printf(out, "%03u-%02u-%04u", (unsigned)(mixed % 599 + 1), (unsigned)(mixed >> 16) % 99 + 1,
                  (unsigned)(mixed >> 32) % 9999 + 1);
}

static void write_phone(uint64_t number, struct buffer *out)
{
    uint64_t mixed = hash_mix(number, 13);

    buffer_printf(out, "+1%u%u%07u", (unsigned)(mixed % 8 + 2), (unsigned)(mixed >> 8) % 89 + 10,
                  (unsigned)(mixed >> 32) % 8000000 + 2000000);
}

static void write_birthdate(uint64_t number, struct buffer *out)
{
    uint64_t mixed = hash_mix(number, 17);

    buffer_printf(out, "%u-%02u-%02u", (unsigned)(mixed % 60 + 1945), (unsigned)(mixed >> 16) % 12 + 1,
                  (unsigned)(mixed >> 32) % 28 + 1);
}

bool made_up_value(struct slice name, uint64_t number, struct buffer *out)
{
    static const struct {
        const char *name;
        void (*write)(uint64_t number, struct buffer *out);
    } values[] = { { "name", write_name },          { "email", write_email }, { "card", write_card },
                   { "iban", write_iban },          { "ssn", write_ssn },     { "phone", write_phone },
                   { "birthdate", write_birthdate } };

    for (size_t i = 0; i < COUNT(values); i++)
        if (slice_eq(name, slice_of(values[i].name))) {
            values[i].write(number, out);
            return true;
        }
    return false;
}
