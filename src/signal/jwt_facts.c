/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/jwt_facts.h"

#include "base/byte.h"
#include "http/jwt.h"
#include "signal/jwt_secret.h"
#include "signal/member.h"
#include "signal/memory.h"
#include "json/stream.h"

#define DEPTH_MOST 3 /* claims within claims: {"data": {"email": ...}} */
#define AUDIENCES 4

struct claims {
    struct jwt_memory *memory;
    struct jwt_facts *facts;
    struct arena *arena;
    struct slice audiences[AUDIENCES];
    size_t audience_count;
    struct slice scopes[JWT_SCOPES]; /* ascending */
    size_t scope_count;
};

const char *jwt_personal_name(enum jwt_personal kind)
{
    static const char *const names[JWT_PERSONAL_KINDS] = {
        [JWT_NAME_OF_PERSON] = "name of a person",
        [JWT_EMAIL] = "e-mail address",
        [JWT_PHONE] = "phone number",
        [JWT_ADDRESS] = "postal address",
        [JWT_BIRTH] = "date of birth",
        [JWT_NATIONAL_ID] = "national identity number",
        [JWT_PASSWORD] = "password or its hash",
    };

    return names[kind];
}

const char *jwt_key_name(enum jwt_key kind)
{
    static const char *const names[JWT_KEY_KINDS] = {
        [JWT_KEY_PATH] = "kid with a path",        [JWT_KEY_QUERY] = "kid with quotes or commands",
        [JWT_KEY_JKU] = "jku of another host",     [JWT_KEY_X5U] = "x5u of another host",
        [JWT_KEY_OWN] = "jwk: its own public key",
    };

    return names[kind];
}

struct slice jwt_owner_of(struct slice host)
{
    static const char *const seconds[] = { "co", "com", "org", "net", "gov", "ac", "edu" };
    struct slice label = { NULL, 0 };
    size_t labels = 0, at = host.len;

    while (at > 0) {
        size_t end = at;

        while (at > 0 && host.at[at - 1] != '.')
            at--;
        label = slice_make(host.at + at, end - at);
        labels++;
        if (labels == 3 || (labels == 2 && !(host.len - at <= 7 && SLICE_AMONG_NOCASE(label, seconds))))
            break;
        if (at > 0)
            at--;
    }
    return slice_make(host.at + at, host.len - at);
}

/* ---- the header ---- */

/* The place of a name, cut to what is kept of it; the caller sees that there is room. */
static uint8_t name_place(struct jwt_memory *memory, struct slice text)
{
    size_t place = 1;

    text.len = text.len < JWT_NAME ? text.len : JWT_NAME;
    while (place <= memory->name_count &&
           !slice_eq(slice_make(memory->names[place].text, memory->names[place].len), text))
        place++;
    if (place > memory->name_count) {
        memory->name_count = place;
        memory->names[place].len = (uint8_t)text.len;
        memcpy(memory->names[place].text, text.at, text.len);
    }
    return (uint8_t)place;
}

static uint8_t keep_host(struct jwt_memory *memory, struct slice url)
{
    const char *start = url.len ? memmem(url.at, url.len, "://", 3) : NULL;
    struct slice host;
    size_t len = 0;

    if (!start)
        return 0;
    host = slice_make(start + 3, (size_t)(url.at + url.len - start - 3));
    while (len < host.len && host.at[len] != '/' && host.at[len] != ':' && host.at[len] != '?')
        len++;
    return len ? name_place(memory, slice_make(host.at, len)) : 0;
}

/* Key ids are names, thumbprints, URLs of key stores; none has these. */
static void read_kid(struct jwt_facts *facts, struct slice kid)
{
    static const struct slice paths[] = { SLICE_TEXT("../"),   SLICE_TEXT("..\\"),   SLICE_TEXT("/dev/"),
                                          SLICE_TEXT("/etc/"), SLICE_TEXT("/proc/"), SLICE_TEXT("/tmp/"),
                                          SLICE_TEXT("file:") };
    static const struct slice commands[] = { SLICE_TEXT("'"),  SLICE_TEXT("\""),      SLICE_TEXT("`"),
                                             SLICE_TEXT("$("), SLICE_TEXT("--"),      SLICE_TEXT("||"),
                                             SLICE_TEXT("&&"), SLICE_TEXT(" union "), SLICE_TEXT("; ") };

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (slice_contains_nocase(kid, paths[i]))
            facts->keys |= 1u << JWT_KEY_PATH;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (slice_contains_nocase(kid, commands[i]) && !(i == 4 && !memchr(kid.at, ' ', kid.len)))
            facts->keys |= 1u << JWT_KEY_QUERY;
}

static void read_algorithm(struct jwt_facts *facts, struct slice algorithm)
{
    unsigned long long bits;

    if (slice_eq_nocase(algorithm, SLICE("none")))
        facts->is_unsigned = true;
    else if (slice_starts_with(algorithm, SLICE("HS")) &&
             slice_to_u64(slice_make(algorithm.at + 2, algorithm.len - 2), 512, &bits) &&
             (bits == 256 || bits == 384 || bits == 512))
        facts->hmac_bits = (uint16_t)bits;
}

static void read_header(struct claims *claims, struct slice name, enum json_token token, struct slice text)
{
    struct jwt_facts *facts = claims->facts;

    if (slice_eq(name, SLICE("jwk")) && token == JSON_OBJECT)
        facts->keys |= 1u << JWT_KEY_OWN;
    if (token != JSON_STRING)
        return;
    if (slice_eq(name, SLICE("alg")))
        read_algorithm(facts, text);
    else if (slice_eq(name, SLICE("typ")))
        facts->is_passing |=
            slice_starts_with_nocase(text, SLICE("dpop")) || slice_starts_with_nocase(text, SLICE("logout"));
    else if (slice_eq(name, SLICE("kid")))
        read_kid(facts, text);
    else if (slice_eq(name, SLICE("jku")) || slice_eq(name, SLICE("x5u"))) {
        facts->keys |= name.at[0] == 'j' ? 1u << JWT_KEY_JKU : 1u << JWT_KEY_X5U;
        facts->key_host = keep_host(claims->memory, text);
    }
}

/* ---- the claims ---- */

static bool is_email(struct slice text)
{
    const char *at = text.len >= 6 && text.len <= 254 ? memchr(text.at, '@', text.len) : NULL;

    return at && at > text.at && memchr(at, '.', (size_t)(text.at + text.len - at)) &&
           !memchr(text.at, '/', text.len) && !memchr(text.at, ' ', text.len);
}

static size_t digits_in(struct slice text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.len; i++)
        digits += byte_is_digit(text.at[i]);
    return digits;
}

static bool is_secret_text(struct slice text)
{
    return text.len >= 4 && !memchr(text.at, '*', text.len) && !memchr(text.at, ' ', text.len);
}

/* By name, and as far as there is one, by a test of the value. */
static const struct {
    enum jwt_personal kind;
    const char *names[10];
} personal[] = {
    { JWT_EMAIL, { "email", "mail", "emailaddress", "useremail" } },
    { JWT_NAME_OF_PERSON,
      { "givenname", "familyname", "firstname", "lastname", "fullname", "middlename", "surname" } },
    { JWT_PHONE, { "phone", "phonenumber", "mobile", "mobilenumber", "telephone", "msisdn" } },
    { JWT_ADDRESS, { "address", "streetaddress", "street", "homeaddress", "postaladdress" } },
    { JWT_BIRTH, { "birthdate", "dateofbirth", "birthday", "dob" } },
    { JWT_NATIONAL_ID,
      { "ssn", "nationalid", "passport", "passportnumber", "taxid", "socialsecuritynumber", "aadhaar", "cpf",
        "personnummer" } },
    { JWT_PASSWORD, { "password", "passwd", "pwd", "passwordhash", "passphrase", "totpsecret" } },
};

static bool is_value_of(enum jwt_personal kind, struct slice text)
{
    switch (kind) {
    case JWT_EMAIL: return is_email(text);
    case JWT_PHONE: return digits_in(text) >= 7;
    case JWT_BIRTH: return digits_in(text) >= 4 && text.len <= 32;
    case JWT_NATIONAL_ID: return digits_in(text) >= 4;
    case JWT_PASSWORD: return is_secret_text(text);
    case JWT_ADDRESS: return text.len >= 6 && !is_email(text) && memchr(text.at, ' ', text.len);
    default: return text.len > 0;
    }
}

static void read_personal(struct jwt_facts *facts, struct slice name, struct slice text)
{
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        for (size_t j = 0; j < 10 && personal[i].names[j]; j++)
            if (member_is_among(name, &personal[i].names[j], 1) && is_value_of(personal[i].kind, text))
                facts->personal |= (uint8_t)(1u << personal[i].kind);
    if (is_email(text))
        facts->personal |= 1u << JWT_EMAIL;
    if (slice_eq(name, SLICE("name")) && memchr(text.at, ' ', text.len) && digits_in(text) == 0)
        facts->personal |= 1u << JWT_NAME_OF_PERSON;
}

static void add_audience(struct claims *claims, struct slice text)
{
    size_t place = 0;

    if (claims->audience_count == AUDIENCES || text.len == 0 || is_email(text))
        return;
    text = arena_copy(claims->arena, text);
    while (place < claims->audience_count && slice_compare(claims->audiences[place], text) < 0)
        place++;
    memmove(&claims->audiences[place + 1], &claims->audiences[place],
            (claims->audience_count - place) * sizeof *claims->audiences);
    claims->audiences[place] = text;
    claims->audience_count++;
}

static void read_kind(struct jwt_facts *facts, struct slice name, struct slice text)
{
    static const char *const kinds[] = { "typ", "type", "tokentype", "tokenuse", "role" };

    if (MEMBER_AMONG(name, kinds) &&
        (slice_eq_nocase(text, SLICE("refresh")) || slice_eq_nocase(text, SLICE("offline")) ||
         slice_eq_nocase(text, SLICE("refresh_token")) || slice_eq_nocase(text, SLICE("anon"))))
        facts->is_passing = true;
}

static void add_scope(struct claims *claims, const char *head, struct slice scope)
{
    struct slice text;
    size_t at = 0;

    for (size_t i = 0; i < scope.len; i++)
        if (scope.at[i] <= ' ' || scope.at[i] > '~')
            return;
    if (strlen(head) + scope.len >= JWT_SCOPE)
        return;
    text = arena_printf(claims->arena, "%s%.*s", head, SLICE_ARG(scope));
    while (at < claims->scope_count && slice_compare(claims->scopes[at], text) < 0)
        at++;
    if (at == JWT_SCOPES || (at < claims->scope_count && slice_eq(claims->scopes[at], text)))
        return;
    if (claims->scope_count < JWT_SCOPES)
        claims->scope_count++;
    memmove(&claims->scopes[at + 1], &claims->scopes[at],
            (claims->scope_count - at - 1) * sizeof *claims->scopes);
    claims->scopes[at] = text;
}

/* "*", "orders:write", "admin:org", "https://api.example.com/files.readwrite": a word of it reaches far. */
static bool is_far_scope(struct slice scope)
{
    static const char *const far[] = { "admin",   "administrator", "write",      "delete", "manage",
                                       "root",    "superuser",     "readwrite",  "all",    "full",
                                       "manager", "superadmin",    "fullaccess", "modify", "update" };
    size_t at = 0;

    if (memchr(scope.at, '*', scope.len))
        return true;
    while (at < scope.len) {
        size_t start = at;

        while (at < scope.len && byte_is_letter(scope.at[at]))
            at++;
        if (at > start && SLICE_AMONG_NOCASE(slice_make(scope.at + start, at - start), far))
            return true;
        at += at == start;
    }
    return false;
}

/* RFC 8693 4.2: words with blanks between; others write lists, or commas. */
static void read_scopes(struct claims *claims, struct slice name, struct slice text)
{
    static const char *const scopes[] = { "scope", "scopes", "scp", "permissions" };
    static const char *const roles[] = { "role", "roles" };
    struct slice part;
    bool is_role = MEMBER_AMONG(name, roles);

    if (!is_role && !MEMBER_AMONG(name, scopes))
        return;
    while (slice_next(&text, ' ', &part))
        for (struct slice scope; slice_next(&part, ',', &scope);)
            if (is_far_scope(scope))
                add_scope(claims, is_role ? "role " : "", scope);
}

static void read_time(struct jwt_facts *facts, struct slice name, struct slice text)
{
    int64_t seconds;

    if (!json_number_scaled(text, 0, &seconds))
        return;
    if (slice_eq(name, SLICE("exp"))) {
        /* Some write milliseconds: beyond the year 5138 nobody means seconds. */
        facts->has_expiry = true;
        facts->expires = seconds > 100000000000 ? seconds / 1000 : seconds;
    } else if (slice_eq(name, SLICE("iat"))) {
        facts->has_issued = true;
        facts->issued = seconds > 100000000000 ? seconds / 1000 : seconds;
    }
}

static void read_claim(struct claims *claims, struct slice name, enum json_token token, struct slice text)
{
    struct jwt_facts *facts = claims->facts;

    if (token == JSON_NUMBER) {
        read_time(facts, name, text);
    } else if (token == JSON_STRING && text.len) {
        if (slice_eq(name, SLICE("iss"))) {
            facts->issuer = is_email(text) ? 0 : name_place(claims->memory, text);
        } else if (slice_eq(name, SLICE("aud"))) {
            add_audience(claims, text);
        } else {
            read_kind(facts, name, text);
            read_scopes(claims, name, text);
            read_personal(facts, name, text);
        }
    }
}

/* ---- both ---- */

typedef void claim_reader(struct claims *claims, struct slice name, enum json_token token, struct slice text);

/* Every scalar with the name it stands under, and objects with theirs; false when the text is no JSON object. */
static bool read_part(struct claims *claims, struct slice part, struct memory *account, claim_reader *reader)
{
    struct slice json = jwt_decode(part, claims->arena), text, name = { NULL, 0 };
    struct json_stream stream;
    enum json_token token;
    char kept[48];
    bool is_object = json.len && *json.at == '{';

    json_stream_init(&stream, account, JWT_PART_MOST);
    json_stream_feed(&stream, json, true);
    do {
        token = json_stream_next(&stream, &text);
        if (token == JSON_KEY) {
            name = slice_make(kept, text.len < sizeof kept ? text.len : sizeof kept);
            memcpy(kept, text.at, name.len);
        } else if (name.len && stream.depth <= DEPTH_MOST) {
            reader(claims, name, token, text);
        }
    } while (token != JSON_END && token != JSON_BAD && token != JSON_MORE);
    json_stream_done(&stream);
    return is_object && token == JSON_END;
}

static void keep_audience(struct claims *claims)
{
    char text[JWT_NAME];
    size_t used = 0;

    for (size_t i = 0; i < claims->audience_count && used + claims->audiences[i].len < JWT_NAME; i++) {
        if (used)
            text[used++] = ' ';
        memcpy(text + used, claims->audiences[i].at, claims->audiences[i].len);
        used += claims->audiences[i].len;
    }
    if (used)
        claims->facts->audience = name_place(claims->memory, slice_make(text, used));
}

static void keep_scopes(struct claims *claims)
{
    for (size_t i = 0; i < claims->scope_count; i++)
        claims->facts->scopes[claims->facts->scope_count++] = name_place(claims->memory, claims->scopes[i]);
}

static void read_token(struct signal_reading *reading, struct slice token, struct jwt_facts *ret)
{
    struct memory *account = reading->memory->account;
    struct claims claims = { .memory = reading->memory->tokens, .facts = ret, .arena = reading->arena };
    struct jwt jwt;

    memset(ret, 0, sizeof *ret);
    if (!jwt_split(token, &jwt)) {
        ret->is_broken = true;
        return;
    }
    ret->is_broken = !read_part(&claims, jwt.header, account, read_header) ||
                     !read_part(&claims, jwt.payload, account, read_claim);
    ret->is_unsigned |= jwt.signature.len == 0;
    keep_audience(&claims);
    keep_scopes(&claims);
    if (reading->settings->tests_jwt_secrets && ret->hmac_bits && !ret->is_unsigned && !ret->is_broken)
        ret->is_weak = jwt_secret_is_known(token, &jwt, ret->hmac_bits, reading->arena);
}

/* A token brings a few names: what it is read for must not be forgotten while it is read. */
static bool make_room(struct signal_memory *memory)
{
    if (!memory->tokens)
        memory->tokens = memory_get(memory->account, sizeof *memory->tokens);
    else if (memory->tokens->name_count + 3 + JWT_SCOPES > JWT_NAMES)
        memset(memory->tokens, 0, sizeof *memory->tokens);
    return memory->tokens != NULL;
}

const struct jwt_facts *jwt_facts_of(struct signal_reading *reading, const struct credential *credential)
{
    struct jwt_known *known;

    if (!make_room(reading->memory))
        return NULL;
    known = &reading->memory->tokens->known[credential->content % JWT_KNOWN];
    if (known->content != credential->content) {
        known->content = credential->content;
        read_token(reading, credential->value, &known->facts);
    }
    return &known->facts;
}

struct slice jwt_name(const struct signal_memory *memory, uint8_t place)
{
    const struct jwt_name *name = &memory->tokens->names[place];

    return slice_make(name->text, name->len);
}

void jwt_facts_forget(struct signal_memory *memory)
{
    memory_give(memory->account, memory->tokens, sizeof *memory->tokens);
    memory->tokens = NULL;
}
