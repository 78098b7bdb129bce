/* SPDX-License-Identifier: Apache-2.0 */
/* Any exchanges at all through the catalog. An input is lines: `>` begins an exchange with "method authority target",
 * `<` gives its status, `h` and `H` a header field of request and answer, `b` and `B` the bodies (their state first), `t` times, `f` flags;
 * `o` is an override, `w` asks why. What was learned is dealt to two catalogs as well: merged they know the same. */
#include "base/buffer.h"
#include "catalog/catalog.h"
#include "catalog/inventory.h"

#include <stdlib.h>

#define HEADERS 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

struct exchanges {
    struct catalog *all, *halves[2];
    size_t count;
    struct exchange exchange;
    struct header asked[HEADERS], answered[HEADERS];
    bool is_open;
};

static struct catalog *open_catalog(void)
{
    struct catalog_settings settings = { .memory_limit = 64 << 20 };
    struct catalog *catalog = catalog_new(&settings, NULL);

    must(catalog != NULL);
    return catalog;
}

static struct message with_slack(const struct message *message, char **ret)
{
    struct message copy = *message;

    *ret = malloc(copy.body.len + BODY_SLACK);
    must(*ret != NULL);
    if (copy.body.len)
        memcpy(*ret, copy.body.at, copy.body.len);
    memset(*ret + copy.body.len, '"', BODY_SLACK);
    copy.body.at = *ret;
    return copy;
}

static void finish(struct exchanges *with)
{
    char *request, *response;

    if (!with->is_open)
        return;
    with->is_open = false;
    with->exchange.request = with_slack(&with->exchange.request, &request);
    with->exchange.response = with_slack(&with->exchange.response, &response);
    catalog_observe(with->all, &with->exchange);
    catalog_observe(with->halves[with->count++ % 2], &with->exchange);
    free(request);
    free(response);
}

static void begin(struct exchanges *with, struct slice line)
{
    finish(with);
    with->is_open = true;
    with->exchange = (struct exchange){ .scheme = SLICE("http"), .status = 200 };
    with->exchange.server.family = 4;
    with->exchange.method = slice_cut(&line, ' ');
    with->exchange.authority = slice_cut(&line, ' ');
    with->exchange.target = line;
    with->exchange.request.headers = with->asked;
    with->exchange.response.headers = with->answered;
}

static void add_header(struct message *message, struct header *headers, struct slice line)
{
    struct slice name = slice_cut(&line, ':');

    if (message->header_count < HEADERS)
        headers[message->header_count++] = (struct header){ name, slice_trim(line) };
}

static void add_body(struct message *message, struct slice line)
{
    unsigned state = line.len ? (unsigned char)line.at[0] - '0' : 0;

    if (line.len)
        line = (struct slice){ line.at + 1, line.len - 1 };
    message->body = line;
    message->body_state = state <= BODY_UNDECODABLE ? (enum body_state)state : BODY_WHOLE;
    message->body_bytes = message->wire_bytes = line.len;
}

static void set_times(struct exchange *exchange, struct slice line)
{
    char bytes[16] = { 0 };

    memcpy(bytes, line.at, line.len < sizeof bytes ? line.len : sizeof bytes);
    memcpy(&exchange->started, bytes, 8);
    memcpy(&exchange->ended, bytes + 8, 8);
}

static void override_all(struct exchanges *with, struct slice line)
{
    struct override row = { OVERRIDE_PIN, { NULL, 0 }, line };

    if (line.len && line.at[0] >= '0' && line.at[0] <= '2') {
        row.kind = (enum override_kind)(line.at[0] - '0');
        row.path = (struct slice){ line.at + 1, line.len - 1 };
    }
    finish(with);
    if (with->count)
        return; /* overrides come before traffic: what is in a bucket already does not come out of it */
    catalog_override(with->all, &row, NULL);
    catalog_override(with->halves[0], &row, NULL);
    catalog_override(with->halves[1], &row, NULL);
}

static void ask_why(struct exchanges *with, struct slice line)
{
    struct memory account = { .limit = 0 };
    struct error err = { .kind = ERROR_NONE };
    struct buffer out;

    finish(with);
    buffer_init(&out, &account);
    catalog_why(with->all, (struct slice){ NULL, 0 }, SLICE("GET"), line, line.len & 1, &out, &err);
    buffer_done(&out);
    must(account.used == 0);
}

static void take_line(struct exchanges *with, char kind, struct slice line)
{
    unsigned long long status = 0;

    switch (kind) {
    case '>': begin(with, line); break;
    case '<':
        slice_to_u64(line, UINT16_MAX, &status);
        with->exchange.status = (uint16_t)status;
        break;
    case 'h': add_header(&with->exchange.request, with->asked, line); break;
    case 'H': add_header(&with->exchange.response, with->answered, line); break;
    case 'b': add_body(&with->exchange.request, line); break;
    case 'B': add_body(&with->exchange.response, line); break;
    case 't': set_times(&with->exchange, line); break;
    case 'f': with->exchange.flags = line.len ? (unsigned char)line.at[0] & 0xfu : 0; break;
    case 'o': override_all(with, line); break;
    case 'w': ask_why(with, line); break;
    default: break;
    }
}

static void require_same(const struct catalog *one, const struct catalog *other)
{
    struct memory account = { .limit = 0 };
    struct buffer left, right;

    must(catalog_service_count(one) == catalog_service_count(other));
    buffer_init(&left, &account);
    buffer_init(&right, &account);
    for (size_t i = 0; i < catalog_service_count(one); i++) {
        must(catalog_write_service(one, i, &left));
        must(catalog_write_service(other, i, &right));
    }
    must(slice_eq(buffer_slice(&left), buffer_slice(&right)));
    buffer_done(&left);
    buffer_done(&right);
}

static void decide(struct catalog *catalog)
{
    struct memory account = { .limit = 0 };
    struct inventory *inventory = inventory_build(catalog, &account, NULL);

    must(inventory != NULL);
    for (size_t i = 0; i < inventory->service_count; i++) {
        const struct service *service = &inventory->services[i];

        must(ledger_open(&service->ledger, LEDGER_EXCHANGES) == 0);
        must(ledger_open(&service->ledger, LEDGER_BODIES) == 0);
        for (size_t j = 0; j < service->endpoint_count; j++)
            must(service->endpoints[j].path.len > 0 && service->endpoints[j].support.count > 0);
    }
    inventory_free(inventory);
    must(account.used == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct exchanges with = { .all = open_catalog(), .halves = { open_catalog(), open_catalog() } };
    struct slice rest = slice_make(data, size);

    while (rest.len) {
        struct slice line = slice_cut(&rest, '\n');

        if (line.len)
            take_line(&with, line.at[0], (struct slice){ line.at + 1, line.len - 1 });
    }
    finish(&with);
    must(catalog_merge(with.halves[1], with.halves[0], NULL));
    require_same(with.all, with.halves[1]);
    decide(with.all);
    catalog_free(with.all);
    catalog_free(with.halves[0]);
    catalog_free(with.halves[1]);
    return 0;
}
