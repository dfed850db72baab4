//! What the workbook says of itself, in both languages. The names of the sheets and the words in the cells of the actuals
//! (sì, no, n.d., vuoto) are the same in both, since formulas know them.

use super::super::View;
use super::super::words;
use super::rows::at;
use crate::diagnostics::{Text, say};

/// Of whom or what, which period, and made by what: under every sheet's title.
pub(super) fn origin(view: &View, of: Option<&str>) -> Text {
    let Text { it, en } = words::period(view);
    let version = env!("CARGO_PKG_VERSION");
    let of = of.map_or_else(String::new, |of| format!("{of} · "));
    say!("{of}{it} · calcolato da piaoc {version}", "{of}{en} · computed by piaoc {version}")
}

/// Under the title of a plan that has no results yet.
pub(super) fn approved_origin(of: Option<&str>) -> Text {
    let version = env!("CARGO_PKG_VERSION");
    let of = of.map_or_else(String::new, |of| format!("{of} · "));
    say!(
        "{of}piano senza consuntivi · scritto da piaoc {version}",
        "{of}plan without actuals · written by piaoc {version}"
    )
}

pub(super) fn approved() -> Text {
    say!(
        "Il piano come è approvato: obiettivi, indicatori, pesi, target di tutti gli anni, chi ne risponde. Si cambia nel file .piao, non qui.",
        "The plan as approved: objectives, indicators, weights, targets of all years, who is responsible. It is changed in the .piao file, not here."
    )
}

pub(super) fn plan() -> Text {
    say!(
        "Ogni numero è una formula. Per cambiare un dato: foglio Consuntivi, celle gialle. Per seguirne uno: Performance ← Punteggio ← Consuntivo ← foglio Consuntivi; le regole sono nel foglio Regole, i passaggi a destra delle note.",
        "Every number is a formula. To change a value: sheet Consuntivi, yellow cells. To follow one: Performance ← Score ← Actual ← sheet Consuntivi; the rules are on the sheet Regole, the steps to the right of the notes."
    )
}

pub(super) fn actuals_title() -> Text {
    say!("Consuntivi", "Actuals")
}

/// `left_out`: how many values that no formula reads are not shown.
pub(super) fn actuals(left_out: usize) -> Text {
    let Text { it, en } = say!(
        "Le celle gialle si possono cambiare, e il foglio Piano si ricalcola: valgono qui, non nei file da cui sono stati letti. n.d. = non disponibile; vuoto = validato senza valore; bianca = nessun dato.",
        "The yellow cells may be changed, and the sheet Piano computes itself again: here, not in the files that they were read from. n.d. = not available; vuoto = validated without a value; blank = no data."
    );
    match left_out {
        0 => say!(
            "{it} Le bianche con un valore non servono a questi risultati.",
            "{en} White ones with a value are not needed for these results."
        ),
        _ => say!(
            "{it} Non riportati, perché questi risultati non ne dipendono: {left_out} dati.",
            "{en} Not shown, since these results do not rest on them: {left_out} values."
        ),
    }
}

pub(super) fn steps_title() -> Text {
    say!("Calcoli intermedi", "Steps of the calculation")
}

pub(super) fn steps() -> Text {
    say!(
        "Misure cumulate sui periodi dell'anno e parti di formule lunghe, dai dati del foglio Consuntivi: li usa il foglio Piano.",
        "Measures accumulated over the periods of the year and parts of long formulas, from the sheet Consuntivi: the sheet Piano uses them."
    )
}

pub(super) fn structure() -> Text {
    say!(
        "Gli indicatori assegnati a questa struttura, come stanno nel foglio Piano. Per cambiare un dato: foglio Consuntivi, celle gialle.",
        "The indicators of this office, as they stand on the sheet Piano. To change a value: sheet Consuntivi, yellow cells."
    )
}

pub(super) fn rules_title() -> Text {
    say!("Regole di calcolo", "Rules of the calculation")
}

/// How the workbook is to be read.
pub(super) fn legend() -> [Text; 6] {
    [
        say!(
            "Le celle gialle del foglio Consuntivi si possono cambiare: tutto il resto si ricalcola.",
            "The yellow cells of the sheet Consuntivi may be changed: all the rest computes itself again."
        ),
        say!(
            "n.d. = valore non disponibile: l'indicatore resta fuori e gli altri pesi si ripartiscono; non vale mai 0, se il piano non lo dice.",
            "n.d. = value not available: the indicator is left out and the other weights are renormalised; it is never 0, unless the plan says so."
        ),
        say!(
            "vuoto = validato senza valore: l'indicatore vale 0. Cella bianca = nessun dato.",
            "vuoto = validated without a value: the indicator scores 0. Blank cell = no data."
        ),
        say!(
            "sì e no si scrivono per esteso. Le percentuali sono percentuali di Excel: 37,5%.",
            "sì and no are written out. Percentages are Excel's: 37.5%."
        ),
        say!(
            "Prima si guarda se il target è raggiunto (100), poi la tolleranza (100), poi la regola della colonna Regola.",
            "First whether the target is met (100), then the tolerance (100), then the rule of the column Rule."
        ),
        say!(
            "Performance di un obiettivo = somma(peso × performance) / somma(pesi), su ciò che è disponibile.",
            "Performance of an objective = sum(weight × performance) / sum(weights), over what is available."
        ),
    ]
}

/// The rules as the column of that name has them, and what each makes of a target that is missed; first the headings.
pub(super) fn scoring() -> [(Text, Text); 7] {
    let rule = |name: &str, meaning: Text| (Text::same(name.to_owned()), meaning);
    [
        (
            say!("Regola", "Rule"),
            say!(
                "Punteggio se il target non è raggiunto, tra 0 e 100",
                "Score where the target is missed, between 0 and 100"
            ),
        ),
        rule("tutto o niente", Text::same("0".to_owned())),
        rule(
            "proporzionale",
            say!(
                ">=  100 × consuntivo / target     <=  100 × (2 − consuntivo / target)     =  100 × (1 − |consuntivo − target| / target)",
                ">=  100 × actual / target     <=  100 × (2 − actual / target)     =  100 × (1 − |actual − target| / target)"
            ),
        ),
        rule(
            "proporzionale inverso",
            say!(
                "<=  100 × target / consuntivo     il resto come proporzionale",
                "<=  100 × target / actual     the rest as proporzionale"
            ),
        ),
        rule("diretto", say!("il consuntivo, che è una percentuale", "the actual, which is a percentage")),
        rule(
            "da storico",
            say!(
                "100 × (consuntivo − storico) / (target − storico)",
                "100 × (actual − baseline) / (target − baseline)"
            ),
        ),
        (
            say!("fasce", "bands (fasce)"),
            say!(
                "dalla tabella che porta il loro nome: si cerca la riga che contiene il valore della colonna Valore per le fasce",
                "from the table of that name: the row that holds the value of the column Value for the bands"
            ),
        ),
    ]
}

pub(super) fn whole() -> Text {
    say!("Tutto il piano", "The whole plan")
}

/// The headings of the sheet of the plan.
pub(super) fn plan_headings() -> [Text; at::LAST as usize + 1] {
    [
        say!("Codice", "Code"),
        say!("Descrizione", "Description"),
        say!("Livello", "Level"),
        say!("Peso", "Weight"),
        say!("Quota", "Share"),
        say!("Confronto", "Comparator"),
        say!("Target", "Target"),
        say!("Consuntivo", "Actual"),
        say!("Punteggio", "Score"),
        say!("Rettifica", "Override"),
        say!("Performance su 100", "Performance out of 100"),
        say!("Copertura su 100", "Coverage out of 100"),
        say!("Regola", "Rule"),
        say!("Note all'esportazione", "Notes at the export"),
        say!("Target annuo", "Annual target"),
        say!("Storico", "Baseline"),
        say!("Tolleranza", "Tolerance"),
        say!("Calcolato", "Computed"),
        say!("Valore per le fasce", "Value for the bands"),
        say!("Peso che conta", "Weight that counts"),
        say!("Peso × performance", "Weight × performance"),
        say!("Peso × copertura", "Weight × coverage"),
    ]
}

/// The headings of a structure's sheet.
pub(super) fn structure_headings() -> [Text; 8] {
    [
        say!("Obiettivo", "Objective"),
        say!("Descrizione", "Description"),
        say!("Peso", "Weight"),
        say!("Confronto", "Comparator"),
        say!("Target", "Target"),
        say!("Consuntivo", "Actual"),
        say!("Performance su 100", "Performance out of 100"),
        say!("Regola", "Rule"),
    ]
}

/// The headings of the sheet of the actuals.
pub(super) fn actuals_headings() -> [Text; 10] {
    [
        say!("Chiave", "Key"),
        say!("Descrizione", "Description"),
        say!("Periodo", "Period"),
        say!("Valore", "Value"),
        say!("Unità", "Unit"),
        say!("Esito", "Validation"),
        say!("Nota", "Note"),
        say!("Evidenza", "Evidence"),
        say!("Fonte", "Source"),
        say!("Letto da", "Read from"),
    ]
}

/// The headings of the sheet of steps.
pub(super) fn steps_headings() -> [Text; 3] {
    [say!("Che cosa", "What"), say!("Periodo", "Period"), say!("Risultato", "Result")]
}

/// The headings of a table of bands.
pub(super) fn bands_headings() -> [Text; 9] {
    [
        say!("Fasce", "Bands"),
        say!("Su", "On"),
        say!("Da", "From"),
        say!("compreso", "included"),
        say!("A", "To"),
        say!("compreso", "included"),
        say!("Punteggio da", "Score from"),
        say!("Punteggio a", "Score to"),
        say!("Crescita", "Growth"),
    ]
}

/// Where a value was read: `q2.csv, riga 12`, `raccolta.xlsx, Staff!E14`.
pub(super) fn read_from(view: &View, fact: &crate::actuals::Fact) -> Text {
    let path = view.sources.path(fact.cell.file);
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match view.sources.cell(fact.cell) {
        Some(cell) => say!("{file}, {cell}", "{file}, {cell}"),
        None => {
            let row = fact.row;
            say!("{file}, riga {row}", "{file}, row {row}")
        }
    }
}
