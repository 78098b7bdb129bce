/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas in their three dialects. */
#include "cases.h"

const struct check_case check_cases_schema[] = {
    { SCHEMA_30 "{type: array}}}\n", "5:8 array-without-items\n", SCHEMA_31 "{type: array}\n" },
    { SCHEMA_20 "{type: array}}\n", "5:8 array-without-items?\n", SCHEMA_20 "{type: array, items: {}}}\n" },
    { SCHEMA_20 "{type: [string, 'null']}}\n", "5:15 several-types\n", SCHEMA_20 "{type: string}}\n" },
    { SCHEMA_20 "{type: array, items: [{type: strin}]}}\n", "5:37 wrong-value\n", NULL },
    { SCHEMA_31 "{nullable: true}\n", "5:9 nullable-ignored\n", SCHEMA_31 "{type: ['null', string]}\n" },
    { SCHEMA_30 "{nullable: true, allOf: [{}]}}}\n", "5:9 nullable-ignored\n",
      SCHEMA_30 "{nullable: true, type: object, allOf: [{}]}}}\n" },
    /* patterns, as ECMA 262 has them */
    { SCHEMA_30 "{pattern: '['}}}\n", "5:18 pattern-syntax\n",
      SCHEMA_30 "{pattern: '^[^]\\u00e9\\p{L}(?<n>\\d+)(?<=a|bc)\\/$'}}}\n" },
    { SCHEMA_31 "{patternProperties: {'(': {}}}\n", "5:29 pattern-syntax\n",
      SCHEMA_31 "{patternProperties: {'^x-': {}}}\n" },
    /* numbers */
    { SCHEMA_30 "{type: integer, minimum: 2, maximum: 1}}}\n", "5:33 empty-range\n",
      SCHEMA_30 "{type: integer, minimum: 1, maximum: 1}}}\n" },
    { SCHEMA_30 "{type: string, minLength: 2, maxLength: 1}}}\n", "5:34 empty-range\n", NULL },
    { SCHEMA_30 "{multipleOf: 0}}}\n", "5:21 multiple-of\n", SCHEMA_30 "{multipleOf: 0.1}}}\n" },
    { SCHEMA_20 "{exclusiveMinimum: true}}\n", "5:9 bound-without-limit\n",
      SCHEMA_20 "{exclusiveMinimum: true, minimum: 1}}\n" },
    { SCHEMA_30 "{exclusiveMaximum: true}}}\n", "5:9 bound-without-limit?\n",
      SCHEMA_30 "{exclusiveMaximum: false}}}\n" },
    /* properties */
    { SCHEMA_30 "{readOnly: true, writeOnly: true}}}\n", "5:25 read-and-write-only\n",
      SCHEMA_30 "{readOnly: true, writeOnly: false}}}\n" },
    { SCHEMA_31 "{readOnly: true, writeOnly: true}\n", "5:25 read-and-write-only?\n", NULL },
    { SCHEMA_20 "{required: [a], properties: {a: {readOnly: true}}}}\n", "5:20 read-only-required\n",
      SCHEMA_30 "{required: [a], properties: {a: {readOnly: true}}}}}\n" },
    { SCHEMA_30 "{required: [user_id], properties: {userid: {}}}}}\n", "5:20 required-name\n",
      SCHEMA_30 "{required: [whatever], properties: {userid: {}}}}}\n" },
    { SCHEMA_30 "{type: integer, maxLength: 1}}}\n", "5:24 keyword-without-effect\n",
      SCHEMA_31 "{type: [integer, string], maxLength: 1}\n" },
    /* discriminators */
    { SCHEMA_30 "{discriminator: {propertyName: t}, properties: {t: {}}}}}\n",
      "5:39 discriminator-required\n",
      SCHEMA_30 "{discriminator: {propertyName: t}, properties: {t: {}}, required: [t]}}}\n" },
    { SCHEMA_30 "{discriminator: {propertyName: t}, oneOf: [{$ref: '#/components/schemas/A'}, {}]}, A: "
                "{required: [t]}}}\n",
      "5:39 discriminator-required\n",
      SCHEMA_30 "{discriminator: {propertyName: t}, oneOf: [{$ref: '#/components/schemas/A'}, {allOf: "
                "[{required: [t]}]}]},\n"
                "    A: {required: [t]}}}\n" },
    { SCHEMA_20 "{discriminator: t, properties: {t: {}}}}\n", "5:24 discriminator-required\n",
      SCHEMA_20 "{discriminator: t, properties: {t: {}}, required: [t]}}\n" },
    { SCHEMA_30
      "{discriminator: {propertyName: t, mapping: {a: B, b: '#/components/schemas/C'}}, required: [t]}}}\n",
      "5:55 discriminator-mapping\n5:61 unresolved-reference\n",
      SCHEMA_30 "{discriminator: {propertyName: t, mapping: {a: S, b: '#/components/schemas/S'}}, required: "
                "[t]}}}\n" },
    /* formats: anything goes but what looks like a slip */
    { SCHEMA_30 "{type: string, format: datetime}}}\n", "5:31 unknown-format\n",
      SCHEMA_30 "{type: string, format: whatever}}}\n" },
    { SCHEMA_30 "{type: string, format: int32}}}\n", "5:31 format-type\n",
      SCHEMA_30 "{type: string, format: int64}}}\n" },
    /* values */
    { SCHEMA_30 "{type: string, default: 1}}}\n", "5:32 default-mismatch\n",
      SCHEMA_30 "{type: string, default: a}}}\n" },
    { SCHEMA_30 "{type: string, enum: [a, b], default: c}}}\n", "5:46 default-mismatch\n", NULL },
    { SCHEMA_30 "{type: string, default: null}}}\n", "5:32 default-mismatch\n",
      SCHEMA_30 "{type: string, nullable: true, default: null}}}\n" },
    { SCHEMA_31 "{oneOf: [{type: string}, {type: integer}], examples: [a, 1, true]}\n",
      "5:68 example-mismatch\n", NULL },
    { SCHEMA_31 "{$ref: '#/$defs/A', example: 1}\n$defs: {A: {type: string}}\n",
      "5:37 example-mismatch\n6:1 unknown-field\n", NULL },
    { SCHEMA_30
      "{allOf: [{$ref: '#/components/schemas/A'}], example: {a: {b: 1}}},\n"
      "    A: {type: object, properties: {a: {type: object, additionalProperties: {type: string}}}}}}\n",
      "5:69 example-mismatch\n", NULL },
    { SCHEMA_30 "{type: object, example: '<a/>'}}}\n", "", NULL },
    { SCHEMA_30 "{type: string, enum: [a, 1]}}}\n", "5:33 enum-mismatch\n",
      SCHEMA_30 "{type: string, enum: [a, '1']}}}\n" },
    /* dialects */
    { SCHEMA_31 "{$schema: 'http://json-schema.org/draft-07/schema#', type: 1}\n", "5:18 unchecked-dialect\n",
      SCHEMA_31 "{$schema: 'https://json-schema.org/draft/2020-12/schema', type: string}\n" },
    { HEAD_31 "jsonSchemaDialect: 'http://a.example/'\ncomponents: {schemas: {a: {type: 1}}}\n",
      "3:20 unchecked-dialect\n",
      HEAD_31
      "jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base'\ncomponents: {schemas: {a: {type: "
      "string}}}\n" },
    /* everything in a schema is one */
    { SCHEMA_31 "{properties: {a: {items: {not: {if: {dependentSchemas: {b: {type: c}}}}}}}}\n",
      "5:74 wrong-value\n", NULL },
    { SCHEMA_30 "{additionalProperties: {anyOf: [{type: c}]}}}}\n", "5:47 wrong-value\n",
      SCHEMA_30 "{additionalProperties: false}}}\n" },
};
const size_t check_cases_schema_count = sizeof check_cases_schema / sizeof *check_cases_schema;
