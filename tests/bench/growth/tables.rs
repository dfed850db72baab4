//! Shapes of what is computed: actuals, scenarios, results, forms, tables that become plans, repairs.

use super::shape::{Files, Shape, each, files, of, plan};

const HEAD: &str = "piano \"Esempio\"\n  anni 2025-2027\n  punteggio proporzionale\n";
const ROWS: &str = "chiave;periodo;valore;esito\n";

/// A plan and its actuals.
fn held(text: String, rows: String) -> Files {
    files(&[("piano.piao", HEAD.to_owned() + &text), ("a.csv", rows)])
}

/// Objectives with one KPI each, and one row for each.
fn own_objectives(n: usize, rest: &str) -> (String, String) {
    (
        each(n, |at| {
            format!("obiettivo A{at} \"Obiettivo {at}\"\nkpi k \"Indicatore {at}\" target >= 100 {rest}\n")
        }),
        ROWS.to_owned() + &each(n, |at| format!("A{at}/k;2025;{};kpi validato\n", at % 150)),
    )
}

/// KPIs of one objective, and a row for each.
fn kpis(n: usize, rest: impl Fn(usize) -> String) -> (String, String) {
    let list = each(n, |at| format!("kpi k{at} \"Indicatore numero {at}\" target >= 100 {}\n", rest(at)));
    (
        format!("obiettivo A \"Esempio\" pesi uguali\n{list}"),
        ROWS.to_owned() + &each(n, |at| format!("A/k{at};2025;{};kpi validato\n", at % 150)),
    )
}

/// Children of one objective, and as many KPIs that are the mean of all of them.
fn stars(n: usize) -> Files {
    let below = each(n, |at| format!("obiettivo A.{at} \"Figlio {at}\"\nkpi x \"X {at}\" target >= 100\n"));
    let above = each(n, |at| format!("kpi k{at} \"Media {at}\" algoritmo media ponderata A.*\n"));
    held(
        format!("obiettivo A \"Esempio\"\n{below}obiettivo B \"Medie\" pesi uguali\n{above}"),
        ROWS.to_owned() + &each(n, |at| format!("A.{at}/x;2025;{};kpi validato\n", at % 150)),
    )
}

/// KPIs with two operands and a row for each of the twelve months.
fn months(n: usize) -> Files {
    let (text, _) = kpis(n, |_| "algoritmo valore assoluto \"Numero\" cumula somma".to_owned());
    let row = |at: usize| format!("A/k{}/1;2025-{:02};{};\n", at / 12, at % 12 + 1, at % 50);
    held(text, ROWS.to_owned() + &each(n * 12, row))
}

pub const EVAL: &[Shape] = &[
    of("objectives", "eval piano.piao --actuals a.csv", 5_000, |n| {
        let (text, rows) = own_objectives(n, "");
        held(text, rows)
    }),
    of("KPIs of one objective", "eval piano.piao --actuals a.csv", 5_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text, rows)
    }),
    of("to JSON", "eval piano.piao --actuals a.csv --format json", 5_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text, rows)
    }),
    of("to CSV", "eval piano.piao --actuals a.csv --format csv", 5_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text, rows)
    }),
    of("to Markdown", "eval piano.piao --actuals a.csv --format markdown", 5_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text, rows)
    }),
    of("months of KPIs", "eval piano.piao --actuals a.csv", 2_000, months),
    of("months of KPIs, for the year", "eval piano.piao --actuals a.csv --period 2025", 2_000, months),
    of("months of one measure by many KPIs", "eval piano.piao --actuals a.csv", 4_000, |n| {
        let (text, _) = kpis(n, |_| "algoritmo valore assoluto m".to_owned());
        let rows = each(12, |at| format!("m;2025-{:02};{at};\n", at + 1));
        held(format!("misura m \"Misura\" cumula somma\n{text}"), ROWS.to_owned() + &rows)
    }),
    of("months of many years of one measure", "eval piano.piao --actuals a.csv --period 2025", 100, |n| {
        let (text, _) = kpis(n, |_| "algoritmo formula somma(m[anno-100..anno])".to_owned());
        let rows = each(1_500, |at| format!("m;{}-{:02};{at};\n", 1920 + at / 12, at % 12 + 1));
        held(format!("misura m \"Misura\" cumula somma\n{text}"), ROWS.to_owned() + &rows)
    }),
    of("a column for each month", "eval piano.piao --actuals a.csv", 700, |n| {
        let (text, _) = kpis(50, |_| "algoritmo valore assoluto \"Numero\" cumula somma".to_owned());
        let header = each(n, |at| format!(";{}-{:02}", 1910 + at / 12, at % 12 + 1));
        let rows = each(50, |at| format!("A/k{at}/1{}\n", each(n, |month| format!(";{month}"))));
        held(text, format!("chiave{header}\n{rows}"))
    }),
    of("columns without meaning", "eval piano.piao --actuals a.csv", 10_000, |n| {
        let (text, _) = kpis(2, |_| String::new());
        let header = each(n, |at| format!(";colonna {at}"));
        held(
            text,
            format!(
                "chiave;periodo;valore{header}\nA/k0;2025;3{}\nA/k1;2025;4{}\n",
                ";x".repeat(n),
                ";x".repeat(n)
            ),
        )
    }),
    of("columns of the same name", "eval piano.piao --actuals a.csv", 10_000, |n| {
        let (text, _) = kpis(2, |_| String::new());
        held(text, format!("chiave;periodo;valore{}\nA/k0;2025;3\nA/k1;2025;4\n", ";valore".repeat(n)))
    }),
    of("unknown keys", "eval piano.piao --actuals a.csv", 2_000, |n| {
        let (text, _) = kpis(n, |_| String::new());
        held(text, ROWS.to_owned() + &each(n, |at| format!("A/k{at}x;2025;3;\n")))
    }),
    of("unknown measures", "eval piano.piao --actuals a.csv", 2_000, |n| {
        let (text, _) = kpis(n, |at| format!("algoritmo valore assoluto pratiche_{at}"));
        let list = each(n, |at| format!("misura pratiche_{at} \"Pratiche {at}\"\n"));
        held(list + &text, ROWS.to_owned() + &each(n, |at| format!("prattiche_{at};2025;3;\n")))
    }),
    of("unknown objectives", "eval piano.piao --actuals a.csv", 2_000, |n| {
        let (text, _) = own_objectives(n, "");
        held(text, ROWS.to_owned() + &each(n, |at| format!("B{at}/k;2025;3;\n")))
    }),
    of("one unknown key again and again", "eval piano.piao --actuals a.csv", 4_000, |n| {
        let (text, _) = kpis(n, |_| String::new());
        held(text, ROWS.to_owned() + &"A/kkk;2025;3;\n".repeat(n))
    }),
    of("keys by title", "eval piano.piao --actuals a.csv", 4_000, |n| {
        let (text, _) = kpis(n, |_| String::new());
        held(text, ROWS.to_owned() + &each(n, |at| format!("A/Indicatore numero {at};2025;3;\n")))
    }),
    of("keys by a title that all have", "eval piano.piao --actuals a.csv", 4_000, |n| {
        let list = each(n, |at| format!("kpi k{at} \"Stesso titolo\" target >= 100\n"));
        held(
            format!("obiettivo A \"Esempio\" pesi uguali\n{list}"),
            ROWS.to_owned() + &"A/Stesso titolo;2025;3;\n".repeat(n),
        )
    }),
    of("objective and indicator in two columns", "eval piano.piao --actuals a.csv", 4_000, |n| {
        let (text, _) = kpis(n, |_| String::new());
        held(
            text,
            "obiettivo;indicatore;periodo;valore\n".to_owned()
                + &each(n, |at| format!("A - Esempio;Indicatore numero {at};2025;3\n")),
        )
    }),
    of("one row again and again", "eval piano.piao --actuals a.csv", 10_000, |n| {
        let (text, _) = kpis(2, |_| String::new());
        held(text, ROWS.to_owned() + &"A/k0;2025;3;\n".repeat(n))
    }),
    of("rows that disagree", "eval piano.piao --actuals a.csv --actuals b.csv", 5_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        let mut held = held(text, rows);
        held.push((
            "b.csv".to_owned(),
            (ROWS.to_owned() + &each(n, |at| format!("A/k{at};2025;7777;\n"))).into_bytes(),
        ));
        held
    }),
    of("files of one row", "eval piano.piao ACTUALS", 300, |n| {
        let (text, _) = kpis(n, |_| String::new());
        let mut held = files(&[("piano.piao", HEAD.to_owned() + &text)]);
        held.extend((0..n).map(|at| (format!("a{at}.csv"), format!("{ROWS}A/k{at};2025;3;\n").into_bytes())));
        held
    }),
    of("cells of wrong type", "eval piano.piao --actuals a.csv", 5_000, |n| {
        let (text, _) = kpis(n, |_| String::new());
        held(text, ROWS.to_owned() + &each(n, |at| format!("A/k{at};2025;forse;\n")))
    }),
    of("unknown outcomes", "eval piano.piao --actuals a.csv", 5_000, |n| {
        let (text, _) = kpis(n, |_| String::new());
        held(text, ROWS.to_owned() + &each(n, |at| format!("A/k{at};2025;3;kpi valido {at}\n")))
    }),
    of("operands of one KPI", "eval piano.piao --actuals a.csv", 100, |n| {
        let terms: Vec<String> = (0..300).map(|at| format!("\"Addendo {at}\"")).collect();
        let (text, _) = kpis(n, |_| format!("algoritmo formula {}", terms.join(" + ")));
        held(
            text,
            ROWS.to_owned() + &each(n * 300, |at| format!("A/k{}/{};2025;3;\n", at / 300, at % 300 + 1)),
        )
    }),
    of("operands of one min", "eval piano.piao --actuals a.csv", 10_000, |n| {
        let terms: Vec<String> = (0..n).map(|at| format!("\"Addendo {at}\"")).collect();
        let (text, _) = kpis(1, |_| format!("algoritmo formula min({})", terms.join("; ")));
        held(text, ROWS.to_owned() + &each(n, |at| format!("A/k0/{};2025;{at};\n", at + 1)))
    }),
    of("one star by many indicators", "eval piano.piao --actuals a.csv", 1_500, stars),
    of("one star by many indicators, to JSON", "eval piano.piao --actuals a.csv --format json", 1_500, stars),
    of("bands of one table by many KPIs", "eval piano.piao --actuals a.csv", 1_500, |n| {
        let (text, rows) = kpis(n, |_| "punteggio fasce voti".to_owned());
        let bands = each(n, |at| format!("  da {at} a meno di {} -> {}%\n", at + 1, at % 100));
        held(format!("fasce voti su valore\n  sotto 0 -> 0%\n{bands}  da {n} -> 100%\n{text}"), rows)
    }),
    of("overrides", "eval piano.piao --actuals a.csv", 4_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text + &each(n, |at| format!("rettifica A/k{at} 2025 100% motivo \"deciso\"\n")), rows)
    }),
    of("states that are declared", "eval piano.piao --actuals a.csv", 4_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        let mut held = held(text, rows);
        let states = "chiave;periodo;stato;avanzamento;motivo\n".to_owned()
            + &each(n, |at| format!("A/k{at};2025;in linea;50%;motivo {at}\n"));
        held.push(("s.csv".to_owned(), states.into_bytes()));
        held
    }),
    of("areas one in another", "eval piano.piao --actuals a.csv", 1_500, |n| {
        let areas = each(n, |at| {
            format!(
                "area A{at} \"Area {at}\"{}\n",
                if at == 0 { String::new() } else { format!(" in A{}", at - 1) }
            )
        });
        held(
            format!("{areas}obiettivo B \"B\" in A{}\nkpi k \"K\" target >= 100\n", n - 1),
            ROWS.to_owned() + "B/k;2025;30;\n",
        )
    }),
    of("a chain of rollups", "eval piano.piao --actuals a.csv", 1_500, |n| {
        let chain = each(n, |at| {
            format!(
                "obiettivo A{at} \"Obiettivo {at}\"\nkpi k \"K {at}\" algoritmo media ponderata A{}\n",
                at + 1
            )
        });
        held(
            format!("{chain}obiettivo A{n} \"Ultimo\"\nkpi k \"K\" target >= 100\n"),
            format!("{ROWS}A{n}/k;2025;30;\n"),
        )
    }),
    of("different weights", "eval piano.piao --actuals a.csv", 1_500, |n| {
        let list =
            each(n, |at| format!("kpi k{at} \"Indicatore {at}\" peso {} punti target >= 7\n", at * 7 + 1));
        held(
            format!("obiettivo A \"Esempio\"\n{list}"),
            ROWS.to_owned() + &each(n, |at| format!("A/k{at};2025;{};\n", at % 7)),
        )
    }),
    of("targets of many denominators", "eval piano.piao --actuals a.csv", 1_000, |n| {
        let list = each(n, |at| format!("kpi k{at} \"Indicatore {at}\" target >= {}\n", at * 2 + 1));
        held(
            format!("obiettivo A \"Esempio\" pesi uguali\n{list}"),
            ROWS.to_owned() + &each(n, |at| format!("A/k{at};2025;{};\n", at + 1)),
        )
    }),
    of("one giant cell", "eval piano.piao --actuals a.csv", 2_000_000, |n| {
        let (text, rows) = kpis(2, |_| String::new());
        held(text, format!("{rows}A/k1;2025;\"{}\";\n", "x".repeat(n)))
    }),
    of("one giant key", "eval piano.piao --actuals a.csv", 1_000_000, |n| {
        let (text, rows) = kpis(2, |_| String::new());
        held(text, format!("{rows}A/{};2025;3;\n", "x/".repeat(n / 2)))
    }),
    of("quotes", "eval piano.piao --actuals a.csv", 500_000, |n| {
        let (text, rows) = kpis(2, |_| String::new());
        held(text, rows + &"\"".repeat(n))
    }),
    of("semicolons", "eval piano.piao --actuals a.csv", 500_000, |n| {
        let (text, rows) = kpis(2, |_| String::new());
        held(text, rows + &";".repeat(n))
    }),
    of("line ends", "eval piano.piao --actuals a.csv", 500_000, |n| {
        let (text, rows) = kpis(2, |_| String::new());
        held(text, rows + &"\n".repeat(n))
    }),
];

pub const WHY: &[Shape] = &[
    of("the plan", "why piano.piao piano --actuals a.csv", 4_000, |n| {
        let (text, rows) = own_objectives(n, "");
        held(text, rows)
    }),
    of("an objective of many KPIs", "why piano.piao A --actuals a.csv", 4_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text, rows)
    }),
    of("an objective of many stars", "why piano.piao B --actuals a.csv", 1_000, stars),
    of("a KPI that is a mean", "why piano.piao B/k0 --actuals a.csv", 1_000, stars),
    of("a KPI of many operands", "why piano.piao A/k0 --actuals a.csv", 10_000, |n| {
        let terms: Vec<String> = (0..n).map(|at| format!("\"Addendo {at}\"")).collect();
        let (text, _) = kpis(1, |_| format!("algoritmo formula min({})", terms.join("; ")));
        held(text, ROWS.to_owned() + &each(n, |at| format!("A/k0/{};2025;{at};\n", at + 1)))
    }),
    of("an unknown key", "why piano.piao A/kkk --actuals a.csv", 10_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text, rows)
    }),
    of("as JSON", "why piano.piao piano --actuals a.csv --format json", 4_000, |n| {
        let (text, rows) = own_objectives(n, "");
        held(text, rows)
    }),
];

pub const EXPORT: &[Shape] = &[
    of("KPIs of one objective", "export piano.piao --actuals a.csv -o out.xlsx", 1_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text, rows)
    }),
    of("objectives", "export piano.piao --actuals a.csv -o out.xlsx", 1_000, |n| {
        let (text, rows) = own_objectives(n, "");
        held(text, rows)
    }),
    of("one star by many indicators", "export piano.piao --actuals a.csv -o out.xlsx", 700, stars),
    of("months of KPIs", "export piano.piao --actuals a.csv -o out.xlsx", 500, months),
    of("structures", "export piano.piao --actuals a.csv -o out.xlsx", 1_000, |n| {
        let (text, rows) = kpis(n, |at| format!("assegnato s{at}"));
        held(each(n, |at| format!("struttura s{at} \"Ufficio {at}\"\n")) + &text, rows)
    }),
    of("structures of one title", "export piano.piao --actuals a.csv -o out.xlsx", 1_000, |n| {
        let (text, rows) = kpis(n, |at| format!("assegnato s{at}"));
        held(each(n, |at| format!("struttura s{at} \"Ufficio\"\n")) + &text, rows)
    }),
    of("operands", "export piano.piao --actuals a.csv -o out.xlsx", 10, |n| {
        let terms: Vec<String> = (0..300).map(|at| format!("\"Addendo {at}\"")).collect();
        let (text, _) = kpis(n, |_| format!("algoritmo formula {}", terms.join(" + ")));
        held(
            text,
            ROWS.to_owned() + &each(n * 300, |at| format!("A/k{}/{};2025;3;\n", at / 300, at % 300 + 1)),
        )
    }),
    of("areas one in another", "export piano.piao --actuals a.csv -o out.xlsx", 500, |n| {
        let areas = each(n, |at| {
            format!(
                "area A{at} \"Area {at}\"{}\n",
                if at == 0 { String::new() } else { format!(" in A{}", at - 1) }
            )
        });
        held(
            format!("{areas}obiettivo B \"B\" in A{}\nkpi k \"K\" target >= 100\n", n - 1),
            ROWS.to_owned() + "B/k;2025;30;\n",
        )
    }),
    of("bands of one table by many KPIs", "export piano.piao --actuals a.csv -o out.xlsx", 300, |n| {
        let (text, rows) = kpis(n, |_| "punteggio fasce voti".to_owned());
        let bands = each(n, |at| format!("  da {at} a meno di {} -> {}%\n", at + 1, at % 100));
        held(format!("fasce voti su valore\n  sotto 0 -> 0%\n{bands}  da {n} -> 100%\n{text}"), rows)
    }),
    of("to CSV", "export piano.piao --actuals a.csv --format csv -o out.csv", 3_000, |n| {
        let (text, rows) = kpis(n, |_| String::new());
        held(text, rows)
    }),
];

pub const FORM: &[Shape] = &[
    of("KPIs of one office", "form piano.piao --period 2025 -o out.xlsx", 1_500, |n| {
        let (text, _) = kpis(n, |_| "assegnato s".to_owned());
        held(format!("struttura s \"Ufficio\"\n{text}"), String::new())
    }),
    of("offices", "form piano.piao --period 2025 -o out.xlsx", 200, |n| {
        let (text, _) = kpis(n, |at| format!("assegnato s{at}"));
        held(each(n, |at| format!("struttura s{at} \"Ufficio {at}\"\n")) + &text, String::new())
    }),
    of("offices by title", "form piano.piao --period 2025 -o out.xlsx", 200, |n| {
        let (text, _) = kpis(n, |at| format!("responsabile \"Ufficio numero {at}\""));
        held(text, String::new())
    }),
    of("offices of names that begin alike", "form piano.piao --period 2025 -o out.xlsx", 200, |n| {
        let (text, _) =
            kpis(n, |at| format!("responsabile \"Ufficio per la programmazione e il controllo {at}\""));
        held(text, String::new())
    }),
    of("offices of one KPI", "form piano.piao --period 2025 -o out.xlsx", 200, |n| {
        let (text, _) = kpis(1, |_| {
            format!("assegnato {}", (0..n).map(|at| format!("s{at}")).collect::<Vec<_>>().join(", "))
        });
        held(each(n, |at| format!("struttura s{at} \"Ufficio {at}\"\n")) + &text, String::new())
    }),
    of("measures", "form piano.piao --period 2025 -o out.xlsx", 1_500, |n| {
        let (text, _) = kpis(n, |at| format!("algoritmo valore assoluto m{at}"));
        held(each(n, |at| format!("misura m{at} \"Misura {at}\"\n")) + &text, String::new())
    }),
    of("months", "form piano.piao --period 2025-12 -o out.xlsx", 1_000, |n| {
        let (text, _) = kpis(n, |_| "algoritmo valore assoluto \"Numero\" cumula somma".to_owned());
        held(text, String::new())
    }),
    of("operands", "form piano.piao --period 2025 -o out.xlsx", 10, |n| {
        let terms: Vec<String> = (0..300).map(|at| format!("\"Addendo {at}\"")).collect();
        let (text, _) = kpis(n, |_| format!("algoritmo formula {}", terms.join(" + ")));
        held(text, String::new())
    }),
];

/// A plan of some KPIs and the scenarios beside it.
fn proved(kpis: usize, scenarios: String) -> Files {
    let list = each(kpis, |at| format!("kpi k{at} \"Indicatore numero {at}\" target >= 100\n"));
    files(&[
        ("piano.piao", format!("{HEAD}obiettivo A \"Esempio\" pesi uguali\n{list}")),
        ("piano.prove", scenarios),
    ])
}

pub const TEST: &[Shape] = &[
    of("scenarios", "test piano.prove", 2_000, |n| {
        proved(
            1,
            each(n, |at| {
                format!(
                    "prova \"numero {at}\"\n  dato A/k0 2025 = {}\n  attesa performance A = {},00%\n",
                    at % 100,
                    at % 100
                )
            }),
        )
    }),
    of("scenarios of one title", "test piano.prove", 2_000, |n| {
        proved(
            1,
            each(n, |at| {
                format!(
                    "prova \"titolo\"\n  dato A/k0 2025 = {}\n  attesa performance A = {},00%\n",
                    at % 100,
                    at % 100
                )
            }),
        )
    }),
    of("scenarios that fail", "test piano.prove", 2_000, |n| {
        proved(
            1,
            each(n, |at| {
                format!("prova \"numero {at}\"\n  dato A/k0 2025 = 3\n  attesa performance A = 99%\n")
            }),
        )
    }),
    of("scenarios as JUnit", "test piano.prove --format junit", 2_000, |n| {
        proved(
            1,
            each(n, |at| {
                format!("prova \"numero {at}\"\n  dato A/k0 2025 = 3\n  attesa performance A = 99%\n")
            }),
        )
    }),
    of("scenarios as JSON", "test piano.prove --format json", 2_000, |n| {
        proved(
            1,
            each(n, |at| {
                format!("prova \"numero {at}\"\n  dato A/k0 2025 = 3\n  attesa performance A = 99%\n")
            }),
        )
    }),
    of("scenarios with their coverage", "test piano.prove --coverage", 2_000, |n| {
        proved(
            1,
            each(n, |at| {
                format!("prova \"numero {at}\"\n  dato A/k0 2025 = 3\n  attesa performance A = 3%\n")
            }),
        )
    }),
    of("scenarios to update", "test piano.prove --update", 2_000, |n| {
        proved(
            1,
            each(n, |at| {
                format!("prova \"numero {at}\"\n  dato A/k0 2025 = 3\n  attesa performance A = 99%\n")
            }),
        )
    }),
    of("data of one scenario", "test piano.prove", 3_000, |n| {
        proved(
            n,
            format!(
                "prova \"una\"\n{}  attesa performance A = 3%\n",
                each(n, |at| format!("  dato A/k{at} 2025 = 3\n"))
            ),
        )
    }),
    of("expectations of one scenario", "test piano.prove", 3_000, |n| {
        proved(
            n,
            format!(
                "prova \"una\"\n  dato A/k0 2025 = 3\n{}",
                each(n, |at| format!("  attesa performance A/k{at} = n.d.\n"))
            ),
        )
    }),
    of("expectations of unknown keys", "test piano.prove", 2_000, |n| {
        proved(
            n,
            format!(
                "prova \"una\"\n  dato A/k0 2025 = 3\n{}",
                each(n, |at| format!("  attesa performance A/k{at}x = n.d.\n"))
            ),
        )
    }),
    of("scenarios of their own tables", "test piano.prove", 500, |n| {
        let mut held = proved(
            1,
            each(n, |at| {
                format!("prova \"numero {at}\"\n  consuntivi \"a{at}.csv\"\n  attesa performance A = 3,00%\n")
            }),
        );
        held.extend((0..n).map(|at| (format!("a{at}.csv"), format!("{ROWS}A/k0;2025;3;\n").into_bytes())));
        held
    }),
    of("errors of scenarios", "test piano.prove", 5_000, |n| {
        proved(1, each(n, |at| format!("prova \"numero {at}\"\n  dato A/k0 = 3\n  aspettativa\n")))
    }),
    of("files of scenarios", "test", 200, |n| {
        let mut held = files(&[]);
        for at in 0..n {
            held.push((
                format!("p{at}/piano.piao"),
                format!("{HEAD}obiettivo A \"A\"\nkpi k0 \"K\" target >= 100\n").into_bytes(),
            ));
            held.push((
                format!("p{at}/piano.prove"),
                b"prova \"una\"\n  dato A/k0 2025 = 3\n  attesa performance A = 3,00%\n".to_vec(),
            ));
        }
        held
    }),
    of("quotes", "test piano.prove", 500_000, |n| proved(1, "\"".repeat(n))),
    of("scenarios without anything", "test piano.prove", 50_000, |n| proved(1, "prova\n".repeat(n))),
];

/// A table that becomes a plan.
fn table(text: String) -> Files {
    files(&[("t.csv", text)])
}

const COLUMNS: &str = "Obiettivo;Indicatore;Peso;Target 2025;Consuntivo\n";
const IMPORT_IT: &str = "import t.csv -o out";

pub const IMPORT: &[Shape] = &[
    of("rows", IMPORT_IT, 5_000, |n| {
        table(
            COLUMNS.to_owned()
                + &each(n, |at| format!("A.{} - Obiettivo;Indicatore {at};20%;>= {at};{at}\n", at / 5)),
        )
    }),
    of("titles of one code", IMPORT_IT, 8_000, |n| {
        table(
            COLUMNS.to_owned()
                + &each(n, |at| format!("A.1 - Titolo numero {at};Indicatore {at};20%;>= {at};{at}\n")),
        )
    }),
    of("rows of one objective", IMPORT_IT, 5_000, |n| {
        table(
            COLUMNS.to_owned() + &each(n, |at| format!("A.1 - Obiettivo;Indicatore {at};20%;>= {at};{at}\n")),
        )
    }),
    of("one indicator again and again", IMPORT_IT, 5_000, |n| {
        table(COLUMNS.to_owned() + &each(n, |at| format!("A.1 - Obiettivo;Indicatore;20%;>= {at};{at}\n")))
    }),
    of("objectives without code", IMPORT_IT, 5_000, |n| {
        table(
            COLUMNS.to_owned()
                + &each(n, |at| {
                    format!("Obiettivo di miglioramento numero {at};Indicatore {at};20%;>= {at};{at}\n")
                }),
        )
    }),
    of("columns", IMPORT_IT, 500, |n| {
        let more = |text: &str| each(n, |at| format!(";{text} {at}"));
        let rows =
            each(10, |at| format!("A.1 - Obiettivo;Indicatore {at};20%;>= {at};{at}{}\n", more("cella")));
        table(format!("{}{}\n{rows}", COLUMNS.trim_end(), more("Colonna")))
    }),
    of("columns of one row", IMPORT_IT, 4_000, |n| {
        let more = |text: &str| each(n, |at| format!(";{text} {at}"));
        table(format!(
            "{}{}\nA.1 - Obiettivo;Indicatore;20%;>= 3;4{}\n",
            COLUMNS.trim_end(),
            more("Colonna"),
            more("cella")
        ))
    }),
    of("columns of targets", IMPORT_IT, 4_000, |n| {
        table(format!(
            "Obiettivo;Indicatore{}\nA.1 - Obiettivo;Indicatore{}\n",
            each(n, |at| format!(";Target {}", 2000 + at % 90)),
            each(n, |at| format!(";>= {at}"))
        ))
    }),
    of("columns of one role", IMPORT_IT, 4_000, |n| {
        table(format!(
            "Obiettivo;Indicatore;Target 2025{}\nA.1 - Obiettivo;Indicatore;>= 3{}\n",
            ";Note".repeat(n),
            each(n, |at| format!(";nota {at}"))
        ))
    }),
    of("deep codes", IMPORT_IT, 500, |n| {
        table(
            COLUMNS.to_owned()
                + &each(n, |at| {
                    format!("A{}.{at} - Obiettivo;Indicatore {at};100%;>= {at};{at}\n", ".1".repeat(at))
                }),
        )
    }),
    of("one code of many dots", IMPORT_IT, 50_000, |n| {
        table(format!("{COLUMNS}A{} - Obiettivo;Indicatore;100%;>= 3;3\n", ".1".repeat(n)))
    }),
    of("a long formula", IMPORT_IT, 50_000, |n| {
        table(format!(
            "Obiettivo;Indicatore;Algoritmo;Target 2025\nA.1 - Obiettivo;Indicatore;{};>= 3\n",
            "pratiche evase / pratiche pervenute ".repeat(n / 36)
        ))
    }),
    of("a formula of many parentheses", IMPORT_IT, 50_000, |n| {
        table(format!(
            "Obiettivo;Indicatore;Algoritmo;Target 2025\nA.1 - Obiettivo;Indicatore;{}a{};>= 3\n",
            "(".repeat(n / 2),
            ")".repeat(n / 2)
        ))
    }),
    of("a formula of many signs", IMPORT_IT, 50_000, |n| {
        table(format!(
            "Obiettivo;Indicatore;Algoritmo;Target 2025\nA.1 - Obiettivo;Indicatore;{};>= 3\n",
            "A/".repeat(n / 2)
        ))
    }),
    of("formulas", IMPORT_IT, 4_000, |n| {
        table(
            "Obiettivo;Indicatore;Algoritmo;Target 2025\n".to_owned()
                + &each(n, |at| {
                    format!("A.1 - Obiettivo;Indicatore {at};Pratiche {at} / Pervenute {at} * 100;>= 80%\n")
                }),
        )
    }),
    of("a long target", IMPORT_IT, 100_000, |n| {
        table(format!("{COLUMNS}A.1 - Obiettivo;Indicatore;100%;{};3\n", "almeno il 30% ".repeat(n / 14)))
    }),
    of("a long title", IMPORT_IT, 200_000, |n| {
        table(format!("{COLUMNS}A.1 - {};Indicatore;100%;>= 3;3\n", "Obiettivo ".repeat(n / 10)))
    }),
    of("a long title of an indicator", IMPORT_IT, 200_000, |n| {
        table(format!("{COLUMNS}A.1 - Obiettivo;{};100%;>= 3;3\n", "Indicatore ".repeat(n / 11)))
    }),
    of("a cell of many lines", IMPORT_IT, 100_000, |n| {
        table(format!("{COLUMNS}A.1 - Obiettivo;\"{}\";100%;>= 3;3\n", "riga\n".repeat(n / 5)))
    }),
    of("offices", IMPORT_IT, 4_000, |n| {
        table(
            "Obiettivo;Indicatore;Target 2025;Struttura\n".to_owned()
                + &each(n, |at| format!("A.1 - Obiettivo;Indicatore {at};>= 3;Ufficio numero {at}\n")),
        )
    }),
    of("offices of one cell", IMPORT_IT, 4_000, |n| {
        table(format!(
            "Obiettivo;Indicatore;Target 2025;Struttura\nA.1 - Obiettivo;Indicatore;>= 3;{}\n",
            (0..n).map(|at| format!("Ufficio {at}")).collect::<Vec<_>>().join(", ")
        ))
    }),
    of("codes of indicators", IMPORT_IT, 4_000, |n| {
        table(
            "Obiettivo;Cod.;Indicatore;Target 2025\n".to_owned()
                + &each(n, |at| format!("A.1 - Obiettivo;KP{at};Indicatore {at};>= 3\n")),
        )
    }),
    of("one code of indicators", IMPORT_IT, 4_000, |n| {
        table(
            "Obiettivo;Cod.;Indicatore;Target 2025\n".to_owned()
                + &each(n, |at| format!("A.1 - Obiettivo;KP1;Indicatore {at};>= 3\n")),
        )
    }),
    of("what is not understood", IMPORT_IT, 4_000, |n| {
        table(
            COLUMNS.to_owned()
                + &each(n, |at| format!("A.1 - Obiettivo;Indicatore {at};boh;forse {at};chissà\n")),
        )
    }),
    of("headers again and again", IMPORT_IT, 2_000, |n| {
        table(each(n, |at| format!("{COLUMNS}A.{at} - Obiettivo;Indicatore {at};100%;>= 3;4\n\n")))
    }),
    of("rows that are no table", IMPORT_IT, 8_000, |n| {
        table(each(n, |at| format!("riga;di;cose;qualunque {at}\n")))
    }),
    of("rows before the table", IMPORT_IT, 8_000, |n| {
        table(
            each(n, |at| format!("riga;di;cose;qualunque {at}\n"))
                + COLUMNS
                + "A.1 - Obiettivo;Indicatore;100%;>= 3;4\n",
        )
    }),
    of("semicolons", IMPORT_IT, 100_000, |n| {
        table(format!("{COLUMNS}A.1 - Obiettivo;Indicatore;100%;>= 3;4\n{}", ";".repeat(n)))
    }),
    of("quotes", IMPORT_IT, 200_000, |n| {
        table(format!("{COLUMNS}A.1 - Obiettivo;Indicatore;100%;>= 3;4\n{}", "\"".repeat(n)))
    }),
    of("line ends", IMPORT_IT, 500_000, |n| {
        table(format!("{COLUMNS}A.1 - Obiettivo;Indicatore;100%;>= 3;4\n{}", "\n".repeat(n)))
    }),
    of("a card of many rows", IMPORT_IT, 4_000, |n| {
        table(each(n, |at| {
            format!("Obiettivo;A.{at} - Obiettivo {at}\nIndicatore;Numero {at}\nTarget 2025;>= 3\n\n")
        }))
    }),
];

/// KPIs of as many faults that are surely mended.
fn faulty(n: usize, rest: impl Fn(usize) -> String) -> Files {
    plan(format!(
        "{HEAD}obiettivo A \"Esempio\" pesi uguali\n{}",
        each(n, |at| format!("kpi k{at} \"Indicatore {at}\" {}\n", rest(at)))
    ))
}

pub const FIX: &[Shape] = &[
    of("repairs", "fix", 4_000, |n| faulty(n, |_| "target => 5".to_owned())),
    of("repairs not written", "fix --dry-run", 4_000, |n| faulty(n, |_| "target => 5".to_owned())),
    of("repairs of one line", "fix", 4_000, |n| faulty(1, |_| "storico 2024 69.5 ".repeat(n))),
    of("repairs in a file of Windows", "fix", 4_000, |n| {
        plan(
            format!(
                "{HEAD}obiettivo A \"Esempio\" pesi uguali\n{}",
                each(n, |at| format!("kpi k{at} \"Indicatore {at}\" target => 5\n"))
            )
            .replace('\n', "\r\n"),
        )
    }),
    of("repairs in Windows-1252", "fix", 4_000, |n| {
        let text = format!(
            "{HEAD}obiettivo A \"Perch\u{1}\" pesi uguali\n{}",
            each(n, |at| format!("kpi k{at} \"Indicatore {at}\" target => 5\n"))
        );
        let bytes = text.bytes().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
        vec![("piano.piao".to_owned(), bytes)]
    }),
    of("repairs of several stages", "fix", 4_000, |n| {
        faulty(n, |_| "target => 69.5 unita % consenti P0412 \"inutile\"".to_owned())
    }),
    of("refusals", "fix", 1_000, |n| {
        plan(
            HEAD.to_owned()
                + &each(n, |at| {
                    format!(
                        "obiettivo A{at} \"Obiettivo {at}\"\nkpi a \"Uno {at}\" peso 50 target >= 5\nkpi b \"Due {at}\" peso 60 target >= 5\n"
                    )
                }),
        )
    }),
    of("refusals of one objective", "fix", 1_000, |n| {
        plan(format!(
            "{HEAD}obiettivo A \"Esempio\"\n{}",
            each(n, |at| format!("kpi k{at} \"Indicatore {at}\" peso 50 target >= 5\n"))
        ))
    }),
    of("refusals and repairs", "fix", 1_000, |n| {
        plan(
            HEAD.to_owned()
                + &each(n, |at| {
                    format!(
                        "obiettivo A{at} \"Obiettivo {at}\"\nkpi a \"Uno {at}\" peso 50 target => 5\nkpi b \"Due {at}\" peso {} target =< 5\n",
                        [50, 60][at % 2]
                    )
                }),
        )
    }),
    of("what is left", "fix", 8_000, |n| faulty(n, |_| "assegnato nessuno".to_owned())),
    of("exceptions without use", "fix", 4_000, |n| {
        faulty(n, |_| "target >= 5 consenti P0412 \"inutile\"".to_owned())
    }),
    of("plans", "fix piani", 100, |n| {
        let text = format!("{HEAD}obiettivo A \"Esempio\"\nkpi k \"K\" target => 5\n");
        (0..n).map(|at| (format!("piani/p{at}.piao"), text.clone().into_bytes())).collect()
    }),
    of("plans of one library", "fix piani", 100, |n| {
        let mut list: Files = (0..n)
            .map(|at| {
                (
                    format!("piani/p{at}.piao"),
                    format!("usa \"comuni.piao\"\n{HEAD}obiettivo A \"Esempio\"\nkpi k \"K\" target => 5\n")
                        .into_bytes(),
                )
            })
            .collect();
        list.push(("piani/comuni.piao".to_owned(), "misura m \"M\"\n".to_owned().into_bytes()));
        list
    }),
];
