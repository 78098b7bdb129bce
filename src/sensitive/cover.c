/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/cover.h"

#include "base/hash.h"

#define RUN_MOST 96 /* bytes of the longest run of one character that is known */

/* Runs of these, of any length. */
static const struct slice marks[] = { SLICE_TEXT("*"),           SLICE_TEXT("x"),
                                      SLICE_TEXT("X"),           SLICE_TEXT("#"),
                                      SLICE_TEXT("."),           SLICE_TEXT("-"),
                                      SLICE_TEXT("_"),           SLICE_TEXT("\xe2\x80\xa2"),
                                      SLICE_TEXT("\xe2\x97\x8f") };

static const struct slice words[] = {
    /* covers */
    SLICE_TEXT("[REDACTED]"),
    SLICE_TEXT("REDACTED"),
    SLICE_TEXT("<redacted>"),
    SLICE_TEXT("redacted"),
    SLICE_TEXT("[FILTERED]"),
    SLICE_TEXT("[filtered]"),
    SLICE_TEXT("[HIDDEN]"),
    SLICE_TEXT("<hidden>"),
    SLICE_TEXT("hidden"),
    SLICE_TEXT("(hidden)"),
    SLICE_TEXT("[MASKED]"),
    SLICE_TEXT("masked"),
    SLICE_TEXT("[PROTECTED]"),
    SLICE_TEXT("PROTECTED"),
    SLICE_TEXT("<secret>"),
    SLICE_TEXT("***-**-****"),
    SLICE_TEXT("[removed]"),
    SLICE_TEXT("<removed>"),
    SLICE_TEXT("n/a"),
    SLICE_TEXT("N/A"),
    SLICE_TEXT("none"),
    SLICE_TEXT("null"),
    SLICE_TEXT("__UNCHANGED__"),
    SLICE_TEXT("(unchanged)"),
    SLICE_TEXT("__secret_content_hidden__"),
    /* what is said of one */
    SLICE_TEXT("required"),
    SLICE_TEXT("optional"),
    SLICE_TEXT("enabled"),
    SLICE_TEXT("disabled"),
    SLICE_TEXT("string"),
    SLICE_TEXT("set"),
    SLICE_TEXT("unset"),
    SLICE_TEXT("strong"),
    SLICE_TEXT("weak"),
    SLICE_TEXT("medium"),
    SLICE_TEXT("expired"),
    SLICE_TEXT("valid"),
    SLICE_TEXT("invalid"),
    SLICE_TEXT("true"),
    SLICE_TEXT("false"),
    SLICE_TEXT("yes"),
    SLICE_TEXT("no"),
    /* labels */
    SLICE_TEXT("Password"),
    SLICE_TEXT("Your password"),
    SLICE_TEXT("Passwort"),
    SLICE_TEXT("Kennwort"),
    SLICE_TEXT("Mot de passe"),
    SLICE_TEXT("Contrase\xc3\xb1"
               "a"),
    SLICE_TEXT("Senha"),
    SLICE_TEXT("Palavra-passe"),
    SLICE_TEXT("Wachtwoord"),
    SLICE_TEXT("Parola"),
    SLICE_TEXT("Has\xc5\x82o"),
    SLICE_TEXT("Heslo"),
    SLICE_TEXT("L\xc3\xb6senord"),
    SLICE_TEXT("Adgangskode"),
    SLICE_TEXT("Passord"),
    SLICE_TEXT("Salasana"),
    SLICE_TEXT("Jelsz\xc3\xb3"),
    SLICE_TEXT("\xd0\x9f\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c"),
    SLICE_TEXT("\xe5\xaf\x86\xe7\xa0\x81"),
    SLICE_TEXT("\xe3\x83\x91\xe3\x82\xb9\xe3\x83\xaf\xe3\x83\xbc\xe3\x83\x89"),
};

static bool is_run(const struct sample_entry *entry)
{
    char text[RUN_MOST];

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (entry->full_len > RUN_MOST || entry->full_len < 2 || entry->full_len % marks[i].len != 0)
            continue;
        for (size_t at = 0; at < entry->full_len; at += marks[i].len)
            memcpy(text + at, marks[i].at, marks[i].len);
        if (hash_content(slice_make(text, entry->full_len)) == entry->hash)
            return true;
    }
    return false;
}

static bool is_word(const struct sample_entry *entry)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].len == entry->full_len && hash_content(words[i]) == entry->hash)
            return true;
    return false;
}

bool cover_is_all(const struct sample *sample)
{
    for (uint32_t i = 0; i < sample->count; i++)
        if (sample->entries[i].full_len && !is_word(&sample->entries[i]) && !is_run(&sample->entries[i]))
            return false;
    return sample->count > 0;
}
