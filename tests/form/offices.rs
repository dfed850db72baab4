//! Proofs with the programs of offices: a form that openpyxl or a macro of LibreOffice filled in says what the same
//! values in a CSV say, and nothing else of it has changed.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::office::{Office, office};
use crate::support::{Workspace, repository};
use crate::{is, table};

/// A plan with a value of every type.
const PLAN: &str = r#"piano "Piano di prova"
  ente       "Comune di Prova"
  anni       2025-2027
  esercizio  2025

struttura staff     "Staff"
struttura servizi   "Servizi ai cittadini"
struttura ragusa    "Sede d'Ragusa & C. <test>"

misura istanze "Istanze pervenute"
  unità         istanze
  cumula        somma
  frequenza     trimestrale
  responsabile  ragusa

area A "Cittadini"

obiettivo A.1 "Risposte"  pesi uguali
  assegnato  servizi
kpi tempo "Tempo medio"         algoritmo rapporto "Giorni" / istanze  cumula somma  target <= 20 giorni
kpi attesa "Attesa"             target <= 8 ore
kpi durata "Durata"             target <= 30 giorni
kpi grado "Grado di adesione"   target >= 55%  assegnato staff, servizi
kpi portale "Portale in linea"  target entro 30/09/2025
kpi atto "Atto adottato"        target sì
kpi perso "Dato perso"          target >= 1
kpi trend "Utenti"              algoritmo variazione % "Utenti"  target >= 5%
kpi doppio "Doppio"             algoritmo formula "Numero" * 2  target >= 3

obiettivo A.2 "=1+1"  pesi uguali
kpi costo "Costo"               target <= 1.000,00 €
kpi volume "+ utenti"           algoritmo valore assoluto istanze  target >= 100  assegnato staff
"#;

/// What an office writes for a unit: the kind and value of the cell, and the text of a CSV.
fn answer(unit: &str, row: usize) -> (&'static str, String, String) {
    match unit {
        "%" => ("number", "0.375".to_owned(), "37,5%".to_owned()),
        "€" => ("number", "950.25".to_owned(), "950,25".to_owned()),
        "data" => ("date", "2025-09-15".to_owned(), "15/09/2025".to_owned()),
        "sì/no" => ("text", "sì".to_owned(), "sì".to_owned()),
        _ => ("number", format!("{row}.25"), format!("{row},25")),
    }
}

/// A form of the plan, `modulo.xlsx`, what an office writes on it, `risposte.tsv`, and the same as a table,
/// `uguale.csv`; with the cells that are written.
fn asked() -> (Workspace, BTreeSet<String>) {
    let workspace = Workspace::new();
    workspace.write("piano.piao", PLAN);
    let (printed, exit) = workspace.piaoc("piaoc form piano.piao --period 2025 -o modulo.xlsx");
    assert_eq!(exit, 0, "{printed}");
    let mut answers = String::new();
    let mut csv = "chiave;periodo;valore;esito;nota\n".to_owned();
    let mut written = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for row in table(&workspace, "modulo.xlsx") {
        let (sheet, key, period) = (&row.sheet, &row["Chiave"], &row["Periodo"]);
        let mut write = |column: &str, kind: &str, value: &str| {
            let cell = row.cell(column);
            answers.push_str(&format!("{sheet}\t{cell}\t{kind}\t{value}\n"));
            written.insert(format!("{sheet}\t{cell}"));
        };
        let unit = row["Unità"].to_string();
        let missing = is(key, "A.1/perso");
        let (kind, value, text) = answer(&unit, row.number);
        if missing {
            write("Esito", "text", "non disponibile");
        } else {
            write("Valore", kind, &value);
        }
        write("Nota", "text", "=dal; \"registro\"");
        write("Evidenza", "text", "prot. 12 del 30/06/2025");
        let (text, outcome) = if missing { ("", "non disponibile") } else { (&text[..], "") };
        csv.push_str(&format!("{key};{period};{text};{outcome};\"=dal; \"\"registro\"\"\"\n"));
        kinds.insert(unit);
    }
    for unit in ["%", "€", "data", "sì/no", "giorni", "ore", "numero", "istanze", ""] {
        assert!(kinds.contains(unit), "a row of every type: no `{unit}` in {kinds:?}");
    }
    workspace.write("risposte.tsv", answers);
    workspace.write("uguale.csv", csv);
    (workspace, written)
}

/// The result of a table, without its name and bytes.
fn result(workspace: &Workspace, actuals: &str) -> Value {
    let line = format!("piaoc eval piano.piao --actuals {actuals} --format json");
    let (printed, exit) = workspace.piaoc(&line);
    assert_eq!(exit, 0, "{actuals}: {printed}");
    let mut result: Value = serde_json::from_str(&printed).unwrap();
    result.as_object_mut().unwrap().remove("inputs").unwrap();
    without_remarks(&mut result);
    result
}

/// Notes and evidence are of each file, with its cells.
fn without_remarks(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("remarks");
            fields.values_mut().for_each(without_remarks);
        }
        Value::Array(items) => items.iter_mut().for_each(without_remarks),
        _ => {}
    }
}

/// What `tests/form/look.py` says of a form.
fn look(office: Office, workspace: &Workspace, form: &str) -> Vec<String> {
    let script = repository().join("tests/form/look.py");
    let output = office.python().arg(script).arg(workspace.path().join(form)).output().unwrap();
    assert!(output.status.success(), "{form}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// All but the written cells: what must be the same before and after.
fn kept(lines: &[String], written: &BTreeSet<String>) -> Vec<String> {
    let is_written = |line: &&String| {
        let (at, _) = line.match_indices('\t').nth(1).unwrap();
        written.contains(&line[..at])
    };
    // LibreOffice without a window keeps nothing of one.
    let of_window = |line: &&String| line.contains("\twindow\t");
    lines.iter().filter(|line| !is_written(line) && !of_window(line)).cloned().collect()
}

/// A macro in LibreOffice's own library of the user, where macros may run, and its call.
fn run_macro(office: Office, folder: &Path, arguments: &[&str]) {
    // The first start makes the library, empty.
    office.libreoffice(folder, &["--terminate_after_init"]);
    let library = folder.join(".libreoffice/user/basic/Standard");
    let source = std::fs::read_to_string(repository().join("tests/form/Fill.bas")).unwrap();
    let source = source.replace('&', "&amp;").replace('<', "&lt;");
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let module = format!(
        "{head}<script:module xmlns:script=\"http://openoffice.org/2000/script\" script:name=\"Fill\" \
         script:language=\"StarBasic\">{source}</script:module>\n"
    );
    let list = |kind: &str, entry: &str| {
        format!(
            "{head}<library:{kind} xmlns:library=\"http://openoffice.org/2000/library\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" {entry}</library:{kind}>\n"
        )
    };
    let modules = "library:name=\"Standard\" library:readonly=\"false\" library:passwordprotected=\"false\"><library:element \
         library:name=\"Fill\"/>";
    let libraries = "><library:library library:name=\"Standard\" library:link=\"false\"/>";
    std::fs::write(library.join("Fill.xba"), module).unwrap();
    std::fs::write(library.join("script.xlb"), list("library", modules)).unwrap();
    std::fs::write(library.join("../script.xlc"), list("libraries", libraries)).unwrap();
    let call = format!("macro:///Standard.Fill.Fill({})", arguments.join(","));
    let output = office.libreoffice(folder, &[&call]);
    let failed = std::fs::read_to_string(format!("{}.txt", arguments[2]));
    assert!(failed.is_err(), "{failed:?}");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_form_filled_in_by_another_program_says_what_a_csv_says() {
    let Some(office) = office() else { return };
    let (workspace, written) = asked();
    let folder = workspace.path();
    let path = |name: &str| folder.join(name).display().to_string();
    let script = repository().join("tests/form/fill.py");
    let names = ["modulo.xlsx", "risposte.tsv", "python.xlsx"];
    let filled = office.python().arg(script).args(names).current_dir(folder).output().unwrap();
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    run_macro(office, folder, &[&path("modulo.xlsx"), &path("risposte.tsv"), &path("macro")]);
    for format in ["xlsx", "ods", "xls"] {
        office.saved_as(folder, format, "salvato", &["python.xlsx"]);
    }
    let expected = result(&workspace, "uguale.csv");
    let before = look(office, &workspace, "modulo.xlsx");
    for form in ["python.xlsx", "salvato/python.xlsx", "macro.xlsx"] {
        let after = look(office, &workspace, form);
        assert_eq!(kept(&after, &written), kept(&before, &written), "{form}");
        let values = |lines: &[String]| lines.iter().filter(|line| line.contains("\topen\t")).count();
        assert_eq!(values(&after), values(&before), "{form}: what was open is open");
        assert_eq!(result(&workspace, form), expected, "{form}");
    }
    for form in ["salvato/python.ods", "salvato/python.xls", "macro.ods", "macro.xls"] {
        assert_eq!(result(&workspace, form), expected, "{form}");
    }
}

/// That other programs keep them, the test above shows.
#[test]
fn every_kind_of_value_has_its_validation() {
    let Some(office) = office() else { return };
    let (workspace, _) = asked();
    let lines = look(office, &workspace, "modulo.xlsx");
    let accepts = |sheet: &str, cell: &str| -> Vec<String> {
        let start = format!("{sheet}\taccepts\t{cell}\t");
        let found: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix(&start)).collect();
        assert_eq!(found.len(), 1, "{sheet} {cell}");
        let parts: Vec<&str> = found[0].split('\t').collect();
        // The hint, and what is said of anything else, are prose.
        assert_eq!(parts.last(), Some(&"stop"));
        parts[..parts.len() - 3].iter().map(|part| (*part).to_owned()).collect()
    };
    let mut seen = BTreeSet::new();
    for row in table(&workspace, "modulo.xlsx") {
        let unit = row["Unità"].to_string();
        let expected: &[&str] = match &unit[..] {
            "%" => &["decimal", "-10", "10"],
            // From the year before to the one after.
            "data" => &["date", "45292", "46387"],
            "sì/no" => &["list", "\"sì,no\""],
            // Formulas may take dates and numbers.
            "" => &[""],
            _ => &["decimal", "-1000000000000000", "1000000000000000"],
        };
        assert_eq!(accepts(&row.sheet, &row.cell("Valore")), expected, "{unit}");
        seen.insert(unit);
    }
    assert!(seen.len() >= 8, "{seen:?}");
    for (sheet, cells) in [("Staff", "H5"), ("Servizi ai cittadini", "H5:H13")] {
        assert_eq!(accepts(sheet, cells), ["list", "\"non disponibile\""], "{sheet}");
    }
}
