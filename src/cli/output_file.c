/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output_file.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

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
    bool is_special = stat(path, &status) == 0 && !S_ISREG(status.st_mode);
    int descriptor;

    *file = (struct output_file){ .path = path };
    text_escape_into(file->shown, sizeof file->shown, slice_of(path));
    descriptor = is_special ? open(path, O_WRONLY | O_CLOEXEC) : open_beside(file, arena);
    if (descriptor < 0)
        return error_system(err, "The file %s cannot be written", file->shown);
    output_init(&file->out, descriptor, arena->account);
    return true;
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
