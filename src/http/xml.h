/* SPDX-License-Identifier: Apache-2.0 */
/* The root element of an XML document and its namespace: enough to say what kind of document it is. Nothing
 * is expanded: prolog, comments, processing instructions and DOCTYPE are passed over. UTF-8 and its ASCII
 * relatives only (a UTF-8 BOM is skipped). */
#ifndef HTTP_XML_H
#define HTTP_XML_H

#include "base/slice.h"

struct xml_root {
    struct slice name;   /* local name, without prefix */
    struct slice prefix; /* empty when there is none */
    struct slice
        namespace_uri; /* as written in its xmlns or xmlns:prefix attribute; empty when there is none */
};

/* false when no well-formed start tag of a root element is found. Slices point into `text`. */
bool xml_find_root(struct slice text, struct xml_root *ret);

#endif
