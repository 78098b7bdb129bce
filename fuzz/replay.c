/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for libFuzzer: feeds every file of the named directories (and every named file) to the fuzz target once,
 * in the order of their names, and fails when there was none. Each input is an allocation of its exact size, so that
 * AddressSanitizer sees a read past its end. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size ? size : 1);
    int fed = file && data && fread(data, 1, size, file) == size;

    if (fed)
        LLVMFuzzerTestOneInput(data, size);
    else
        fprintf(stderr, "%s: cannot be read\n", path);
    free(data);
    if (file)
        fclose(file);
    return fed;
}

/* How many files were fed; -1 when one could not be. */
static int replay(const char *path)
{
    struct dirent **names = NULL;
    struct stat status;
    int fed = 0, count;

    if (stat(path, &status) != 0)
        return perror(path), -1;
    if (!S_ISDIR(status.st_mode))
        return replay_file(path, (size_t)status.st_size) ? 1 : -1;
    count = scandir(path, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char child[4096];
        int more = 0;

        if (names[i]->d_name[0] != '.') {
            snprintf(child, sizeof child, "%s/%s", path, names[i]->d_name);
            more = replay(child);
        }
        fed = fed < 0 || more < 0 ? -1 : fed + more;
        free(names[i]);
    }
    free(names);
    return fed;
}

int main(int count, char **paths)
{
    int total = 0;

    for (int i = 1; i < count; i++) {
        int fed = replay(paths[i]);

        if (fed < 0)
            return 1;
        total += fed;
    }
    printf("%d inputs replayed\n", total);
    return total > 0 ? 0 : 1;
}
