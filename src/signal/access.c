/* SPDX-License-Identifier: Apache-2.0 */
/* Who asked, from where, and whether the answer was a yes. */
#include "signal/signal.h"

#include "exchange/network.h"

static void read_refusal(struct signal_reading *reading)
{
    bool anonymous = reading->credential_count == 0;
    uint16_t status = reading->exchange->status;

    if (status == 401 || status == 403)
        signal_mark(reading, anonymous ? MARK_anonymous_refused : MARK_credential_refused);
    if (!anonymous && status == 403)
        signal_mark(reading, MARK_forbidden);
    if (!anonymous && (status == 404 || status == 410))
        signal_mark(reading, MARK_missing);
    if (anonymous && signal_is_success(reading))
        signal_mark(reading, MARK_anonymous_success);
}

void signal_access(struct signal_reading *reading)
{
    const struct exchange *exchange = reading->exchange;
    const uint64_t proxies =
        FIELD_BIT(forwarded) | FIELD_BIT(x_forwarded_for) | FIELD_BIT(via) | FIELD_BIT(x_real_ip);

    if (reading->credential_count == 0)
        signal_mark(reading, MARK_anonymous);
    if (!signal_is_https(reading)) {
        signal_mark(reading, MARK_plain);
        if (reading->credential_count)
            signal_mark(reading, MARK_plain_credential);
    }
    if (network_is_public(&exchange->client))
        signal_mark(reading, MARK_client_outside);
    if (network_is_public(&exchange->server))
        signal_mark(reading, MARK_server_outside);
    if (reading->request->present & proxies)
        signal_mark(reading, MARK_behind_proxy);
    if (!signal_is_answered(reading))
        return;
    signal_mark(reading, MARK_answered);
    if (signal_is_success(reading))
        signal_mark(reading, MARK_success);
    read_refusal(reading);
}
