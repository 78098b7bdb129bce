/* SPDX-License-Identifier: Apache-2.0 */
/* Alternatives, what tells them apart, what is excluded. */
#include "differences.h"

#define REF(name) "{$ref: '#/components/schemas/" name "'}"
#define CARD(rest) "{type: object, properties: {kind: {const: card}, " rest "}}"
#define CASH(rest) "{type: object, properties: {kind: {const: cash}, " rest "}}"
#define PETS(discriminator) "{oneOf: [" REF("Cat") ", " REF("Dog") "]" discriminator "}"

#define PETS_THAT_DERIVE(hen)                                                                                \
    "paths: {/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: " REF(      \
        "Pet") "}}}}}}}, components: {schemas: {Pet: {type: object, required: [kind], properties: {kind: "   \
               "{type: string}}, discriminator: {propertyName: kind}}, Hen: {allOf: [" REF(                  \
                   "Pet") ", {type: "                                                                        \
                          "object, properties: {" hen "}}]}}}"

static const struct difference_case list[] = {
    { "an alternative", FRAME_SCHEMA, "{oneOf: [" REF("Cat") ", " REF("Dog") "]}",
      "{oneOf: [" REF("Fish") ", " REF("Dog") ", " REF("Cat") "]}",
      BOTH("safe", "risky", "variant-added", "-"), BOTH("breaking", "safe", "variant-removed", "-") },
    { "an alternative to what was alone", FRAME_SCHEMA, REF("Cat"),
      "{oneOf: [" REF("Cat") ", " REF("Dog") "]}", BOTH("safe", "risky", "variant-added", "-"),
      BOTH("breaking", "safe", "variant-removed", "-") },
    { "a number beside a string", FRAME_SCHEMA, "{type: string}", "{anyOf: [{type: string}, {type: number}]}",
      BOTH("safe", "risky", "variant-added", "-"), BOTH("breaking", "safe", "variant-removed", "-") },
    { "other alternatives altogether", FRAME_SCHEMA, "{type: boolean}",
      "{anyOf: [{type: string}, {type: number}]}",
      BOTH("safe", "risky", "variant-added", "-") BOTH("safe", "risky", "variant-added", "-")
          BOTH("breaking", "safe", "variant-removed", "-"),
      BOTH("safe", "risky", "variant-added", "-") BOTH("breaking", "safe", "variant-removed", "-")
          BOTH("breaking", "safe", "variant-removed", "-") },
    { "a list of types or an alternative for each", FRAME_SCHEMA, "{type: [string, integer]}",
      "{oneOf: [{type: string}, {type: integer}]}", "", "" },
    { "one more than a list of types", FRAME_SCHEMA, "{type: [string, integer]}",
      "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}",
      BOTH("safe", "breaking", "type-widened", "-"), BOTH("breaking", "safe", "type-narrowed", "-") },
    { "null as an alternative", FRAME_SCHEMA, "{oneOf: [" REF("Cat") ", " REF("Dog") "]}",
      "{oneOf: [" REF("Cat") ", " REF("Dog") ", {type: 'null'}]}",
      BOTH("safe", "breaking", "null-allowed", "-"), BOTH("breaking", "safe", "null-forbidden", "-") },
    { "an alternative alone is none", FRAME_SCHEMA, "{oneOf: [" REF("Cat") "]}", REF("Cat"), "", "" },
    { "what is in an alternative, by component", FRAME_SCHEMA, "{oneOf: [" REF("Cat") ", " REF("Dog") "]}",
      "{oneOf: [{type: object, title: Other, properties: {z: {type: string}}}, " REF("Dog") ", " REF(
          "Cat") "]}",
      BOTH("safe", "risky", "variant-added", "-"), BOTH("breaking", "safe", "variant-removed", "-") },
    { "what is in an alternative, by a constant property", FRAME_SCHEMA,
      "{oneOf: [" CARD("n: {type: string}") ", " CASH("n: {type: string}") "]}",
      "{oneOf: [" CASH("n: {type: string}") ", " CARD("n: {type: integer}") "]}",
      BOTH("breaking", "breaking", "type-changed", "/n"),
      BOTH("breaking", "breaking", "type-changed", "/n") },
    { "what is in an alternative, by title", FRAME_SCHEMA,
      "{oneOf: [{title: A, type: object, properties: {n: {type: string}}}, {title: B, type: object}]}",
      "{oneOf: [{title: B, type: object}, {title: A, type: object, properties: {n: {type: integer}}}]}",
      BOTH("breaking", "breaking", "type-changed", "/n"),
      BOTH("breaking", "breaking", "type-changed", "/n") },
    { "what is in an alternative, by likeness", FRAME_SCHEMA,
      "{oneOf: [{type: string}, {type: object, properties: {a: {type: string}, b: {type: string}}}]}",
      "{oneOf: [{type: object, properties: {b: {type: boolean}, a: {type: string}}}, {type: string}]}",
      BOTH("breaking", "breaking", "type-changed", "/b"),
      BOTH("breaking", "breaking", "type-changed", "/b") },
    { "alternatives beside properties", FRAME_SCHEMA, "{type: object, properties: {a: {type: string}}}",
      "{type: object, properties: {a: {type: string}}, oneOf: [" REF("Cat") ", " REF("Dog") "]}",
      BOTH("breaking", "safe", "variants-added", "-"), BOTH("safe", "risky", "variants-removed", "-") },
    { "oneOf and anyOf", FRAME_SCHEMA, "{oneOf: [" REF("Cat") ", " REF("Dog") "]}",
      "{anyOf: [" REF("Cat") ", " REF("Dog") "]}", BOTH("safe", "risky", "one-of-became-any-of", "-"),
      BOTH("risky", "safe", "any-of-became-one-of", "-") },

    { "a discriminator", FRAME_SCHEMA_30, PETS(""), PETS(", discriminator: {propertyName: kind}"),
      BOTH("risky", "safe", "discriminator-added", "-"),
      BOTH("safe", "risky", "discriminator-removed", "-") },
    { "another discriminator", FRAME_SCHEMA_30, PETS(", discriminator: {propertyName: kind}"),
      PETS(", discriminator: {propertyName: type}"),
      BOTH("breaking", "breaking", "discriminator-changed", "-"),
      BOTH("breaking", "breaking", "discriminator-changed", "-") },
    { "a value of a discriminator", FRAME_SCHEMA_30,
      PETS(", discriminator: {propertyName: kind, mapping: {cat: Cat}}"),
      PETS(", discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog'}}"),
      BOTH("safe", "risky", "mapping-added", "-"), BOTH("breaking", "safe", "mapping-removed", "-") },
    { "what a value of a discriminator stands for", FRAME_SCHEMA_30,
      PETS(", discriminator: {propertyName: kind, mapping: {pet: Cat}}"),
      PETS(", discriminator: {propertyName: kind, mapping: {pet: '#/components/schemas/Dog'}}"),
      BOTH("breaking", "breaking", "mapping-changed", "-"),
      BOTH("breaking", "breaking", "mapping-changed", "-") },
    { "an alternative that got another name", FRAME_SCHEMA_30,
      "{oneOf: [" REF("Cat") ", " REF("Dog") "], discriminator: {propertyName: kind, mapping: {a: "
                                             "'#/components/schemas/Cat', b: '#/components/schemas/Dog'}}}",
      "{oneOf: [" REF("Cat") ", " REF("Fish") "], discriminator: {propertyName: kind, mapping: {a: "
                                              "'#/components/schemas/Cat', b: '#/components/schemas/Fish'}}}",
      BOTH("breaking", "breaking", "mapping-changed", "-")
          BOTH("safe", "safe", "property-added",
               "/fins") "risky request-property-removed request /breed\n"
                        "breaking response-optional-property-removed response:200 /breed\n",
      BOTH("breaking", "breaking", "mapping-changed", "-")
          BOTH("safe", "safe", "property-added",
               "/breed") "risky request-property-removed request /fins\n"
                         "breaking response-optional-property-removed response:200 /fins\n" },

    { "a kind that derives", FRAME_DOCUMENT, PETS_THAT_DERIVE("n: {type: string}"),
      PETS_THAT_DERIVE("n: {type: integer}"), "breaking response-type-changed response:200 /n\n",
      "breaking response-type-changed response:200 /n\n" },
    { "what all kinds have is told once", FRAME_DOCUMENT, PETS_THAT_DERIVE("n: {type: string}"),
      "paths: {/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: " REF(
          "Pet") "}}}}}}}, "
                 "components: {schemas: {Pet: {type: object, required: [kind], properties: {kind: {type: "
                 "integer}}, discriminator: "
                 "{propertyName: kind}}, Hen: {allOf: [" REF(
                     "Pet") ", {type: object, properties: {n: {type: string}}}]}}}",
      "breaking response-type-changed response:200 /kind\n",
      "breaking response-type-changed response:200 /kind\n" },
    { "one kind more that derives", FRAME_DOCUMENT,
      "paths: {/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: " REF(
          "Pet") "}}}}}}}, "
                 "components: {schemas: {Pet: {type: object, required: [kind], properties: {kind: {type: "
                 "string}}, discriminator: "
                 "{propertyName: kind}}}}",
      PETS_THAT_DERIVE("n: {type: string}"), "risky response-variant-added response:200 -\n",
      "safe response-variant-removed response:200 -\n" },

    { "not", FRAME_SCHEMA, "{type: object, properties: {x: {type: string}}}",
      "{type: object, properties: {x: {type: string, not: {enum: [a]}}}}",
      BOTH("breaking", "safe", "not-added", "/x"), BOTH("safe", "risky", "not-removed", "/x") },
    { "another not", FRAME_SCHEMA, "{type: object, properties: {x: {type: string, not: {enum: [b]}}}}",
      "{type: object, properties: {x: {type: string, not: {enum: [a]}}}}",
      BOTH("risky", "risky", "not-changed", "/x"), BOTH("risky", "risky", "not-changed", "/x") },
};

const struct difference_cases difference_variant_cases = { list, sizeof list / sizeof *list };
