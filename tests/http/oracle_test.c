/* SPDX-License-Identifier: Apache-2.0 */
/* libhtp reads the same connections and must tell the same messages: method, target, status, headers, length
 * of the body. Both are made to read the conversations of tests/cases/http1, and well-formed connections with
 * random damage.
 *
 * They are compared as long as both find nothing odd. Where one does, each direction ends for that
 * connection: what follows depends on how a reader chose to go on, and neither choice is wrong. Besides:
 *   - libhtp ends at an upgrade and at interim statuses other than 100: so does the comparison.
 *   - Header fields that come twice are joined by libhtp and are not compared.
 *   - Bytes after a message that begin no other, be it an empty line: libhtp counts them as its body. That
 *     message is not compared.
 *   - The same where such bytes and the next request line make one line, "abcGET / HTTP/1.1": we read a
 *     method of that name. Only messages with known methods are compared, up to there.
 *   - libhtp believes the Content-Length of a 204; RFC 9110 15.3.5 says that there is no body. 204 and 304
 *     are left out.
 *   - A message cut off by the end is not compared: libhtp calls it complete. */
#include "http/h1.h"

#include "base/check.h"
#include "base/random.h"
#include "http/conversation.h"

#include <htp/htp.h>
#include <stdlib.h>

#define MESSAGES 64

struct told {
    struct told_message {
        char method[32], target[512];
        int status;
        uint64_t body;
        size_t headers;
        char names[32][64], values[32][256];
        bool odd;      /* nothing from here on is compared */
    } at[2][MESSAGES]; /* requests, responses */
    size_t count[2];
};

struct ours {
    struct told *told;
    enum h1_asked asked[MESSAGES];
    size_t first, count;
    bool ended[2], current;
};

static void copy_text(char *to, size_t room, struct slice text)
{
    size_t len = text.len < room - 1 ? text.len : room - 1;

    if (len)
        memcpy(to, text.at, len);
    to[len] = 0;
}

static enum h1_asked on_asked(void *context)
{
    struct ours *ours = context;

    return ours->first < ours->count ? ours->asked[ours->first] : H1_ASKED_OTHER;
}

static void leave_out_last(struct ours *ours, bool side)
{
    size_t count = ours->told->count[side];

    if (count)
        ours->told->at[side][count - 1].odd = true;
}

static bool is_known(struct slice method)
{
    static const char *const known[] = { "GET", "POST", "HEAD", "DELETE", "PUT", "OPTIONS", "PATCH" };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (slice_eq(method, slice_of(known[i])))
            return true;
    return false;
}

static void on_head(void *context, const struct h1_message *head)
{
    struct ours *ours = context;

    if (!head->is_response && !is_known(head->method))
        leave_out_last(ours, false);
    if (!head->is_response && ours->count < MESSAGES)
        ours->asked[ours->count++] = slice_eq(head->method, SLICE("HEAD")) ? H1_ASKED_HEAD : H1_ASKED_OTHER;
}

static void on_message(void *context, const struct h1_message *message)
{
    struct ours *ours = context;
    bool side = message->is_response;
    struct told_message *to = &ours->told->at[side][ours->told->count[side]];

    if (message->interim && message->status == 100)
        return;
    if (side)
        ours->first++;
    if (ours->told->count[side] == MESSAGES || ours->ended[side])
        return;
    ours->told->count[side]++;
    copy_text(to->method, sizeof to->method, message->method);
    copy_text(to->target, sizeof to->target, message->target);
    to->status = message->status;
    to->body = message->message.body_bytes;
    for (size_t i = 0; i < message->message.header_count && to->headers < 32; i++, to->headers++) {
        copy_text(to->names[to->headers], 64, message->message.headers[i].name);
        copy_text(to->values[to->headers], 256, message->message.headers[i].value);
    }
    to->odd = message->message.oddities || message->cut || message->after_loss || message->interim ||
              message->upgraded ||
              (side ? message->status == 204 || message->status == 304 : !is_known(message->method));
    ours->ended[side] = to->odd;
}

static void on_lost(void *context, enum h1_lost why, uint64_t bytes)
{
    struct ours *ours = context;

    leave_out_last(ours, ours->current);
    ours->ended[0] = ours->ended[1] = true;
}

static const struct h1_listener listener = { on_asked, on_head, on_message, on_lost };

static void feed_byte(struct h1 *h1, struct h1_half *half, struct ours *ours, char byte)
{
    char padded[1 + BODY_SLACK] = { byte };

    ours->current = half->is_response;
    if (h1_pending(half) == 0 && (byte == '\r' || byte == '\n'))
        leave_out_last(ours, ours->current);
    h1_feed(h1, half, ours, (struct slice){ padded, 1 }, 0);
}

static void read_ours(const struct conversation_step *steps, size_t count, struct told *told)
{
    struct memory account = { 0 };
    struct ours ours = { .told = told };
    struct h1_half halves[2];
    struct h1 h1;

    assert_true(h1_init(&h1, NULL, &listener, &account));
    for (int side = 0; side < 2; side++)
        h1_half_init(&halves[side], side);
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < steps[i].bytes.len; at++)
            feed_byte(&h1, &halves[steps[i].from_server], &ours, steps[i].bytes.at[at]);
    for (int side = 0; side < 2; side++) {
        ours.current = side;
        h1_close(&h1, &halves[side], &ours, false, 0);
        h1_half_done(&h1, &halves[side]);
    }
    h1_done(&h1);
}

static struct slice of_bstr(const bstr *text)
{
    return text ? slice_make(bstr_ptr(text), bstr_len(text)) : SLICE("");
}

static void copy_headers(struct told_message *to, const htp_table_t *table)
{
    for (size_t i = 0; i < htp_table_size(table) && to->headers < 32; i++) {
        const htp_header_t *header = htp_table_get_index(table, i, NULL);
        if (header->flags & HTP_FIELD_REPEATED)
            continue;
        copy_text(to->names[to->headers], 64, of_bstr(header->name));
        copy_text(to->values[to->headers++], 256, of_bstr(header->value));
    }
}

static struct told_message *next_of_theirs(htp_tx_t *tx, bool side)
{
    struct told *told = htp_connp_get_user_data(tx->connp);

    return told->count[side] < MESSAGES ? &told->at[side][told->count[side]++] : NULL;
}

#define THEIR_ODDITIES                                                                                       \
    (HTP_FIELD_UNPARSEABLE | HTP_FIELD_INVALID | HTP_FIELD_FOLDED | HTP_FIELD_RAW_NUL |                      \
     HTP_REQUEST_SMUGGLING | HTP_INVALID_FOLDING | HTP_REQUEST_INVALID_T_E | HTP_STATUS_LINE_INVALID |       \
     HTP_REQUEST_INVALID | HTP_REQUEST_INVALID_C_L | HTP_CONN_HTTP_0_9_EXTRA)

static int request_complete(htp_tx_t *tx)
{
    struct told_message *to = next_of_theirs(tx, false);

    if (!to)
        return HTP_OK;
    copy_text(to->method, sizeof to->method, of_bstr(tx->request_method));
    copy_text(to->target, sizeof to->target, of_bstr(tx->request_uri));
    to->body = (uint64_t)tx->request_entity_len;
    copy_headers(to, tx->request_headers);
    to->odd = (tx->flags & THEIR_ODDITIES) != 0;
    return HTP_OK;
}

static int response_complete(htp_tx_t *tx)
{
    struct told_message *to = next_of_theirs(tx, true);

    if (!to)
        return HTP_OK;
    to->status = tx->response_status_number;
    to->body = (uint64_t)tx->response_entity_len;
    copy_headers(to, tx->response_headers);
    to->odd = (tx->flags & THEIR_ODDITIES) != 0 || tx->request_progress != HTP_REQUEST_COMPLETE;
    return HTP_OK;
}

static void read_theirs(const struct conversation_step *steps, size_t count, struct told *told)
{
    htp_cfg_t *config = htp_config_create();
    struct timeval time = { 0, 0 };

    htp_config_set_response_decompression(config, 0);
    htp_config_set_log_level(config, HTP_LOG_NONE);
    htp_config_register_request_complete(config, request_complete);
    htp_config_register_response_complete(config, response_complete);
    htp_connp_t *connp = htp_connp_create(config);
    htp_connp_set_user_data(connp, told);
    htp_connp_open(connp, "192.0.2.1", 1024, "192.0.2.2", 80, &time);
    for (size_t i = 0; i < count; i++) {
        int state = steps[i].bytes.len == 0 ? HTP_STREAM_DATA
                    : steps[i].from_server
                        ? htp_connp_res_data(connp, &time, steps[i].bytes.at, steps[i].bytes.len)
                        : htp_connp_req_data(connp, &time, steps[i].bytes.at, steps[i].bytes.len);
        if (state != HTP_STREAM_DATA)
            break;
    }
    htp_connp_destroy_all(connp);
    htp_config_destroy(config);
}

static size_t count_name(const struct told_message *in, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < in->headers; i++)
        count += slice_eq_nocase(slice_of(in->names[i]), slice_of(name));
    return count;
}

static const char *value_of(const struct told_message *in, const char *name)
{
    for (size_t i = 0; i < in->headers; i++)
        if (slice_eq_nocase(slice_of(in->names[i]), slice_of(name)))
            return in->values[i];
    return NULL;
}

/* What the two tell differently, or NULL. */
static const char *difference(const struct told_message *ours, const struct told_message *theirs)
{
    if (strcmp(ours->method, theirs->method) != 0)
        return "method";
    if (strcmp(ours->target, theirs->target) != 0)
        return "target";
    if (ours->status != theirs->status)
        return "status";
    if (ours->body != theirs->body)
        return "length of the body";
    for (size_t i = 0; i < ours->headers; i++) {
        if (count_name(ours, ours->names[i]) != 1)
            continue;
        const char *value = value_of(theirs, ours->names[i]);
        if (!value || strcmp(value, ours->values[i]) != 0)
            return ours->names[i];
    }
    return NULL;
}

static size_t compared;

static void compare(const struct conversation_step *steps, size_t count, const char *name, size_t number)
{
    struct told *ours = calloc(1, sizeof *ours), *theirs = calloc(1, sizeof *theirs);

    read_ours(steps, count, ours);
    read_theirs(steps, count, theirs);
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < ours->count[side] && i < theirs->count[side]; i++) {
            const struct told_message *mine = &ours->at[side][i], *other = &theirs->at[side][i];
            if (mine->odd || other->odd)
                break;
            const char *what = difference(mine, other);
            if (what) {
                for (size_t k = 0; k < count; k++)
                    print_error("%s %.*s\n", steps[k].from_server ? "<<<" : ">>>", SLICE_ARG(steps[k].bytes));
                fail_msg("%s %zu: message %zu of side %d: %s differs: %s %s %d %llu, %s %s %d %llu", name,
                         number, i, side, what, mine->method, mine->target, mine->status,
                         (unsigned long long)mine->body, other->method, other->target, other->status,
                         (unsigned long long)other->body);
            }
            compared++;
        }
    }
    free(ours);
    free(theirs);
}

static void conversations_are_told_alike(void **state)
{
    struct conversation **cases;
    size_t count = conversation_read_all("tests/cases/http1", &cases);

    compared = 0;
    for (size_t i = 0; i < count; i++) {
        bool plain = true;
        for (size_t k = 0; k < cases[i]->count; k++)
            plain &= cases[i]->steps[k].kind == CONVERSATION_BYTES ||
                     cases[i]->steps[k].kind == CONVERSATION_CLOSE;
        if (plain && !cases[i]->blind && cases[i]->limits.head_bytes + cases[i]->limits.body_bytes == 0)
            compare(cases[i]->steps, cases[i]->count, cases[i]->name, 0);
    }
    assert_true(compared > 40);
    conversation_free_all(cases, count);
}

/* One well-formed message. */
static size_t write_message(char *text, size_t room, bool response, const char *method, uint64_t *random)
{
    static const char *const targets[] = { "/", "/a/b?c=d", "/users/42", "/x%20y;z=1" };
    static const char *const statuses[] = { "200 OK", "404 Not Found", "201 Created",
                                            "500 Internal Server Error" };
    size_t body = random_below(random, 3) ? random_below(random, 60) : 0, len = 0;
    bool chunked = body && random_below(random, 2), head = response && strcmp(method, "HEAD") == 0;

    if (!response && strcmp(method, "POST") != 0)
        body = 0;
    len = (size_t)(response ? snprintf(text, room, "HTTP/1.1 %s\r\n", statuses[random_below(random, 4)])
                            : snprintf(text, room, "%s %s HTTP/1.1\r\nHost: h\r\n", method,
                                       targets[random_below(random, 4)]));
    for (size_t i = random_below(random, 4); i > 0; i--)
        len += (size_t)snprintf(text + len, room - len, "X-%zu: value %zu\r\n", i,
                                (size_t)random_below(random, 1000));
    len += (size_t)(body && chunked ? snprintf(text + len, room - len, "Transfer-Encoding: chunked\r\n\r\n")
                                    : snprintf(text + len, room - len, "Content-Length: %zu\r\n\r\n", body));
    if (head || !body)
        return len;
    while (chunked && body) {
        size_t piece = 1 + random_below(random, body);
        len += (size_t)snprintf(text + len, room - len, "%zx\r\n%.*s\r\n", piece, (int)piece,
                                "0123456789012345678901234567890123456789012345678901234567890123456789");
        body -= piece;
        if (!body)
            len += (size_t)snprintf(text + len, room - len, "0\r\n\r\n");
    }
    return len + (size_t)snprintf(text + len, room - len, "%.*s", (int)body,
                                  "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij");
}

static void damage(char *text, size_t len, uint64_t *random)
{
    static const char bytes[] = "\r\n :\t0a;,/HTTP.%\x80";

    for (size_t i = random_below(random, 3); i > 0; i--)
        text[random_below(random, len)] = bytes[random_below(random, sizeof bytes)];
}

#define EXCHANGES 4

static void play_random(uint64_t seed, bool damaged)
{
    static const char *const methods[] = { "GET", "POST", "HEAD", "DELETE" };
    static char texts[EXCHANGES * 2][1024];
    struct conversation_step steps[EXCHANGES * 2];
    uint64_t random = seed;

    for (size_t i = 0; i < EXCHANGES * 2; i += 2) {
        const char *method = methods[random_below(&random, 4)];
        for (size_t side = 0; side < 2; side++) {
            size_t len = write_message(texts[i + side], sizeof texts[0], side, method, &random);
            if (damaged && random_below(&random, 4) == 0)
                damage(texts[i + side], len, &random);
            steps[i + side] =
                (struct conversation_step){ CONVERSATION_BYTES, side, { texts[i + side], len }, 0 };
        }
    }
    compare(steps, EXCHANGES * 2, damaged ? "damaged" : "random", (size_t)seed);
}

static void well_formed_connections_are_told_alike(void **state)
{
    compared = 0;
    for (uint64_t seed = 1; seed <= 300; seed++)
        play_random(seed, false);
    assert_int_equal(compared, 300 * EXCHANGES * 2);
}

static void damaged_connections_are_told_alike_up_to_the_damage(void **state)
{
    compared = 0;
    for (uint64_t seed = 1; seed <= 3000; seed++)
        play_random(seed, true);
    assert_true(compared > 3000 * EXCHANGES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conversations_are_told_alike),
        cmocka_unit_test(well_formed_connections_are_told_alike),
        cmocka_unit_test(damaged_connections_are_told_alike_up_to_the_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
