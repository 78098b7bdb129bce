/* SPDX-License-Identifier: Apache-2.0 */
/* What header fields are for, by name: mechanics of HTTP, things an API author documents, keys. A lane
 * remembers the names it met, so that the usual field costs one short hash and one comparison. */
#ifndef EXCHANGE_FIELD_H
#define EXCHANGE_FIELD_H

#include "base/arena.h"
#include "http/message.h"

#include <stdint.h>

enum field_flag {
    FIELD_MECHANIC = 1u << 0,   /* carries messages, not meaning */
    FIELD_DOCUMENTED = 1u << 1, /* standard, yet worth documenting in a response */
    FIELD_KEY = 1u << 2,        /* known to carry a key */
    FIELD_KEY_LIKE = 1u << 3,   /* says key, token, secret or auth */
    FIELD_NO_KEY = 1u << 4,     /* says so and carries none */
    FIELD_NO_SECRET = 1u << 5,  /* its values are random and no secrets */
    FIELD_AUTHORIZATION = 1u << 6,
    FIELD_COOKIE = 1u << 7,
    FIELD_CONTENT_TYPE = 1u << 8,
    FIELD_USER_AGENT = 1u << 9,
    FIELD_DEPRECATION = 1u << 10,        /* Deprecation (RFC 9745), Sunset (RFC 8594) */
    FIELD_CLIENT_CERTIFICATE = 1u << 11, /* Client-Cert (RFC 9440) and what proxies called it before */
};

uint16_t field_classify(struct slice name);

/* Fields that are asked for by name. */
enum field_id {
    FIELD_ID_OTHER,
#define FIELD(id, name) FIELD_ID_##id,
#include "exchange/known_fields.list"
#undef FIELD
    FIELD_IDS
};
#define FIELD_BIT(id) (1ull << FIELD_ID_##id)
enum field_id field_identify(struct slice name);

#define FIELD_SETS 128
#define FIELD_WAYS 4 /* names that fall together and are remembered all the same */

/* Fields mostly come in the order of the message before, so each place says which one followed it last time. */
struct field_memory {
    struct field_known {
        uint16_t flags;
        uint16_t followed_by; /* a place */
        uint8_t len;          /* 0: free */
        uint8_t id;           /* enum field_id */
        char name[42];
    } known[FIELD_SETS * FIELD_WAYS];
    uint16_t begins_with[2];     /* the place of the first field of a request and of a response last time */
    uint8_t give_up[FIELD_SETS]; /* the way to give up next */
};

/* The header section of one message with the flags of every field; borrowed from the message and the
 * arena. */
struct fields {
    const struct header *headers;
    const uint16_t *flags;
    const uint8_t *ids; /* enum field_id of each */
    size_t count;
    uint16_t any;     /* the flags of all fields together */
    uint64_t present; /* a bit for every id there is, FIELD_ID_OTHER's may be set too */
};

/* false when memory was refused: `ret` is empty then. */
bool fields_read(struct field_memory *memory, const struct message *message, bool is_response,
                 struct arena *arena, struct fields *ret);
/* The value of the first field with that flag; {NULL, 0} when there is none. */
struct slice fields_find(const struct fields *fields, enum field_flag flag);
static inline bool fields_have(const struct fields *fields, enum field_id id)
{
    return fields->present >> id & 1;
}
/* The value of the first field of that name; {NULL, 0} when there is none. */
struct slice fields_value(const struct fields *fields, enum field_id id);

#endif
