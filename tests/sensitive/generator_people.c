/* SPDX-License-Identifier: Apache-2.0 */
/* People and where they live. About one name in six is in no list of the program. */
#include "generator.h"

#include <ctype.h>
#include <stdio.h>

static const char *const given[] = {
    "James",
    "Mary",
    "Robert",
    "Patricia",
    "Michael",
    "Jennifer",
    "Anna",
    "Lukas",
    "Sofia",
    "Hans",
    "Ingrid",
    "Pierre",
    "Camille",
    "Giulia",
    "Marco",
    "Carlos",
    "Lucía",
    "João",
    "Beatriz",
    "Piotr",
    "Agnieszka",
    "Olga",
    "Dmitri",
    "Erik",
    "Astrid",
    "Mohammed",
    "Fatima",
    "Aisha",
    "Yusuf",
    "Raj",
    "Priya",
    "Ananya",
    "Vikram",
    "Wei",
    "Li",
    "Hiroshi",
    "Yuki",
    "Minjun",
    "Linh",
    "Kwame",
    "Chidi",
    "Amara",
    "Zanele",
    "Thomas",
    "Emily",
    "Daniel",
    "Olivia",
    "Liam",
    "Noah",
    "Emma",
    "Ava",
    "Samuel",
    "Grace",
    "Victoria",
    "Mark",
    "Jean-Luc",
    "Maria José",
    "Matthew",
    /* in no list */
    "Thaddeus",
    "Ottilie",
    "Bjarke",
    "Quincy",
    "Xiomara",
    "Leocadia",
    "Tancredi",
    "Eluned",
    "Marwa",
    "Dashiell",
};
static const char *const surnames[] = {
    "Smith",
    "Johnson",
    "Williams",
    "Brown",
    "Müller",
    "Schmidt",
    "Weber",
    "Dubois",
    "Lefebvre",
    "Rossi",
    "Bianchi",
    "García",
    "Fernández",
    "Silva",
    "Pereira",
    "Kowalski",
    "Nowak",
    "Ivanov",
    "Petrova",
    "Andersson",
    "Hansen",
    "Khan",
    "Hassan",
    "Patel",
    "Singh",
    "Sharma",
    "Wang",
    "Zhang",
    "Chen",
    "Tanaka",
    "Suzuki",
    "Kim",
    "Park",
    "Nguyen",
    "Tran",
    "Mensah",
    "Okafor",
    "Dlamini",
    "Murphy",
    "O'Brien",
    "Taylor",
    "Green",
    "King",
    "Hill",
    "Van Dijk",
    "De Jong",
    "Yilmaz",
    "Cohen",
    "Thompson",
    "Walker",
    "Hughes",
    "Carter",
    "Flores",
    "Rivera",
    /* in no list */
    "Featherstonehaugh",
    "Zbrozek",
    "Quatremaine",
    "Halloumi",
    "Vandersloot",
    "Oyelaran",
    "Tsukamoto",
    "Lindenstrauss",
    "Ravensworth",
};

void people_first_name(struct dice *dice, char *to)
{
    strcpy(to, DICE_PICK(dice, given));
}

void people_last_name(struct dice *dice, char *to)
{
    strcpy(to, DICE_PICK(dice, surnames));
}

void people_full_name(struct dice *dice, char *to)
{
    const char *first = DICE_PICK(dice, given), *last = DICE_PICK(dice, surnames);

    switch (dice_below(dice, 12)) {
    case 0: sprintf(to, "%s, %s", last, first); break;
    case 1: sprintf(to, "%s %c. %s", first, 'A' + (int)dice_below(dice, 26), last); break;
    case 2: sprintf(to, "Dr. %s %s", first, last); break;
    default: sprintf(to, "%s %s", first, last); break;
    }
}

void people_email(struct dice *dice, char *to)
{
    static const char *const hosts[] = { "example.com", "gmail.com",   "mail.example.co.uk", "company.io",
                                         "uni-bonn.de", "t-online.de", "corp.example.org" };
    const char *first = DICE_PICK(dice, given), *last = DICE_PICK(dice, surnames);
    size_t len = (size_t)sprintf(to, dice_below(dice, 2) ? "%s.%s" : "%.1s%s", first, last);

    size_t kept = 0;

    for (size_t i = 0; i < len; i++)
        if (isalnum((unsigned char)to[i]) || (to[i] == '.' && kept > 0))
            to[kept++] = (char)tolower(to[i]);
    len = kept;
    sprintf(to + len, "x%u@%s", dice_below(dice, 999), DICE_PICK(dice, hosts));
}

void people_address(struct dice *dice, char *to)
{
    static const char *const kinds[] = { "St",   "Street", "Ave",   "Avenue", "Rd",  "Road",
                                         "Blvd", "Lane",   "Drive", "Court",  "Way", "Terrace" };
    static const char *const streets[] = { "Main",     "Oak",         "Washington", "Lakeview",
                                           "Elm",      "Maple Ridge", "Sunset",     "Martin Luther King",
                                           "Old Mill", "Park",        "Highland",   "5th",
                                           "Church",   "Victoria" };
    static const char *const cities[] = { "Springfield", "Portland", "Austin",  "Leeds",
                                          "Bristol",     "Denver",   "Madison", "Fairview" };
    static const char *const states[] = { "IL", "OR", "TX", "CA", "NY", "WA", "FL" };
    static const char *const german[] = { "Hauptstraße",  "Lindenweg", "Bahnhofstr.",  "Schillerplatz",
                                          "Goethestraße", "Am Markt",  "Gartenstrasse" };
    static const char *const french[] = { "rue de la Paix", "avenue Victor Hugo", "boulevard Saint-Germain",
                                          "rue des Lilas", "place de la République" };
    static const char *const spanish[] = { "Calle Mayor", "Avenida de América", "Calle de Alcalá",
                                           "Plaza España", "Paseo del Prado" };
    unsigned number = 1 + dice_below(dice, 999);

    switch (dice_below(dice, 10)) {
    case 0:
        sprintf(to, "%s %u, %05u Berlin", DICE_PICK(dice, german), 1 + number % 99,
                10000 + dice_below(dice, 80000));
        break;
    case 1:
        sprintf(to, "%u %s, %05u Paris", number, DICE_PICK(dice, french), 75001 + dice_below(dice, 20));
        break;
    case 2:
        sprintf(to, "%s %u, %05u Madrid", DICE_PICK(dice, spanish), number, 28001 + dice_below(dice, 50));
        break;
    case 3: sprintf(to, "%u %s %s", number, DICE_PICK(dice, streets), DICE_PICK(dice, kinds)); break;
    case 4:
        sprintf(to, "Flat %u, %u %s %s, %s, SW1A %uAA", 1 + number % 30, number, DICE_PICK(dice, streets),
                DICE_PICK(dice, kinds), DICE_PICK(dice, cities), 1 + number % 9);
        break;
    case 5:
        sprintf(to, "%u %s %s Apt %u, %s, %s %05u", number, DICE_PICK(dice, streets), DICE_PICK(dice, kinds),
                1 + number % 50, DICE_PICK(dice, cities), DICE_PICK(dice, states),
                10000 + dice_below(dice, 89999));
        break;
    default:
        sprintf(to, "%u %s %s, %s, %s %05u", number, DICE_PICK(dice, streets), DICE_PICK(dice, kinds),
                DICE_PICK(dice, cities), DICE_PICK(dice, states), 10000 + dice_below(dice, 89999));
        break;
    }
}
