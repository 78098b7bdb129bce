/* SPDX-License-Identifier: Apache-2.0 */
/* Where documents are written: names made of service keys, directories made when missing, files that are whole or not
 * there. */
#ifndef CLI_DOCUMENT_FILE_H
#define CLI_DOCUMENT_FILE_H

#include "base/arena.h"
#include "base/error.h"

/* It is one, or its name says so with a slash at the end. */
bool document_is_directory(const char *path);
/* With all parents. */
bool document_make_directory(const char *path, struct arena *arena, struct error *err);
/* "DIRECTORY/api.example.com_8443.yaml": letters, digits, dots and hyphens are kept, a colon becomes an underscore, any
 * other byte %XX: names differ where keys do, and none leaves the directory. */
struct slice document_path(struct arena *arena, const char *directory, struct slice key,
                           const char *extension);
/* Into a file beside it that then takes its name: readers see the old document or the new one, never half of it. */
bool document_write(struct slice path, struct slice text, struct arena *arena, struct error *err);

#endif
