/* SPDX-License-Identifier: Apache-2.0 */
/* What people say of their APIs, in `.plainsight.yaml`:
 *
 *     networks:                       # whose addresses are whose
 *       internal: [10.0.0.0/8, 192.168.0.0/16]
 *       partner: [203.0.113.0/24]
 *     hosts:                          # globs of service keys
 *       public: ["api.example.com"]
 *       internal: ["*.svc.cluster.local"]
 *       partner: []
 *     public: ["GET /status"]   # operations meant for everybody
 *     checks:
 *       disable: [headers.hsts]
 *       severity: {headers.nosniff: info}
 *     classes:                        # sensitive data of your own
 *       - name: member_number
 *         pattern: "M[0-9]{8}"
 *         validator: luhn
 *         names: [member, memberNo]
 *         severity: high
 *
 * Without a file the built-in ranges of private addresses are internal and everything else is outside. */
#ifndef POSTURE_SETTINGS_H
#define POSTURE_SETTINGS_H

#include "base/arena.h"
#include "base/severity.h"
#include "exchange/network.h"
#include "sensitive/sensitive.h"

struct check_change {
    struct slice check; /* id or glob */
    bool disabled;
    enum severity severity;
};

struct posture_settings {
    const struct network *internal, *partner;
    size_t internal_count, partner_count;
    const struct slice *public_hosts, *internal_hosts, *partner_hosts;
    size_t public_host_count, internal_host_count, partner_host_count;
    const struct slice *public_operations; /* "METHOD template", globs */
    size_t public_operation_count;
    const struct check_change *changes;
    size_t change_count;
    const struct custom_class *classes;
    size_t class_count;
    struct classifier *classifier; /* of those classes; NULL: built-in only. Borrowed */
};

#endif
