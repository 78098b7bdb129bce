/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/conversation.h"

#include "posture/placeholder.h"

#include <stdlib.h>

static struct slice keep(struct conversation *conversation, struct slice text)
{
    return text.len ? arena_copy(&conversation->arena, text) : text;
}

static void keep_event(void *context, const struct event *event)
{
    struct conversation *conversation = context;
    struct event *kept;

    if (conversation->event_count == conversation->event_room) {
        conversation->event_room = conversation->event_room ? 2 * conversation->event_room : 256;
        conversation->events =
            realloc(conversation->events, conversation->event_room * sizeof *conversation->events);
        if (!conversation->events)
            corpus_fault("no memory");
    }
    kept = &conversation->events[conversation->event_count++];
    *kept = *event;
    kept->service = keep(conversation, event->service);
    kept->method = keep(conversation, event->method);
    kept->cell = keep(conversation, event->cell);
}

struct observing {
    struct conversation *conversation;
    struct catalog *catalog;
};

static void observe(void *context, const struct exchange *exchange)
{
    struct observing *observing = context;

    observing->conversation->exchange_count++;
    if (slice_eq(exchange->method, SLICE("TLS"))) /* a connection that nobody can read */
        catalog_observe_tls(observing->catalog, exchange->authority, (struct slice){ NULL, 0 },
                            (uint16_t)(0x0301 + exchange->target.at[exchange->target.len - 1] - '0'),
                            &exchange->server, exchange->started, 5000);
    else
        catalog_observe(observing->catalog, exchange);
}

static int order_by_time(const void *a, const void *b)
{
    const struct event *left = a, *right = b;

    return (left->time > right->time) - (left->time < right->time);
}

static struct catalog *open_catalog(struct conversation *conversation)
{
    struct error err = { .kind = ERROR_NONE };
    struct catalog_settings settings = { .key = "0123456789abcde",
                                         .signals = { .tests_jwt_secrets = true,
                                                      .classifier = conversation->settings.classifier },
                                         .on_event = keep_event,
                                         .event_context = conversation };
    struct catalog *catalog = catalog_new(&settings, &err);

    if (!catalog)
        corpus_fault("%s", err.text);
    return catalog;
}

static void read_back(struct catalog *into, const struct catalog *from)
{
    struct memory account = { .limit = 0 };
    struct error err = { .kind = ERROR_NONE };
    struct buffer bytes;
    bool fine = true;

    buffer_init(&bytes, &account);
    for (size_t i = 0; fine && i < catalog_service_count(from); i++) {
        buffer_reset(&bytes);
        fine =
            catalog_write_service(from, i, &bytes) && catalog_read_service(into, buffer_slice(&bytes), &err);
    }
    buffer_reset(&bytes);
    fine = fine && catalog_write_rest(from, &bytes) && catalog_read_rest(into, buffer_slice(&bytes), &err);
    if (!fine)
        corpus_fault("the catalog cannot be read back: %s", err.text);
    buffer_done(&bytes);
}

static void judge(struct conversation *conversation)
{
    struct error err = { .kind = ERROR_NONE };
    struct memory *account = &conversation->account;

    if (conversation->event_count)
        qsort(conversation->events, conversation->event_count, sizeof *conversation->events, order_by_time);
    conversation->inventory = inventory_build(conversation->catalog, account, &err);
    if (conversation->inventory)
        conversation->history = history_new(conversation->inventory, &conversation->settings, account, &err);
    for (size_t i = 0; conversation->history && i < conversation->event_count; i++)
        history_event(conversation->history, &conversation->events[i]);
    if (conversation->history && history_settle(conversation->history, &err))
        conversation->posture =
            posture_new(conversation->inventory, conversation->history, &conversation->settings,
                        &(struct posture_options){ .checks = NULL }, account, &err);
    if (!conversation->posture)
        corpus_fault("%s", err.text);
}

static void read_settings(struct conversation *conversation, const struct corpus_case *from)
{
    struct error err = { .kind = ERROR_NONE };
    struct buffer text;

    buffer_init(&text, &conversation->account);
    script_config(from, &text);
    if (!posture_settings_read_text(&conversation->reader, from->file, buffer_slice(&text),
                                    &conversation->settings, &err))
        corpus_fault("%s", err.text);
    if (conversation->reader.faults.first)
        corpus_fault("%s, case at line %u: config: %.*s", from->file, from->line,
                     SLICE_ARG(conversation->reader.faults.first->text));
    buffer_done(&text);
    if (conversation->settings.class_count == 0)
        return;
    conversation->settings.classifier = classifier_new(
        conversation->settings.classes, conversation->settings.class_count, &conversation->account, &err);
    if (!conversation->settings.classifier)
        corpus_fault("%s", err.text);
}

void conversation_hold(struct conversation *conversation, const struct corpus_case *from)
{
    struct observing observing = { .conversation = conversation };

    *conversation = (struct conversation){ .catalog = NULL };
    arena_init(&conversation->arena, &conversation->account, 0);
    tree_reader_init(&conversation->reader, &conversation->account);
    read_settings(conversation, from);
    observing.catalog = open_catalog(conversation);
    script_tell(from, observe, &observing);
    conversation->catalog = open_catalog(conversation);
    read_back(conversation->catalog, observing.catalog);
    catalog_free(observing.catalog);
    judge(conversation);
}

void conversation_end(struct conversation *conversation)
{
    posture_free(conversation->posture);
    history_free(conversation->history);
    inventory_free(conversation->inventory);
    catalog_free(conversation->catalog);
    classifier_free(conversation->settings.classifier);
    tree_reader_done(&conversation->reader);
    arena_done(&conversation->arena);
    free(conversation->events);
    if (conversation->account.used)
        corpus_fault("%zu bytes are left", conversation->account.used);
}
