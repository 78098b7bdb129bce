/* SPDX-License-Identifier: Apache-2.0 */
/* What became of each document that was held against its format, and the forms in which that is printed, document by
 * document. */
#ifndef CLI_SPEC_VALIDATE_H
#define CLI_SPEC_VALIDATE_H

#include "cli/output.h"
#include "cli/sarif.h"
#include "contract/contract.h"
#include "json/writer.h"

enum validity {
    VALIDITY_VALID,
    VALIDITY_INVALID,   /* a rule of the format is broken; with --strict a warning is enough */
    VALIDITY_UNCERTAIN, /* read, but it is open what it means: duplicate keys, a file that is missing */
    VALIDITY_UNREADABLE,
    VALIDITIES
};

struct validation {
    struct slice path;               /* as it is shown to people */
    const struct contract *contract; /* NULL: unreadable */
    const struct faults *faults;     /* of the document and of what it refers to, sorted */
    enum validity validity;
    const char
        *error; /* a sentence with the place where it failed; "" when it was read and means something */
};

struct validation_totals {
    size_t by_validity[VALIDITIES];
    size_t errors, warnings; /* errors: fatal ones too */
};

struct validation_page {
    struct output *out;
    struct memory *account;
    bool is_strict;
    struct json_writer json; /* into `part` */
    struct buffer part;
    struct sarif sarif; /* of that form only */
};

/* A form prints a head, each document, a foot. The first is what people get; NULL as name ends the table. */
struct validation_form {
    const char *name;
    void (*begin)(struct validation_page *page);
    void (*document)(struct validation_page *page, const struct validation *validation);
    void (*end)(struct validation_page *page, const struct validation_totals *totals);
    void (*rules)(struct validation_page *page);
};
extern const struct validation_form validation_text, validation_json, validation_sarif;

const char *validity_name(enum validity validity); /* "valid" */

#endif
