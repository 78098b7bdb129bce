/* SPDX-License-Identifier: Apache-2.0 */
/* What an exchange shows of how it was deployed: whether it came through the gateway or around it, which release answered, and
 * whether that release is on its way out. */
#include "signal/signal.h"

#include "base/byte.h"
#include "exchange/network.h"

#define PROXIES (FIELD_BIT(forwarded) | FIELD_BIT(x_forwarded_for) | FIELD_BIT(via) | FIELD_BIT(x_real_ip))
#define RELEASES (FIELD_BIT(x_app_version) | FIELD_BIT(x_build) | FIELD_BIT(x_release) | FIELD_BIT(x_version))
#define RELEASE_LENGTH 40

static void read_way(struct signal_reading *reading)
{
    bool is_proxied = reading->request->present & (PROXIES | FIELD_BIT(x_forwarded_proto));

    if (reading->exchange->client.family == 0)
        return;
    if (!network_is_public(&reading->exchange->client)) {
        if (is_proxied)
            signal_mark(reading, MARK_proxied_inside);
        return;
    }
    if (is_proxied)
        return;
    signal_mark(reading, MARK_direct_outside);
    if (!signal_is_success(reading))
        return;
    signal_mark(reading, MARK_direct_success);
    if (reading->credential_count == 0)
        signal_mark(reading, MARK_direct_anonymous_success);
}

/* "2.14.0", "build-4711", "a1b2c3d": short, of one word, with a digit. */
static bool is_release(struct slice value)
{
    bool has_digit = false;

    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] <= ' ' || value.at[i] > '~')
            return false;
        has_digit |= byte_is_digit(value.at[i]);
    }
    return has_digit && value.len <= RELEASE_LENGTH;
}

static void tell_release(struct signal_reading *reading, enum field_id id, const char *name)
{
    struct slice value = fields_value(reading->response, id);

    if (value.len && is_release(value))
        signal_tellf(reading, FACT_release, "%s: %.*s", name, SLICE_ARG(value));
}

void signal_deployed(struct signal_reading *reading)
{
    uint64_t present = reading->response->present;

    read_way(reading);
    if (present & FIELD_BIT(deprecation)) {
        signal_mark(reading, MARK_deprecated);
        if (!(present & FIELD_BIT(sunset)))
            signal_mark(reading, MARK_deprecated_unending);
    }
    if (present & RELEASES) {
        tell_release(reading, FIELD_ID_x_app_version, "X-App-Version");
        tell_release(reading, FIELD_ID_x_build, "X-Build");
        tell_release(reading, FIELD_ID_x_release, "X-Release");
        tell_release(reading, FIELD_ID_x_version, "X-Version");
    }
}
