//! `piaoc form`: what is asked of whom, and that a filled form says what a table of actuals would. Forms are read back
//! with another library than the one that writes them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "form/edges.rs"]
mod edges;
#[path = "form/known.rs"]
mod known;
#[path = "form/law.rs"]
mod law;
#[path = "support/office.rs"]
mod office;
#[path = "form/offices.rs"]
mod offices;
#[path = "support/random.rs"]
mod random;
mod support;
#[path = "form/together.rs"]
mod together;
#[path = "support/varied.rs"]
mod varied;
#[path = "support/workbooks.rs"]
mod workbooks;

use std::collections::BTreeMap;
use std::ops::Index;

use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use support::{Workspace, repository};

const PLAN: &str = r#"piano "Piano di prova"
  ente       "Comune di Prova"
  anni       2025-2027
  esercizio  2025
  fonte      "protocollo"

struttura staff     "Staff"
struttura servizi   "Servizi ai cittadini"
struttura sportello "Sportello / front office" in servizi

misura istanze "Istanze pervenute"
  unità         istanze
  cumula        somma
  frequenza     mensile
  responsabile  sportello

area A "Cittadini"

obiettivo A.1 "Risposte"  pesi uguali
  assegnato  servizi
kpi tempo "Tempo medio"         algoritmo rapporto "Giorni" / istanze  cumula somma  target <= 20 giorni
kpi grado "Grado di adesione"   target >= 55%  assegnato staff, servizi
kpi portale "Portale in linea"  target entro 30/09/2025  target 2026 entro 30/09/2026
kpi atto "Atto adottato"        target sì
kpi trend "Utenti"              algoritmo variazione % "Utenti"  cumula somma  target >= 5%

obiettivo A.2 "Altro"  pesi uguali
kpi volume "Volume"             algoritmo valore assoluto istanze  target >= 100  assegnato staff
kpi costo "Costo"               target <= 1.000,00 €
kpi solo_2026 "Dal 2026"        target 2026 >= 3
kpi annuale "Rapporto annuale"  target >= 1  frequenza annuale
"#;

/// What the first quarter reported.
const FIRST_QUARTER: &str =
    "chiave;periodo;valore\nistanze;2025-T1;30\nA.1/tempo/1;2025-T1;300\nA.1/trend/1;2025-T1;50\n";

/// A row of a form, by header.
#[derive(Debug)]
pub struct Row {
    /// As it is named.
    pub sheet: String,
    /// Its place in the workbook, from 1.
    pub sheet_number: usize,
    /// From 1, as programs count.
    pub number: usize,
    cells: BTreeMap<String, (usize, Data)>,
}

impl Row {
    /// Whether there is a column with this header.
    pub fn has(&self, header: &str) -> bool {
        self.cells.contains_key(header)
    }

    /// The name of a cell, such as `G5`.
    pub fn cell(&self, header: &str) -> String {
        let column = u8::try_from(self.cells[header].0).unwrap();
        format!("{}{}", char::from(b'A' + column), self.number)
    }
}

impl Index<&str> for Row {
    type Output = Data;

    fn index(&self, header: &str) -> &Data {
        &self.cells[header].1
    }
}

/// The rows of a form's tables.
pub fn table(workspace: &Workspace, name: &str) -> Vec<Row> {
    let mut workbook: Xlsx<_> = open_workbook(workspace.path().join(name)).unwrap();
    let mut found = Vec::new();
    for (index, sheet) in workbook.sheet_names().into_iter().enumerate() {
        let range = workbook.worksheet_range(&sheet).unwrap();
        let table: Vec<&[Data]> = range.rows().collect();
        let is_header =
            |row: &&[Data]| row.iter().any(|cell| matches!(&cell.to_string()[..], "Chiave" | "Key"));
        let Some(at) = table.iter().position(is_header) else { continue };
        let start = range.start().unwrap().0 as usize;
        for (below, row) in table.iter().enumerate().skip(at + 1) {
            let cells = table[at].iter().zip(row.iter()).enumerate();
            let cells = cells.map(|(column, (header, cell))| (header.to_string(), (column, cell.clone())));
            found.push(Row {
                sheet: sheet.clone(),
                sheet_number: index + 1,
                number: start + below + 1,
                cells: cells.collect(),
            });
        }
    }
    found
}

/// Whether a cell holds this text.
pub fn is(cell: &Data, text: &str) -> bool {
    cell.get_string() == Some(text)
}

/// Sheet, key and period of every row.
pub fn asked(workspace: &Workspace, name: &str) -> Vec<String> {
    let line = |row: &Row| format!("{}: {} {}", row.sheet, row["Chiave"], row["Periodo"]);
    table(workspace, name).iter().map(line).collect()
}

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("piano.piao", PLAN);
    workspace
}

#[test]
fn every_office_is_asked_what_is_due() {
    let workspace = workspace();
    workspace.write("t1.csv", FIRST_QUARTER);
    let line = "piaoc form piano.piao --period 2025-T2 --actuals t1.csv -o modulo.xlsx";
    let (printed, exit) = workspace.piaoc(line);
    assert_eq!(exit, 0, "{printed}");
    assert_eq!(
        printed,
        "Ecco il modulo `modulo.xlsx` per 2025-T2:\n  Staff: 1 dato\n  Servizi ai cittadini: 3 dati\n  \
         Sportello / front office: 3 dati\n  senza struttura: 1 dato\nIndicatori non richiesti (senza target per il 2025: 1, non \
         ancora dovuti: 2, che non si rilevano in 2025-T2: 1)\n"
    );
    assert_eq!(
        asked(&workspace, "modulo.xlsx"),
        [
            "Staff: A.1/grado 2025-T2",
            "Servizi ai cittadini: A.1/tempo/1 2025-T2",
            "Servizi ai cittadini: A.1/trend/1 2025-T2",
            "Servizi ai cittadini: A.1/trend/1 2024-S1",
            "Sportello - front office: istanze 2025-04",
            "Sportello - front office: istanze 2025-05",
            "Sportello - front office: istanze 2025-06",
            "Senza struttura: A.2/costo 2025-T2",
        ]
    );
}

/// Whatever the results of the quarter rest on and nobody has reported: the quarter before too.
#[test]
fn what_earlier_parts_have_not_reported_is_asked_too() {
    let workspace = workspace();
    let line = "piaoc form piano.piao --period 2025-T2 --structure servizi -o modulo.xlsx";
    assert_eq!(workspace.piaoc(line).1, 0);
    let of = |key: &str| -> Vec<String> {
        let rows = table(&workspace, "modulo.xlsx");
        rows.iter().filter(|row| is(&row["Chiave"], key)).map(|row| row["Periodo"].to_string()).collect()
    };
    assert_eq!(of("A.1/tempo/1"), ["2025-T1", "2025-T2"]);
    assert_eq!(of("A.1/trend/1"), ["2025-T1", "2025-T2", "2024-S1"]);
    assert_eq!(of("istanze").len(), 6);
}

/// A variation whose year before is half known asks for the other half.
#[test]
fn the_other_half_of_the_year_before_is_asked() {
    let workspace = Workspace::new();
    workspace.write(
        "piano.piao",
        "piano \"P\"\n  anni 2025\n  punteggio proporzionale\nobiettivo A \"X\"\n\
         kpi v \"Gettito\" algoritmo variazione % \"Gettito\" cumula somma target >= 5%\n",
    );
    workspace.write("noti.csv", "chiave;periodo;valore\nA/v/1;2024-S1;100\nA/v/1;2025-S1;105\n");
    let line = "piaoc form piano.piao --period 2025 --actuals noti.csv -o modulo.xlsx";
    assert_eq!(workspace.piaoc(line).1, 0);
    assert_eq!(
        asked(&workspace, "modulo.xlsx"),
        [
            "Senza struttura: A/v/1 2025-S1",
            "Senza struttura: A/v/1 2025-S2",
            "Senza struttura: A/v/1 2024-S2",
        ]
    );
    let row = &table(&workspace, "modulo.xlsx")[0];
    assert_eq!((&row["Valore"], &row["Un anno prima"]), (&Data::Float(105.0), &Data::Float(100.0)));
}

#[test]
fn a_year_asks_for_all_with_a_target() {
    let workspace = workspace();
    workspace.write("noti.csv", "chiave;2024;2025-01\nA.1/trend/1;300;\nistanze;;12\nA.1/grado;51,5%;\n");
    let line = "piaoc form piano.piao --period 2025 --actuals noti.csv -o modulo.xlsx";
    let (printed, exit) = workspace.piaoc(line);
    assert_eq!(exit, 0, "{printed}");
    let rows = table(&workspace, "modulo.xlsx");
    let of = |key: &str, period: &str| {
        let mut found = rows.iter().filter(|row| is(&row["Chiave"], key) && is(&row["Periodo"], period));
        let one = found.next().unwrap_or_else(|| panic!("{key} {period} in {rows:#?}"));
        assert!(found.next().is_none(), "{key} {period} is asked for twice");
        one
    };
    assert_eq!(rows.iter().filter(|row| is(&row["Chiave"], "istanze")).count(), 12);
    assert_eq!(of("A.1/trend/1", "2025")["Un anno prima"], Data::Float(300.0));
    assert!(!rows.iter().any(|row| is(&row["Periodo"], "2024")), "2024 is known");
    assert_eq!(of("A.1/grado", "2025")["Un anno prima"], Data::Float(0.515));
    assert_eq!(of("istanze", "2025-01")["Valore"], Data::Float(12.0));
    assert_eq!(of("istanze", "2025-02")["Valore"], Data::Empty);
    assert_eq!(of("A.1/portale", "2025")["Unità"].to_string(), "data");
    assert_eq!(of("A.1/atto", "2025")["Unità"].to_string(), "sì/no");
    assert_eq!(of("A.2/costo", "2025")["Unità"].to_string(), "€");
    assert_eq!(of("A.2/costo", "2025")["Fonte"].to_string(), "protocollo");
    let what = of("istanze", "2025-01")["Dato richiesto"].to_string();
    assert_eq!(
        what,
        "Istanze pervenute\nper: Tempo medio (target 2025: ≤ 20 giorni)\nper: Volume (target 2025: ≥ 100)\n\
         vale anche per Servizi ai cittadini, Staff"
    );
}

#[test]
fn one_office_and_those_within_it() {
    let workspace = workspace();
    workspace.write("t1.csv", FIRST_QUARTER);
    let line = "piaoc form piano.piao --period 2025-T2 --actuals t1.csv --structure servizi -o modulo.xlsx";
    let (printed, exit) = workspace.piaoc(line);
    assert_eq!(exit, 0, "{printed}");
    assert!(
        printed.ends_with("Indicatori non richiesti (non ancora dovuti: 2)\n"),
        "of this office: {printed}"
    );
    let asked = asked(&workspace, "modulo.xlsx");
    assert!(asked.iter().all(|row| row.starts_with("Servizi") || row.starts_with("Sportello")), "{asked:?}");
    assert_eq!(asked.len(), 6);
}

#[test]
fn what_cannot_be_done_is_said() {
    let workspace = workspace();
    let said = |line: &str| workspace.piaoc(line);
    let (printed, exit) = said("piaoc form piano.piao --period 2025 --structure ragioneria -o modulo.xlsx");
    assert_eq!(exit, 2);
    assert_eq!(
        printed,
        "errore: il piano non ha una struttura `ragioneria`\n   aiuto: hanno dati da comunicare: \
         Staff, Servizi ai cittadini, Sportello / front office\n"
    );
    let (printed, exit) = said("piaoc form piano.piao --period 2031 -o modulo.xlsx");
    assert_eq!(
        (printed.as_str(), exit),
        ("errore: il piano è degli anni 2025-2027: per 2031 non chiede dati\n", 2)
    );
    assert_eq!(said("piaoc form piano.piao --period 2025 -o modulo.ods").1, 2);
    assert_eq!(said("piaoc form piano.piao --period giugno -o modulo.xlsx").1, 2);
    assert_eq!(said("piaoc form piano.piao --period 2025 -o modulo.xlsx").1, 0);
    let (printed, exit) = said("piaoc form piano.piao --period 2025 -o modulo.xlsx");
    assert_eq!(exit, 2, "a filled form is not overwritten: {printed}");
    assert_eq!(said("piaoc form piano.piao --period 2025 --force -o modulo.xlsx").1, 0);
    workspace.write("rotto.piao", PLAN.replace(">= 55%", "=> 55%"));
    let (printed, exit) = said("piaoc form rotto.piao --period 2025 -o rotto.xlsx");
    assert_eq!(exit, 1);
    assert!(printed.contains("P0110"), "{printed}");
    assert!(!workspace.path().join("rotto.xlsx").exists(), "no partial result");
}

#[test]
fn the_same_form_has_the_same_bytes() {
    let workspace = workspace();
    for name in ["uno.xlsx", "due.xlsx"] {
        assert_eq!(workspace.piaoc(&format!("piaoc form piano.piao --period 2025 -o {name}")).1, 0);
        std::thread::sleep(std::time::Duration::from_millis(1100));
    }
    let read = |name: &str| std::fs::read(workspace.path().join(name)).unwrap();
    assert_eq!(read("uno.xlsx"), read("due.xlsx"));
}

#[test]
fn the_year_before_is_the_plan_s_where_the_actuals_have_none() {
    let workspace = Workspace::new();
    workspace.write(
        "piano.piao",
        "piano \"Prova\"\n  anni 2025\nobiettivo A \"Uno\"  pesi uguali\n\
         kpi a \"A\"  target >= 50%  storico 2024 42,5%\nkpi b \"B\"  target >= 5  storico 4\n\
         kpi c \"C\"  algoritmo valore assoluto \"Eventi\"  target >= 5  storico 2024 3\n\
         kpi d \"D\"  algoritmo rapporto \"Giorni\" / \"Istanze\"  target <= 5  storico 2024 3\n\
         kpi e \"E\"  target >= 5  storico 2023 4\nkpi f \"F\"  target >= 5  storico n.d.\n",
    );
    workspace.write("noti.csv", "chiave;periodo;valore\nA/b;2024;7\n");
    let before = |period: &str| -> Vec<String> {
        let line = format!("piaoc form piano.piao --period {period} --actuals noti.csv -o m.xlsx --force");
        assert_eq!(workspace.piaoc(&line).1, 0);
        table(&workspace, "m.xlsx").iter().map(|row| row["Un anno prima"].to_string()).collect()
    };
    assert_eq!(before("2025"), ["0.425", "7", "3", "", "", "", ""]);
    // That of a year is not that of half a year.
    assert_eq!(before("2025-S1"), ["", "", "", "", "", "", ""]);
}

#[test]
fn offices_are_told_apart_whatever_they_are_called() {
    let workspace = Workspace::new();
    workspace.write(
        "piano.piao",
        "piano \"Prova\"\n  anni 2025\nstruttura nord \"Tributi, entrate\"\nstruttura sud \"Tributi, entrate\"\n\
         struttura est \"Est\"\nobiettivo A \"Uno\"  pesi uguali\n\
         kpi a \"A\"  target >= 1  assegnato nord, \"Anagrafe, stato civile\"\nkpi b \"B\"  target >= 1  assegnato sud\n\
         kpi c \"C\"  target >= 1  assegnato \"Anagrafe, stato civile\", est\nkpi d \"D\"  target >= 1  assegnato \"Est\"\n\
         kpi e \"E\"  target >= 1  assegnato \"Anagrafe, stato civile\"\n",
    );
    let (printed, exit) = workspace.piaoc("piaoc form piano.piao --period 2025 -o modulo.xlsx");
    assert_eq!(exit, 0, "{printed}");
    assert_eq!(
        asked(&workspace, "modulo.xlsx"),
        [
            "Tributi, entrate (nord): A/a 2025",
            "Tributi, entrate (sud): A/b 2025",
            "Est: A/c 2025",
            "Est: A/d 2025",
            "Anagrafe, stato civile: A/e 2025",
        ]
    );
    let line = "piaoc form piano.piao --period 2025 --structure 'Anagrafe, stato civile' -o uno.xlsx";
    assert_eq!(workspace.piaoc(line).1, 0);
    assert_eq!(asked(&workspace, "uno.xlsx"), ["Anagrafe, stato civile: A/e 2025"]);
}

#[test]
fn in_english() {
    let workspace = workspace();
    let (printed, _) = workspace.piaoc("piaoc form piano.piao --period 2025-T2 -o form.xlsx --lang en");
    assert!(
        printed.starts_with("Here is the form `form.xlsx` for 2025-T2:\n  Staff: 1 value\n"),
        "{printed}"
    );
    let workbook: Xlsx<_> = open_workbook(workspace.path().join("form.xlsx")).unwrap();
    assert_eq!(workbook.sheet_names()[0], "Instructions");
    assert_eq!(table(&workspace, "form.xlsx")[0]["Key"].to_string(), "A.1/grado");
}

/// What a form asks for is all that the results of the period rest on: with only the asked values of an example (and
/// those of earlier periods) every performance is what it is with all of them.
#[test]
fn a_filled_form_is_enough_for_the_results() {
    let workspace = Workspace::new();
    let example = repository().join("examples/lecce-2025");
    workspace.write("piano.piao", std::fs::read(example.join("piano.piao")).unwrap());
    let all = std::fs::read_to_string(example.join("q2.csv")).unwrap();
    let all = all.trim_start_matches('\u{feff}');
    let (header, lines) = all.split_once('\n').unwrap();
    let of_quarter = |line: &&str| line.contains(";2025-T2;");
    let earlier: Vec<&str> = lines.lines().filter(|line| !of_quarter(line)).collect();
    workspace.write("prima.csv", format!("{header}\n{}\n", earlier.join("\n")));
    workspace.write("tutto.csv", all);
    let line = "piaoc form piano.piao --period 2025-T2 --actuals prima.csv -o modulo.xlsx";
    let (printed, exit) = workspace.piaoc(line);
    assert_eq!(exit, 0, "{printed}");
    let mut filled = String::from("chiave;periodo;valore;esito\n");
    for row in table(&workspace, "modulo.xlsx") {
        let start = format!("{};{};", row["Chiave"], row["Periodo"]);
        // Of a `valore assoluto` the example has the indicator's own value here and there, which is the same quantity.
        let own = start.replacen("/1;", ";", 1);
        let found =
            [&start, &own].into_iter().find_map(|start| lines.lines().find(|line| line.starts_with(start)));
        // A value that nobody reported stays empty.
        let Some(found) = found else { continue };
        let cells: Vec<&str> = found.split(';').collect();
        filled.push_str(&format!("{start}{};{}\n", cells[2], cells[3]));
    }
    workspace.write("modulo.csv", &filled);
    let performances = |tables: &str| -> Vec<String> {
        let (printed, exit) =
            workspace.piaoc(&format!("piaoc eval piano.piao {tables} --period 2025-T2 --format json"));
        assert_eq!(exit, 0, "{printed}");
        let lines =
            printed.lines().filter(|line| line.contains("\"key\"") || line.contains("\"performance\""));
        lines.map(|line| line.trim().to_owned()).collect()
    };
    assert_eq!(
        performances("--actuals prima.csv --actuals modulo.csv"),
        performances("--actuals tutto.csv"),
        "{filled}"
    );
}
