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
 *         hide: true                # not even a masked example is kept
 *
 * A list of one may be written without brackets. An operation is "METHOD template", or the template alone; the names of its
 * parameters do not count. `disable` and the keys of `severity` are ids of checks or patterns of them. A class has a pattern
 * (for the whole value), names, or both; `title` says for people what it is. Whatever else stands in the file is somebody
 * else's (accept/acceptance.h). Without a file the built-in ranges of private addresses are internal and everything else is outside. */
#ifndef POSTURE_SETTINGS_H
#define POSTURE_SETTINGS_H

#include "base/arena.h"
#include "base/severity.h"
#include "exchange/network.h"
#include "sensitive/sensitive.h"
#include "tree/tree.h"

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
    const struct slice *public_operations; /* base/operation.h's form, globs */
    size_t public_operation_count;
    const struct check_change *changes;
    size_t change_count;
    const struct custom_class *classes;
    size_t class_count;
    struct classifier *classifier; /* of those classes; NULL: built-in only. Borrowed */
};

/* Reads the file at `path`: everything lives as long as the reader, the classifier is not made. What is wrong is a fault of the
 * reader with its position (FAULT_ERROR) and says nothing; a key that looks like a misspelt one of these is a FAULT_WARNING. A
 * file in which nothing stands is fine. false with *err when there is no file, it cannot be read, or memory was refused.
 * Rules of faults: settings-file, settings-key, settings-value, settings-network, settings-check, settings-severity,
 * settings-class, settings-pattern. */
bool posture_settings_read(struct tree_reader *reader, const char *path, struct posture_settings *ret,
                           struct error *err);
/* The same from memory, under that name. */
bool posture_settings_read_text(struct tree_reader *reader, const char *name, struct slice text,
                                struct posture_settings *ret, struct error *err);

#endif
