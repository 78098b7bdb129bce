/* SPDX-License-Identifier: Apache-2.0 */
#include "source/files.h"

#include "base/text.h"
#include "source/input.h"
#include "source/places.h"
#include "source/recognise.h"

#define SHOWN 256

struct files {
    struct files_setup setup;
    struct places places;
    const struct source *forced;
    size_t next; /* place to open next */
    bool interface_done;
    struct input *input;             /* of the file being read; NULL for an interface, or between files */
    size_t asked;                    /* recognise */
    struct source_run run;           /* run.source is NULL between files and while recognising */
    struct source_progress finished; /* sums of the files before */
    uint64_t opened;
    char current[SHOWN];
};

static bool add_places(struct files *files, struct error *err)
{
    const struct files_setup *setup = &files->setup;

    if (setup->forced) {
        files->forced = source_find(slice_of(setup->forced));
        if (!files->forced)
            return error_set(err, ERROR_USAGE,
                             "--from %s: there is no such source; plainsight observe --help lists them",
                             setup->forced);
    }
    for (size_t i = 0; i < setup->place_count; i++) {
        if (files->forced && !files->forced->sniff) {
            error_set(err, ERROR_USAGE, "--from %s reads no files: name an interface with -i", setup->forced);
            return false;
        }
        if (!places_add(&files->places, setup->places[i], setup->warnings, err))
            return false;
    }
    return true;
}

struct files *files_new(const struct files_setup *setup, struct error *err)
{
    struct files *files = memory_get(setup->account, sizeof *files);

    if (!files) {
        error_set(err, ERROR_MEMORY, "no memory left to begin reading");
        return NULL;
    }
    files->setup = *setup;
    files->interface_done = !setup->interface;
    places_init(&files->places, setup->account);
    if (add_places(files, err))
        return files;
    files_free(files);
    return NULL;
}

static void end_file(struct files *files)
{
    struct source_progress *sum = &files->finished;

    if (files->run.source) {
        files->run.source->close(&files->run);
        sum->packets += files->run.progress.packets;
        sum->exchanges += files->run.progress.exchanges;
    }
    if (files->input)
        sum->bytes += input_bytes(files->input);
    else
        sum->bytes += files->run.progress.bytes;
    input_close(files->input);
    files->input = NULL;
    files->run = (struct source_run){ 0 };
    files->asked = 0;
    files->current[0] = '\0';
}

void files_free(struct files *files)
{
    if (!files)
        return;
    end_file(files);
    places_done(&files->places);
    memory_give(files->setup.account, files, sizeof *files);
}

static bool begin_source(struct files *files, const struct source *source, const char *from,
                         struct error *err)
{
    const struct files_setup *setup = &files->setup;

    files->run = (struct source_run){
        .source = source,
        .options = &setup->options,
        .account = setup->account,
        .ledger = setup->ledger,
        .sink = setup->sink,
        .warnings = setup->warnings,
        .stop = setup->stop,
        .from = from,
        .input = files->input,
    };
    if (!source->open(&files->run, err)) {
        files->run.source = NULL;
        return false;
    }
    files->opened++;
    return true;
}

/* Nobody named a file that was found in a directory: not reading it is no failure. */
static enum step fail(struct files *files, struct error *err)
{
    bool found = files->next && files->input && files->places.at[files->next - 1].found;

    if (found && !files->run.source && err && err->kind != ERROR_MEMORY) {
        warnings_add(files->setup.warnings, "%s", err->text);
        *err = (struct error){ 0 };
        end_file(files);
        return STEP_MORE;
    }
    end_file(files);
    return STEP_BAD;
}

static enum step open_next(struct files *files, struct error *err)
{
    const struct files_setup *setup = &files->setup;

    if (files->next < files->places.count) {
        const char *path = files->places.at[files->next++].path;

        files->input = input_open(path, setup->options.read_size, setup->account, setup->stop, err);
        if (!files->input)
            return STEP_BAD;
        text_escape_into(files->current, sizeof files->current, slice_of(input_name(files->input)));
        if (files->forced && !begin_source(files, files->forced, path, err))
            return fail(files, err);
        return STEP_MORE;
    }
    if (files->interface_done)
        return STEP_DONE;
    files->interface_done = true;
    text_escape_into(files->current, sizeof files->current, slice_of(setup->interface));
    return begin_source(files, &source_live, setup->interface, err) ? STEP_MORE : fail(files, err);
}

static enum step recognise_file(struct files *files, struct error *err)
{
    const struct source *source = NULL;
    enum step step = recognise(files->input, &files->asked, &source, err);

    if (step == STEP_DONE && begin_source(files, source, input_name(files->input), err))
        return STEP_MORE;
    return step == STEP_MORE ? STEP_MORE : fail(files, err);
}

enum step files_next(struct files *files, struct error *err)
{
    enum step step;

    if (files->setup.stop && *files->setup.stop)
        return STEP_DONE;
    if (!files->input && !files->run.source)
        return open_next(files, err);
    if (!files->run.source)
        return recognise_file(files, err);
    step = files->run.source->next(&files->run, err);
    if (step == STEP_BAD)
        return fail(files, err);
    if (step == STEP_DONE)
        end_file(files);
    return STEP_MORE;
}

struct source_progress files_progress(const struct files *files)
{
    struct source_progress sum = files->finished;

    sum.packets += files->run.progress.packets;
    sum.exchanges += files->run.progress.exchanges;
    sum.bytes += files->input ? input_bytes(files->input) : files->run.progress.bytes;
    sum.total = files->places.endless || files->setup.interface ? 0 : files->places.bytes;
    return sum;
}

const char *files_current(const struct files *files)
{
    return files->current;
}

uint64_t files_opened(const struct files *files)
{
    return files->opened;
}
