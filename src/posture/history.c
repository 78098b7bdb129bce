/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/history.h"

struct history {
    struct memory *account;
};

struct history *history_new(const struct inventory *inventory, const struct posture_settings *settings,
                            struct memory *account, struct error *err)
{
    struct history *history = memory_get(account, sizeof *history);

    if (!history)
        error_set(err, ERROR_MEMORY, "There is no memory for the history of the services.");
    else
        history->account = account;
    return history;
}

void history_event(void *history, const struct event *event)
{
}

bool history_settle(struct history *history, struct error *err)
{
    return true;
}

void history_free(struct history *history)
{
    if (history)
        memory_give(history->account, history, sizeof *history);
}

const struct endpoint_history *history_of_endpoint(const struct history *history,
                                                   const struct endpoint *endpoint)
{
    return NULL;
}

const struct service_history *history_of_service(const struct history *history, const struct service *service)
{
    return NULL;
}
