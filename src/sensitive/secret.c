/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials that say by their form what they are: keys of services by prefix, alphabet and length (as the services
 * document them and secret scanners look for them), private keys, hashes of passwords, JWT. */
#include "sensitive/secret.h"
#include "base/byte.h"
#include "http/jwt.h"
#include "sensitive/validators.h"

#define ALPHABET_UPPER 0x1u /* A-Z 0-9 */
#define ALPHABET_WORD 0x2u  /* A-Z a-z 0-9 */
#define ALPHABET_HEX 0x4u   /* 0-9 a-f */
#define ALPHABET_URL 0x8u   /* A-Z a-z 0-9 - _ */
#define ALPHABET_DOTS 0x10u /* and . */
#define ALPHABET_BASE64 0x20u

struct key_form {
    const char *prefix;
    uint8_t alphabet;
    uint16_t least, most; /* bytes after the prefix */
};

static const struct key_form key_forms[] = {
    { "AKIA", ALPHABET_UPPER, 16, 16 },
    { "ASIA", ALPHABET_UPPER, 16, 16 },
    { "AROA", ALPHABET_UPPER, 16, 17 },
    { "AIDA", ALPHABET_UPPER, 16, 17 },
    { "ABIA", ALPHABET_UPPER, 16, 16 },
    { "AIza", ALPHABET_URL, 35, 35 },
    { "ya29.", ALPHABET_DOTS, 20, 1024 },
    { "GOCSPX-", ALPHABET_URL, 28, 28 },
    { "ghp_", ALPHABET_WORD, 36, 36 },
    { "gho_", ALPHABET_WORD, 36, 36 },
    { "ghu_", ALPHABET_WORD, 36, 36 },
    { "ghs_", ALPHABET_WORD, 36, 36 },
    { "ghr_", ALPHABET_WORD, 36, 76 },
    { "github_pat_", ALPHABET_URL, 60, 90 },
    { "glpat-", ALPHABET_URL, 20, 64 },
    { "gldt-", ALPHABET_URL, 20, 64 },
    { "glrt-", ALPHABET_URL, 20, 64 },
    { "glcbt-", ALPHABET_URL, 20, 64 },
    { "xoxb-", ALPHABET_URL, 20, 120 },
    { "xoxp-", ALPHABET_URL, 20, 120 },
    { "xoxa-", ALPHABET_URL, 20, 120 },
    { "xoxr-", ALPHABET_URL, 20, 120 },
    { "xoxs-", ALPHABET_URL, 20, 120 },
    { "xapp-", ALPHABET_URL, 20, 160 },
    { "sk_live_", ALPHABET_WORD, 16, 128 },
    { "sk_test_", ALPHABET_WORD, 16, 128 },
    { "rk_live_", ALPHABET_WORD, 16, 128 },
    { "rk_test_", ALPHABET_WORD, 16, 128 },
    { "whsec_", ALPHABET_BASE64, 24, 64 },
    { "SK", ALPHABET_HEX, 32, 32 },
    { "AC", ALPHABET_HEX, 32, 32 },
    { "SG.", ALPHABET_DOTS, 60, 72 },
    { "npm_", ALPHABET_WORD, 36, 36 },
    { "pypi-", ALPHABET_URL, 50, 300 },
    { "sk-proj-", ALPHABET_URL, 20, 220 },
    { "sk-ant-", ALPHABET_URL, 30, 160 },
    { "sk-svcacct-", ALPHABET_URL, 20, 220 },
    { "sk-or-v1-", ALPHABET_HEX, 64, 64 },
    { "sk-", ALPHABET_WORD, 32, 64 },
    { "hf_", ALPHABET_WORD, 30, 40 },
    { "dop_v1_", ALPHABET_HEX, 64, 64 },
    { "doo_v1_", ALPHABET_HEX, 64, 64 },
    { "shpat_", ALPHABET_HEX, 32, 32 },
    { "shpss_", ALPHABET_HEX, 32, 32 },
    { "shpca_", ALPHABET_HEX, 32, 32 },
    { "sq0atp-", ALPHABET_URL, 22, 22 },
    { "sq0csp-", ALPHABET_URL, 43, 43 },
    { "EAAA", ALPHABET_URL, 60, 60 },
    { "key-", ALPHABET_HEX, 32, 32 },
    { "hvs.", ALPHABET_URL, 24, 130 },
    { "hvb.", ALPHABET_URL, 24, 300 },
    { "dckr_pat_", ALPHABET_URL, 27, 40 },
    { "dapi", ALPHABET_HEX, 32, 36 },
    { "lin_api_", ALPHABET_WORD, 40, 40 },
    { "PMAK-", ALPHABET_URL, 50, 70 },
    { "rubygems_", ALPHABET_HEX, 48, 48 },
    { "xkeysib-", ALPHABET_URL, 70, 90 },
    { "NRAK-", ALPHABET_UPPER, 27, 27 },
    { "glsa_", ALPHABET_URL, 32, 64 },
    { "eyJrIjoi", ALPHABET_WORD, 60, 200 },
    { "secret_", ALPHABET_WORD, 43, 43 },
    { "figd_", ALPHABET_URL, 36, 64 },
    { "pul-", ALPHABET_HEX, 40, 40 },
    { "atlasv1.", ALPHABET_URL, 40, 90 },
    { "tfp_", ALPHABET_URL, 40, 64 },
    { "sbp_", ALPHABET_HEX, 40, 40 },
    { "r8_", ALPHABET_WORD, 37, 37 },
    { "gsk_", ALPHABET_WORD, 48, 56 },
    { "AGE-SECRET-KEY-1", ALPHABET_UPPER, 58, 58 },
    { "FLWSECK-", ALPHABET_URL, 32, 48 },
    { "rzp_live_", ALPHABET_WORD, 14, 14 },
    { "rzp_test_", ALPHABET_WORD, 14, 14 },
};

static bool is_of_alphabet(char c, unsigned alphabet)
{
    switch (alphabet) {
    case ALPHABET_UPPER: return byte_is_upper(c) || byte_is_digit(c);
    case ALPHABET_WORD: return byte_is_alphanumeric(c);
    case ALPHABET_HEX: return byte_is_digit(c) || (c >= 'a' && c <= 'f');
    case ALPHABET_URL: return byte_is_alphanumeric(c) || c == '-' || c == '_';
    case ALPHABET_DOTS: return byte_is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
    default: return byte_is_alphanumeric(c) || c == '+' || c == '/' || c == '=';
    }
}

/* Random bytes have digits, or letters of both cases: words after a prefix ("key-", "secret_") do not. */
static bool is_mixed(struct slice text)
{
    bool digit = false, lower = false, upper = false;

    for (size_t i = 0; i < text.len; i++) {
        digit |= byte_is_digit(text.at[i]);
        lower |= byte_is_lower(text.at[i]);
        upper |= byte_is_upper(text.at[i]);
    }
    return digit + lower + upper >= 2;
}

static bool is_key_of(struct slice text, const struct key_form *form)
{
    size_t head = strlen(form->prefix), len = text.len - head;

    if (text.len < head || memcmp(text.at, form->prefix, head) != 0 || len < form->least || len > form->most)
        return false;
    for (size_t i = head; i < text.len; i++)
        if (!is_of_alphabet(text.at[i], form->alphabet))
            return false;
    return is_mixed(slice_make(text.at + head, len));
}

/* Webhooks are keys: who knows the address may write. */
static bool is_webhook(struct slice text)
{
    static const char *const heads[] = { "https://hooks.slack.com/services/",
                                         "https://discord.com/api/webhooks/",
                                         "https://discordapp.com/api/webhooks/" };

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (slice_starts_with(text, slice_of(heads[i])) && text.len > strlen(heads[i]) + 20)
            return true;
    return false;
}

enum fit secret_cloud_key(struct slice text)
{
    for (size_t i = 0; i < sizeof key_forms / sizeof *key_forms; i++)
        if (text.at[0] == key_forms[i].prefix[0] && is_key_of(text, &key_forms[i]))
            return FIT_EVIDENT;
    return is_webhook(text) ? FIT_EVIDENT : FIT_NO;
}

enum fit secret_jwt(struct slice text)
{
    struct jwt jwt;

    return text.len >= 36 && jwt_split(text, &jwt) ? FIT_EVIDENT : FIT_NO;
}

enum fit secret_private_key(struct slice text)
{
    const char *at = memmem(text.at, text.len, "-----BEGIN ", 11);
    struct slice rest;

    if (!at)
        return slice_starts_with(text, SLICE("PuTTY-User-Key-File-")) ? FIT_EVIDENT : FIT_NO;
    rest = slice_make(at, (size_t)(text.at + text.len - at));
    if (rest.len > 60)
        rest.len = 60;
    return memmem(rest.at, rest.len, "PRIVATE KEY", 11) ? FIT_EVIDENT : FIT_NO;
}

/* Schemes of crypt(3), of frameworks and of LDAP (RFC 2307). */
enum fit secret_password_hash(struct slice text)
{
    static const char *const heads[] = {
        "$2a$",      "$2b$",       "$2y$",
        "$2x$",      "$argon2id$", "$argon2i$",
        "$argon2d$", "$scrypt$",   "$6$",
        "$5$",       "$1$",        "$y$",
        "$7$",       "$pbkdf2",    "$apr1$",
        "$P$",       "$H$",        "pbkdf2_sha256$",
        "pbkdf2:",   "scrypt:",    "{SSHA}",
        "{SHA}",     "{SSHA512}",  "{bcrypt}",
        "{noop}",    "{MD5}",      "bcrypt_sha256$",
        "argon2$",   "{argon2}",   "{pbkdf2}",
        "{CRYPT}",   "sha1$",      "md5$",
        "{SSHA256}", "bcrypt$",
    };

    if (text.len < 20)
        return FIT_NO;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (text.at[0] == heads[i][0] && slice_starts_with(text, slice_of(heads[i])))
            return FIT_EVIDENT;
    return FIT_NO;
}
