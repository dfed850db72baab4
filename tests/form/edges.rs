//! Forms of plans that few have: names that Excel refuses, very many structures, none, and texts that look like formulas.

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::office::office;
use crate::support::Workspace;
use crate::{asked, is, table};

/// A workspace with a form, `modulo.xlsx`, of the items of a plan.
fn form_of(items: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("piano.piao", format!("piano \"Prova\"\n  anni 2025\n{items}"));
    let (printed, exit) = workspace.piaoc("piaoc form piano.piao --period 2025 -o modulo.xlsx");
    assert_eq!(exit, 0, "{printed}");
    workspace
}

fn sheets(workspace: &Workspace, name: &str) -> Vec<String> {
    let workbook: Xlsx<_> = open_workbook(workspace.path().join(name)).unwrap();
    workbook.sheet_names()
}

#[test]
fn sheets_have_names_that_excel_takes() {
    let long = "Settore servizi alla persona e alla famiglia";
    let names = [
        &format!("{long} uno"),
        &format!("{long} due"),
        "Istruzioni",
        "ISTRUZIONI",
        "'[*]'",
        "Tributi / entrate: a\\b?",
        "Cronologia",
        "_piaoc",
        "🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛",
    ];
    let mut items = "obiettivo A \"Uno\"  pesi uguali\n".to_owned();
    for (at, name) in names.iter().enumerate() {
        items.push_str(&format!("kpi k{at} \"K\"  target >= 1  assegnato \"{name}\"\n"));
    }
    let workspace = form_of(&items);
    let expected = [
        "Istruzioni",
        "Settore servizi alla persona e",
        "Settore servizi alla person (2)",
        "Istruzioni (2)",
        "ISTRUZIONI (3)",
        "( )",
        "Tributi - entrate- a-b",
        "Cronologia (2)",
        "_piaoc (2)",
        "🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛🏛",
        "_piaoc",
    ];
    assert_eq!(sheets(&workspace, "modulo.xlsx"), expected);
    let Some(office) = office() else { return };
    office.saved_as(workspace.path(), "xlsx", "salvato", &["modulo.xlsx"]);
    assert_eq!(sheets(&workspace, "salvato/modulo.xlsx"), expected);
}

#[test]
fn three_hundred_structures_have_a_sheet_each() {
    let mut items = String::new();
    for at in 0..300 {
        items.push_str(&format!(
            "struttura s{at} \"Ufficio di staff della direzione centrale numero {at}\"\n"
        ));
    }
    items.push_str("obiettivo A \"Uno\"  pesi uguali\n");
    for at in 0..300 {
        items.push_str(&format!("kpi k{at} \"K\"  target >= 1  assegnato s{at}\n"));
    }
    let workspace = form_of(&items);
    let names = sheets(&workspace, "modulo.xlsx");
    assert_eq!(names.len(), 302);
    assert_eq!(names[300], "Ufficio di staff della di (300)");
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31));
    assert_eq!(asked(&workspace, "modulo.xlsx")[299], "Ufficio di staff della di (300): A/k299 2025");
    let (printed, exit) =
        workspace.piaoc("piaoc form piano.piao --period 2025 --structure niente -o altro.xlsx");
    assert_eq!(exit, 2);
    assert!(printed.lines().nth(1).unwrap().ends_with("numero 11, …"), "{printed}");
}

#[test]
fn a_plan_without_structures_has_one_sheet() {
    let workspace = form_of("obiettivo A \"Uno\"\nkpi k \"K\"  target >= 1\n");
    assert_eq!(sheets(&workspace, "modulo.xlsx"), ["Istruzioni", "Senza struttura", "_piaoc"]);
    let (printed, exit) =
        workspace.piaoc("piaoc form piano.piao --period 2025 --structure staff -o altro.xlsx");
    assert_eq!(
        (printed.as_str(), exit),
        (
            "errore: il piano non ha una struttura `staff`\n   aiuto: il piano non assegna indicatori a strutture: scrivi \
             `assegnato` o `responsabile`\n",
            2
        )
    );
}

/// What a plan says is text in every cell, whatever it begins with.
#[test]
fn no_text_becomes_a_formula() {
    let texts = ["=1+1", "+39 0832", "@SOMMA(A1)", "-2", "=cmd|' /C calc'!A0", "\t=1"];
    let mut items = "obiettivo A \"=HYPERLINK(A1)\"  pesi uguali\n".to_owned();
    for text in texts {
        items.push_str(&format!(
            "kpi \"{text}\"  algoritmo valore assoluto \"{text}\"  target >= 1 \"{text}\"  fonte \"{text}\"  \
             assegnato \"{text}\"\n"
        ));
    }
    let workspace = form_of(&items);
    let mut book: Xlsx<_> = open_workbook(workspace.path().join("modulo.xlsx")).unwrap();
    for sheet in sheets(&workspace, "modulo.xlsx") {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        let own = |formula: &str| formula.is_empty() || formula.starts_with("SUMPRODUCT(");
        assert!(formulas.used_cells().all(|(_, _, formula)| own(formula)), "{sheet}: {formulas:?}");
    }
    let rows = table(&workspace, "modulo.xlsx");
    assert_eq!(rows.len(), texts.len());
    for (row, text) in rows.iter().zip(texts) {
        // A control character is shown; the key, which is read again, is as it is written.
        let shown = text.replace('\t', "␉");
        assert!(is(&row["Fonte"], &shown), "{row:?}");
        assert!(is(&row["Unità"], &shown), "{row:?}");
        assert!(is(&row["Chiave"], &format!("A/{text}/1")), "{row:?}");
        assert!(row["Dato richiesto"].to_string().starts_with(&shown), "{row:?}");
    }
}

#[test]
fn endless_texts_are_shown_in_part() {
    let long = "parola & ".repeat(8_000);
    let workspace = form_of(&format!(
        "  ente \"{long}\"\nobiettivo A \"{long}\"\nkpi k \"{long}\"  target >= 1  fonte \"{long}\"  assegnato \"{long}\"\n"
    ));
    let rows = table(&workspace, "modulo.xlsx");
    for header in ["Obiettivo", "Fonte", "Dato richiesto"] {
        let text = rows[0][header].to_string();
        assert!(
            text.ends_with('…') || text.contains("…\n") || text.contains("… (target"),
            "{header}: {text}"
        );
    }
    assert!(is(&rows[0]["Chiave"], "A/k"), "{rows:?}");
    workspace.write(
        "lungo.piao",
        format!("piano \"P\"\n  anni 2025\nobiettivo A \"Uno\"\nkpi \"{long}\"  target >= 1\n"),
    );
    let (printed, exit) = workspace.piaoc("piaoc form lungo.piao --period 2025 -o lungo.xlsx");
    assert_eq!(exit, 2);
    assert_eq!(
        printed,
        "errore: la chiave `A/parola & parola & parola & parola & pa…` è più lunga di quanto una cella può contenere\n\
         \u{20}  aiuto: dai all'indicatore un nome breve: `kpi nome \"titolo\"`\n"
    );
    assert!(!workspace.path().join("lungo.xlsx").exists());
}

/// A number of more digits than a cell keeps comes back as it was.
#[test]
fn a_known_value_comes_back_to_the_last_digit() {
    let workspace = form_of("obiettivo A \"Uno\"\nkpi k \"K\"  target >= 1\n");
    for value in ["0,1", "1234567890,12345", "12345678901234567,89", "0,00000000000000012"] {
        workspace.write("noti.csv", format!("chiave;periodo;valore\nA/k;2025;{value}\n"));
        let line = "piaoc form piano.piao --period 2025 --actuals noti.csv -o noto.xlsx --force";
        assert_eq!(workspace.piaoc(line).1, 0);
        assert_ne!(table(&workspace, "noto.xlsx")[0]["Valore"], Data::Empty);
        let (printed, exit) = workspace.piaoc("piaoc eval piano.piao --actuals noti.csv --actuals noto.xlsx");
        assert_eq!(exit, 0, "{value}: {printed}");
    }
}

#[test]
fn what_is_known_for_good_is_not_asked_again_and_said_so() {
    let workspace = Workspace::new();
    workspace.write(
        "piano.piao",
        "piano \"Prova\"\n  anni 2025\nobiettivo A \"Uno\"  pesi uguali\nkpi avvio \"Avvio\"  target entro 30/06/2025\nkpi pratiche \"Pratiche\"  target >= 4  cumula somma\n",
    );
    workspace.write("s1.csv", "chiave;periodo;valore\nA/avvio;2025-S1;15/03/2025\nA/pratiche;2025-S1;2\n");
    let (printed, exit) =
        workspace.piaoc("piaoc form piano.piao --actuals s1.csv --period 2025 -o modulo.xlsx");
    assert_eq!(exit, 0, "{printed}");
    assert!(printed.contains("già noti da periodi precedenti: 1"), "{printed}");
    let mut workbook: Xlsx<_> = open_workbook(workspace.path().join("modulo.xlsx")).unwrap();
    let first = workbook.worksheet_range("Istruzioni").unwrap();
    let rows: Vec<Vec<String>> = first
        .rows()
        .map(|row| row.iter().map(ToString::to_string).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let at = rows
        .iter()
        .position(|row| row.iter().any(|cell| cell == "Già noto, non si chiede di nuovo"))
        .unwrap();
    assert_eq!(rows[at + 1], ["A Avvio", "2025-S1", "15/03/2025"]);
    assert_eq!(asked(&workspace, "modulo.xlsx").len(), 2, "the half-years of what adds up");
}
