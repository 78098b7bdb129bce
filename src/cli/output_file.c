/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output_file.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where links lead; the path itself when there is nothing yet. */
static const char *follow(const char *path, struct arena *arena)
{
    char real[PATH_MAX];

    return realpath(path, real) ? arena_copy(arena, slice_of(real)).at : path;
}

static int open_beside(struct output_file *file, struct arena *arena)
{
    file->beside = arena_printf(arena, "%s.part-%ld", file->path, (long)getpid()).at;
    if (!file->beside) {
        errno = ENOMEM;
        return -1;
    }
    return open(file->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
}

bool output_file_open(struct output_file *file, const char *path, struct arena *arena, struct error *err)
{
    struct stat status;
    bool is_there = stat(path, &status) == 0, is_special = is_there && !S_ISREG(status.st_mode);
    int descriptor;

    *file = (struct output_file){ .path = follow(path, arena) };
    text_escape_into(file->shown, sizeof file->shown, slice_of(path));
    if (!file->path)
        return error_set(err, ERROR_MEMORY, "There is no memory to write the file %s.", file->shown);
    descriptor = is_special ? open(path, O_WRONLY | O_CLOEXEC) : open_beside(file, arena);
    if (descriptor < 0)
        return error_system(err, "The file %s cannot be written", file->shown);
    if (is_there && !is_special && fchmod(descriptor, status.st_mode & 07777) != 0)
        errno = 0; /* then it has the mode of a new file */
    output_init(&file->out, descriptor, arena->account);
    return true;
}

void output_file_abandon(struct output_file *file)
{
    output_done(&file->out);
    close(file->out.fd);
    if (file->beside)
        unlink(file->beside);
}

bool output_file_close(struct output_file *file, struct error *err)
{
    bool is_whole = output_finish(&file->out, NULL);
    int why = file->out.failed;

    output_done(&file->out);
    if (close(file->out.fd) != 0 && is_whole) {
        is_whole = false;
        why = errno;
    }
    if (is_whole && file->beside && rename(file->beside, file->path) != 0) {
        is_whole = false;
        why = errno;
    }
    if (is_whole)
        return true;
    if (file->beside)
        unlink(file->beside);
    errno = why;
    return error_system(err, "The file %s could not be written", file->shown);
}

void output_file_tell(const struct output_file *file, struct output *out, struct slice verdict)
{
    output_escaped(out, verdict);
    buffer_printf(&out->text, ". The report is in %s.\n", file->shown);
}
