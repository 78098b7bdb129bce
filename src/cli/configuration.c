/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/configuration.h"

#include "base/text.h"
#include "cli/arguments.h"
#include "cli/documents.h"
#include "drift/acceptance.h"
#include "posture/check.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* A file nobody named may be missing, but not be passed over when it is there. */
static bool find_file(struct configuration *configuration, const char *path, struct error *err)
{
    if (!path && access(ACCEPTANCE_FILE, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    configuration->file = acceptances_file(&configuration->reader, path ? path : ACCEPTANCE_FILE, err);
    return configuration->file != NULL;
}

static bool read_file(struct configuration *configuration, struct error *err)
{
    const struct acceptance_words words = { { [ACCEPTED_DRIFT] = drift_kind_word,
                                              [ACCEPTED_POSTURE] = check_word } };

    return acceptances_read(&configuration->reader, &configuration->file, configuration->file ? 1 : 0, &words,
                            &configuration->acceptances, err);
}

bool configuration_read(struct configuration *configuration, const struct invocation *invocation,
                        struct error *err)
{
    bool fine;

    *configuration = (struct configuration){ .file = NULL };
    tree_reader_init(&configuration->reader, invocation->account);
    fine = find_file(configuration, arguments_value(invocation->arguments, "config"), err) &&
           read_file(configuration, err);
    faults_sort(&configuration->reader.faults);
    documents_complain(&configuration->reader.faults, invocation->account);
    configuration->is_doubtful = configuration->reader.faults.fatals > 0;
    return fine;
}

void configuration_done(struct configuration *configuration)
{
    tree_reader_done(&configuration->reader);
}

void configuration_complain_of_unused(const struct configuration *configuration, struct memory *account)
{
    struct buffer out, shown;

    buffer_init(&out, account);
    buffer_init(&shown, account);
    for (size_t i = 0; i < configuration->acceptances.count; i++) {
        const struct acceptance *entry = &configuration->acceptances.entries[i];

        if (entry->was_used || !acceptance_is_of(entry, ACCEPTED_POSTURE))
            continue;
        buffer_reset(&out);
        buffer_reset(&shown);
        position_print(entry->at, &out);
        buffer_text(&out, ": this acceptance fits no finding, or its day is over.");
        text_escape(&shown, buffer_slice(&out));
        fprintf(stderr, "plainsight: %.*s\n", SLICE_ARG(buffer_slice(&shown)));
    }
    buffer_done(&shown);
    buffer_done(&out);
}
