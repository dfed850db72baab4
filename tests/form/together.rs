//! Several forms and tables together: what they add up to, and where they contradict one another.

use crate::support::Workspace;
use crate::workbooks::rewritten;
use crate::{is, table, workspace};

/// A copy of a form in which an office has written: `key period` and the value of the cell, in which `"` marks a text;
/// all else is as it was, to the byte.
fn fill(workspace: &Workspace, form: &str, copy: &str, answers: &[(&str, &str)]) {
    let mut bytes = std::fs::read(workspace.path().join(form)).unwrap();
    let rows = table(workspace, form);
    let headers = [["Chiave", "Periodo", "Valore"], ["Key", "Period", "Value"]];
    let [key_header, period_header, value_header] = headers[usize::from(rows[0].has("Key"))];
    for (what, value) in answers {
        let (key, period) = what.rsplit_once(' ').unwrap();
        let mut found =
            rows.iter().filter(|row| is(&row[key_header], key) && is(&row[period_header], period));
        let row = found.next().unwrap_or_else(|| panic!("{what} is not asked for"));
        let part = format!("xl/worksheets/sheet{}.xml", row.sheet_number);
        let start = format!("<c r=\"{}\"", row.cell(value_header));
        bytes = rewritten(&bytes, &part, |text| {
            let (before, rest) = text.split_once(&start).unwrap();
            let (attributes, after) = rest.split_once("/>").unwrap();
            assert!(!attributes.contains('>'), "{what} is empty");
            let inside = match value.strip_prefix('"') {
                Some(text) => format!(" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
                None => format!("><v>{value}</v></c>"),
            };
            format!("{before}{start}{attributes}{inside}{after}")
        });
    }
    std::fs::write(workspace.path().join(copy), bytes).unwrap();
}

/// The performances of a run, and its warnings of the actuals.
fn performances(workspace: &Workspace, tables: &str) -> String {
    let (printed, exit) = workspace.piaoc(&format!("piaoc eval piano.piao {tables} --format csv"));
    assert_eq!(exit, 0, "{tables}: {printed}");
    printed
}

/// What a refused run says: faults and the places they show.
fn faults(workspace: &Workspace, tables: &str) -> Vec<String> {
    let (printed, exit) = workspace.piaoc(&format!("piaoc eval piano.piao {tables}"));
    assert_eq!(exit, 1, "{printed}");
    let shown = |line: &&str| line.starts_with("errore") || line.contains("─[");
    let trimmed = |line: &str| line.trim_start_matches([' ', '├', '╭', '─']).to_owned();
    printed.lines().filter(shown).map(trimmed).collect()
}

const STAFF: &[(&str, &str)] = &[("A.1/grado 2025-T2", "0.6")];
const SERVICES: &[(&str, &str)] = &[("A.1/tempo/1 2025-T2", "900"), ("A.1/trend/1 2025-T2", "330")];
const DESK: &[(&str, &str)] =
    &[("istanze 2025-04", "20"), ("istanze 2025-05", "30"), ("istanze 2025-06", "10")];
const BEFORE: &str = "chiave;periodo;valore\nistanze;2025-01;10\nistanze;2025-02;10\nistanze;2025-03;10\n\
    A.1/tempo/1;2025-T1;300\nA.1/trend/1;2024-S1;500\nA.1/trend/1;2025-T1;200\n";
const SAME: &str = "chiave;periodo;valore\nA.1/grado;2025-T2;60%\nA.1/tempo/1;2025-T2;900\nA.1/trend/1;2025-T2;330\n\
    istanze;2025-04;20\nistanze;2025-05;30\nistanze;2025-06;10\n";

/// `modulo.xlsx` for the quarter, with what is known of before.
fn quarter() -> Workspace {
    let workspace = workspace();
    workspace.write("prima.csv", BEFORE);
    workspace.write("uguale.csv", SAME);
    let line = "piaoc form piano.piao --period 2025-T2 --actuals prima.csv -o modulo.xlsx";
    let (printed, exit) = workspace.piaoc(line);
    assert_eq!(exit, 0, "{printed}");
    workspace
}

#[test]
fn forms_of_several_offices_are_one_table() {
    let workspace = quarter();
    let expected = performances(&workspace, "--actuals prima.csv --actuals uguale.csv");
    // Each office fills in its own sheet of the same form, and its sheet alone.
    for (name, answers) in [("a.xlsx", STAFF), ("b.xlsx", SERVICES), ("c.xlsx", DESK)] {
        fill(&workspace, "modulo.xlsx", name, answers);
    }
    let of_copies = "--actuals prima.csv --actuals a.xlsx --actuals b.xlsx --actuals c.xlsx";
    assert_eq!(performances(&workspace, of_copies), expected);
    // Each office has a form of its own.
    for (structure, answers) in [("staff", STAFF), ("servizi", SERVICES), ("sportello", DESK)] {
        let line = format!(
            "piaoc form piano.piao --period 2025-T2 --structure {structure} --actuals prima.csv -o {structure}.xlsx"
        );
        assert_eq!(workspace.piaoc(&line).1, 0);
        fill(&workspace, &format!("{structure}.xlsx"), &format!("{structure}-2.xlsx"), answers);
    }
    let of_own =
        "--actuals prima.csv --actuals staff-2.xlsx --actuals servizi-2.xlsx --actuals sportello-2.xlsx";
    assert_eq!(performances(&workspace, of_own), expected);
}

#[test]
fn offices_that_disagree_are_told_with_both_cells() {
    let workspace = quarter();
    fill(&workspace, "modulo.xlsx", "a.xlsx", &[("istanze 2025-05", "30"), ("A.1/grado 2025-T2", "0.6")]);
    fill(&workspace, "modulo.xlsx", "b.xlsx", &[("istanze 2025-05", "31"), ("A.1/grado 2025-T2", "0.6")]);
    assert_eq!(
        faults(&workspace, "--actuals prima.csv --actuals a.xlsx --actuals b.xlsx"),
        [
            "errore[P0506]: 'Sportello - front office'!G6, colonna `Valore`: `istanze` per 2025-05 è `31` in `b.xlsx` \
             ma `30` in `a.xlsx` ('Sportello - front office'!G6)",
            "[ b.xlsx 'Sportello - front office'!G6 ]",
            "[ a.xlsx 'Sportello - front office'!G6 ]",
        ]
    );
}

#[test]
fn a_value_that_an_office_corrects_is_told() {
    let workspace = quarter();
    workspace.write("prima.csv", format!("{BEFORE}istanze;2025-04;20\n"));
    let line = "piaoc form piano.piao --period 2025-T2 --actuals prima.csv -o noto.xlsx";
    assert_eq!(workspace.piaoc(line).1, 0);
    let known =
        table(&workspace, "noto.xlsx").into_iter().find(|row| is(&row["Periodo"], "2025-04")).unwrap();
    assert_eq!(known["Valore"].to_string(), "20", "a value that is known is there already");
    let rest = [STAFF, SERVICES, &DESK[1..]].concat();
    fill(&workspace, "noto.xlsx", "uguale.xlsx", &rest);
    assert_eq!(
        performances(&workspace, "--actuals prima.csv --actuals uguale.xlsx"),
        performances(&workspace, "--actuals prima.csv --actuals uguale.csv")
    );
    // The office writes over it.
    let part = format!("xl/worksheets/sheet{}.xml", known.sheet_number);
    let bytes = std::fs::read(workspace.path().join("uguale.xlsx")).unwrap();
    let cell = known.cell("Valore");
    let corrected = rewritten(&bytes, &part, |text| {
        let (before, after) = text.split_once(&format!("<c r=\"{cell}\"")).unwrap();
        format!("{before}<c r=\"{cell}\"{}", after.replacen("<v>20</v>", "<v>25</v>", 1))
    });
    workspace.write("corretto.xlsx", corrected);
    assert_eq!(
        faults(&workspace, "--actuals prima.csv --actuals corretto.xlsx"),
        [
            "errore[P0506]: 'Sportello - front office'!G5, colonna `Valore`: `istanze` per 2025-04 è `25` in \
             `corretto.xlsx` ma `20` in `prima.csv` (riga 8)",
            "[ corretto.xlsx 'Sportello - front office'!G5 ]",
            "[ prima.csv:8:17 ]",
        ]
    );
}

#[test]
fn what_is_pasted_over_a_validation_is_told_by_its_cell() {
    let workspace = quarter();
    let wrong = [("A.1/grado 2025-T2", "\"circa il 60"), ("istanze 2025-05", "\"#N/D")];
    fill(&workspace, "modulo.xlsx", "a.xlsx", &wrong);
    assert_eq!(
        faults(&workspace, "--actuals prima.csv --actuals a.xlsx"),
        [
            "errore[P0507]: Staff!G5, colonna `Valore`: non capisco il valore `circa il 60`",
            "[ a.xlsx Staff!G5 ]",
            "[ piano.piao:22:5 ]",
            "errore[P0606]: 'Sportello - front office'!G6, colonna `Valore`: la formula non dà un valore ma l'errore `#N/D`",
            "[ a.xlsx 'Sportello - front office'!G6 ]",
        ]
    );
}

#[test]
fn a_form_in_english_is_read_as_well() {
    let workspace = workspace();
    let line = "piaoc form piano.piao --period 2025 -o form.xlsx --lang en";
    assert_eq!(workspace.piaoc(line).1, 0);
    let answers = [("A.1/atto 2025", "\"yes"), ("A.1/grado 2025", "0.6"), ("A.1/portale 2025", "45900")];
    fill(&workspace, "form.xlsx", "filled.xlsx", &answers);
    workspace.write(
        "same.csv",
        "chiave;periodo;valore\nA.1/atto;2025;sì\nA.1/grado;2025;60%\nA.1/portale;2025;31/08/2025\n",
    );
    let expected = performances(&workspace, "--actuals same.csv");
    assert_eq!(performances(&workspace, "--actuals filled.xlsx"), expected);
}

#[test]
fn a_row_that_is_deleted_is_missed_by_its_period() {
    let workspace = quarter();
    let row =
        table(&workspace, "modulo.xlsx").into_iter().find(|row| is(&row["Periodo"], "2025-05")).unwrap();
    let bytes = std::fs::read(workspace.path().join("modulo.xlsx")).unwrap();
    let part = format!("xl/worksheets/sheet{}.xml", row.sheet_number);
    let deleted = rewritten(&bytes, &part, |text| {
        let (before, rest) = text.split_once(&format!("<row r=\"{}\"", row.number)).unwrap();
        let (_, after) = rest.split_once("</row>").unwrap();
        format!("{before}{after}")
    });
    workspace.write("a.xlsx", deleted);
    assert_eq!(
        faults(&workspace, "--actuals prima.csv --actuals a.xlsx"),
        [
            "errore[P0609]: `a.xlsx`: nel foglio `Sportello - front office` manca la riga di `istanze` per 2025-05, \
             che il modulo chiedeva",
            "[ a.xlsx ]",
        ]
    );
}

#[test]
fn a_form_that_nobody_filled_in_gives_no_result() {
    let workspace = workspace();
    assert_eq!(workspace.piaoc("piaoc form piano.piao --period 2025-T2 -o modulo.xlsx").1, 0);
    let (printed, exit) = workspace.piaoc("piaoc eval piano.piao --actuals modulo.xlsx --period 2025-T2");
    assert_eq!(exit, 1);
    assert_eq!(
        printed,
        "errore[P0518]: per il periodo 2025-T2 non c'è nessun valore\n   ──[ modulo.xlsx ]\n   nota: i consuntivi non \
         hanno alcun valore: un modulo dev'essere prima compilato\n\n1 errore in 2 file\n"
    );
}
