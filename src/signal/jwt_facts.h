/* SPDX-License-Identifier: Apache-2.0 */
/* What a JWT (RFC 7519) says of itself, worked out once a token: tokens come again and again, and the usual one costs a look at the
 * lane's memory. Neither the token nor a claim is kept: numbers, kinds and the names of issuer and audience. */
#ifndef SIGNAL_JWT_FACTS_H
#define SIGNAL_JWT_FACTS_H

#include "signal/signal.h"

#define JWT_KNOWN 8192 /* tokens a lane remembers, by the hash of their content */
#define JWT_NAME 72    /* bytes kept of an issuer, of audiences or of a host */
#define JWT_NAMES 255  /* different ones that a lane remembers; then all tokens are forgotten */

#define JWT_SCOPES 4 /* far-reaching scopes and roles kept of a token, the first by their bytes */
#define JWT_SCOPE 40 /* bytes of one, with the word before it; longer ones are left out */

/* Personal data in claims, the worst last. */
enum jwt_personal {
    JWT_NAME_OF_PERSON,
    JWT_EMAIL,
    JWT_PHONE,
    JWT_ADDRESS,
    JWT_BIRTH,
    JWT_NATIONAL_ID,
    JWT_PASSWORD,
    JWT_PERSONAL_KINDS
};
const char *jwt_personal_name(enum jwt_personal kind); /* "e-mail address" */

/* What a token says of the key that shall prove it (RFC 7515 4.1). */
enum jwt_key {
    JWT_KEY_PATH,  /* kid with a path of a file system */
    JWT_KEY_QUERY, /* kid with quotes, comments or a shell's characters */
    JWT_KEY_JKU,   /* a set of keys of another host than the issuer's and the service's */
    JWT_KEY_X5U,   /* a certificate of such a host */
    JWT_KEY_OWN,   /* jwk: the key itself */
    JWT_KEY_KINDS
};
const char *jwt_key_name(enum jwt_key kind);

struct jwt_facts {
    bool is_broken;   /* header or payload is no JSON object */
    bool is_unsigned; /* "alg":"none" in any case, or no signature */
    bool is_passing;  /* no access token: refresh, DPoP proof, anonymous key of an app */
    bool has_expiry, has_issued;
    int64_t expires, issued; /* seconds since the epoch */
    uint8_t personal;        /* 1 << enum jwt_personal */
    uint8_t keys; /* 1 << enum jwt_key; JKU and X5U stand for "there is one" until its host is compared */
    uint16_t hmac_bits; /* 256, 384, 512; 0: another algorithm */
    bool is_weak;       /* signed with a secret everybody knows; only looked for when the settings say so */
    uint8_t issuer, audience,
        key_host; /* places in jwt_memory.names, 0: none. Several audiences: sorted, blanks between;
                                           host of jku or x5u */
    uint8_t scope_count,
        scopes[JWT_SCOPES]; /* likewise: those that reach far: "*", "orders:write", "role admin"; ascending */
};

/* Tokens are many, whom they name are few. */
struct jwt_memory {
    struct jwt_known {
        uint64_t content; /* of the credential; 0: free */
        struct jwt_facts facts;
    } known[JWT_KNOWN];
    struct jwt_name {
        uint8_t len;
        char text[JWT_NAME];
    } names[JWT_NAMES + 1];
    size_t name_count;
};

/* Of a credential that is a JWT; valid until the next call. NULL when memory was refused. */
const struct jwt_facts *jwt_facts_of(struct signal_reading *reading, const struct credential *credential);
struct slice jwt_name(const struct signal_memory *memory, uint8_t place);
void jwt_facts_forget(struct signal_memory *memory);

/* The part of a host that one owner has, as far as told without a list: its last two labels, or three where the second is a usual
 * one for owners below ("co.uk"). */
struct slice jwt_owner_of(struct slice host);

#endif
