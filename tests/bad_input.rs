//! Bad input gets a clear diagnostic at its place and an exit code: never a panic, a hang or a wrong number.
//!
//! Most tests put files on a desk in memory; where the exit code or the disk matters, the real command runs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/random.rs"]
mod random;
mod support;

use std::fmt::Write;
use std::time::{Duration, Instant};

use desk::{Desk, PLAN, kpi};
use random::{Numbers, boundary, spoil};
use support::{Workspace, files_below, repository};

const GOOD: &str = "piano \"Prova\"\n  anni 2025\narea A\nobiettivo A.1\nkpi k \"Quota\"\n  algoritmo rapporto % \"a\" / \"b\"\n  target >= 50%\n";
const TABLE: &str = "chiave;periodo;valore\nA.1/k/1;2025;1\nA.1/k/2;2025;2\n";

/// A plan with one KPI of these attributes; they begin in line 5.
fn one_kpi(attributes: &str) -> Desk {
    Desk::new(format!("piano \"Prova\"\n  anni 2025-2027\nobiettivo A.1\nkpi k \"Quota\"\n{attributes}\n"))
}

/// [`GOOD`] with a table.
fn table(text: impl Into<Vec<u8>>) -> Desk {
    Desk::new(GOOD).with("c.csv", text)
}

fn refused(desk: &Desk) -> Vec<String> {
    desk.eval().expect_err("a result")
}

/// Files on the disk, and a command's exit code and output.
fn command(files: &[(&str, &[u8])], line: &str) -> (i32, String) {
    let workspace = Workspace::new();
    for (name, content) in files {
        workspace.write(name, content);
    }
    let (printed, code) = workspace.piaoc(line);
    (code, printed)
}

fn good_files<'a>() -> Vec<(&'a str, &'a [u8])> {
    vec![(PLAN, GOOD.as_bytes()), ("c.csv", TABLE.as_bytes())]
}

/// That a command ends so, with this code among what it says.
fn assert_ends(files: &[(&str, &[u8])], line: &str, exit: i32, code: &str) {
    let (found, printed) = command(files, line);
    assert!(printed.contains(code), "no {code} in what `{line}` printed:\n{printed}");
    assert_eq!(found, exit, "`{line}` printed\n{printed}");
}

const EVAL: &str = "piaoc eval piano.piao --actuals c.csv";

#[test]
fn the_good_plan_is_good() {
    assert_eq!(Desk::new(GOOD).faults(), [""; 0]);
    assert_eq!(kpi(&table(TABLE).result(), "A.1/k")["performance"], "100");
    let (exit, printed) = command(&good_files(), EVAL);
    assert_eq!(exit, 0, "{printed}");
    assert_eq!(command(&good_files(), "piaoc check piano.piao").0, 0);
}

// ── files ──

#[test]
fn a_missing_file() {
    assert_ends(&[], "piaoc check piano.piao", 2, "P0901");
    assert_ends(&[], EVAL, 2, "P0901");
    assert_ends(&good_files()[..1], EVAL, 2, "P0901");
    assert_ends(&good_files()[..1], "piaoc why piano.piao A.1 --actuals c.csv", 2, "P0901");
    assert_ends(&[], "piaoc check piano.piao --format json", 2, "P0901");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    // A link to itself: nobody can read it, whatever their rights.
    for name in [PLAN, "c.csv"] {
        let workspace = Workspace::new();
        for (other, content) in good_files().into_iter().filter(|(other, _)| *other != name) {
            workspace.write(other, content);
        }
        std::os::unix::fs::symlink(name, workspace.path().join(name)).unwrap();
        let (printed, exit) = workspace.piaoc(EVAL);
        assert!(printed.contains("P0901") && printed.contains(name), "{printed}");
        assert_eq!(exit, 2, "{printed}");
    }
}

#[test]
fn a_folder_where_a_file_belongs() {
    let folder: &[u8] = b"";
    assert_ends(&[("piano.piao/x", folder), ("c.csv", TABLE.as_bytes())], EVAL, 2, "P0902");
    assert_ends(&[(PLAN, GOOD.as_bytes()), ("c.csv/x", folder)], EVAL, 2, "P0523");
    let (exit, printed) = command(&[("vuota/x.txt", b"")], "piaoc check vuota");
    assert_eq!(exit, 2, "{printed}");
    assert!(printed.contains("vuota"), "{printed}");
    // In `usa` it is a fault of the plan.
    let uses = format!("{GOOD}usa \"parti\"\n");
    assert_ends(&[(PLAN, uses.as_bytes()), ("parti/x.piao", folder)], "piaoc check piano.piao", 1, "P0207");
}

#[test]
fn a_missing_library() {
    let plan = format!("{GOOD}usa \"manca.piao\"\n");
    assert_eq!(Desk::new(plan.as_str()).faults(), ["P0207 piano.piao:8:5 `\"manca.piao\"`"]);
    assert_ends(&[(PLAN, plan.as_bytes())], "piaoc check piano.piao", 1, "P0207");
}

#[test]
fn an_empty_file() {
    assert_eq!(Desk::new("").faults(), ["P0907 piano.piao:1:1 ``"]);
    assert_eq!(Desk::new("\u{feff}").faults(), ["P0907 piano.piao:1:1 ``"]);
    assert_eq!(Desk::new(" \n\t\r\n").faults(), ["P0907 piano.piao:1:1 ``"]);
    assert_eq!(refused(&table("")), ["P0907 c.csv:1:1 ``"]);
    assert_eq!(refused(&table("\u{feff}\n \r\n")), ["P0907 c.csv:1:1 ``"]);
    assert_ends(&[(PLAN, b"")], "piaoc check piano.piao", 1, "P0907");
    assert_ends(&[(PLAN, GOOD.as_bytes()), ("c.csv", b"")], EVAL, 1, "P0907");
    // Comments alone are a file without plan.
    assert_eq!(codes(&Desk::new("# niente\n").faults()), ["P0205"]);
}

#[test]
fn a_binary_file() {
    let filler: Vec<u8> = (1..=250u8).rev().cycle().take(4_000).collect();
    let image = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0".as_slice(), &filler].concat();
    let new_workbook = [b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0".as_slice(), &filler].concat();
    // Word and Excel up to 2003: mostly zero bytes at first.
    let old_workbook = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 3_000], &filler].concat();
    for (what, bytes) in [("image", image), ("new workbook", new_workbook), ("old workbook", old_workbook)] {
        assert_eq!(Desk::new(bytes.clone()).faults(), ["P0903 piano.piao:1:1 ``"], "{what}");
        // A table may be a workbook, but a whole one.
        let code = if what == "image" { "P0903" } else { "P0602" };
        assert_eq!(refused(&table(bytes.clone())), [format!("{code} c.csv:1:1 ``")], "{what}");
        assert_ends(&[(PLAN, &bytes)], "piaoc check piano.piao", 1, "P0903");
        assert_ends(&[(PLAN, GOOD.as_bytes()), ("c.csv", &bytes)], EVAL, 1, code);
    }
    // Of a workbook `import` makes a plan.
    let (exit, printed) = command(&[("t.xlsx", b"PK\x03\x04\0\0")], "piaoc check t.xlsx");
    assert!(exit == 1 && printed.contains("`piaoc import t.xlsx -o nuovo`"), "{printed}");
    // Binary without a zero byte is no UTF-8 either.
    assert_eq!(Desk::new(filler).faults(), ["P0904 piano.piao:1:1 ``"]);
}

#[test]
fn a_nul_in_a_text() {
    let plan = GOOD.replace("Quota", "Quo\0ta");
    assert_eq!(Desk::new(plan).faults(), ["P0903 piano.piao:1:1 ``"]);
    assert_eq!(refused(&table(TABLE.replace("2025;1", "2025;1\0"))), ["P0903 c.csv:1:1 ``"]);
}

#[test]
fn invalid_utf8() {
    let mut plan = GOOD.as_bytes().to_vec();
    let at = plan.iter().position(|byte| *byte == b'Q').unwrap();
    plan[at] = 0xE0;
    assert_eq!(Desk::new(plan.clone()).faults(), ["P0904 piano.piao:1:1 ``"]);
    let line = 1 + plan[..at].iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + GOOD[..at].rsplit('\n').next().unwrap().chars().count();
    let place = format!("riga {line}, colonna {column}");
    assert_ends(&[(PLAN, &plan)], "piaoc check piano.piao", 1, &place);
    assert_ends(&[(PLAN, &plan)], "piaoc check piano.piao", 1, "P0904");
    // A table may be Windows-1252, but not half of one and half of the other.
    let mut half =
        "chiave;periodo;valore;nota\nA.1/k/1;2025;1;perché\nA.1/k/2;2025;2;x\n".as_bytes().to_vec();
    half.extend(b"A.1/k;2025;50%;perch\xe9\n");
    assert_eq!(refused(&table(half)), ["P0904 c.csv:1:1 ``"]);
}

#[test]
fn utf16() {
    let encode = |text: &str, to: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter().chain(text.encode_utf16()).flat_map(to).collect()
    };
    for to in [u16::to_le_bytes, u16::to_be_bytes] {
        for mark in [true, false] {
            let (plan, rows) = (encode(GOOD, to, mark), encode(TABLE, to, mark));
            assert_eq!(Desk::new(plan.clone()).faults(), ["P0905 piano.piao:1:1 ``"]);
            // With its mark a table is read: «Testo Unicode» is what Excel calls it.
            let table = table(rows);
            match mark {
                true => assert_eq!(kpi(&table.result(), "A.1/k")["actual"], "50"),
                false => assert_eq!(refused(&table), ["P0905 c.csv:1:1 ``"]),
            }
            assert_ends(&[(PLAN, &plan)], "piaoc check piano.piao", 1, "P0905");
        }
    }
}

#[test]
fn a_library_that_cannot_be_read_is_reported_in_its_place_and_alone() {
    let plan = format!("{GOOD}usa \"parti.piao\"\nkpi altro \"Altro\"\n  peso 50%  target >= 1 ignota\n");
    let desk = Desk::new(plan).with("parti.piao", b"misura m\xff".to_vec());
    assert_eq!(codes(&desk.faults()), ["P0904"]);
}

fn codes(lines: &[String]) -> Vec<&str> {
    lines.iter().map(|line| line.split(' ').next().unwrap()).collect()
}

// ── size ──

/// Far above what any of these takes, far below what a quadratic would.
const PATIENCE: Duration = Duration::from_secs(90);
const MEGABYTES_50: usize = 50_000_000;

/// Runs a command on one large file: it must end in time, with exit code 0 or 1 and little to read.
fn assert_bearable(name: &str, content: String, line: &str, code: &str) {
    let workspace = Workspace::new();
    workspace.write(PLAN, GOOD);
    workspace.write(name, content);
    let start = Instant::now();
    let (printed, exit) = workspace.piaoc(line);
    let beginning: String = printed.chars().take(2_000).collect();
    assert_eq!(exit, 1, "{beginning}");
    assert!(beginning.contains(code), "no {code} in\n{beginning}");
    assert!(printed.len() < 200_000, "{} bytes to read", printed.len());
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn a_plan_that_is_one_line_of_50_megabytes() {
    assert_bearable(PLAN, "a".repeat(MEGABYTES_50), "piaoc check piano.piao", "P0114");
}

#[test]
fn a_plan_with_a_text_of_50_megabytes_that_does_not_end() {
    let text = format!("piano \"{}", "a".repeat(MEGABYTES_50));
    assert_bearable(PLAN, text, "piaoc check piano.piao", "P0105");
}

#[test]
fn a_plan_with_a_number_of_50_megabytes() {
    let text = format!("{GOOD}  peso {}", "1".repeat(MEGABYTES_50));
    assert_bearable(PLAN, text, "piaoc check piano.piao", "P0107");
}

#[test]
fn a_table_that_is_one_line_of_50_megabytes() {
    assert_bearable("c.csv", "a".repeat(MEGABYTES_50), EVAL, "P0501");
}

#[test]
fn a_table_with_a_cell_of_50_megabytes() {
    let text = format!("chiave;periodo;valore\nA.1/k/1;2025;{}", "1".repeat(MEGABYTES_50));
    assert_bearable("c.csv", text, EVAL, "P0107");
}

#[test]
fn a_table_of_50_million_separators() {
    assert_bearable("c.csv", ";".repeat(MEGABYTES_50), EVAL, "P0501");
}

#[test]
fn a_kpi_with_a_hundred_thousand_faults_on_one_line() {
    let text = format!("{GOOD}{}", "  peso 1%".repeat(100_000));
    assert_bearable(PLAN, text, "piaoc check piano.piao", "P0104");
}

#[test]
fn twenty_thousand_misspelt_names() {
    let mut plan = GOOD.to_owned();
    for at in 0..20_000 {
        writeln!(plan, "struttura struttura_numero_{at}").unwrap();
    }
    plan.push_str("obiettivo A.2\n  pesi uguali\n");
    for at in 0..20_000 {
        writeln!(plan, "kpi k{at}\n  target >= 1  assegnato strutura_nmero_{at}").unwrap();
    }
    let (done, wait) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(Desk::new(plan).faults()));
    let found = wait.recv_timeout(PATIENCE).expect("an answer in time");
    assert_eq!(found.len(), 20_000);
    assert_eq!(found[0], "P0203 piano.piao:20011:26 `strutura_nmero_0`");
}

// ── nesting ──

fn nested(depth: usize) -> Desk {
    one_kpi(&format!("  algoritmo formula {}1{}\n  target >= 1", "(".repeat(depth), ")".repeat(depth)))
}

#[test]
fn parentheses_are_read_up_to_199_and_refused_alike_from_200_on() {
    // On the main thread's stack, a test thread's (2 MB) and a rayon worker's: `check` parses on all of them.
    assert_eq!(nested(199).faults(), [""; 0]);
    let refusal = ["P0112 piano.piao:5:220 `(`"];
    for depth in [200, 201, 2_000, 20_000, 100_000] {
        assert_eq!(nested(depth).faults(), refusal, "{depth}");
    }
    let small = std::thread::Builder::new().stack_size(2 << 20);
    let thread =
        small.spawn(move || (nested(199).faults(), nested(200).faults(), nested(100_000).faults())).unwrap();
    assert_eq!(thread.join().unwrap(), (vec![], vec![refusal[0].to_owned()], vec![refusal[0].to_owned()]));
    // Many such items: those are parsed side by side.
    let mut text = GOOD.to_owned();
    for at in 0..300 {
        let depth = if at % 2 == 0 { 199 } else { 200 };
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        write!(text, "obiettivo B.{at}\nkpi k\n  algoritmo formula {open}1{close}\n  target >= 1\n").unwrap();
    }
    let found = Desk::new(text).faults();
    assert_eq!(found.len(), 150);
    assert!(found.iter().all(|line| line.starts_with("P0112 ") && line.ends_with(":220 `(`")), "{found:#?}");
}

#[test]
fn nesting_that_is_read_is_also_evaluated() {
    let table = "chiave;periodo;valore\nA.1/k/1;2025;7\n";
    let open = "-(".repeat(198);
    let desk = one_kpi(&format!("  algoritmo formula {open}\"m\"{}\n  target >= 1", ")".repeat(198)));
    assert_eq!(kpi(&desk.with("c.csv", table).result(), "A.1/k")["actual"], "7");
}

#[test]
fn nested_calls_and_brackets_too() {
    for (open, close) in [("min(", ")"), ("(\"a\" + (", "))"), ("somma(", ")")] {
        let formula = format!("{}1{}", open.repeat(50_000), close.repeat(50_000));
        assert_eq!(
            codes(&one_kpi(&format!("  algoritmo formula {formula}\n  target >= 1")).faults()),
            ["P0112"]
        );
    }
    let brackets = format!("  algoritmo formula \"m\"{}\n  target >= 1", "[".repeat(100_000));
    assert_eq!(codes(&one_kpi(&brackets).faults()), ["P0101"]);
}

#[test]
fn a_long_chain_of_operations_is_no_nesting() {
    // A sum of 20,000 terms, read from the left, is as deep as it is long if one does not take care. In a process of
    // its own: a stack that is used up can't be caught.
    let chain = |operator: &str| format!("1{}", format!(" {operator} 1").repeat(20_000));
    // Neither may a chain within parentheses within a chain be.
    let both = format!("{}1{}", "(".repeat(190), format!("{})", " + 1".repeat(100)).repeat(190));
    for formula in [chain("+"), chain("-"), chain("*"), chain("/"), both] {
        let plan = GOOD.replace("rapporto % \"a\" / \"b\"", &format!("formula {formula}"));
        let plan = plan.replace(">= 50%", ">= -20.000");
        let files = [(PLAN, plan.as_bytes()), ("c.csv", b"chiave;periodo;valore\nA.1/k;2025;1\n".as_slice())];
        for line in ["piaoc check piano.piao", EVAL, "piaoc why piano.piao A.1/k --actuals c.csv"] {
            let (exit, printed) = command(&files, line);
            let beginning: String = formula.chars().take(12).collect();
            assert_eq!(exit, 1, "{beginning}…: `{line}`\n{printed}");
            assert!(printed.contains("P0112"), "{beginning}…: `{line}`\n{printed}");
        }
    }
}

#[cfg(unix)]
#[test]
fn every_calculation_that_is_read_fits_a_small_stack() {
    // 2 MB, what a thread has by default: a language server's, a test's, a worker's. Again in a process of its own.
    let mixed = format!("{}1{}", "(".repeat(180), " + 1)".repeat(180));
    for formula in
        [format!("1{}", " + 1".repeat(190)), format!("{}1{}", "-(".repeat(198), ")".repeat(198)), mixed]
    {
        let workspace = Workspace::new();
        let plan = GOOD.replace("rapporto % \"a\" / \"b\"", &format!("formula {formula} - \"m\""));
        workspace.write(PLAN, plan.replace(">= 50%", ">= 1"));
        workspace.write("c.csv", "chiave;periodo;valore\nA.1/k/1;2025;0,5\n");
        for line in
            ["check piano.piao", "eval piano.piao --actuals c.csv", "why piano.piao A.1/k --actuals c.csv"]
        {
            let mut shell = std::process::Command::new("sh");
            shell.args(["-c", "ulimit -s 2048 && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_piaoc")]);
            let output = shell.args(line.split(' ')).current_dir(workspace.path()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            let beginning: String = formula.chars().take(12).collect();
            assert_eq!(output.status.code(), Some(0), "{beginning}…: `{line}`\n{said}");
        }
    }
}

#[test]
fn objectives_nested_very_deeply() {
    let mut plan = "piano \"Prova\"\n  anni 2025\n".to_owned();
    let depth = 3_000;
    for at in 0..depth {
        let parent = if at == 0 { String::new() } else { format!(" in o{}", at - 1) };
        writeln!(plan, "obiettivo o{at}{parent}").unwrap();
        let algorithm = if at + 1 == depth { "" } else { "  algoritmo media ponderata" };
        write!(plan, "kpi k\n{algorithm}  target >= 1{}\n", if at + 1 == depth { "" } else { "%" }).unwrap();
    }
    let key = format!("chiave;periodo;valore\no{}/k;2025;1\n", depth - 1);
    let result = Desk::new(plan).with("c.csv", key).result();
    assert_eq!(result["plan"]["performance"], "100");
}

#[test]
fn libraries_that_use_one_another_in_a_long_row() {
    let mut desk = Desk::new(format!("{GOOD}usa \"l0.piao\"\n"));
    for at in 0..2_000 {
        desk = desk.with(&format!("l{at}.piao"), format!("usa \"l{}.piao\"\n", at + 1));
    }
    let desk = desk.with("l2000.piao", "misura m \"Misura\"\n");
    let found = desk.faults();
    // It may be too long a row, but then that is what is said.
    let said = codes(&found).iter().all(|code| ["P0112", "P0207", "P0208"].contains(code));
    assert!(found.len() <= 1 && said, "{found:?}");
}

// ── numbers and dates ──

#[test]
fn a_number_of_40_digits() {
    let digits = "1234567890".repeat(4);
    for (attribute, column) in [
        (format!("  target >= {digits}"), 13),
        (format!("  target >= {digits}%"), 13),
        (format!("  target >= {digits} €"), 13),
        (format!("  target >= 1  peso {digits}%"), 21),
        (format!("  target >= 1  storico {digits}"), 24),
        (format!("  target >= 0,{digits}"), 13),
        (format!("  algoritmo formula {digits} * \"m\"  target >= 1"), 21),
    ] {
        let found = one_kpi(&attribute).faults();
        assert_eq!(found.len(), 1, "{attribute}: {found:?}");
        assert!(found[0].starts_with(&format!("P0107 piano.piao:5:{column} ")), "{attribute}: {found:?}");
    }
    let found = refused(&table(format!("chiave;periodo;valore\nA.1/k/1;2025;{digits}\nA.1/k/2;2025;2\n")));
    assert_eq!(found, [format!("P0107 c.csv:2:14 `{digits}`")]);
    // What the largest numbers make together is reckoned exactly.
    let most = "9".repeat(28);
    let rows = format!("chiave;periodo;valore\nA.1/k/1;2025;{most}\nA.1/k/2;2025;{}\n", "9".repeat(28));
    assert_eq!(kpi(&table(rows).result(), "A.1/k")["actual"], "100");
}

#[test]
fn the_year_99999() {
    for (text, expected) in [
        ("piano \"P\"\n  anni 99999\nobiettivo A.1\nkpi k\n  target >= 1\n", "P0109 piano.piao:2:8 `99999`"),
        (
            "piano \"P\"\n  anni 2025-99999\nobiettivo A.1\nkpi k\n  target >= 1\n",
            "P0109 piano.piao:2:8 `2025-99999`",
        ),
        (
            "piano \"P\"\n  anni 2025\n  esercizio 99999\nobiettivo A.1\nkpi k\n  target >= 1\n",
            "P0109 piano.piao:3:13 `99999`",
        ),
    ] {
        assert_eq!(Desk::new(text).faults(), [expected]);
    }
    assert_eq!(one_kpi("  target 99999 >= 1").faults(), ["P0109 piano.piao:5:10 `99999`"]);
    assert_eq!(one_kpi("  target 2025-S3 >= 1").faults(), ["P0109 piano.piao:5:10 `2025-S3`"]);
    assert_eq!(one_kpi("  target >= 1  storico 99999 5").faults(), ["P0109 piano.piao:5:24 `99999`"]);
    assert_eq!(one_kpi("  target entro 31/12/99999").faults(), ["P0108 piano.piao:5:16 `31/12/99999`"]);
    assert_eq!(refused(&table(TABLE.replace("2025;1", "99999;1"))), ["P0510 c.csv:2:9 `99999`"]);
    assert_ends(&good_files(), &format!("{EVAL} --period 99999"), 2, "99999");
}

#[test]
fn the_thirty_first_of_february() {
    for (date, column) in
        [("31/02/2025", 16), ("31.02.2025", 16), ("2025-02-31", 16), ("29/02/2025", 16), ("00/01/2025", 16)]
    {
        let found = one_kpi(&format!("  target entro {date}")).faults();
        assert_eq!(found, [format!("P0108 piano.piao:5:{column} `{date}`")]);
    }
    assert_eq!(one_kpi("  target entro 29/02/2024").faults(), [""; 0]);
    let plan = one_kpi("  target entro 31/12/2025");
    for date in ["31/02/2025", "2025-02-31", "31/12/25", "32/01/2025"] {
        let found =
            refused(&plan.clone().with("c.csv", format!("chiave;periodo;valore\nA.1/k;2025;{date}\n")));
        assert_eq!(found, [format!("P0108 c.csv:2:12 `{date}`")]);
    }
    let approved = GOOD.replace("  anni", "  approvato 31/02/2025\n  anni");
    assert_eq!(Desk::new(approved).faults(), ["P0108 piano.piao:2:13 `31/02/2025`"]);
}

#[test]
fn numbers_with_the_wrong_mark() {
    for (written, underlined) in [("69.5", "69.5"), ("0.123", "0.123"), ("1.0000", "1.0000")] {
        let found = one_kpi(&format!("  target >= {written}%")).faults();
        assert_eq!(found, [format!("P0106 piano.piao:5:13 `{underlined}`")]);
    }
    assert_eq!(one_kpi("  target >= 1.234,5%").faults(), [""; 0]);
}

#[test]
fn division_by_zero() {
    let zero = table(TABLE.replace("2025;2", "2025;0")).result();
    let found = kpi(&zero, "A.1/k");
    assert_eq!(
        (&found["state"], &found["performance"], &found["actual"]),
        (&"unavailable".into(), &().into(), &().into())
    );
    assert!(found["reason"].as_str().is_some_and(|reason| reason.contains("zero")), "{}", found["reason"]);
    assert_eq!((&zero["plan"]["performance"], &zero["plan"]["coverage"]), (&().into(), &"0".into()));
    let remarks = table(TABLE.replace("2025;2", "2025;0")).eval().unwrap();
    let codes: Vec<&serde_json::Value> =
        remarks["diagnostics"].as_array().unwrap().iter().map(|remark| &remark["code"]).collect();
    assert_eq!(codes, ["P0418"], "no scoring rule is written, and nothing else is to be said");

    let formula = one_kpi("  algoritmo formula \"a\" / (\"b\" - \"b\")  target >= 1");
    let rows = "chiave;periodo;valore\nA.1/k/1;2025;1\nA.1/k/2;2025;2\n";
    assert_eq!(kpi(&formula.with("c.csv", rows).result(), "A.1/k")["state"], "unavailable");
    let constant = one_kpi("  algoritmo formula \"a\" / 0  target >= 1");
    let rows = "chiave;periodo;valore\nA.1/k/1;2025;1\n";
    assert_eq!(kpi(&constant.with("c.csv", rows).result(), "A.1/k")["state"], "unavailable");
    let change = one_kpi("  algoritmo variazione % \"a\"  target >= 1%");
    let rows = "chiave;periodo;valore\nA.1/k/1;2025;1\nA.1/k/1;2024;0\n";
    assert_eq!(kpi(&change.with("c.csv", rows).result(), "A.1/k")["state"], "unavailable");
    // A target of zero that is missed divides nothing.
    let target = one_kpi("  target <= 0  punteggio proporzionale inverso");
    assert_eq!(target.faults().len(), 1);
    let inherited =
        GOOD.replace("  anni", "  punteggio proporzionale inverso\n  anni").replace(">= 50%", "<= 0%");
    let result = Desk::new(inherited).with("c.csv", TABLE).result();
    assert_eq!(kpi(&result, "A.1/k")["performance"], "0");
    let (exit, printed) =
        command(&[(PLAN, GOOD.as_bytes()), ("c.csv", TABLE.replace("2025;2", "2025;0").as_bytes())], EVAL);
    assert_eq!(exit, 0, "{printed}");
}

#[test]
fn an_unknown_period() {
    assert_ends(&good_files(), &format!("{EVAL} --period 2025-S3"), 2, "2025-S3");
    assert_ends(&good_files(), &format!("{EVAL} --period primavera"), 2, "primavera");
    assert_eq!(refused(&table(TABLE.replace("2025;1", "2025-S3;1"))), ["P0510 c.csv:2:9 `2025-S3`"]);
    assert_eq!(refused(&table(TABLE.replace("2025;1", "giu-25;1"))), ["P0510 c.csv:2:9 `giu-25`"]);
    assert_eq!(refused(&table(TABLE.replace("2025;1", ";1"))), ["P0510 c.csv:2:9 ``"]);
    // Periods of which there is nothing: the plan's years end, or nobody gave values.
    assert_eq!(codes(&refused(&table(TABLE).at("2031"))), ["P0518"]);
    assert_ends(&good_files(), &format!("{EVAL} --period 2031"), 1, "P0518");
    assert_eq!(codes(&refused(&table(TABLE.replace("2025", "2031")))), ["P0518"]);
}

// ── structure ──

#[test]
fn an_import_cycle() {
    let desk = Desk::new(format!("{GOOD}usa \"a.piao\"\n"))
        .with("a.piao", "usa \"b.piao\"\n")
        .with("b.piao", "misura m \"M\"\nusa \"a.piao\"\n");
    assert_eq!(desk.faults(), ["P0208 b.piao:2:5 `\"a.piao\"`"]);
    assert_eq!(
        Desk::new(format!("{GOOD}usa \"piano.piao\"\n")).faults(),
        ["P0208 piano.piao:8:5 `\"piano.piao\"`"]
    );
    assert_eq!(
        Desk::new(format!("{GOOD}usa \"./x/../piano.piao\"\n")).faults(),
        ["P0208 piano.piao:8:5 `\"./x/../piano.piao\"`"]
    );
    // Twice the same is none.
    let twice = format!("usa \"a.piao\"\n{GOOD}usa \"b.piao\"\nusa \"a.piao\"\n");
    assert_eq!(
        Desk::new(twice).with("a.piao", "misura m\n").with("b.piao", "usa \"a.piao\"\n").faults(),
        [""; 0]
    );
    let uses = format!("{GOOD}usa \"piano.piao\"\n");
    assert_ends(&[(PLAN, uses.as_bytes())], "piaoc check piano.piao", 1, "P0208");
}

#[test]
fn merge_conflict_markers() {
    let plan = "piano \"Prova\"\n  anni 2025\nobiettivo A.1\nkpi primo\n  peso 50%\n<<<<<<< HEAD\n  target >= 5\n=======\n  target >= 6\n>>>>>>> altro\nkpi secondo\n  peso 50%  target >= 31/02/2025\n";
    let found = Desk::new(plan).faults();
    // That the two versions clash is no news; all else is said, before and after them.
    let around: Vec<&str> =
        found.iter().map(String::as_str).filter(|line| !line.starts_with("P0305 ")).collect();
    assert_eq!(
        around,
        [
            "P0113 piano.piao:6:1 `<<<<<<< HEAD`",
            "P0113 piano.piao:8:1 `=======`",
            "P0113 piano.piao:10:1 `>>>>>>> altro`",
            "P0108 piano.piao:12:23 `31/02/2025`",
        ]
    );
    // Around whole items, at the file's start, and with the common ancestor between.
    let items = "<<<<<<< HEAD\npiano \"Uno\"\n||||||| base\npiano \"Base\"\n=======\npiano \"Due\"\n>>>>>>> altro\n  anni 2025\nobiettivo A.1\nkpi k\n  target >= 0.5\n";
    let found = Desk::new(items).faults();
    let markers: Vec<&str> =
        found.iter().filter(|line| line.starts_with("P0113")).map(String::as_str).collect();
    assert_eq!(
        markers,
        [
            "P0113 piano.piao:1:1 `<<<<<<< HEAD`",
            "P0113 piano.piao:3:1 `||||||| base`",
            "P0113 piano.piao:5:1 `=======`",
            "P0113 piano.piao:7:1 `>>>>>>> altro`",
        ]
    );
    assert!(found.contains(&"P0106 piano.piao:11:13 `0.5`".to_owned()), "{found:#?}");
    let crlf = Desk::new(plan.replace('\n', "\r\n")).faults();
    assert_eq!(crlf, Desk::new(plan).faults());
    // What looks like one within a line, or within a text, is none.
    let note = GOOD.replace("  target", "  nota \"======= <<<<<<<\"  # >>>>>>> mio\n  target");
    assert_eq!(Desk::new(note).faults(), [""; 0]);

    let rows = "chiave;periodo;valore\n<<<<<<< HEAD\nA.1/k/1;2025;1\n=======\nA.1/k/1;2025;3\n>>>>>>> altro\nA.1/k/2;2025;2\n";
    let found = refused(&table(rows));
    assert!(found[0].starts_with("P0113 c.csv:2:1 `<<<<<<< HEAD"), "{found:#?}");
    assert!(codes(&found).iter().all(|code| ["P0113", "P0505"].contains(code)), "{found:#?}");
}

#[test]
fn five_faults_in_five_kpis_are_five_and_each_on_its_line() {
    let plan = r#"piano "Prova"
  anni 2025
struttura staff "Staff"
obiettivo A.1 "Uno"
  pesi uguali
kpi k1 "Uno"
  target >= 0.5
kpi k2 "Due"
  target entro 31/02/2025
kpi k3 "Tre"
  target =< 5
kpi k4 "Quattro"
  fonte "registro
  target >= 1
kpi k5 "Cinque"
  assegnato stafff
  target >= 1
kpi k6 "Buono"
  target >= 1
"#;
    let expected = [
        "P0106 piano.piao:7:13 `0.5`",
        "P0108 piano.piao:9:16 `31/02/2025`",
        "P0110 piano.piao:11:10 `=<`",
        "P0105 piano.piao:13:9 `\"registro`",
        "P0203 piano.piao:16:13 `stafff`",
    ];
    assert_eq!(Desk::new(plan).faults(), expected);
    assert_eq!(Desk::new(plan.replace('\n', "\r\n")).faults(), expected);
}

#[test]
fn five_faults_of_meaning_in_five_kpis_are_five() {
    let plan = r#"piano "Prova"
  anni 2025
misura m "Misura"
  unità giorni
obiettivo A.1 "Uno"
  pesi uguali
kpi k1 "Uno"
  algoritmo rapporto % "a" / "b"  target >= 80
kpi k2 "Due"
  algoritmo valore assoluto m  target >= 12 €
kpi k3 "Tre"
  target >= 1  target >= 2
kpi k4 "Quattro"
  target sì  punteggio proporzionale
kpi k5 "Cinque"
  algoritmo valore assoluto ignota  target >= 1
kpi k6 "Buono"
  algoritmo valore assoluto m  target >= 1 giorni
"#;
    assert_eq!(
        Desk::new(plan).faults(),
        [
            "P0302 piano.piao:8:45 `80`",
            "P0301 piano.piao:10:42 `12 €`",
            "P0305 piano.piao:12:26 `2`",
            "P0306 piano.piao:14:14 `punteggio proporzionale`",
            "P0203 piano.piao:16:29 `ignota`",
        ]
    );
}

#[test]
fn two_faults_in_one_kpi_are_two() {
    for (attributes, expected) in [
        ("  peso 25\n  target >= 0.5", vec!["P0117 piano.piao:5:8 `25`", "P0106 piano.piao:6:13 `0.5`"]),
        ("  peso 25  target >= 0.5", vec!["P0117 piano.piao:5:8 `25`", "P0106 piano.piao:5:22 `0.5`"]),
        ("  target =< 0.5", vec!["P0110 piano.piao:5:10 `=<`", "P0106 piano.piao:5:13 `0.5`"]),
        (
            "  colore rosso\n  target entro 30/02/2025",
            vec!["P0102 piano.piao:5:3 `colore`", "P0108 piano.piao:6:16 `30/02/2025`"],
        ),
        (
            "  fonte registro\n  target 5",
            vec!["P0115 piano.piao:5:9 `registro`", "P0121 piano.piao:6:10 `5`"],
        ),
        (
            "  nota \"aperta\n  target 2025-13 >= 5",
            vec!["P0105 piano.piao:5:8 `\"aperta`", "P0109 piano.piao:6:10 `2025-13`"],
        ),
        (
            "  assegnato nessuno\n  algoritmo valore assoluto niente\n  target >= 1",
            vec!["P0203 piano.piao:5:13 `nessuno`", "P0203 piano.piao:6:29 `niente`"],
        ),
    ] {
        let found = one_kpi(attributes).faults();
        assert_eq!(found.len(), 2, "{attributes}: {found:#?}");
        assert_eq!(found, expected, "{attributes}");
    }
}

// ── tables ──

#[test]
fn a_table_without_header() {
    let found = refused(&table("A.1/k/1;2025;1\nA.1/k/2;2025;2\n"));
    assert_eq!(found, ["P0501 c.csv:1:1 `A.1/k/1;2025;1`"]);
    assert_eq!(codes(&refused(&table("chiave;valore\nA.1/k;50%\n"))), ["P0501"]);
    assert_eq!(codes(&refused(&table("periodo;valore\n2025;50%\n"))), ["P0501"]);
    assert_eq!(codes(&refused(&table("chiave;periodo\nA.1/k;2025\n"))), ["P0501"]);
    assert_eq!(
        refused(&table("chiave;periodo;valore;valore\nA.1/k;2025;50%;60%\n")),
        ["P0501 c.csv:1:23 `valore`"]
    );
    assert_ends(&[(PLAN, GOOD.as_bytes()), ("c.csv", b"A.1/k;2025;50%\n")], EVAL, 1, "P0501");
    // A header alone has nothing to evaluate.
    assert_eq!(codes(&refused(&table("chiave;periodo;valore\n"))), ["P0518"]);
}

#[test]
fn ragged_rows() {
    let found = refused(&table("chiave;periodo;valore\nA.1/k/1;2025\nA.1/k/2;2025;2;3;4\nA.1/k;2025;50%;\n"));
    assert_eq!(found, ["P0502 c.csv:2:1 `A.1/k/1;2025`", "P0502 c.csv:3:1 `A.1/k/2;2025;2;3;4`"]);
    // An unquoted separator in a text, and a decimal comma in a table divided by commas.
    assert_eq!(
        refused(&table("chiave,periodo,valore\nA.1/k,2025,\"37.5%\"\nA.1/k/1,2025,3,5\n")),
        ["P0502 c.csv:3:1 `A.1/k/1,2025,3,5`"]
    );
    assert_eq!(
        codes(&refused(&table("chiave;periodo;valore\n\"A.1/k/1;2025;1\nA.1/k/2;2025;2\n"))),
        ["P0519"]
    );
}

#[test]
fn mixed_decimal_marks() {
    let rows = "chiave;periodo;valore\nA.1/k/1;2025;3.57\nA.1/k/2;2025;7,14\n";
    assert_eq!(refused(&table(rows)), ["P0508 c.csv:2:14 `3.57`"]);
    let rows = "chiave,periodo,valore\nA.1/k/1,2025,3.57\nA.1/k/2,2025,\"7,14\"\n";
    assert_eq!(refused(&table(rows)), ["P0508 c.csv:3:14 `\"7,14\"`"]);
    // Which digits are grouped is unambiguous; the separator says how to read them.
    let rows = "chiave;periodo;valore\nA.1/k/1;2025;19.027\nA.1/k/2;2025;38.054,0\n";
    assert_eq!(kpi(&table(rows).result(), "A.1/k")["actual"], "50");
    let files = [
        (PLAN, GOOD.as_bytes()),
        ("c.csv", b"chiave;periodo;valore\nA.1/k/1;2025;3.57\nA.1/k/2;2025;7.14\n".as_slice()),
    ];
    assert_ends(&files, EVAL, 1, "--decimal");
    assert_eq!(command(&files, &format!("{EVAL} --decimal point")).0, 0);
}

#[test]
fn a_key_twice() {
    let rows = format!("{TABLE}A.1/k/1;2025;1\n");
    assert_eq!(refused(&table(rows)), ["P0505 c.csv:4:14 `1`"]);
    let rows = format!("{TABLE}a.1 / K / 1;2025;3\n");
    assert_eq!(codes(&refused(&table(rows))), ["P0505"]);
    // In two files only if they disagree.
    assert_eq!(kpi(&table(TABLE).with("d.csv", TABLE).result(), "A.1/k")["actual"], "50");
    let other = TABLE.replace("2025;1", "2025;4");
    assert_eq!(refused(&table(TABLE).with("d.csv", other)), ["P0506 d.csv:2:14 `4`"]);
}

#[test]
fn an_unknown_key() {
    let found = refused(&table(format!("{TABLE}A.1/q;2025;1\nA.9/k;2025;1\nA.1/k/3;2025;1\n")));
    assert_eq!(found, ["P0503 c.csv:4:1 `A.1/q`", "P0503 c.csv:5:1 `A.9/k`", "P0503 c.csv:6:1 `A.1/k/3`"]);
}

#[test]
fn a_value_of_the_wrong_type() {
    let days = one_kpi("  target <= 5 giorni");
    let date = one_kpi("  target entro 31/12/2025");
    let yes = one_kpi("  target sì");
    let percent = one_kpi("  target >= 50%");
    let money = one_kpi("  target <= 100 €");
    let count = one_kpi("  target >= 5");
    for (desk, cell, code) in [
        (&days, "31/12/2025", "P0507"),
        (&days, "5 ore", "P0507"),
        (&days, "50%", "P0507"),
        (&date, "5", "P0507"),
        (&date, "sì", "P0507"),
        (&date, "45900", "P0509"),
        (&yes, "100%", "P0507"),
        (&yes, "31/12/2025", "P0507"),
        (&percent, "37,5", "P0515"),
        (&percent, "37,5 €", "P0507"),
        (&percent, "sì", "P0507"),
        (&money, "50%", "P0507"),
        (&money, "5 giorni", "P0507"),
        (&count, "50%", "P0507"),
        (&count, "molti", "P0507"),
        (&count, "31/12/2025", "P0507"),
        (&count, "1/2", "P0507"),
        (&count, "1e5", "P0507"),
        (&count, "inf", "P0507"),
        (&count, "NaN", "P0507"),
        (&count, "0x10", "P0507"),
        (&count, "=A1+B1", "P0507"),
        (&count, "#DIV/0!", "P0507"),
    ] {
        let found =
            refused(&desk.clone().with("c.csv", format!("chiave;periodo;valore\nA.1/k;2025;{cell}\n")));
        assert_eq!(found, [format!("{code} c.csv:2:12 `{cell}`")]);
    }
}

#[test]
fn every_faulty_row_is_reported() {
    let mut rows = "chiave;periodo;valore\n".to_owned();
    for at in 0..50 {
        writeln!(rows, "A.1/ignoto{at};2025;1").unwrap();
    }
    let found = refused(&table(rows));
    assert_eq!(found.len(), 50, "{found:#?}");
    assert_eq!(found[49], "P0503 c.csv:51:1 `A.1/ignoto49`");
}

// ── chance ──

/// Example plans and the table that goes with each.
fn examples() -> Vec<(String, String, Option<String>)> {
    let tables = [
        ("lecce-2023", "consuntivo.csv"),
        ("lecce-2021", "consuntivo.csv"),
        ("lecce-2025", "q2.csv"),
        ("brindisi-2022", "s1.csv"),
        ("prato-2025", "stato-2024.csv"),
    ];
    let plans = files_below(&repository().join("examples"), "piao");
    assert!(plans.len() >= 6, "{plans:?}");
    plans
        .iter()
        .map(|path| {
            let folder = path.parent().unwrap();
            let table =
                tables.iter().find(|(name, _)| folder.ends_with(name)).map(|(_, table)| folder.join(table));
            let table = table.map(|path| std::fs::read_to_string(path).unwrap());
            (path.display().to_string(), std::fs::read_to_string(path).unwrap(), table)
        })
        .collect()
}

/// Runs all there is; returns whether the plan still checks, and whether there was a result.
fn survives(what: &str, plan: &str, table: Option<&str>) -> (bool, bool) {
    let run = || {
        let faults = Desk::new(plan).faults();
        if faults.iter().any(|fault| !fault.starts_with("P04")) {
            return (false, false);
        }
        let Some(table) = table else { return (true, false) };
        let desk = Desk::new(plan).with("c.csv", table);
        (true, desk.text().is_ok() && desk.eval().is_ok())
    };
    std::panic::catch_unwind(run)
        .unwrap_or_else(|_| panic!("{what} panics:\n─── plan\n{plan}\n─── table\n{}", table.unwrap_or("")))
}

/// A few items of a plan with its head: what chance does to them is seen sooner than in the whole.
fn excerpt(plan: &str, numbers: &mut Numbers) -> String {
    let starts: Vec<usize> = plan.match_indices("\nobiettivo ").map(|(at, _)| at + 1).collect();
    let head = plan.find("\nobiettivo ").map_or(plan, |at| &plan[..=at]);
    let from = numbers.below(starts.len() as u64) as usize;
    let to = (from + 1 + numbers.below(4) as usize).min(starts.len());
    let end = starts.get(to).copied().unwrap_or(plan.len());
    format!("{head}{}", &plan[starts[from]..end])
}

#[test]
fn spoilt_plans_never_panic() {
    let (mut checked, mut evaluated, mut refused) = (0, 0, 0);
    for (at, (name, plan, table)) in examples().into_iter().enumerate() {
        let mut numbers = Numbers::new(at as u64);
        for round in 0..300 {
            // Few rows of the whole table fit an excerpt; one plan in ten is spoilt whole.
            let text = if round % 10 == 0 { plan.clone() } else { excerpt(&plan, &mut numbers) };
            let (checks, result) =
                survives(&format!("{name}, round {round}"), &spoil(&text, &mut numbers), table.as_deref());
            checked += usize::from(checks);
            evaluated += usize::from(result);
            refused += usize::from(!checks);
        }
    }
    assert!(
        checked > 50 && evaluated > 10 && refused > 500,
        "{checked} check, {evaluated} evaluate, {refused} refused"
    );
}

#[test]
fn spoilt_tables_never_panic() {
    let (mut evaluated, mut refused) = (0, 0);
    for (at, (name, plan, table)) in examples().into_iter().enumerate() {
        let Some(table) = table.filter(|_| Desk::new(plan.as_str()).faults().is_empty()) else { continue };
        let mut numbers = Numbers::new(1_000 + at as u64);
        for round in 0..100 {
            let desk = Desk::new(plan.as_str()).with("c.csv", spoil(&table, &mut numbers));
            let text = std::panic::catch_unwind(|| desk.eval().map(|_| desk.text()));
            let text = text.unwrap_or_else(|_| panic!("{name}, round {round} panics"));
            evaluated += usize::from(text.is_ok());
            refused += usize::from(text.is_err());
        }
    }
    assert!(evaluated > 50 && refused > 100, "{evaluated} evaluated, {refused} refused");
}

#[test]
fn beginnings_of_a_plan_never_panic() {
    let (name, plan, table) =
        examples().into_iter().find(|(name, _, _)| name.contains("lecce-2025/piano")).unwrap();
    let mut refused = 0;
    for at in (0..plan.len()).step_by(97) {
        let end = boundary(&plan, at);
        let (checks, _) = survives(&format!("{name} up to {end}"), &plan[..end], table.as_deref());
        refused += usize::from(!checks);
    }
    assert!(refused > 50, "only {refused} beginnings are refused");
}
