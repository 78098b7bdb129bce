/* SPDX-License-Identifier: Apache-2.0 */
/* Values of ordinary fields, among them many that a bare pattern would take for something sensitive. */
#include "generator.h"

#include <stdio.h>

#define FORMED(name, ...)                                                                                    \
    static void name(struct dice *dice, char *to)                                                            \
    {                                                                                                        \
        static const char *const forms[] = { __VA_ARGS__ };                                                  \
                                                                                                             \
        dice_form(dice, DICE_PICK(dice, forms), to);                                                         \
    }

#define PICKED(name, ...)                                                                                    \
    static void name(struct dice *dice, char *to)                                                            \
    {                                                                                                        \
        static const char *const words[] = { __VA_ARGS__ };                                                  \
                                                                                                             \
        strcpy(to, DICE_PICK(dice, words));                                                                  \
    }

FORMED(digits_16, "4999999999999999")
FORMED(digits_16_any, "1999999999999999")
FORMED(digits_15, "379999999999999")
FORMED(digits_14, "19999999999999")
FORMED(digits_12, "299999999999")
FORMED(digits_11, "19999999999")
FORMED(digits_10, "1999999999")
FORMED(digits_9, "199999999")
FORMED(digits_8, "19999999")
FORMED(uuid, "xxxxxxxx-xxxx-4xxx-9xxx-xxxxxxxxxxxx")
FORMED(object_id, "65xxxxxxxxxxxxxxxxxxxxxx")
FORMED(sha256, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
FORMED(md5, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
FORMED(git_sha, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
FORMED(ups, "1Z999\\A\\A19999999999", "1ZXX99X999999999X9")
FORMED(fedex, "999999999999", "999999999999999")
FORMED(usps, "9499999999999999999999")
FORMED(order_no, "ORD-999999", "INV-2024-99999", "PO999999", "SO-99-9999")
FORMED(sku, "AAA-9999", "AA999X", "A99-99", "AA-9999-A", "AAAAA9999\\1")
FORMED(version_3, "1.9.9", "v9.19.9", "9.9.9-beta.9", "1.9")
FORMED(version_4, "1.9.9.9", "9.9.19.9", "2.9.9.1")
FORMED(ticket, "ABC-999", "JIRA-9999", "BUG-19999")
FORMED(part_number, "999-99-9999\\9", "99-999-9999", "9999-999-99", "999-9999-99")
FORMED(phone_like, "999-999-99999", "1999-9999", "\\1\\0\\0-999-9999", "99-9999-99")
FORMED(ean, "4999999999999", "9789999999999")
FORMED(seat, "A9", "B19", "C99")
FORMED(license_code, "XXXXX-XXXXX-XXXXX-XXXXX")
FORMED(color, "#xxxxxx")
FORMED(flight, "AA999", "AA1999")
FORMED(nino_like, "\\D\\F999999\\X", "\\Q\\A999999\\A", "\\B\\G999999A")
FORMED(iata, "AAA")
FORMED(random_id, "zzzzzzzzzzz", "zzzzzzzzzzzzzzzzzzzzz")
FORMED(base64, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz=")
FORMED(price_pair, "19.99,29.99", "9.95-19.95")
FORMED(room, "Room 99", "Floor 9", "Suite 999", "Gate A9")
FORMED(vin_like, "AAXXXXXXXX9XX9999")
FORMED(isbn10, "9999999999", "999999999X")
FORMED(grade_ratio, "9/10", "99/100", "99%")
FORMED(time_of_day, "\\09:59", "\\19:59:59")
FORMED(version_build, "9.9.9+9999", "2024.\\19.9", "10.0.19999.1999")
FORMED(short_number, "9", "99", "999", "1999")
FORMED(masked_card, "**** **** **** 9999", "************9999")
FORMED(mac_less, "xx:xx:xx", "xx:xx:xx:xx")

PICKED(status, "pending", "active", "IN_PROGRESS", "cancelled", "shipped", "Completed", "On Hold", "refunded",
       "draft", "Out For Delivery")
PICKED(product, "Wireless Mouse", "Gaming Keyboard", "Blue Cotton Shirt", "Stainless Steel Bottle",
       "Jordan Retro Sneakers", "Parker Pen", "Harris Tweed Jacket", "Oxford Shirt", "Scott Running Shoes",
       "USB-C Cable", "iPhone 14 Pro", "Galaxy S23", "Kitchen Knife Set", "Ashley Sofa",
       "Dyson Vacuum Cleaner", "Yoga Mat", "Leather Wallet", "Organic Green Tea", "Morgan Desk Lamp",
       "Coffee Maker", "Bamboo Towel", "Oak Dining Table", "Victoria Sponge Cake", "Smart Watch Series 5",
       "Nelson Floor Lamp", "Lego Castle", "Rose Perfume", "Ceramic Mug", "Portable Charger", "Air Purifier")
PICKED(company, "Acme Corp", "Smith & Sons Ltd", "Johnson Controls", "Globex GmbH", "Initech",
       "Wayne Enterprises", "Stark Industries", "Morgan Stanley", "Goldman Sachs", "Umbrella Corporation",
       "Hooli Inc", "Pied Piper", "Vandelay Industries", "Wells Fargo", "Dunder Mifflin", "Siemens AG",
       "Deutsche Bank", "Soylent Corp", "Tyrell Corporation", "Massive Dynamic", "Cyberdyne Systems",
       "Nakatomi Trading", "Bluth Company")
PICKED(title, "The Wall Street Journal", "21 Jump Street", "Baker Street Stories", "Nightmare on Elm Street",
       "Sunset Boulevard", "Mulholland Drive", "10 Cloverfield Lane", "Abbey Road", "Revolutionary Road",
       "Highway 61 Revisited", "A Brief History of Time", "Clean Code", "Dune", "The Great Gatsby",
       "Pride and Prejudice", "7 Ways to Drive Traffic", "Moby Dick", "War and Peace", "Emma", "Jane Eyre",
       "Harry Potter and the Goblet of Fire")
PICKED(city, "Berlin", "New York", "San Francisco", "Paris", "London", "Saint Petersburg", "Los Angeles",
       "Madrid", "Kuala Lumpur", "Cape Town", "Santiago", "Charlotte", "Austin", "San Jose", "Rio de Janeiro",
       "Buenos Aires", "Tokyo", "Munich", "Salt Lake City", "Port Louis", "Fort Worth", "Sydney")
PICKED(country, "Germany", "France", "US", "GB", "United States", "Brazil", "India", "Jordan", "Georgia",
       "Chad", "South Africa", "New Zealand", "DE")
PICKED(sentence, "Thanks for the quick delivery, works great.", "The package arrived late but intact.",
       "Please leave at the door.", "Battery lasts two days", "Needs review before release",
       "See the attached report for details", "Fixed a crash when opening settings",
       "Meeting moved to Thursday at 10")
PICKED(grade, "A+", "A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D", "F")
PICKED(bond, "AAA", "AA+", "AA-", "A+", "A", "BBB+", "BBB", "BB-", "B+")
PICKED(category, "Electronics", "Home & Kitchen", "Sports & Outdoors", "Books", "Toys and Games",
       "Health & Beauty", "Men's Clothing", "Office Supplies", "Garden")
PICKED(language, "en", "en-US", "de-DE", "fr", "pt-BR", "zh-CN", "es-419")
PICKED(media, "application/json", "text/html; charset=utf-8", "image/png", "multipart/form-data",
       "application/vnd.api+json")
PICKED(zone, "Europe/Berlin", "America/New_York", "UTC", "Asia/Tokyo", "+02:00")
PICKED(agent, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36",
       "curl/8.4.0", "okhttp/4.12.0", "PostmanRuntime/7.36.0")
PICKED(team, "Golden State Warriors", "Manchester United", "Real Madrid", "Green Bay Packers",
       "Boston Celtics", "Bayern Munich", "Chicago Bulls", "Arsenal")
PICKED(species, "Quercus robur", "Homo sapiens", "Felis catus", "Panthera leo", "Rosa canina",
       "Acer palmatum", "Pinus sylvestris", "Canis lupus")
PICKED(job, "Software Engineer", "Product Manager", "Data Scientist", "Head of Sales",
       "Chief Executive Officer", "UX Designer", "Account Executive", "QA Lead")
PICKED(handle, "@acme", "@news", "@openai", "@support_team", "user@", "npm@10.2.4", "left-pad@1.3.0",
       "@babel/core")

static void epoch_seconds(struct dice *dice, char *to)
{
    sprintf(to, "%u", 1500000000 + dice_below(dice, 260000000));
}

static void epoch_millis(struct dice *dice, char *to)
{
    sprintf(to, "%u%03u", 1500000000 + dice_below(dice, 260000000), dice_below(dice, 1000));
}

static void recent_date(struct dice *dice, char *to)
{
    sprintf(to, "20%02u-%02u-%02u", 18 + dice_below(dice, 9), 1 + dice_below(dice, 12),
            1 + dice_below(dice, 28));
}

static void recent_moment(struct dice *dice, char *to)
{
    sprintf(to, "20%02u-%02u-%02uT%02u:%02u:%02uZ", 18 + dice_below(dice, 9), 1 + dice_below(dice, 12),
            1 + dice_below(dice, 28), dice_below(dice, 24), dice_below(dice, 60), dice_below(dice, 60));
}

static void price(struct dice *dice, char *to)
{
    sprintf(to, "%u.%02u", dice_below(dice, 2000), dice_below(dice, 100));
}

static void running(struct dice *dice, char *to)
{
    sprintf(to, "%u", 400000000 + dice_below(dice, 4000));
}

static void url(struct dice *dice, char *to)
{
    char id[12];

    dice_form(dice, "zzzzzzzz", id);
    sprintf(to, "https://cdn.example.com/images/%s.png?w=%u", id, dice_below(dice, 2000));
}

static void path(struct dice *dice, char *to)
{
    sprintf(to, "/api/v%u/orders/%u", 1 + dice_below(dice, 3), dice_below(dice, 100000));
}

#define NAMES(name, ...) static const char *const name[] = { __VA_ARGS__, NULL }
NAMES(n_order, "order number", "order id", "order no", "order ref", "purchase order", "confirmation no",
      "order reference", "po number");
NAMES(n_tracking, "tracking number", "tracking no", "tracking id", "shipment ref", "parcel id", "waybill no",
      "consignment");
NAMES(n_time, "timestamp", "created at", "updated at", "ts", "event time", "last modified", "expires at",
      "order date");
NAMES(n_id, "id", "uuid", "trace id", "request id", "correlation id", "object id", "external id", "ref",
      "guid");
NAMES(n_hash, "hash", "checksum", "etag", "sha256", "digest", "commit", "fingerprint", "revision",
      "file hash");
NAMES(n_sku, "sku", "product code", "article number", "item code", "model", "part number", "part no",
      "catalog number", "upc", "ean", "gtin");
NAMES(n_version, "version", "app version", "firmware version", "build", "build number", "release",
      "schema version", "sdk version");
NAMES(n_ticket, "ticket", "issue key", "case number", "ticket number", "bug id", "reference");
NAMES(n_count, "count", "total", "quantity", "page", "score", "views", "weight", "rank", "size", "duration",
      "stock level");
NAMES(n_status, "status", "state", "order status", "payment status", "stage", "phase", "email status",
      "phone type", "card type");
NAMES(n_product, "product name", "item", "title", "product", "item name", "label", "product title",
      "display label");
NAMES(n_company, "company", "company name", "merchant", "vendor", "supplier name", "employer", "organization",
      "bank name", "store name");
NAMES(n_title, "title", "headline", "book title", "movie", "album", "subject", "topic");
NAMES(n_city, "city", "birth place", "region", "town", "destination city", "locality", "airport");
NAMES(n_country, "country", "nationality", "country code", "market", "origin country");
NAMES(n_text, "comment", "description", "note", "message", "summary", "body", "review", "feedback");
NAMES(n_grade, "grade", "rating", "credit rating", "tier", "result");
NAMES(n_category, "category", "department", "section", "tag", "genre", "type");
NAMES(n_language, "language", "locale", "lang", "content type", "mime type", "timezone", "time zone",
      "accept");
NAMES(n_agent, "user agent", "client", "browser", "device info");
NAMES(n_team, "team", "club", "species", "scientific name", "team name", "group name");
NAMES(n_job, "job title", "role", "position", "occupation", "designation");
NAMES(n_seat, "seat", "gate", "aisle", "bin location", "shelf", "room", "slot", "locker");
NAMES(n_price, "price", "amount", "total amount", "unit price", "discount", "tax amount", "shipping cost",
      "exchange rate");
NAMES(n_url, "url", "image url", "avatar url", "link", "callback path", "href", "email link", "endpoint");
NAMES(n_flag, "phone verified count", "email count", "card count", "password attempts", "address count",
      "failed login attempts");
NAMES(n_isbn, "isbn", "isbn10", "book isbn");
NAMES(n_handle, "handle", "package", "dependency", "mention", "twitter handle");
NAMES(n_license, "coupon code", "voucher", "promo code", "gift code", "redeem code");

NAMES(n_masked, "card number", "card no", "masked card", "pan masked", "card last4");
NAMES(n_about, "email sent at", "phone verified at", "card expiry date", "password changed at",
      "dob verified on", "address updated", "token expires at", "otp sent at", "ssn verified at");
NAMES(n_kind, "card brand", "id type", "phone type", "address type", "email provider", "token type",
      "account type", "salary currency", "blood test", "license type", "passport country");

const struct alike alikes[] = {
    { "16 digits like a card's", digits_16, true, n_order },
    { "16 digits", digits_16_any, true, n_tracking },
    { "15 digits", digits_15, true, n_order },
    { "14 digits", digits_14, true, n_order },
    { "12 digits", digits_12, true, n_tracking },
    { "11 digits", digits_11, true, n_order },
    { "10 digits", digits_10, true, n_order },
    { "9 digits", digits_9, true, n_order },
    { "8 digits", digits_8, true, n_ticket },
    { "uuid", uuid, false, n_id },
    { "object id", object_id, false, n_id },
    { "sha256", sha256, false, n_hash },
    { "md5", md5, false, n_hash },
    { "git sha", git_sha, false, n_hash },
    { "ups", ups, false, n_tracking },
    { "fedex", fedex, true, n_tracking },
    { "usps", usps, false, n_tracking },
    { "order", order_no, false, n_order },
    { "sku", sku, false, n_sku },
    { "version", version_3, false, n_version },
    { "version of four", version_4, false, n_version },
    { "ticket", ticket, false, n_ticket },
    { "part number", part_number, false, n_sku },
    { "phone-like id", phone_like, false, n_sku },
    { "ean", ean, true, n_sku },
    { "seat", seat, false, n_seat },
    { "voucher", license_code, false, n_license },
    { "color", color, false, n_category },
    { "flight", flight, false, n_ticket },
    { "like a NINO", nino_like, false, n_sku },
    { "three letters", iata, false, n_country },
    { "random id", random_id, false, n_id },
    { "base64", base64, false, n_hash },
    { "prices", price_pair, false, n_price },
    { "room", room, false, n_seat },
    { "like a VIN", vin_like, false, n_sku },
    { "ten digits", isbn10, false, n_sku },
    { "ratio", grade_ratio, false, n_grade },
    { "time of day", time_of_day, false, n_time },
    { "build", version_build, false, n_version },
    { "short number", short_number, true, n_count },
    { "short number of a thing", short_number, true, n_flag },
    { "hexadecimal with colons", mac_less, false, n_hash },
    { "status", status, false, n_status },
    { "product", product, false, n_product },
    { "company", company, false, n_company },
    { "title", title, false, n_title },
    { "city", city, false, n_city },
    { "country", country, false, n_country },
    { "sentence", sentence, false, n_text },
    { "grade", grade, false, n_grade },
    { "bond", bond, false, n_grade },
    { "category", category, false, n_category },
    { "language", language, false, n_language },
    { "media type", media, false, n_language },
    { "time zone", zone, false, n_language },
    { "user agent", agent, false, n_agent },
    { "team", team, false, n_team },
    { "species", species, false, n_team },
    { "job", job, false, n_job },
    { "handle", handle, false, n_handle },
    { "epoch", epoch_seconds, true, n_time },
    { "epoch in milliseconds", epoch_millis, true, n_time },
    { "date", recent_date, false, n_time },
    { "moment", recent_moment, false, n_time },
    { "price", price, false, n_price },
    { "running number", running, true, n_order },
    { "url", url, false, n_url },
    { "path", path, false, n_url },
    { "masked card", masked_card, false, n_masked },
    { "moment of a thing", recent_moment, false, n_about },
    { "kind of a thing", status, false, n_kind },
    { "kind of a thing", category, false, n_kind },
    { "isbn", isbn10, false, n_isbn },
};
const size_t alike_count = sizeof alikes / sizeof *alikes;
