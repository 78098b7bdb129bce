/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the HAR source: har.c walks the document, har_entry.c reads what stands in one entry. */
#ifndef SOURCE_HAR_ENTRY_H
#define SOURCE_HAR_ENTRY_H

#include "source/params.h"
#include "source/record.h"
#include "source/source.h"
#include "json/stream.h"

/* What an entry says and an exchange does not, or not before all of it is known. */
struct entry {
    uint64_t offset, line; /* where it begins */
    struct slice url;
    int64_t duration;
    bool has_time;
    bool request_base64, response_base64; /* bodies */
    struct slice request_type, response_type;
    struct params params;                              /* postData.params */
    int64_t request_size, response_size, content_size; /* -1: not told */
};

struct har {
    struct json_stream json;
    struct record record;
    struct entry entry;
    bool inside; /* among entries */
    bool in_entry;
    bool found;      /* there was a list of entries */
    bool wanted;     /* the value that comes next is that of log or entries … */
    bool seeks_list; /* … and it is entries */
    bool stopped;    /* somebody wants us to end */
    size_t fed;      /* bytes of the window that the tokenizer has */
};

/* The next token, whatever of the file must be read for it. JSON_BAD also when somebody wants us to stop. */
enum json_token har_take(struct source_run *run, struct slice *text);
/* The members of an entry, after its brace; har->record is empty. false where the document breaks. */
bool har_read_entry(struct source_run *run);
/* Makes har->record an exchange; false when it cannot be one: record.wrong says why. */
bool har_finish_entry(struct har *har);

#endif
