/* SPDX-License-Identifier: Apache-2.0 */
/* A document said again in a newer format: Swagger 2.0 as OpenAPI 3.0.3 or 3.1.0, OpenAPI 3.0 as OpenAPI 3.1.0.
 * What it promises stays the same: operations, parameters, media types, responses, security; where the newer
 * format has another word for it, it is said with that one. Members stay in the order in which they were
 * written. 2.0 becomes 3.1 in one step, and says what it says after two (or more: 3.0 has no tuples and no
 * lists of types, which people write in 2.0).
 *
 * The result is one self-contained document. A reference inside the document follows what it names to its new
 * place. What a reference names in another file moves below `components`, called by the last word of the
 * reference, with a number behind it where that name is taken; a component that is nothing but such a
 * reference takes it in; a path item comes to the first path that refers to it. References to other hosts and
 * ones that lead nowhere are kept as written. Nothing is looked for in examples and extensions: they are
 * copied.
 *
 * A document that has the wanted format already comes out with the same content, its version as written,
 * bundled.
 *
 * What the newer format cannot say is not dropped in silence: notes tell of it, FAULT_WARNINGs at the place in
 * the source, under these rules:
 *
 *     tab-separated        collectionFormat tsv has no counterpart (kept as x-collectionFormat)
 *     collection-format    another collectionFormat where 3.x has none: in a path or header, in an array in an array
 *     multipart-array      3.0 looks at no style in multipart bodies: one part for each element there
 *     allow-empty-value    3.x knows it of query parameters only
 *     ignored-header       3.x ignores header parameters Accept, Content-Type and Authorization, and a response's
 *                          Content-Type
 *     body-with-get        GET, HEAD or DELETE with a body, which 3.0 tells readers to ignore
 *     body-and-form        an operation with a body parameter and form parameters: the form is left out
 *     any-media-type       no consumes or produces is in force: content is of any type (said at the first place only)
 *     form-media-type      form parameters, but no media type of forms among what is consumed
 *     unused-form          a shared form parameter that no operation uses: 3.x has no place for it
 *     scheme-without-host  schemes without a host, of which 3.x can only say a relative address
 *     example-elsewhere    an example of a media type that is not produced (kept as x-examples)
 *     renamed-component    a name that 3.x does not allow
 *     beside-reference     members beside a $ref, ignored in 2.0 and 3.0, left out because they would count in 3.1
 *     remote-reference     a reference to another host: kept, and what it names is not converted
 *     misplaced-reference  a reference where the format has none: replaced by what it names
 *     lost-reference       an operation referred to in another file: kept as written
 *     nullable-alone       nullable without type beside an enum without null: it changes nothing in 3.0
 *     new-keyword          a keyword that means nothing in 3.0 and counts in 3.1
 *     tuple                a list of items: 3.0 has one schema for all elements
 *     type-list            a list of types, or the type null, which 3.0 does not have
 *     no-url               terms of service that are no URL (kept as x-termsOfService)
 *     unknown-member       openapi, components or servers in a Swagger 2.0 document (kept as x-openapi, ...)
 *     long-list            more media types or schemes than anybody names
 *     server-variable      default added to the enum of a server variable, or an empty enum left out: 3.1 insists */
#ifndef CONVERT_CONVERT_H
#define CONVERT_CONVERT_H

#include "contract/contract.h"
#include "tree/document.h"

#define CONVERT_NODES_MOST TREE_EXPANDED_MOST /* of the result: many media types multiply a schema */

/* What `--to` names: "3.0" or "3.1", also with the number of a patch. */
bool convert_target(struct slice text, enum contract_format *ret);

/* Makes the document. false with *err set when it cannot be said in that format (the source is newer, or a
 * Postman collection), when it would be beyond limits, or when memory was refused. Nodes are of `document`,
 * and borrow texts from the set. */
bool convert_contract(struct contract_set *set, const struct contract *contract, enum contract_format to,
                      struct document *document, struct faults *notes, struct node **ret, struct error *err);

#endif
