/* SPDX-License-Identifier: Apache-2.0 */
/* 200 secrets and personal values, and exchanges that carry them wherever traffic can. Everything is made up: numbers that pass their
 * checksums, keys in the form of their makers. */
#include "cli/secrets.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind {
    CARD,
    IBAN,
    SSN,
    EMAIL,
    PHONE,
    NAME,
    ADDRESS,
    BIRTH,
    PASSWORD,
    TOKEN,
    JWT,
    PRIVATE_KEY,
    CLOUD_KEY,
    MAKER_KEY,
    SESSION,
    API_KEY,
    BASIC,
    RECORD,
    PLACE,
    SALARY,
    KINDS
};

#define EACH 10
#define TEXT SECRET_TEXT

/* Names under which they stand. */
static const char *const names[KINDS] = {
    "cardNumber",  "iban",     "ssn",         "email",   "phone",      "fullName",     "streetAddress",
    "dateOfBirth", "password", "accessToken", "idToken", "privateKey", "awsSecretKey", "apiToken",
    "sessionId",   "apiKey",   "basicAuth",   "mrn",     "latitude",   "salary",
};

static char secrets[KINDS][EACH][TEXT];

/* ---- making them ---- */

static uint64_t seed = 20241124;

static uint64_t next(uint64_t most)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 11) % most;
}

static void random_text(char *ret, size_t len, const char *signs)
{
    for (size_t i = 0; i < len; i++)
        ret[i] = signs[next(strlen(signs))];
    ret[len] = '\0';
}

static const char digits[] = "0123456789";
static const char base62[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
static const char hex[] = "0123456789abcdef";

static void make_card(char *ret, size_t i)
{
    static const char *const issuers[] = { "4539", "5425", "4916", "5199" };
    int sum = 0;

    snprintf(ret, TEXT, "%s", issuers[i % 4]);
    random_text(ret + 4, 11, digits);
    for (int at = 14, twice = 1; at >= 0; at--, twice = !twice) {
        int digit = (ret[at] - '0') * (twice ? 2 : 1);

        sum += digit > 9 ? digit - 9 : digit;
    }
    ret[15] = (char)('0' + (10 - sum % 10) % 10);
    ret[16] = '\0';
}

static void make_iban(char *ret)
{
    char account[19];
    unsigned rest = 0;

    random_text(account, 18, digits);
    for (size_t i = 0; i < 18; i++)
        rest = (rest * 10 + (unsigned)(account[i] - '0')) % 97;
    for (const char *at = "131400"; *at; at++) /* DE00 */
        rest = (rest * 10 + (unsigned)(*at - '0')) % 97;
    snprintf(ret, TEXT, "DE%02u%s", 98 - rest, account);
}

void secrets_base64(const char *from, size_t len, const char *last, char *ret)
{
    char signs[65];
    size_t out = 0;

    snprintf(signs, sizeof signs, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%s", last);
    for (size_t i = 0; i < len; i += 3) {
        unsigned bits = (unsigned)(unsigned char)from[i] << 16;

        bits |= i + 1 < len ? (unsigned)(unsigned char)from[i + 1] << 8 : 0;
        bits |= i + 2 < len ? (unsigned char)from[i + 2] : 0u;
        for (size_t j = 0; j < 4 && i + j <= len; j++)
            ret[out++] = signs[bits >> (18 - 6 * j) & 63];
    }
    ret[out] = '\0';
}

static void make_jwt(char *ret)
{
    char claims[100], coded[200], signature[44];

    snprintf(claims, sizeof claims, "{\"sub\":\"%llu\",\"exp\":1893456000}",
             (unsigned long long)next(1000000000));
    secrets_base64(claims, strlen(claims), "-_", coded);
    random_text(signature, 43, base62);
    snprintf(ret, TEXT, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.%s.%s", coded, signature);
}

static void make_maker_key(char *ret, size_t i)
{
    static const struct {
        const char *head;
        size_t len;
        const char *signs;
    } forms[] = { { "ghp_", 36, base62 },
                  { "sk_live_", 24, base62 },
                  { "AIza", 35, base62 },
                  { "glpat-", 20, base62 },
                  { "AKIA", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" } };
    size_t head = strlen(forms[i % 5].head);

    snprintf(ret, TEXT, "%s", forms[i % 5].head);
    random_text(ret + head, forms[i % 5].len, forms[i % 5].signs);
}

static void make(enum kind kind, size_t i, char *ret)
{
    static const char *const given[] = { "Anna",  "Klaus", "Maria", "Ahmed", "Sofia",
                                         "James", "Priya", "Lukas", "Emily", "Diego" };
    static const char *const family[] = { "Schmidt", "Petersen", "Gonzalez", "Hassan",  "Rossi",
                                          "Wilson",  "Sharma",   "Novak",    "Johnson", "Fernandez" };
    static const char *const streets[] = { "Maple Street", "Oak Avenue", "Hauptstrasse", "Elm Road",
                                           "High Street" };

    switch (kind) {
    case CARD: make_card(ret, i); break;
    case IBAN: make_iban(ret); break;
    case SSN:
        snprintf(ret, TEXT, "%03u-%02u-%04u", 101 + (unsigned)next(500), 11 + (unsigned)next(80),
                 1001 + (unsigned)next(8000));
        break;
    case EMAIL:
        snprintf(ret, TEXT, "%c%s.%s%u@example.com", tolower(given[i][0]), given[i] + 1,
                 family[(i + 3) % EACH], 10 + (unsigned)next(80));
        break;
    case PHONE: snprintf(ret, TEXT, "+4917%08llu", (unsigned long long)(10000000 + next(89999999))); break;
    case NAME: snprintf(ret, TEXT, "%s %s", given[i], family[i]); break;
    case ADDRESS:
        snprintf(ret, TEXT, "%u %s, Springfield", 101 + (unsigned)next(9000), streets[i % 5]);
        break;
    case BIRTH:
        snprintf(ret, TEXT, "19%02u-%02u-%02u", 50 + (unsigned)i * 4, 1 + (unsigned)next(12),
                 10 + (unsigned)next(18));
        break;
    case PASSWORD:
        snprintf(ret, TEXT, "%s%s!", i % 2 ? "sunshine" : "Tr0ub4dor", i % 2 ? "-horse" : "&");
        random_text(ret + strlen(ret), 3, digits);
        break;
    case TOKEN: random_text(ret, 40, i % 2 ? base62 : hex); break;
    case JWT: make_jwt(ret); break;
    case PRIVATE_KEY: random_text(ret, 64, base62); break;
    case CLOUD_KEY: random_text(ret, 40, base62); break;
    case MAKER_KEY: make_maker_key(ret, i); break;
    case SESSION: random_text(ret, 32, "ABCDEF0123456789"); break;
    case API_KEY: random_text(ret, 32, base62); break;
    case BASIC: {
        char pair[100];

        snprintf(pair, sizeof pair, "%s:winter%llu-gate", given[i], (unsigned long long)next(100000));
        secrets_base64(pair, strlen(pair), "+/", ret);
        break;
    }
    case RECORD: snprintf(ret, TEXT, "MRN-%08llu", (unsigned long long)(10000000 + next(89999999))); break;
    case PLACE:
        snprintf(ret, TEXT, "%u.%06llu", 41 + (unsigned)i, (unsigned long long)(100001 + 2 * next(400000)));
        break;
    case SALARY: snprintf(ret, TEXT, "%llu", (unsigned long long)(11111111 + 2 * next(40000000))); break;
    default: break;
    }
}

/* ---- planting them ---- */

static FILE *out;
static unsigned long clock_now = 1700000000;

static void put_json(const char *text)
{
    fputc('"', out);
    for (; *text; text++)
        switch (*text) {
        case '"':
        case '\\': fprintf(out, "\\%c", *text); break;
        case '\n': fputs("\\n", out); break;
        case '\r': fputs("\\r", out); break;
        default: fputc(*text, out);
        }
    fputc('"', out);
}

struct exchange {
    const char *method, *target, *header, *value; /* a request header besides Host */
    const char *type, *body;                      /* of the request */
    unsigned status;
    const char *answer_type, *answer, *answer_header, *answer_value;
};

static void put_headers(const char *first, const char *host, const char *name, const char *value,
                        const char *type)
{
    fprintf(out, "\"headers\":[");
    if (host)
        fprintf(out, "[\"%s\",\"%s\"],", first, host);
    fprintf(out, "[\"Content-Type\",");
    put_json(type ? type : "application/json");
    fprintf(out, "]");
    if (name) {
        fprintf(out, ",[\"%s\",", name);
        put_json(value);
        fprintf(out, "]");
    }
    fprintf(out, "]");
}

static void tell(struct exchange exchange)
{
    fprintf(out,
            "{\"ts\":%lu.5,\"dur\":0.01,\"conn\":%lu,\"client\":\"203.0.113.7:51000\",\"server\":\"192.0.2.5:"
            "80\",",
            clock_now, clock_now);
    clock_now++;
    fprintf(out, "\"req\":{\"method\":\"%s\",\"target\":", exchange.method ? exchange.method : "GET");
    put_json(exchange.target);
    fprintf(out, ",\"version\":\"1.1\",");
    put_headers("Host", "api.example.com", exchange.header, exchange.value, exchange.type);
    fprintf(out, ",\"body\":");
    if (exchange.body)
        put_json(exchange.body);
    else
        fprintf(out, "null");
    fprintf(out, "},\"resp\":{\"status\":%u,", exchange.status ? exchange.status : 200);
    put_headers(NULL, NULL, exchange.answer_header, exchange.answer_value, exchange.answer_type);
    fprintf(out, ",\"body\":");
    put_json(exchange.answer ? exchange.answer : "{\"ok\":true}");
    fprintf(out, "}}\n");
}

static const char *text_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *text_of(const char *format, ...)
{
    static char texts[8][4 * TEXT];
    static unsigned turn;
    char *text = texts[turn++ % 8];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof texts[0], format, args);
    va_end(args);
    return text;
}

const char *secrets_in_url(const char *text)
{
    static char coded[3 * TEXT];
    size_t len = 0;

    for (; *text; text++)
        len += (size_t)(isalnum((unsigned char)*text) || strchr("-_.~", *text)
                            ? snprintf(coded + len, 4, "%c", *text)
                            : snprintf(coded + len, 4, "%%%02X", (unsigned char)*text));
    return coded;
}

static bool is_number(enum kind kind)
{
    return kind == PLACE || kind == SALARY;
}

/* A date of birth, a record's number or a salary is known by its name only. */
static bool is_told_by_name(enum kind kind)
{
    return kind == BIRTH || kind == RECORD || kind == SALARY || kind == PASSWORD || kind == PLACE;
}

static void plant_bodies(enum kind kind, const char *secret)
{
    const char *name = names[kind], *quote = is_number(kind) ? "" : "\"";

    tell((struct exchange){
        .target = "/customers",
        .answer = text_of("{\"data\":[{\"id\":7,\"%s\":%s%s%s}]}", name, quote, secret, quote) });
    tell((struct exchange){ .method = "POST",
                            .target = "/customers",
                            .body = text_of("{\"%s\":%s%s%s,\"list\":{\"%s\":[%s%s%s]}}", name, quote, secret,
                                            quote, name, quote, secret, quote) });
    tell((struct exchange){ .method = "POST",
                            .target = "/forms",
                            .type = "application/x-www-form-urlencoded",
                            .body = text_of("%s=%s&kind=plain", name, secrets_in_url(secret)) });
    tell((struct exchange){
        .method = "POST",
        .target = "/uploads",
        .type = "multipart/form-data; boundary=cut",
        .body = text_of("--cut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n--cut--\r\n", name,
                        secret) });
    tell((struct exchange){ .target = "/xml",
                            .answer_type = "application/xml",
                            .answer = text_of("<customer><%s>%s</%s></customer>", name, secret, name) });
    tell((struct exchange){ .target = "/text",
                            .answer_type = "text/plain",
                            .answer = text_of("the %s of this customer is %s today", name, secret) });
    tell((struct exchange){
        .target = "/comments",
        .answer =
            text_of("{\"text\":\"Please note that %s was given by the caller, call back.\"}", secret) });
    tell((struct exchange){ .method = "POST",
                            .target = "/customers",
                            .status = 422,
                            .body = "{\"a\":1}",
                            .answer = text_of("{\"error\":\"%s '%s' is not valid here\"}", name, secret) });
    tell((struct exchange){
        .target = "/broken",
        .status = 500,
        .answer = text_of("{\"message\":\"duplicate key (%s)=(%s) already exists\"}", name, secret) });
    if (is_told_by_name(kind))
        return;
    tell((struct exchange){ .target = "/settings",
                            .answer = text_of("{\"value\":\"%s\",\"data\":[\"%s\"]}", secret, secret) });
    tell((struct exchange){ .target = "/index", .answer = text_of("{\"by\":{\"%s\":{\"n\":1}}}", secret) });
}

static void plant_requests(enum kind kind, const char *secret)
{
    const char *name = names[kind];

    tell((struct exchange){ .target = text_of("/search?%s=%s&page=2", name, secrets_in_url(secret)) });
    tell((struct exchange){ .target = "/headers", .header = text_of("X-%s", name), .value = secret });
    tell((struct exchange){
        .target = "/answers", .answer_header = text_of("X-%s", name), .answer_value = secret });
    tell((struct exchange){ .target = "/cookies",
                            .header = "Cookie",
                            .value = text_of("%s=%s; theme=dark", name, secrets_in_url(secret)) });
    tell((struct exchange){ .target = "/cookies",
                            .answer_header = "Set-Cookie",
                            .answer_value = text_of("%s=%s; Path=/", name, secrets_in_url(secret)) });
    if (is_told_by_name(kind))
        return;
    tell((struct exchange){ .target = text_of("/search?q=%s", secrets_in_url(secret)) });
    tell((struct exchange){ .target = text_of("/by/%s", secrets_in_url(secret)) });
    tell((struct exchange){ .target = text_of("/by/%s/orders?page=1", secrets_in_url(secret)) });
    tell((struct exchange){ .target = text_of("/by/%s", secrets_in_url(secret)),
                            .status = 404,
                            .answer = "{\"error\":\"none\"}" });
    tell((struct exchange){ .method = "HEAD", .target = text_of("/by/%s", secrets_in_url(secret)) });
    tell((struct exchange){ .method = "OPTIONS", .target = text_of("/by/%s", secrets_in_url(secret)) });
    tell((struct exchange){
        .method = "PATCH", .target = text_of("/by/%s", secrets_in_url(secret)), .status = 405 });
    tell((struct exchange){ .target = text_of("/files/%s.png", secrets_in_url(secret)),
                            .answer_type = "image/png" });
    tell((struct exchange){ .target = text_of("/wp-admin/%s", secrets_in_url(secret)), .status = 404 });
    tell((struct exchange){ .target = "/headers",
                            .header = "Referer",
                            .value = text_of("https://api.example.com/by/%s", secrets_in_url(secret)) });
    tell((struct exchange){
        .target = "/moved",
        .status = 302,
        .answer_header = "Location",
        .answer_value = text_of("/by/%s?%s=%s", secrets_in_url(secret), name, secrets_in_url(secret)) });
    if (kind == TOKEN || kind == JWT || kind == EMAIL || kind == CARD)
        tell((struct exchange){ .target = text_of("/search?%s=1", secrets_in_url(secret)) });
}

static void plant_special(enum kind kind, const char *secret)
{
    switch (kind) {
    case PASSWORD:
        tell((struct exchange){
            .target = "/config",
            .answer = text_of("{\"database\":\"postgres://app:%s@db.internal:5432/app\"}", secret) });
        tell((struct exchange){
            .target = text_of("http://root:%s@api.example.com/proxied", secrets_in_url(secret)) });
        break;
    case TOKEN:
    case JWT:
        tell((struct exchange){
            .target = "/me", .header = "Authorization", .value = text_of("Bearer %s", secret) });
        break;
    case PRIVATE_KEY:
        tell((struct exchange){
            .target = "/keys",
            .answer = text_of("{\"pem\":\"-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n\"}",
                              secret) });
        break;
    case SESSION:
        tell((struct exchange){
            .target = "/me", .header = "Cookie", .value = text_of("JSESSIONID=%s", secret) });
        tell((struct exchange){ .target = text_of("/me;jsessionid=%s", secret) });
        break;
    case API_KEY:
        tell((struct exchange){ .target = "/me", .header = "X-Api-Key", .value = secret });
        tell((struct exchange){ .target = text_of("/me?api_key=%s", secret) });
        break;
    case BASIC:
        tell((struct exchange){
            .target = "/me", .header = "Authorization", .value = text_of("Basic %s", secret) });
        break;
    case PLACE:
        tell((struct exchange){ .target = text_of("/near/%s,13.404954", secret) });
        tell((struct exchange){ .target = text_of("/near?location=%s,13.404954", secret) });
        break;
    default: break;
    }
}

/* The first of each kind comes so often that it looks like a member of a closed set. */
int secrets_plant(const char *exchanges, const char *list)
{
    FILE *known = fopen(list, "w");

    out = fopen(exchanges, "w");
    if (!out || !known)
        return 2;
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < EACH; i++) {
            make((enum kind)kind, i, secrets[kind][i]);
            fprintf(known, "%s\n", secrets[kind][i]);
        }
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < EACH; i++)
            for (size_t times = i < 2 ? 12 : 1; times > 0; times--) {
                plant_bodies((enum kind)kind, secrets[kind][i]);
                plant_requests((enum kind)kind, secrets[kind][i]);
                plant_special((enum kind)kind, secrets[kind][i]);
            }
    return fclose(out) == 0 && fclose(known) == 0 ? 0 : 2;
}
