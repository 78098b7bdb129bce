/* SPDX-License-Identifier: Apache-2.0 */
/* OpenAPI documents as files: one, or one for every service. A file appears whole or not at all. */
#ifndef SPEC_FILE_H
#define SPEC_FILE_H

#include "base/arena.h"
#include "spec/openapi.h"

/* Told of every document written; path is valid during the call. */
typedef void spec_listener(void *context, const struct service *service, const char *path);

/* Whether a path names a document (.json, .yaml, .yml) rather than a directory; *ret_yaml says which. */
bool spec_is_document(const char *path, bool *ret_yaml);

/* A file name without ending for a service key: [a-z0-9._-] only, no hidden file, no way up, different for
 * different keys. {NULL, 0} when memory was refused. */
struct slice spec_file_name(struct slice key, struct arena *arena);

/* Writes documents to `path`: one when it ends in .json, .yaml or .yml (its ending beats
 * options->is_yaml), otherwise a directory, made when missing, with one file a service. `service`: the key
 * of the only one wanted; empty: all that have endpoints. */
bool spec_write(const struct inventory *inventory, struct slice service, const struct spec_options *options,
                const char *path, struct memory *account, spec_listener *listener, void *context,
                struct error *err);

#endif
