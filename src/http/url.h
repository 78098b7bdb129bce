/* SPDX-License-Identifier: Apache-2.0 */
/* Request targets and what they are made of (RFC 3986, RFC 9112 3.2). Each function does one thing and none
 * decides more than it is asked: splitting does not decode, decoding does not normalise. */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include "base/arena.h"
#include "base/slice.h"

#include <stdint.h>

enum target_form {
    TARGET_ORIGIN,    /* /path?query */
    TARGET_ABSOLUTE,  /* scheme://authority/path?query */
    TARGET_AUTHORITY, /* host:port, of CONNECT */
    TARGET_ASTERISK,  /* * */
    TARGET_ODD,       /* none of these: `path` is all of it before '?' */
};

struct target {
    enum target_form form;
    struct slice scheme,
        authority;      /* absolute-form; authority also in authority-form. User information is left out */
    struct slice path;  /* undecoded; "/" when an absolute-form has none */
    struct slice query; /* undecoded, without '?' */
    bool has_query;     /* a '?' stood there, with nothing after it or not */
};

/* Never fails. A fragment, which has no place in a request, is left out. Slices point into `text`. */
struct target url_split(struct slice text, bool is_connect);

enum url_flag {
    URL_MALFORMED = 1u << 0, /* a '%' without two hex digits: kept as it stands */
    URL_CONTROL = 1u << 1,   /* a control character came out */
    URL_NOT_UTF8 = 1u << 2,  /* what came out is no UTF-8 */
    URL_SLASH = 1u << 3,     /* an encoded '/' came out: the text is one segment all the same */
    URL_NO_MEMORY = 1u << 4, /* the arena refused: the text was left undecoded */
};

/* %XX undone. Answers `text` itself when there is nothing to undo, otherwise a copy in the arena. Flags are
 * added to *flags (enum url_flag), which may be NULL. */
struct slice url_decode(struct slice text, struct arena *arena, uint32_t *flags);

/* Each answers `path` itself when there is nothing to do, or when the arena refused. */
struct slice url_collapse_slashes(struct slice path, struct arena *arena); /* "//a///b" → "/a/b" */
struct slice url_remove_dots(struct slice path, struct arena *arena); /* RFC 3986 5.2.4; %2e counts as '.' */
struct slice url_trim_slash(struct slice path);                       /* "/a/" → "/a", "/" stays */

struct authority {
    struct slice host; /* IPv6 literals without brackets */
    uint16_t port;     /* 0: none */
    bool is_ipv6;
};

/* "host", "host:port", "[::1]:port", with or without user information. false when it is none of these (a port
 * above 65535, an unclosed bracket, a host that is empty or holds what no host holds). */
bool url_split_authority(struct slice text, struct authority *ret);
/* The host in lower case, without a final dot, with brackets when IPv6, and the port unless it is the
 * scheme's own (80 for http, 443 for https). {NULL, 0} when refused. */
struct slice url_normal_authority(const struct authority *authority, struct slice scheme,
                                  struct arena *arena);

#endif
