//! Shapes of plans: each one thing that a plan may have many of.

use super::shape::{Files, Shape, each, of, plan};

/// Two KPIs and what else a plan needs.
const HEAD: &str = "piano \"Esempio\"\n  anni 2025-2027\n  punteggio proporzionale\n";
const ONE: &str = "obiettivo A \"Esempio\"\nkpi uno \"Primo\" target >= 1\n";

/// A whole plan of one objective with some lines after it.
fn with(lines: String) -> Files {
    plan(format!("{HEAD}{ONE}{lines}"))
}

/// KPIs of one objective, each with a rest of its own.
fn kpis(n: usize, rest: impl Fn(usize) -> String) -> String {
    let list = each(n, |at| format!("kpi k{at} \"Indicatore numero {at}\" target >= 1 {}\n", rest(at)));
    format!("obiettivo A \"Esempio\" pesi uguali\n{list}")
}

fn only(text: String) -> Files {
    plan(format!("{HEAD}{text}"))
}

/// Objectives under one, each with a KPI.
fn children(n: usize) -> String {
    each(n, |at| format!("obiettivo A.{at} \"Figlio {at}\"\nkpi x \"Figlio {at}\" target >= 1\n"))
}

/// KPIs of one objective that are rollups, and what they are of.
fn rollups(n: usize, list: &str, below: String) -> Files {
    let kpis = each(n, |at| format!("kpi k{at} \"Media {at}\" algoritmo media ponderata {list}\n"));
    only(format!("obiettivo A \"Esempio\"\n{below}obiettivo B \"Medie\" pesi uguali\n{kpis}"))
}

/// A text of `n` KPIs with as many objectives.
fn own_objectives(n: usize, rest: impl Fn(usize) -> String) -> String {
    each(n, |at| {
        format!("obiettivo A{at} \"Obiettivo {at}\"\nkpi k \"Indicatore {at}\" target >= 1 {}\n", rest(at))
    })
}

pub const CHECK: &[Shape] = &[
    of("overrides of as many KPIs", "check", 12_500, |n| {
        let list = each(n, |at| format!("rettifica A{at}/k 2025 100% motivo \"deciso\" autore \"OIV\"\n"));
        only(own_objectives(n, |_| String::new()) + &list)
    }),
    of("overrides of one objective", "check", 8_000, |n| {
        let list = each(n, |at| format!("rettifica A/k{at} 2025 100% motivo \"deciso\" autore \"OIV\"\n"));
        only(kpis(n, |_| String::new()) + &list)
    }),
    of("overrides of one objective by title", "check", 8_000, |n| {
        let list =
            each(n, |at| format!("rettifica A/\"Indicatore numero {at}\" 2025 100% motivo \"deciso\"\n"));
        only(kpis(n, |_| String::new()) + &list)
    }),
    of("overrides of titles that several have", "check", 4_000, |n| {
        let list = each(n, |at| format!("kpi k{at} \"Stesso titolo\" target >= 1\n"));
        let over = each(n, |_| "rettifica A/\"Stesso titolo\" 2025 100% motivo \"deciso\"\n".to_owned());
        only(format!("obiettivo A \"Esempio\" pesi uguali\n{list}{over}"))
    }),
    of("overrides of one KPI", "check", 8_000, |n| {
        with(each(n, |at| {
            format!("rettifica A/uno 20{:02}-{:02} 100% motivo \"deciso\"\n", at / 12 % 90 + 10, at % 12 + 1)
        }))
    }),
    of("overrides of unknown KPIs", "check", 2_000, |n| {
        let list = each(n, |at| format!("rettifica A/q{at} 2025 100% motivo \"deciso\"\n"));
        only(kpis(n, |_| String::new()) + &list)
    }),
    of("overrides of unknown objectives", "check", 2_000, |n| {
        let list = each(n, |at| format!("rettifica Q{at}/k 2025 100% motivo \"deciso\"\n"));
        only(own_objectives(n, |_| String::new()) + &list)
    }),
    of("unknown measures", "check", 2_000, |n| {
        let measures = each(n, |at| format!("misura numero_pratiche_{at} \"Pratiche {at}\"\n"));
        only(measures + &kpis(n, |at| format!("algoritmo valore assoluto numero_pratihce_{at}x")))
    }),
    of("unknown structures", "check", 2_000, |n| {
        let list = each(n, |at| format!("struttura ufficio_{at} \"Ufficio {at}\"\n"));
        only(list + &kpis(n, |at| format!("assegnato uficio_{at}x")))
    }),
    of("unknown bands", "check", 2_000, |n| {
        let list = each(n, |at| format!("fasce ritardi_{at} su valore\n  sotto 1 -> 0%\n  da 1 -> 100%\n"));
        only(list + &kpis(n, |at| format!("punteggio fasce ritrdi_{at}x")))
    }),
    of("unknown parents", "check", 2_000, |n| {
        only(each(n, |at| format!("obiettivo A{at} \"Obiettivo\" in A{at}x\nkpi k \"K\" target >= 1\n")))
    }),
    of("unknown codes of catalogue", "check", 2_000, |n| {
        let list = each(n, |at| format!("indicatore KP{at} \"Voce {at}\"\n"));
        let used = each(n, |at| format!("kpi KP{at}X\n"));
        only(format!("{list}obiettivo A \"Esempio\" pesi uguali\n{used}"))
    }),
    of("rollups of unknown objectives", "check", 2_000, |n| {
        only(
            own_objectives(n, |_| String::new())
                + "obiettivo Z \"Medie\" pesi uguali\n"
                + &each(n, |at| format!("kpi k{at} \"Media {at}\" algoritmo media ponderata A{at}x\n")),
        )
    }),
    of("unknown words at the start of a line", "check", 4_000, |n| {
        only(own_objectives(n, |_| "\n  scadenzza mensile".to_owned()))
    }),
    of("unknown words in one item", "check", 20_000, |n| {
        with(each(n, |at| format!("  scadenza{at} mensile\n")))
    }),
    of("unknown lines after many KPIs of no error", "check", 8_000, |n| {
        only(kpis(n, |_| "consenti P9999 \"perché no\"".to_owned()))
    }),
    of("one code of many dots", "check", 100_000, |n| {
        only(format!("obiettivo A{} \"Esempio\"\nkpi uno \"Primo\" target >= 1\n", ".1".repeat(n)))
    }),
    of("many codes of many dots", "check", 1_000, |n| {
        only(each(n, |at| {
            format!("obiettivo A{}.{at} \"Obiettivo {at}\"\nkpi k \"K\" target >= 1\n", ".1".repeat(400))
        }))
    }),
    of("codes each below the one before", "check", 500, |n| {
        only(
            each(n, |at| format!("obiettivo A{} \"Obiettivo {at}\"\n", ".1".repeat(at)))
                + "kpi k \"K\" target >= 1\n",
        )
    }),
    of("one long code", "check", 400_000, |n| {
        only(format!("obiettivo A{} \"Esempio\"\nkpi uno \"Primo\" target >= 1\n", "1".repeat(n)))
    }),
    of("one star by many indicators", "check", 4_000, |n| rollups(n, "A.*", children(n))),
    of("one list by many indicators", "check", 4_000, |n| rollups(n, "A.1, A.2", children(n))),
    of("own children by many indicators", "check", 4_000, |n| {
        let kpis = each(n, |at| format!("kpi k{at} \"Media {at}\" algoritmo media ponderata\n"));
        only(format!("obiettivo A \"Esempio\" pesi uguali\n{kpis}{}", children(n)))
    }),
    of("two stars by many indicators", "check", 4_000, |n| {
        let below = children(n)
            + "obiettivo C \"C\"\n"
            + &each(n, |at| format!("obiettivo C.{at} \"C {at}\"\nkpi x \"K {at}\" target >= 1\n"));
        rollups(n, "A.*, C.*", below)
    }),
    of("rollups in a ring", "check", 4_000, |n| {
        only(each(n, |at| {
            format!(
                "obiettivo A{at} \"Obiettivo {at}\"\nkpi k \"Media {at}\" algoritmo media ponderata A{}\n",
                (at + 1) % n
            )
        }))
    }),
    of("rollups of all that follow in a chain", "check", 4_000, |n| {
        only(
            each(n, |at| {
                format!(
                    "obiettivo A{at} \"Obiettivo {at}\"\nkpi k \"Media {at}\" algoritmo media ponderata A{}\n",
                    at + 1
                )
            }) + &format!("obiettivo A{n} \"Ultimo\"\nkpi k \"K\" target >= 1\n"),
        )
    }),
    of("many rollups in a ring of stars", "check", 2_000, |n| {
        let ring = each(n, |at| format!("kpi k{at} \"Media {at}\" algoritmo media ponderata A.*\n"));
        only(
            format!("obiettivo A \"Esempio\" pesi uguali\n{ring}obiettivo A.1 \"Giro\" pesi uguali\n")
                + &each(n, |at| format!("kpi g{at} \"Giro {at}\" algoritmo media ponderata A\n")),
        )
    }),
    of("objectives of one rollup", "check", 8_000, |n| {
        let list: Vec<String> = (0..n).map(|at| format!("A.{at}")).collect();
        only(format!(
            "obiettivo A \"Esempio\"\n{}obiettivo B \"Media\"\nkpi k \"Media\" algoritmo media ponderata {}\n",
            children(n),
            list.join(", ")
        ))
    }),
    of("terms of formulas", "check", 3_000, |n| {
        let terms: Vec<String> = (0..300).map(|at| format!("\"Addendo {at}\"")).collect();
        only(kpis(n / 50, |_| format!("algoritmo formula {}", terms.join(" + "))))
    }),
    of("parts of one min", "check", 20_000, |n| {
        let terms: Vec<String> = (0..n).map(|at| format!("\"Addendo {at}\"")).collect();
        with(format!("kpi due \"Secondo\" algoritmo formula min({})\n", terms.join("; ")))
    }),
    of("operators in one formula", "check", 20_000, |n| {
        let terms: Vec<String> = (0..n).map(|at| format!("\"Addendo {at}\"")).collect();
        with(format!("kpi due \"Secondo\" algoritmo formula {}\n", terms.join(" + ")))
    }),
    of("one long entry of the catalogue for many KPIs", "check", 4_000, |n| {
        let entry = each(n, |at| {
            format!("  target 2025 >= {at}\n  dato \"Voce {at}\" \"testo\"\n  nota \"nota {at}\"\n")
        });
        let used = each(n, |at| format!("kpi k{at} KP1 target >= 1\n"));
        only(format!("indicatore KP1 \"Voce\"\n{entry}obiettivo A \"Esempio\" pesi uguali\n{used}"))
    }),
    of("one formula of the catalogue for many KPIs", "check", 4_000, |n| {
        let terms: Vec<String> = (0..390).map(|at| format!("\"Addendo {at}\"")).collect();
        let used = each(n, |at| format!("kpi k{at} KP1 target >= 1\n"));
        only(format!(
            "indicatore KP1 \"Voce\" algoritmo formula {}\nobiettivo A \"Esempio\" pesi uguali\n{used}",
            terms.join(" + ")
        ))
    }),
    of("equal titles of objectives", "check", 8_000, |n| {
        only(each(n, |at| format!("obiettivo A{at} \"Stesso titolo\"\nkpi k \"K\" target >= 1\n")))
    }),
    of("equal titles of KPIs of one objective", "check", 8_000, |n| {
        let list = each(n, |at| format!("kpi k{at} \"Stesso titolo\" target >= 1\n"));
        only(format!("obiettivo A \"Esempio\" pesi uguali\n{list}"))
    }),
    of("equal titles of KPIs of many objectives", "check", 8_000, |n| {
        only(each(n, |at| {
            format!("obiettivo A{at} \"Obiettivo {at}\"\nkpi k \"Stesso titolo\" target >= {at}%\n")
        }))
    }),
    of("equal KPIs with baselines", "check", 8_000, |n| {
        only(each(n, |at| {
            format!(
                "obiettivo A{at} \"Obiettivo {at}\"\nkpi K1 \"Stesso titolo\" target >= {at}% storico 2024 75,{at}%\n"
            )
        }))
    }),
    of("one KPI declared again and again", "check", 8_000, |n| {
        only(format!("obiettivo A \"Esempio\"\n{}", each(n, |_| "kpi uno \"Uno\" target >= 1\n".to_owned())))
    }),
    of("one objective declared again and again", "check", 8_000, |n| {
        only(each(n, |_| "obiettivo A \"Uno\"\nkpi uno \"Uno\" target >= 1\n".to_owned()))
    }),
    of("KPIs of one objective", "check", 10_000, |n| only(kpis(n, |_| String::new()))),
    of("KPIs of one objective with wrong weights", "check", 10_000, |n| {
        let list = each(n, |at| format!("kpi k{at} \"Indicatore {at}\" peso 1% target >= 1\n"));
        only(format!("obiettivo A \"Esempio\"\n{list}"))
    }),
    of("KPIs of which every second has a weight", "check", 10_000, |n| {
        let list = each(n, |at| {
            format!("kpi k{at} \"Indicatore {at}\" {} target >= 1\n", ["peso 0,001%", ""][at % 2])
        });
        only(format!("obiettivo A \"Esempio\"\n{list}"))
    }),
    of("objectives with wrong weights", "check", 10_000, |n| {
        only(each(n, |at| {
            format!("obiettivo A{at} \"Obiettivo {at}\" peso 3%\nkpi k \"K {at}\" target >= 1\n")
        }))
    }),
    of("shares as fractions", "check", 10_000, |n| {
        let list = each(n, |at| format!("kpi k{at} \"Indicatore {at}\" peso 1/{} target >= 1\n", at + 2));
        only(format!("obiettivo A \"Esempio\"\n{list}"))
    }),
    of("objectives of one area", "check", 10_000, |n| only(format!("area A \"Area\"\n{}", children(n)))),
    of("objectives without anything", "check", 10_000, |n| {
        only(each(n, |at| format!("obiettivo A{at} \"Obiettivo {at}\"\n")) + ONE)
    }),
    of("areas one in another", "check", 5_000, |n| {
        only(
            each(n, |at| {
                format!(
                    "area A{at} \"Area {at}\"{}\n",
                    if at == 0 { String::new() } else { format!(" in A{}", at - 1) }
                )
            }) + &format!("obiettivo B \"B\" in A{}\nkpi k \"K\" target >= 1\n", n - 1),
        )
    }),
    of("areas one in the next", "check", 5_000, |n| {
        only(
            each(n, |at| format!("area A{at} \"Area {at}\" in A{}\n", at + 1))
                + &format!("area A{n} \"Ultima\"\nobiettivo B \"B\" in A0\nkpi k \"K\" target >= 1\n"),
        )
    }),
    of("areas in a ring", "check", 5_000, |n| {
        only(each(n, |at| format!("area A{at} \"Area {at}\" in A{}\n", (at + 1) % n)) + ONE)
    }),
    of("a chain of objectives with rollups", "check", 4_000, |n| {
        only(
            each(n, |at| {
                format!(
                    "obiettivo A{at} \"Obiettivo {at}\"{}\nkpi k \"K {at}\" algoritmo media ponderata\n",
                    if at == 0 { String::new() } else { format!(" in A{}", at - 1) }
                )
            }) + &format!("obiettivo B \"B\" in A{}\nkpi k \"K\" target >= 1\n", n - 1),
        )
    }),
    of("bands of one table", "check", 10_000, |n| {
        let rows = each(n, |at| format!("  da {at} a meno di {} -> {}%\n", at + 1, at % 100));
        with(format!(
            "fasce voti su valore\n  sotto 0 -> 0%\n{rows}  da {n} -> 100%\nkpi due \"Secondo\" punteggio fasce voti\n"
        ))
    }),
    of("bands of one table by many KPIs", "check", 2_000, |n| {
        let rows = each(n, |at| format!("  da {at} a meno di {} -> {}%\n", at + 1, at % 100));
        only(format!(
            "fasce voti su valore\n  sotto 0 -> 0%\n{rows}  da {n} -> 100%\n{}",
            kpis(n, |_| "punteggio fasce voti".to_owned())
        ))
    }),
    of("bands out of order", "check", 10_000, |n| {
        let rows = each(n, |at| format!("  da {} a {} -> {}%\n", n - at, n - at + 5, at % 100));
        with(format!("fasce voti su valore\n{rows}kpi due \"Secondo\" punteggio fasce voti\n"))
    }),
    of("tables of bands", "check", 5_000, |n| {
        let list = each(n, |at| format!("fasce f{at} su valore\n  sotto 1 -> 0%\n  da 1 -> 100%\n"));
        only(list + &kpis(n, |at| format!("punteggio fasce f{at}")))
    }),
    of("targets of one KPI", "check", 10_000, |n| with(each(n, |at| format!("  target 2025 >= {at}\n")))),
    of("targets of parts of years", "check", 10_000, |n| {
        with(each(n, |at| format!("  target 20{:02}-{:02} >= {at}\n", at / 12 % 90 + 10, at % 12 + 1)))
    }),
    of("targets and baselines of one KPI", "check", 5_000, |n| {
        with(
            "  punteggio da storico\n".to_owned()
                + &each(n, |at| {
                    format!("  target 20{:02} >= {}\n  storico 19{:02} {at}\n", at % 90 + 10, n + at, at % 99)
                }),
        )
    }),
    of("baselines of one KPI", "check", 10_000, |n| {
        with(each(n, |at| format!("  storico {} {at}\n", 1900 + at % 125)))
    }),
    of("values of one target", "check", 20_000, |n| {
        let list: Vec<String> = (0..n).map(|at| at.to_string()).collect();
        with(format!("  target 2025-2027 >= {}\n", list.join(", ")))
    }),
    of("notes, then targets", "check", 8_000, |n| {
        with(
            each(n, |at| format!("  dato \"Voce {at}\" \"testo\"\n"))
                + &each(n, |at| format!("  nota \"{at}\"\n"))
                + &each(n, |at| format!("  aggiornamento \"{at}\"\n")),
        )
    }),
    of("measures", "check", 10_000, |n| {
        let list = each(n, |at| format!("misura m{at} \"Misura {at}\"\n"));
        only(list + &kpis(n, |at| format!("algoritmo valore assoluto m{at}")))
    }),
    of("measures without use", "check", 10_000, |n| {
        only(each(n, |at| format!("misura m{at} \"Misura {at}\"\n")) + ONE)
    }),
    of("measures declared below the KPIs", "check", 5_000, |n| {
        only(
            kpis(n, |at| format!("algoritmo valore assoluto m{at}"))
                + &each(n, |at| format!("misura m{at} \"Misura {at}\"\n")),
        )
    }),
    of("entries of the catalogue", "check", 10_000, |n| {
        only(
            each(n, |at| format!("indicatore KP{at} \"Voce {at}\"\n  algoritmo rapporto % \"A\" / \"B\"\n"))
                + "obiettivo A \"A\" pesi uguali\n"
                + &each(n, |at| format!("kpi KP{at} target >= 80%\n")),
        )
    }),
    of("KPIs that say again what the catalogue says", "check", 5_000, |n| {
        only(
            each(n, |at| format!("indicatore KP{at} \"Voce {at}\"\n  algoritmo rapporto % \"A\" / \"B\"\n"))
                + "obiettivo A \"A\" pesi uguali\n"
                + &each(n, |at| format!("kpi KP{at} target >= 80% algoritmo rapporto % \"A\" / \"B\"\n")),
        )
    }),
    of("structures", "check", 10_000, |n| {
        only(
            each(n, |at| format!("struttura s{at} \"Ufficio {at}\"\n"))
                + &kpis(n, |at| format!("assegnato s{at}")),
        )
    }),
    of("structures one in another", "check", 8_000, |n| {
        only(
            each(n, |at| {
                format!(
                    "struttura s{at} \"Ufficio {at}\"{}\n",
                    if at == 0 { String::new() } else { format!(" in s{}", at - 1) }
                )
            }) + &format!("{ONE}  assegnato s{}\n", n - 1),
        )
    }),
    of("structures in a ring", "check", 8_000, |n| {
        only(each(n, |at| format!("struttura s{at} \"Ufficio {at}\" in s{}\n", (at + 1) % n)) + ONE)
    }),
    of("structures of one KPI", "check", 10_000, |n| {
        let names: Vec<String> = (0..n).map(|at| format!("s{at}")).collect();
        only(format!(
            "{}{ONE}  assegnato {}\n",
            each(n, |at| format!("struttura s{at} \"Ufficio {at}\"\n")),
            names.join(", ")
        ))
    }),
    of("titles of structures as names", "check", 5_000, |n| {
        only(
            each(n, |at| format!("struttura s{at} \"Ufficio {at}\"\n"))
                + &kpis(n, |at| format!("responsabile \"Ufficio {at}\" ufficio \"Ufficio {}\"", at + 1)),
        )
    }),
    of("required fields", "check", 20_000, |n| {
        let names: Vec<String> = (0..n).map(|at| ["fonte", "tipologia"][at % 2].to_owned()).collect();
        plan(format!("piano \"P\" anni 2025 richiede {}\n{ONE}", names.join(", ")))
    }),
    of("required fields by many KPIs", "check", 1_500, |n| {
        let names: Vec<String> = (0..n).map(|at| ["fonte", "tipologia"][at % 2].to_owned()).collect();
        plan(format!(
            "piano \"P\" anni 2025 richiede {}\n{}",
            names.join(", "),
            kpis(n, |_| "fonte \"f\"".to_owned())
        ))
    }),
    of("exceptions of one KPI", "check", 8_000, |n| {
        with(each(n, |at| format!("  consenti P{:04} \"ragione {at}\"\n", 400 + at % 60)))
    }),
    of("exceptions of the plan", "check", 8_000, |n| {
        plan(format!(
            "{HEAD}{}{}",
            each(n, |at| format!("  consenti P{:04} \"ragione {at}\"\n", 400 + at % 60)),
            kpis(n, |_| String::new())
        ))
    }),
    of("exceptions of many KPIs that are used", "check", 8_000, |n| {
        let list = each(n, |at| {
            format!("kpi k{at} \"Indicatore {at}\" consenti P0407 \"ragione\" consenti P0408 \"altra\"\n")
        });
        only(format!("obiettivo A \"Esempio\" pesi uguali\n{list}"))
    }),
    of("many plans", "check", 8_000, |n| with(each(n, |at| format!("piano \"Piano {at}\"\n")))),
    of("updates", "check", 10_000, |n| {
        with(each(n, |at| format!("  aggiornamento 15/07/2025 \"numero {at}\"\n")))
    }),
    of("errors by the thousand", "check", 10_000, |n| {
        only(kpis(n, |_| "target 69.5 peso 30 unita eta scadenza 31/02/2025".to_owned()))
    }),
    of("errors of one item", "check", 20_000, |n| with(each(n, |_| "  peso trenta\n".to_owned()))),
    of("errors as short lines", "check --format short", 10_000, |n| {
        only(kpis(n, |_| "storico 69.5".to_owned()))
    }),
    of("errors as JSON", "check --format json", 10_000, |n| only(kpis(n, |_| "storico 69.5".to_owned()))),
    of("errors as SARIF", "check --format sarif", 10_000, |n| only(kpis(n, |_| "storico 69.5".to_owned()))),
    of("errors for GitLab", "check --format gitlab", 10_000, |n| {
        only(kpis(n, |_| "storico 69.5".to_owned()))
    }),
    of("errors for GitHub", "check --format github", 10_000, |n| {
        only(kpis(n, |_| "storico 69.5".to_owned()))
    }),
    of("errors in one line", "check", 4_000, |n| {
        only(format!("obiettivo A \"Esempio\" pesi uguali\nkpi k \"K\" {}\n", "storico 2024 69.5 ".repeat(n)))
    }),
    of("labels of one error", "check --format sarif", 10_000, |n| {
        let list = each(n, |at| format!("kpi k{at} \"Indicatore {at}\" peso 1% target >= 1\n"));
        only(format!("obiettivo A \"Esempio\"\n{list}"))
    }),
    of("rules that cannot apply", "check", 8_000, |n| only(kpis(n, |_| "punteggio da storico".to_owned()))),
    of("files used", "check", 500, |n| {
        let mut files = with(each(n, |at| format!("usa \"l{at}.piao\"\n")));
        files.extend(
            (0..n).map(|at| (format!("l{at}.piao"), format!("misura m{at} \"Misura {at}\"\n").into_bytes())),
        );
        files
    }),
    of("one file used again and again", "check", 2_000, |n| {
        let mut files = with(each(n, |_| "usa \"l.piao\"\n".to_owned()));
        files.push(("l.piao".to_owned(), b"misura m \"Misura\"\n".to_vec()));
        files
    }),
    of("files that are not there", "check", 2_000, |n| with(each(n, |at| format!("usa \"l{at}.piao\"\n")))),
    of("files each used by the one before", "check", 500, |n| {
        let mut files = with("usa \"l0.piao\"\n".to_owned());
        files.extend((0..n).map(|at| {
            (
                format!("l{at}.piao"),
                format!("usa \"l{}.piao\"\nmisura m{at} \"M\"\n", (at + 1) % n).into_bytes(),
            )
        }));
        files
    }),
];
