//! Shapes of texts: nasty ones of about a megabyte, whatever they say.

use super::shape::{Files, Shape, each, of, plan};

const HEAD: &str =
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Esempio\"\nkpi uno \"Primo\" target >= 1\n";

/// The same again up to a number of bytes, after the head of a plan.
fn filled(n: usize, with: &str) -> Files {
    plan(format!("{HEAD}{}", with.repeat(n / with.len())))
}

/// Bytes of each at its largest: 1 MB.
const QUARTER: usize = 250_000;

pub const CHECK: &[Shape] = &[
    of("quotes", "check", QUARTER, |n| filled(n, "\"")),
    of("quotes, each on its line", "check", QUARTER, |n| filled(n, "\"\n")),
    of("quotes that open", "check", QUARTER, |n| filled(n, "«")),
    of("dots", "check", QUARTER, |n| filled(n, ".")),
    of("digits", "check", QUARTER, |n| filled(n, "1")),
    of("commas", "check", QUARTER, |n| filled(n, ",")),
    of("letters", "check", QUARTER, |n| filled(n, "a")),
    of("accents to be composed", "check", QUARTER, |n| filled(n, "a\u{300}")),
    of("accents of one letter", "check", QUARTER, |n| filled(n, "\u{300}")),
    of("blanks", "check", QUARTER, |n| filled(n, " ")),
    of("no-break blanks", "check", QUARTER, |n| filled(n, "\u{a0}")),
    of("line ends", "check", QUARTER, |n| filled(n, "\n")),
    of("carriage returns", "check", QUARTER, |n| filled(n, "\r")),
    of("byte order marks", "check", QUARTER, |n| filled(n, "\u{feff}")),
    of("signs of comment", "check", QUARTER, |n| filled(n, "#")),
    of("comments", "check", QUARTER, |n| filled(n, "# una riga di commento\n")),
    of("comments in an attribute", "check", QUARTER, |n| {
        plan(format!("{HEAD}  nota\n{}", "# commento\n".repeat(n / 11)))
    }),
    of("parentheses that open", "check", QUARTER, |n| filled(n, "(")),
    of("parentheses of a formula", "check", QUARTER, |n| {
        plan(format!("{HEAD}algoritmo formula {}", "(".repeat(n)))
    }),
    of("parentheses that close", "check", QUARTER, |n| filled(n, ")")),
    of("pairs of parentheses", "check", QUARTER, |n| {
        plan(format!("{HEAD}algoritmo formula {}", "()".repeat(n / 2)))
    }),
    of("pairs with something in them", "check", QUARTER, |n| {
        plan(format!("{HEAD}algoritmo formula {}", "(1)".repeat(n / 3)))
    }),
    of("signs of minus", "check", QUARTER, |n| plan(format!("{HEAD}algoritmo formula {}1", "-".repeat(n)))),
    of("calls within calls", "check", QUARTER, |n| {
        plan(format!("{HEAD}algoritmo formula {}", "min(".repeat(n / 4)))
    }),
    of("brackets", "check", QUARTER, |n| {
        plan(format!("{HEAD}algoritmo formula {}", "a[anno-1]".repeat(n / 9)))
    }),
    of("one giant text", "check", QUARTER, |n| {
        plan(format!("{HEAD}  nota \"{}\"\n", "testo ".repeat(n / 6)))
    }),
    of("one giant title", "check", QUARTER, |n| {
        plan(format!("{HEAD}obiettivo B \"{}\"\n", "testo ".repeat(n / 6)))
    }),
    of("giant titles", "check", QUARTER, |n| {
        plan(
            HEAD.to_owned()
                + &each(n / 10_000, |at| {
                    format!(
                        "obiettivo B{at} \"{}\"\nkpi k \"{at} {}\"\n",
                        "testo ".repeat(800),
                        "testo ".repeat(800)
                    )
                }),
        )
    }),
    of("one giant text that stays open", "check", QUARTER, |n| {
        plan(format!("{HEAD}  nota \"{}\n", "testo ".repeat(n / 6)))
    }),
    of("texts in a row", "check", QUARTER, |n| {
        plan(format!("{HEAD}  nota {}\n", "\"testo\" ".repeat(n / 8)))
    }),
    of("empty texts in a row", "check", QUARTER, |n| {
        plan(format!("{HEAD}  nota {}\n", "\"\" ".repeat(n / 3)))
    }),
    of("open texts", "check", QUARTER, |n| filled(n, "  nota \"mai chiusa\n")),
    of("open texts of items", "check", QUARTER, |n| filled(n, "kpi \"mai chiusa\n")),
    of("words", "check", QUARTER, |n| filled(n, "parola ")),
    of("words, each on its line", "check", QUARTER, |n| filled(n, "parola\n")),
    of("misspelt keywords", "check", QUARTER, |n| filled(n, "obbiettivo\n")),
    of("misspelt attributes", "check", QUARTER, |n| filled(n, "tarrget >= 3\n")),
    of("item keywords in a line", "check", QUARTER, |n| filled(n, "kpi obiettivo area misura ")),
    of("item keywords", "check", QUARTER, |n| {
        filled(n, "kpi\nobiettivo\narea\nmisura\nfasce\nusa\nrettifica\n")
    }),
    of("attribute keywords", "check", QUARTER, |n| {
        filled(n, "peso target storico nota dato algoritmo punteggio ")
    }),
    of("one attribute keyword", "check", QUARTER, |n| filled(n, "target ")),
    of("targets in a line", "check", QUARTER, |n| filled(n, "target >= 1 ")),
    of("weights in a line", "check", QUARTER, |n| filled(n, "peso 1% ")),
    of("`usa`", "check", QUARTER, |n| plan("usa\n".repeat(n / 4))),
    of("`usa` of one file", "check", QUARTER, |n| plan("usa \"a.piao\"\n".repeat(n / 13))),
    of("`piano`", "check", QUARTER, |n| plan("piano\n".repeat(n / 6))),
    of("`in`", "check", QUARTER, |n| filled(n, "in A\n")),
    of("`fasce` and rows without anything", "check", QUARTER, |n| {
        plan(format!("{HEAD}fasce f su valore\n{}", "oltre -> 0%\n".repeat(n / 12)))
    }),
    of("arrows", "check", QUARTER, |n| plan(format!("{HEAD}fasce f su valore\n{}", "-> ".repeat(n / 3)))),
    of("signs of a merge", "check", QUARTER, |n| filled(n, "<<<<<<< HEAD\n=======\n>>>>>>> altro\n")),
    of("signs of a merge that opens", "check", QUARTER, |n| filled(n, "<<<<<<< HEAD\n")),
    of("slashes", "check", QUARTER, |n| filled(n, "/")),
    of("overrides without anything", "check", QUARTER, |n| filled(n, "rettifica A/uno\n")),
    of("codes with blanks", "check", QUARTER, |n| plan(format!("{HEAD}obiettivo {}\n", "1 ".repeat(n / 2)))),
    of("units of many words", "check", QUARTER, |n| {
        plan(format!("{HEAD}  unita {}\n", "giorni di lavoro ".repeat(n / 17)))
    }),
    of("names of a list", "check", QUARTER, |n| {
        plan(format!("{HEAD}  assegnato {}\n", "staff, ".repeat(n / 7)))
    }),
    of("codes of a list", "check", QUARTER, |n| {
        plan(format!("{HEAD}  algoritmo media ponderata {}\n", "A.1, ".repeat(n / 5)))
    }),
    of("one digit after another", "check", QUARTER, |n| {
        plan(format!("{HEAD}  target >= {}\n", "1 ".repeat(n / 2)))
    }),
    of("numbers with dots", "check", QUARTER, |n| {
        plan(format!("{HEAD}  target >= {}\n", "1.000".repeat(n / 5)))
    }),
    of("one giant number", "check", QUARTER, |n| plan(format!("{HEAD}  target >= {}\n", "9".repeat(n)))),
    of("dates", "check", QUARTER, |n| {
        plan(format!("{HEAD}  target entro {}\n", "31/12/2025 ".repeat(n / 11)))
    }),
    of("signs of percentage", "check", QUARTER, |n| filled(n, "%")),
    of("signs of euro", "check", QUARTER, |n| filled(n, "€")),
    of("zero bytes", "check", QUARTER, |n| filled(n, "\0")),
    of("faces", "check", QUARTER, |n| filled(n, "😀")),
    of("faces in texts", "check", QUARTER, |n| plan(format!("{HEAD}  nota \"{}\" x\n", "😀".repeat(n / 4)))),
    of("bytes that are no text", "check", QUARTER, |n| vec![("piano.piao".to_owned(), vec![0xff; n])]),
    of("mixed keywords of all kinds on one line", "check", QUARTER, |n| {
        plan(format!(
            "{HEAD}{}",
            "peso 1% target >= 1 storico 2024 1 nota \"x\" dato \"a\" \"b\" consenti P0401 \"x\" "
                .repeat(n / 80)
        ))
    }),
    of("phrases that almost are keywords", "check", QUARTER, |n| {
        filled(n, "centro di soggetti risultati benefici impatto pesi non ")
    }),
    of("apostrophes", "check", QUARTER, |n| filled(n, "'")),
    of("unita'", "check", QUARTER, |n| filled(n, "unita' ")),
];

/// The same texts for the formatter.
pub const FMT: &[Shape] = &[
    of("lines without text", "fmt", 2_000_000, |n| plan(format!("{HEAD}{}", "\n".repeat(n)))),
    of("lines of blanks", "fmt", 500_000, |n| plan(format!("{HEAD}{}", "  \n".repeat(n)))),
    of("one long line of blanks", "fmt", 2_000_000, |n| plan(format!("{HEAD}{}", " ".repeat(n)))),
    of("comments", "fmt", 50_000, |n| plan(format!("{HEAD}{}", "   # una riga di commento\n".repeat(n)))),
    of("comments at the end of lines", "fmt", 30_000, |n| {
        plan(
            HEAD.to_owned()
                + &each(n, |at| format!("kpi k{at} \"K {at}\" # commento\n target >= 1 # {at}\n")),
        )
    }),
    of("KPIs", "fmt", 20_000, |n| {
        plan(
            HEAD.to_owned()
                + &each(n, |at| format!("kpi k{at}   \"K {at}\"\n target    >= 1\n   nota \"x\"\n")),
        )
    }),
    of("KPIs in good order", "fmt --check", 20_000, |n| {
        plan(
            HEAD.to_owned()
                + &each(n, |at| format!("\nkpi k{at} \"K {at}\"\n  target  >= 1\n  nota    \"x\"\n")),
        )
    }),
    of("attributes in one line", "fmt", 40_000, |n| plan(format!("{HEAD}{}", "target   >= 1 ".repeat(n)))),
    of("texts in a row", "fmt", 40_000, |n| plan(format!("{HEAD}  nota {}\n", "\"testo\"    ".repeat(n)))),
    of("texts, each on its line", "fmt", 40_000, |n| {
        plan(format!("{HEAD}  nota {}\n", "\"testo\"\n".repeat(n)))
    }),
    of("rows of bands", "fmt", 40_000, |n| {
        plan(format!("{HEAD}fasce f su valore\n{}", "sotto 1 -> 0%\n".repeat(n)))
    }),
    of("one long text", "fmt", 4_000_000, |n| plan(format!("{HEAD}  nota \"{}\"\n", "a".repeat(n)))),
    of("a column of very different widths", "fmt", 300, |n| {
        plan(HEAD.to_owned() + &each(n, |at| format!("kpi k{at} \"{}\" target >= 1\n", "x".repeat(at))))
    }),
    of("quotes", "fmt", 250_000, |n| filled(n, "\"")),
    of("dots", "fmt", 250_000, |n| filled(n, ".")),
    of("carriage returns", "fmt", 250_000, |n| filled(n, "\r")),
    of("byte order marks", "fmt", 250_000, |n| filled(n, "\u{feff}")),
    of("differences to show", "fmt --diff", 20_000, |n| {
        plan(
            HEAD.to_owned()
                + &each(n, |at| format!("kpi k{at}   \"K {at}\"\n target    >= 1\n   nota \"x\"\n")),
        )
    }),
    of("differences of equal lines", "fmt --diff", 20_000, |n| {
        plan(format!("{HEAD}{}", "nota   \"x\"\nnota \"x\"\n".repeat(n)))
    }),
];
