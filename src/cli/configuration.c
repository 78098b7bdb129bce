/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/configuration.h"

#include "cli/arguments.h"
#include "cli/documents.h"
#include "drift/acceptance.h"
#include "posture/check.h"

#include <errno.h>
#include <unistd.h>

/* A file nobody named may be missing, but not be passed over when it is there. */
static const char *find_file(const struct invocation *invocation)
{
    const char *path = arguments_value(invocation->arguments, "config");

    if (!path && access(ACCEPTANCE_FILE, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return NULL;
    return path ? path : ACCEPTANCE_FILE;
}

static bool read_file(struct configuration *configuration, const char *path, struct error *err)
{
    const struct acceptance_words words = {
        { [ACCEPTED_DRIFT] = drift_kind_word, [ACCEPTED_POSTURE] = check_word }
    };

    configuration->file = acceptances_file(&configuration->reader, path, err);
    return configuration->file &&
           posture_settings_read(&configuration->reader, path, &configuration->settings, err) &&
           acceptances_read(&configuration->reader, &configuration->file, 1, &words,
                            &configuration->acceptances, err);
}

static bool make_classifier(struct configuration *configuration, struct memory *account, struct error *err)
{
    struct posture_settings *settings = &configuration->settings;

    if (settings->class_count == 0)
        return true;
    configuration->classifier = classifier_new(settings->classes, settings->class_count, account, err);
    settings->classifier = configuration->classifier;
    return configuration->classifier != NULL;
}

/* Faults after which less may be found than there is: a class or a network that says nothing. */
static bool is_doubtful(const struct faults *faults)
{
    for (const struct fault *fault = faults->first; fault; fault = fault->next)
        if (fault->kind == FAULT_FATAL ||
            (fault->kind == FAULT_ERROR && strncmp(fault->rule, "settings-", 9) == 0))
            return true;
    return faults->fatals > 0;
}

bool configuration_read(struct configuration *configuration, const struct invocation *invocation,
                        struct error *err)
{
    const char *path = find_file(invocation);
    bool fine;

    *configuration = (struct configuration){ .file = NULL };
    tree_reader_init(&configuration->reader, invocation->account);
    fine = !path || read_file(configuration, path, err);
    faults_sort(&configuration->reader.faults);
    documents_complain(&configuration->reader.faults, invocation->account);
    configuration->is_doubtful = is_doubtful(&configuration->reader.faults);
    return fine && make_classifier(configuration, invocation->account, err);
}

bool configuration_load(struct configuration *configuration, struct knowledge *knowledge,
                        const struct invocation *invocation, struct error *err)
{
    *knowledge = (struct knowledge){ .store = NULL };
    return configuration_read(configuration, invocation, err) &&
           knowledge_read(knowledge, invocation, knowledge_store(invocation, STORE_READ, err),
                          configuration->classifier, err);
}

void configuration_done(struct configuration *configuration)
{
    classifier_free(configuration->classifier);
    tree_reader_done(&configuration->reader);
}
