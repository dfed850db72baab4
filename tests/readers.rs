//! One table, however it was kept: number formats and styles in XLSX, XLS and ODS, what is hidden, what can't be seen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/kept.rs"]
mod kept;
#[path = "support/random.rs"]
mod random;
mod support;
#[path = "support/workbooks.rs"]
mod workbooks;

use kept::{EVERYWHERE, Kept, Said, Table, format};
use piaoc::actuals::{self, FactValue, Facts, Input};
use piaoc::analysis;
use piaoc::plan::Plan;
use piaoc::source::{Memory, Sources};
use piaoc::workbook::{Cell, read};
use random::Numbers;
use support::Workspace;

/// A cell as this test names it.
fn named(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "empty".to_owned(),
        Cell::Text(text) => format!("text {text}"),
        Cell::Number(number) => format!("number {number}"),
        Cell::Percent(points) => format!("percent {points}"),
        Cell::Money(amount) => format!("money {amount}"),
        Cell::Foreign(amount) => format!("foreign {} {}", amount.0, amount.1),
        Cell::Date(day) => format!("date {day}"),
        Cell::Boolean(yes) => format!("boolean {yes}"),
        Cell::Error(error) => format!("error {error}"),
    }
}

fn first_cell(bytes: &[u8]) -> String {
    let book = read(bytes).unwrap();
    named(book.sheets[0].rows.first().and_then(|row| row.first()).unwrap_or(&Cell::Empty))
}

const DIGITS: &str = "<number:number number:min-integer-digits=\"1\"/>";

/// Formats as offices, Excel, LibreOffice, Gnumeric and programs write them: code, element of ODS and its parts, a number
/// and as what it is read. `{}` stands for the digits.
const FORMATS: &[(&str, &str, &str, f64, &str)] = &[
    ("General", "number", "{}", 12.5, "number 12.5"),
    ("0.00", "number", "{}", 0.5, "number 0.5"),
    ("0.0 \"h\"", "number", "{}<number:text> h</number:text>", 0.5, "number 0.5"),
    ("0\\ \"giorni\"", "number", "{}<number:text> giorni</number:text>", 12.0, "number 12"),
    ("#,##0.00;[Red]-#,##0.00", "number", "{}", -12.5, "number -12.5"),
    ("0.00E+00", "number", "<number:scientific-number/>", 1250.0, "number 1250"),
    ("# ?/?", "number", "<number:fraction/>", 0.5, "number 0.5"),
    ("0%", "percentage", "{}<number:text>%</number:text>", 0.875, "percent 87.5"),
    ("0.0%;[Red]-0.0%", "percentage", "{}<number:text>%</number:text>", -0.0438, "percent -4.38"),
    ("0.0\"%\"", "number", "{}<number:text>%</number:text>", 75.5, "percent 75.5"),
    ("0\\%", "number", "{}<number:text>%</number:text>", 12.0, "percent 12"),
    ("#,##0.00 \"€\"", "number", "{}<number:text> €</number:text>", 1250.5, "money 1250.5"),
    (
        "[$€-410]\\ #,##0.00",
        "currency",
        "<number:currency-symbol>€</number:currency-symbol>{}",
        3.0,
        "money 3",
    ),
    ("#,##0\\ \"EUR\"", "number", "{}<number:text> EUR</number:text>", 3.0, "money 3"),
    ("#,##0.00 \"€/ora\"", "number", "{}<number:text> €/ora</number:text>", 3.0, "money 3"),
    ("\"$\"#,##0.00", "number", "<number:text>$</number:text>{}", 1234.5, "foreign 1234.5 $"),
    (
        "$#,##0.00",
        "currency",
        "<number:currency-symbol>$</number:currency-symbol>{}",
        1234.5,
        "foreign 1234.5 $",
    ),
    (
        "[$CHF] #,##0.00",
        "currency",
        "<number:currency-symbol>CHF</number:currency-symbol>{}",
        7.0,
        "foreign 7 CHF",
    ),
    (
        "_-[$£-809]* #,##0.00_-",
        "currency",
        "<number:currency-symbol>£</number:currency-symbol>{}",
        7.0,
        "foreign 7 £",
    ),
    ("#,##0\\ \"k€\"", "number", "{}<number:text> k€</number:text>", 12.0, "foreign 12 k€"),
    (
        "0 \"migliaia di €\"",
        "number",
        "{}<number:text> migliaia di €</number:text>",
        12.0,
        "foreign 12 migliaia di €",
    ),
    (
        "dd/mm/yyyy",
        "date",
        "<number:day/><number:text>/</number:text><number:month/>",
        46_022.0,
        "date 2025-12-31",
    ),
    ("mmm\\-yy", "date", "<number:month/>", 46_022.0, "date 2025-12-31"),
    ("[h]:mm", "time", "<number:hours/><number:minutes/>", 0.5, "text 12:00"),
    ("\"VERO\";\"VERO\";\"FALSO\"", "boolean", "<number:boolean/>", 1.0, "boolean true"),
    ("\"sì\";;\"no\"", "number", "<number:text>sì</number:text>", 1.0, "boolean true"),
    (
        "[<1]0.0%;0",
        "percentage",
        "{}<style:map style:condition=\"value()&gt;=1\" style:apply-style-name=\"N1\"/>",
        0.5,
        "percent 50",
    ),
    (
        "[<1]0.0%;0",
        "percentage",
        "{}<style:map style:condition=\"value()&gt;=1\" style:apply-style-name=\"N1\"/>",
        5.0,
        "number 5",
    ),
];

/// What is shown counts, wherever the file says it, and a format's number says nothing where its code is stated.
#[test]
fn a_number_is_what_its_format_shows_in_every_kind_of_file() {
    let mut wrong = Vec::new();
    for (code, kind, parts, number, expected) in FORMATS {
        let parts: &'static str = Box::leak(parts.replace("{}", DIGITS).into_boxed_str());
        let table = Table {
            formats: vec![format(code, kind, parts), format("0", "number", DIGITS)],
            rows: vec![vec![Kept::Number(*number, 0)]],
            hidden: Vec::new(),
        };
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        // 164: Excel's own first; 50: Gnumeric's; 9 and 14 are known as a percentage and a day.
        for first in [164, 50, 9, 14] {
            files.push((format!("xlsx from {first}"), table.xlsx(first.into())));
            files.push((format!("xls from {first}"), table.xls(first)));
        }
        files.extend(EVERYWHERE.map(|said| (format!("ods {said:?}"), table.ods(said))));
        for (how, bytes) in files {
            let found = first_cell(&bytes);
            if found != *expected {
                wrong.push(format!("{code} {how}: {number} is `{found}`, not `{expected}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Cells of LibreOffice that only a careful reader sees: the type, the words that are shown, an empty paragraph.
#[test]
fn an_ods_says_in_many_ways_what_a_cell_is() {
    let cases = [
        ("table:formula=\"of:=IF(A;1;&quot;&quot;)\"><text:p/>", "empty"),
        ("table:formula=\"of:=A\">", "error #formula"),
        ("table:formula=\"of:=A\" office:value-type=\"string\"><text:p/>", "empty"),
        (
            "table:formula=\"of:=TRUE()\" office:value-type=\"float\" office:value=\"1\"><text:p>TRUE</text:p>",
            "boolean true",
        ),
        ("office:value-type=\"float\" office:value=\"0\"><text:p>FALSO</text:p>", "boolean false"),
        ("office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p>", "number 1"),
        ("office:value-type=\"float\" office:value=\"2\"><text:p>VERO</text:p>", "number 2"),
        (
            "office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"2\"><text:p>2 €</text:p>",
            "money 2",
        ),
        (
            "office:value-type=\"currency\" office:currency=\"USD\" office:value=\"2\"><text:p>2 $</text:p>",
            "foreign 2 USD",
        ),
        ("office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50%</text:p>", "percent 50"),
    ];
    for (cell, expected) in cases {
        let row = format!("<table:table-row><table:table-cell {cell}</table:table-cell></table:table-row>");
        assert_eq!(first_cell(&workbooks::Ods::sheet("Staff", &row)), expected, "{cell}");
    }
}

#[test]
fn a_container_whose_table_is_longer_than_the_file_is_read() {
    let whole = workbooks::xls(9);
    let longer = workbooks::short_of_its_table(&whole);
    assert_ne!(longer, whole);
    assert_eq!(read(&longer), read(&whole));
    for length in (8..longer.len()).step_by(61) {
        assert!(read(&longer[..length]).is_err(), "{length} of {}", longer.len());
    }
}

const PLAN: &str = "piano \"Prova\"
  anni 2024-2026
  punteggio proporzionale

misura casi \"Casi\"
  unità casi

obiettivo A.1 \"Tutti i tipi\"
  pesi uguali

kpi numero \"Numero\"  target >= 10
kpi quota \"Quota\"  target >= 80%
kpi spesa \"Spesa\"  target <= 1.000,00 €
kpi giorni \"Giorni\"  target <= 5 giorni
kpi ore \"Ore\"  target <= 8 ore
kpi data \"Data\"  target entro 31/12/2025
kpi fatto \"Fatto\"  target sì
kpi conta \"Conta\"  algoritmo valore assoluto casi  target >= 4
";

fn plan() -> Plan {
    let mut files = Memory::default();
    files.insert("piano.piao", PLAN);
    analysis::check(&files, "piano.piao".as_ref()).plan.expect("a plan without errors")
}

fn facts(plan: &Plan, name: &str, bytes: Vec<u8>) -> Facts {
    let input = Input { path: name.to_owned(), bytes, prevails: false, decimal: None, lines_before: 0 };
    let (facts, found) = actuals::read(plan, &mut Sources::new(), vec![input], None);
    let found: Vec<String> = found
        .iter()
        .filter(|found| found.code.name() != "P0615")
        .map(|found| format!("{} {}", found.code.name(), found.message.it))
        .collect();
    assert!(found.is_empty(), "{name}: {found:#?}");
    facts
}

/// Subjects, periods and values, without their places.
fn values(facts: &Facts) -> Vec<String> {
    facts.list.iter().map(|fact| format!("{:?} {} {:?}", fact.subject, fact.period, fact.value)).collect()
}

/// What can't be seen, at the ends of a text.
fn padded(text: &str, numbers: &mut Numbers) -> String {
    const NOTHING: [&str; 8] = ["", "", " ", "\u{200B}", "\u{FEFF}", "\u{AD}", "\u{200D}", "\u{A0}\u{2060}"];
    let mut some = || NOTHING[numbers.below(8) as usize];
    format!("{}{text}{}", some(), some())
}

/// Ten thousand rows by chance: the same content in a CSV, XLSX, XLS and ODS gives the same facts.
#[test]
fn the_same_content_gives_the_same_facts_however_it_was_saved() {
    const FORMATS: [kept::Format; 6] = [
        format("0.###", "number", DIGITS),
        format("0.00%", "percentage", DIGITS),
        format("0.0\"%\"", "number", "<number:number/><number:text>%</number:text>"),
        format(
            "#,##0.00 \"€\"",
            "currency",
            "<number:number/><number:currency-symbol>€</number:currency-symbol>",
        ),
        format("dd/mm/yyyy", "date", "<number:day/>"),
        format("0 \"h\"", "number", "<number:number/><number:text> h</number:text>"),
    ];
    let plan = plan();
    let keys =
        ["A.1/numero", "A.1/quota", "A.1/spesa", "A.1/giorni", "A.1/ore", "A.1/data", "A.1/fatto", "casi"];
    let periods: Vec<String> = (2024..=2026)
        .flat_map(|year| {
            let parts = (1..=2).map(move |half| format!("{year}-S{half}"));
            let quarters = (1..=4).map(move |quarter| format!("{year}-T{quarter}"));
            let months = (1..=12).map(move |month| format!("{year}-{month:02}"));
            parts.chain(quarters).chain(months)
        })
        .collect();
    let mut numbers = Numbers::new(11);
    let mut rows_seen = 0;
    while rows_seen < 10_000 {
        let mut csv = "chiave;periodo;valore\n".to_owned();
        let header = ["chiave", "periodo", "valore"].map(|name| Kept::Text(padded(name, &mut numbers)));
        let mut table = Table { formats: FORMATS.to_vec(), rows: vec![header.to_vec()], hidden: Vec::new() };
        for key in keys {
            for period in &periods {
                if numbers.below(3) > 0 {
                    continue;
                }
                let (thousandths, day) = (numbers.below(2_000_000), numbers.below(800));
                let text = |thousandths: u64| {
                    let text = format!("{},{:03}", thousandths / 1000, thousandths % 1000);
                    text.trim_end_matches('0').trim_end_matches(',').to_owned()
                };
                let number = |thousandths: u64| text(thousandths).replace(',', ".").parse::<f64>().unwrap();
                let written = |text: String, numbers: &mut Numbers| Kept::Text(padded(&text, numbers));
                let (plain, kept) = match key {
                    _ if numbers.below(20) == 0 => {
                        ("n.d.".to_owned(), written("n.d.".to_owned(), &mut numbers))
                    }
                    _ if numbers.below(20) == 0 => (String::new(), Kept::Nothing),
                    "A.1/quota" => {
                        let points = text(thousandths);
                        let share: f64 = format!("{}e-5", thousandths).parse().unwrap();
                        let kept = match numbers.below(3) {
                            0 => written(format!("{points}%"), &mut numbers),
                            1 => Kept::Number(share, 1),
                            _ => Kept::Number(number(thousandths), 2),
                        };
                        (format!("{points}%"), kept)
                    }
                    "A.1/spesa" => (format!("{} €", text(thousandths)), Kept::Number(number(thousandths), 3)),
                    "A.1/data" => {
                        let days =
                            chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(day);
                        (days.format("%d/%m/%Y").to_string(), Kept::Number(45_292.0 + day as f64, 4))
                    }
                    "A.1/fatto" => {
                        let yes = day % 2 == 0;
                        (if yes { "sì" } else { "no" }.to_owned(), Kept::Boolean(yes))
                    }
                    "A.1/ore" => (text(thousandths), Kept::Number(number(thousandths), 5)),
                    _ => (text(thousandths), Kept::Number(number(thousandths), 0)),
                };
                csv.push_str(&format!("{key};{period};{plain}\n"));
                if numbers.below(10) == 0 {
                    table.hidden.push(table.rows.len());
                }
                let key = Kept::Text(padded(key, &mut numbers));
                table.rows.push(vec![key, Kept::Text(padded(period, &mut numbers)), kept]);
                rows_seen += 1;
            }
        }
        let expected = values(&facts(&plan, "dati.csv", csv.into_bytes()));
        assert!(expected.len() > 20);
        let said = [Said::Cell, Said::Styles, Said::Parent][numbers.below(3) as usize];
        let first = [164, 50, 14][numbers.below(3) as usize];
        for (name, bytes) in [
            ("dati.xlsx", table.xlsx(first.into())),
            ("dati.xls", table.xls(first)),
            ("dati.ods", table.ods(said)),
        ] {
            let found = values(&facts(&plan, name, bytes));
            let differs = found.iter().zip(&expected).find(|(found, expected)| found != expected);
            let what = format!("{name}, styles {said:?}, formats from {first}");
            assert_eq!((differs, found.len()), (None, expected.len()), "{what}");
        }
    }
}

fn desk(name: &str, bytes: impl AsRef<[u8]>) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("piano.piao", PLAN);
    workspace.write(name, bytes.as_ref());
    workspace
}

/// The first line of what `eval` says, and all of its notes.
fn said(name: &str, bytes: impl AsRef<[u8]>) -> (String, i32) {
    let (printed, exit) = desk(name, bytes).piaoc(&format!("piaoc eval piano.piao --actuals {name}"));
    let lines: Vec<&str> = printed.lines().map(str::trim).collect();
    let kept =
        lines.iter().filter(|line| line.contains("[P0") || line.starts_with("nota") || line.contains("U+"));
    (kept.copied().collect::<Vec<_>>().join("\n"), exit)
}

#[test]
fn what_can_not_be_seen_is_left_out_at_the_ends_and_named_inside() {
    for invisible in ['\u{200B}', '\u{AD}', '\u{200D}', '\u{FEFF}', '\u{200E}', '\u{2060}'] {
        let around = format!(
            "chiave{invisible};{invisible}periodo;valore\n{invisible}A.1/numero{invisible};2025{invisible};{invisible}12{invisible}\n"
        );
        assert_eq!(said("t.csv", &around), (String::new(), 0), "U+{:04X}", u32::from(invisible));
        // A name and a heading are found without them; a period and a value are named with what is in them.
        for found in [
            format!("chiave;periodo;valore\nA.1/nu{invisible}mero;2025;12\n"),
            format!("chiave;per{invisible}iodo;valore\nA.1/numero;2025;12\n"),
        ] {
            assert_eq!(said("t.csv", &found), (String::new(), 0), "U+{:04X}", u32::from(invisible));
        }
        let code = format!("U+{:04X}", u32::from(invisible));
        for inside in [
            format!("chiave;periodo;valore\nA.1/numero;20{invisible}25;12\n"),
            format!("chiave;periodo;valore\nA.1/numero;2025;1{invisible}2\n"),
        ] {
            let (printed, exit) = said("t.csv", &inside);
            assert!(exit == 1 && printed.contains(&code), "{inside}: {printed}");
        }
    }
}

#[test]
fn an_amount_that_is_not_in_euro_is_no_amount() {
    let wrong = ["$ 12", "12 $", "£12", "12 CHF", "12 USD", "12 k€", "12 mila euro", "-12 $"];
    for text in wrong {
        for key in ["A.1/spesa", "A.1/numero", "casi"] {
            let (printed, exit) = said("t.csv", format!("chiave;periodo;valore\n{key};2025;{text}\n"));
            assert!(exit == 1 && printed.contains("[P0522]"), "{key} {text}: {printed}");
        }
    }
    for text in ["12 €", "€ 12", "12 euro", "12 EUR", "12"] {
        let table = format!("chiave;periodo;valore\nA.1/spesa;2025;{text}\n");
        assert_eq!(said("t.csv", &table), (String::new(), 0), "{text}");
    }
}

#[test]
fn hidden_rows_and_columns_that_count_are_told() {
    let row = |key: &str, number: f64| {
        vec![Kept::Text(key.to_owned()), Kept::Text("2025".to_owned()), Kept::Number(number, 0)]
    };
    let header = ["chiave", "periodo", "valore"].map(|name| Kept::Text(name.to_owned())).to_vec();
    let mut table = Table {
        formats: vec![format("0", "number", DIGITS)],
        rows: vec![header, row("A.1/numero", 12.0), row("A.1/giorni", 3.0), row("A.1/ore", 3.0), Vec::new()],
        hidden: vec![2, 4],
    };
    for (name, bytes) in
        [("t.xlsx", table.xlsx(164)), ("t.xls", table.xls(164)), ("t.ods", table.ods(Said::Cell))]
    {
        let (printed, exit) = said(name, &bytes);
        assert!(
            exit == 0 && printed.contains("[P0615]") && printed.contains("la riga nascosta 3"),
            "{name}: {printed}"
        );
    }
    // What is hidden and holds nothing that counts is nobody's business.
    table.hidden = vec![4];
    assert_eq!(said("t.xlsx", table.xlsx(164)), (String::new(), 0));
    let hidden_column = workbooks::rewritten(&table.xlsx(164), "xl/worksheets/sheet1.xml", |text| {
        text.replace("<sheetData>", "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData>")
    });
    let (printed, _) = said("t.xlsx", &hidden_column);
    assert!(printed.contains("la colonna nascosta `valore`"), "{printed}");
}

/// A measure and an objective of one name: the one that is spelled so, or that which can have what the row holds.
#[test]
fn a_measure_and_an_objective_of_one_name_are_told_apart() {
    let workspace = Workspace::new();
    for (measure, objective, key) in [("a", "A", "a"), ("casi", "CASI", "casi"), ("a", "A", "A")] {
        workspace.write(
            "piano.piao",
            format!("piano \"P\"\n  anni 2025\n  punteggio proporzionale\nmisura {measure} \"Istanze\"\nobiettivo {objective} \"Obiettivo\"\nkpi t \"Volume\" algoritmo valore assoluto {measure} target >= 3\n"),
        );
        workspace.write(
            "c.csv",
            format!("chiave;periodo;valore;stato\n{measure};2025;4;\n{key};2025;;in linea\n")
                .replace(&format!("{measure};2025;;in linea\n"), ""),
        );
        let (printed, exit) = workspace.piaoc("piaoc eval piano.piao --actuals c.csv");
        assert!(exit == 0 && printed.contains("100,00%"), "{key}: {printed}");
    }
}

#[test]
fn facts_of_a_cell_keep_their_exact_value() {
    let plan = plan();
    let table = Table {
        formats: vec![format("0.0\"%\"", "number", "")],
        rows: vec![
            ["chiave", "periodo", "valore"].map(|name| Kept::Text(name.to_owned())).to_vec(),
            vec![Kept::Text("A.1/quota".to_owned()), Kept::Text("2025".to_owned()), Kept::Number(75.54, 0)],
        ],
        hidden: Vec::new(),
    };
    let facts = facts(&plan, "t.xlsx", table.xlsx(164));
    assert!(matches!(&facts.list[0].value, FactValue::Given(value) if value.show() == "75,54%"));
}

/// What Excel puts around a text that it saves with tabs is no part of it; what can't be seen is no part of a title.
#[test]
fn import_takes_titles_without_the_quotes_and_signs_of_a_conversion() {
    let titles = [
        ("\"Quota \"\"verde\"\" dei servizi\"", "Quota \"verde\" dei servizi"),
        ("\"Servizi, rete\"", "Servizi, rete"),
        ("Digitaliz\u{AD}zazione dei servizi\u{200B}", "Digitalizzazione dei servizi"),
        ("\u{FEFF}Servizi in rete", "Servizi in rete"),
    ];
    for (written, title) in titles {
        let workspace = Workspace::new();
        workspace.write(
            "t.txt",
            format!("Obiettivo\tIndicatore\tPeso\tTarget 2025\nA - Uno\t{written}\t100%\t>= 90%\n"),
        );
        let (printed, exit) = workspace.piaoc("piaoc import t.txt -o piano");
        assert_eq!(exit, 0, "{printed}");
        let plan = std::fs::read_to_string(workspace.path().join("piano/piano.piao")).unwrap();
        let quoted = [format!("\"{title}\""), format!("«{title}»")];
        assert!(quoted.iter().any(|title| plan.contains(title)), "{title}: {plan}");
    }
}

#[test]
fn a_page_that_calls_itself_a_workbook_is_named_as_what_it_is() {
    let xml = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet/></Workbook>";
    for (bytes, what) in [("<html><table><tr><td>chiave", "HTML"), (xml, "XML di Excel 2003")] {
        let workspace = desk("t.xls", bytes);
        for line in ["piaoc eval piano.piao --actuals t.xls", "piaoc import t.xls -o nuovo"] {
            let (printed, exit) = workspace.piaoc(line);
            assert!(exit == 1 && printed.contains("[P0604]") && printed.contains(what), "{printed}");
        }
    }
}
