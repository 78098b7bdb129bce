/* SPDX-License-Identifier: Apache-2.0 */
/* From where it was asked, and whether the answer was a yes. */
#include "exchange/network.h"
#include "signal/signal.h"

/* For whom a proxy says that it speaks: the first of the list is the client, as far as it can be believed (RFC 7239 8.1); what is
 * no address is nobody. */
static bool speaks_for_outside(const struct fields *request)
{
    struct slice list = fields_value(request, FIELD_ID_x_forwarded_for), first;
    struct address address;

    if (list.len == 0)
        list = fields_value(request, FIELD_ID_x_real_ip);
    first = slice_trim(slice_cut(&list, ','));
    return address_parse(first, &address) && network_is_public(&address);
}

/* With a credential: was it the caller, the object, or nothing that was refused? */
static void read_refusal(struct signal_reading *reading)
{
    uint16_t status = reading->exchange->status;

    if (status == 401 || status == 403)
        signal_mark(reading, MARK_credential_refused);
    if (status == 403)
        signal_mark(reading, MARK_forbidden);
    if (status == 404 || status == 410)
        signal_mark(reading, MARK_missing);
}

void signal_access(struct signal_reading *reading)
{
    const struct exchange *exchange = reading->exchange;
    const uint64_t proxies =
        FIELD_BIT(forwarded) | FIELD_BIT(x_forwarded_for) | FIELD_BIT(via) | FIELD_BIT(x_real_ip);

    if (network_is_public(&exchange->client))
        signal_mark(reading, MARK_client_outside);
    if (network_is_public(&exchange->server))
        signal_mark(reading, MARK_server_outside);
    if (reading->request->present & proxies) {
        signal_mark(reading, MARK_behind_proxy);
        if (!network_is_public(&exchange->client) && speaks_for_outside(reading->request))
            signal_mark(reading, MARK_spoken_outside);
    }
    if (!signal_is_answered(reading))
        return;
    signal_mark(reading, MARK_answered);
    if (signal_is_success(reading))
        signal_mark(reading, MARK_success);
    if (reading->credential_count)
        read_refusal(reading);
}
