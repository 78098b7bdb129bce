/* SPDX-License-Identifier: Apache-2.0 */
/* Each direction is records around handshake messages; either may be cut anywhere. The one message we want of each is
 * gathered in a buffer of its own size, all others are skipped as they pass. */
#include "wire/tls.h"

#include "wire/der.h"
#include "wire/span.h"

#define RECORD_HEAD 5
#define RECORD_MOST (16384 + 2048) /* RFC 5246 6.2.3 */
#define MESSAGE_HEAD 4

enum { RECORD_CHANGE_CIPHER = 20, RECORD_ALERT, RECORD_HANDSHAKE, RECORD_APPLICATION, RECORD_HEARTBEAT };
enum { HELLO_CLIENT = 1, HELLO_SERVER = 2, CERTIFICATE = 11, SERVER_HELLO_DONE = 14 };
enum { EXTENSION_SERVER_NAME = 0, EXTENSION_SUPPORTED_VERSIONS = 43 };

struct tls_side {
    uint8_t head[RECORD_HEAD];
    uint8_t message_head[MESSAGE_HEAD];
    uint8_t head_len, message_head_len;
    bool done;
    uint32_t record_left;  /* bytes of the record still to come */
    uint32_t message_left; /* bytes of the handshake message still to come */
    uint32_t len, room;    /* of `message`, when it is one we want */
    char *message;
};

struct tls {
    struct tls_side sides[2]; /* server, client */
    char *name, *subject;
    uint8_t name_len, subject_len;
    uint16_t version;
};

enum step tls_looks_like(struct slice bytes, bool midstream)
{
    const uint8_t *at = (const uint8_t *)bytes.at;

    if (bytes.len >= 1 &&
        (midstream ? at[0] < RECORD_CHANGE_CIPHER || at[0] > RECORD_HEARTBEAT : at[0] != RECORD_HANDSHAKE))
        return STEP_BAD;
    if ((bytes.len >= 2 && at[1] != 3) || (bytes.len >= 3 && at[2] > 4))
        return STEP_BAD;
    if (bytes.len < RECORD_HEAD)
        return STEP_MORE;
    return read16(at + 3) > 0 && read16(at + 3) <= RECORD_MOST ? STEP_DONE : STEP_BAD;
}

struct tls *tls_new(struct pool *pool)
{
    struct tls *tls = pool_get(pool, sizeof *tls);

    if (tls)
        *tls = (struct tls){ 0 };
    return tls;
}

static void drop_message(struct tls_side *side, struct pool *pool)
{
    pool_give(pool, side->message, side->room);
    side->message = NULL;
    side->len = side->room = 0;
}

void tls_free(struct tls *tls, struct pool *pool)
{
    if (!tls)
        return;
    for (int i = 0; i < 2; i++)
        drop_message(&tls->sides[i], pool);
    pool_give(pool, tls->name, tls->name_len);
    pool_give(pool, tls->subject, tls->subject_len);
    pool_give(pool, tls, sizeof *tls);
}

struct slice tls_server_name(const struct tls *tls)
{
    return slice_make(tls->name, tls->name_len);
}

struct slice tls_subject(const struct tls *tls)
{
    return slice_make(tls->subject, tls->subject_len);
}

uint16_t tls_version(const struct tls *tls)
{
    return tls->version;
}

static void remember(struct pool *pool, struct slice text, char **at, uint8_t *len)
{
    if (*at || text.len == 0 || text.len > TLS_NAME_MOST)
        return;
    *at = pool_get(pool, text.len);
    if (!*at)
        return;
    memcpy(*at, text.at, text.len);
    *len = (uint8_t)text.len;
}

/* Takes `count` bytes off the front; false when they are not there. */
static bool take(struct slice *rest, size_t count, struct slice *ret)
{
    if (rest->len < count)
        return false;
    *ret = slice_make(rest->at, count);
    *rest = slice_make(rest->at + count, rest->len - count);
    return true;
}

/* A vector with a length of `width` bytes before it (RFC 8446 3.4). */
static bool take_vector(struct slice *rest, size_t width, struct slice *ret)
{
    struct slice prefix;
    size_t count = 0;

    if (!take(rest, width, &prefix))
        return false;
    for (size_t i = 0; i < width; i++)
        count = count << 8 | (uint8_t)prefix.at[i];
    return take(rest, count, ret);
}

/* RFC 6066 3: a list of (type, name); type 0 is a host name. */
static struct slice host_name(struct slice extension)
{
    struct slice list, type, name;

    if (!take_vector(&extension, 2, &list))
        return (struct slice){ NULL, 0 };
    while (take(&list, 1, &type) && take_vector(&list, 2, &name)) {
        if (type.at[0] == 0)
            return name;
    }
    return (struct slice){ NULL, 0 };
}

/* RFC 8446 4.1.2: version, random, session id, cipher suites, compression methods, extensions. */
static void read_client_hello(struct tls *tls, struct pool *pool, struct slice hello)
{
    struct slice skipped, extensions, type, content;

    if (!take(&hello, 34, &skipped) || !take_vector(&hello, 1, &skipped) ||
        !take_vector(&hello, 2, &skipped) || !take_vector(&hello, 1, &skipped) ||
        !take_vector(&hello, 2, &extensions))
        return;
    while (take(&extensions, 2, &type) && take_vector(&extensions, 2, &content)) {
        if (read16((const uint8_t *)type.at) == EXTENSION_SERVER_NAME) {
            remember(pool, host_name(content), &tls->name, &tls->name_len);
            return;
        }
    }
}

/* RFC 8446 4.1.3: version, random, session id, cipher suite, compression method, extensions. Since TLS 1.3 the version stands in an
 * extension, and the old place says 1.2. */
static void read_server_hello(struct tls *tls, struct slice hello)
{
    struct slice version, skipped, extensions, type, content;

    if (!take(&hello, 2, &version) || !take(&hello, 32, &skipped))
        return;
    tls->version = read16((const uint8_t *)version.at);
    if (!take_vector(&hello, 1, &skipped) || !take(&hello, 3, &skipped) ||
        !take_vector(&hello, 2, &extensions))
        return;
    while (take(&extensions, 2, &type) && take_vector(&extensions, 2, &content))
        if (read16((const uint8_t *)type.at) == EXTENSION_SUPPORTED_VERSIONS && content.len == 2)
            tls->version = read16((const uint8_t *)content.at);
}

/* RFC 5246 7.4.2: a list of certificates, the server's own first. */
static void read_certificate(struct tls *tls, struct pool *pool, struct slice message)
{
    struct slice list, certificate;

    if (take_vector(&message, 3, &list) && take_vector(&list, 3, &certificate))
        remember(pool, der_certificate_name(certificate), &tls->subject, &tls->subject_len);
}

static void end_message(struct tls *tls, struct tls_side *side, struct pool *pool, uint8_t type)
{
    if (side->message) {
        struct slice message = slice_make(side->message, side->len);

        if (type == HELLO_CLIENT)
            read_client_hello(tls, pool, message);
        else if (type == HELLO_SERVER)
            read_server_hello(tls, message);
        else
            read_certificate(tls, pool, message);
        drop_message(side, pool);
        side->done = type != HELLO_SERVER;
    } else if (type == SERVER_HELLO_DONE || type == HELLO_CLIENT) {
        side->done = true;
    }
    side->message_head_len = 0;
}

static void begin_message(struct tls_side *side, struct pool *pool, bool from_client)
{
    uint8_t type = side->message_head[0];
    bool is_wanted = from_client ? type == HELLO_CLIENT : type == HELLO_SERVER || type == CERTIFICATE;

    side->message_left = read32(side->message_head) & 0xffffff;
    if (side->message_left > TLS_HANDSHAKE_MOST * 8) { /* nobody's handshake */
        side->done = true;
        return;
    }
    if (!is_wanted || side->message_left == 0 || side->message_left > TLS_HANDSHAKE_MOST)
        return;
    side->message = pool_get(pool, side->message_left);
    side->room = side->message ? side->message_left : 0;
}

/* Bytes of handshake messages, out of one record. */
static void take_handshake(struct tls *tls, struct tls_side *side, struct pool *pool, struct slice bytes)
{
    bool from_client = side == &tls->sides[1];

    while (bytes.len && !side->done) {
        size_t count;

        if (side->message_head_len < MESSAGE_HEAD) {
            side->message_head[side->message_head_len++] = (uint8_t)bytes.at[0];
            bytes = slice_make(bytes.at + 1, bytes.len - 1);
            if (side->message_head_len < MESSAGE_HEAD)
                continue;
            begin_message(side, pool, from_client);
        }
        count = bytes.len < side->message_left ? bytes.len : side->message_left;
        if (side->message && count) {
            memcpy(side->message + side->len, bytes.at, count);
            side->len += (uint32_t)count;
        }
        side->message_left -= (uint32_t)count;
        bytes = slice_make(bytes.at + count, bytes.len - count);
        if (side->message_left == 0 && !side->done)
            end_message(tls, side, pool, side->message_head[0]);
    }
}

static void begin_record(struct tls_side *side)
{
    side->record_left = read16(side->head + 3);
    if (tls_looks_like(slice_make(side->head, RECORD_HEAD), true) != STEP_DONE ||
        side->head[0] == RECORD_CHANGE_CIPHER || side->head[0] == RECORD_APPLICATION)
        side->done = true; /* what follows is encrypted, or no TLS */
}

static bool is_over(const struct tls *tls)
{
    return tls->sides[0].done && tls->sides[1].done;
}

bool tls_bytes(struct tls *tls, struct pool *pool, bool from_client, struct slice bytes)
{
    struct tls_side *side = &tls->sides[from_client];

    while (bytes.len && !side->done) {
        size_t count;

        if (side->head_len < RECORD_HEAD) {
            side->head[side->head_len++] = (uint8_t)bytes.at[0];
            bytes = slice_make(bytes.at + 1, bytes.len - 1);
            if (side->head_len == RECORD_HEAD)
                begin_record(side);
            continue;
        }
        count = bytes.len < side->record_left ? bytes.len : side->record_left;
        if (side->head[0] == RECORD_HANDSHAKE)
            take_handshake(tls, side, pool, slice_make(bytes.at, count));
        side->record_left -= (uint32_t)count;
        bytes = slice_make(bytes.at + count, bytes.len - count);
        if (side->record_left == 0)
            side->head_len = 0;
    }
    if (side->done)
        drop_message(side, pool);
    return is_over(tls);
}

bool tls_gap(struct tls *tls, struct pool *pool, bool from_client)
{
    drop_message(&tls->sides[from_client], pool);
    tls->sides[from_client].done = true;
    return is_over(tls);
}
