/* SPDX-License-Identifier: Apache-2.0 */
/* `.plainsight.yaml` of the working directory, or what --config names: what people say of their APIs (posture/settings.h), classes of
 * sensitive data of their own, and what they accepted (accept/acceptance.h). Read once; what is wrong in it is said on standard error,
 * and the entry it stands in counts for nothing. */
#ifndef CLI_CONFIGURATION_H
#define CLI_CONFIGURATION_H

#include "accept/acceptance.h"
#include "cli/command.h"
#include "cli/knowledge.h"
#include "posture/settings.h"

struct configuration {
    struct tree_reader reader;
    const struct tree_file *file; /* NULL: there is none, and everything is as built in */
    struct posture_settings settings;
    struct classifier *classifier; /* of the custom classes; NULL: there are none */
    struct acceptances acceptances;
    bool is_doubtful; /* something in it cannot be understood that decides what is found */
};

/* Works in place; configuration_done whatever it answers. false with *err set: --config names no file that can be read, or memory was
 * refused. */
bool configuration_read(struct configuration *configuration, const struct invocation *invocation,
                        struct error *err);
/* The same, and with its classes everything the database knows. Both are done with whatever it answers, the knowledge first. */
bool configuration_load(struct configuration *configuration, struct knowledge *knowledge,
                        const struct invocation *invocation, struct error *err);
void configuration_done(struct configuration *configuration);

#endif
