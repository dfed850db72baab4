//! What is written: never over what is read, whole or not at all, with what else a file has, and nothing left behind.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout
)]

mod support;

use std::ffi::{OsStr, OsString};
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::Workspace;

const PLAN: &str = "piano \"Prova\"\n  anni 2025\n  punteggio proporzionale\nusa \"comune.piao\"\n\nobiettivo A.1 \"Servizi\"\nkpi tempi \"Tempi\"\n  peso 100%\n  target <= 20 giorni\n";
const LIBRARY: &str = "struttura staff \"Staff\"\n";
const ACTUALS: &str = "chiave;periodo;valore\nA.1/tempi;2025;25\n";
const CONFIG: &str = "[eval]\nactuals = [\"dati.csv\"]\n";
const SCENARIOS: &str = "prova \"una\"\n  dato A.1/tempi 2025 = 25\n  attesa performance A.1 = 10%\n";
/// A plan with a safe repair (`≤` twice) and blanks to put in order.
const UNTIDY: &str = "piano   \"Prova\"\n  anni 2025\n\nobiettivo   A.1   \"Servizi\"\nkpi tempi \"Tempi\"\n  peso 100%\n  target =< 20 giorni\n";

fn folder() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("piano.piao", PLAN);
    workspace.write("comune.piao", LIBRARY);
    workspace.write("dati.csv", ACTUALS);
    workspace.write("piaoc.toml", CONFIG);
    workspace.write("piano.prove", SCENARIOS);
    workspace
}

/// Runs `piaoc`: what it printed, and its exit code.
fn piaoc(folder: &Path, words: &[&OsStr]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaoc"));
    let output = command.current_dir(folder).args(words).stdin(Stdio::null()).output().unwrap();
    let printed = [output.stderr, output.stdout].concat();
    (String::from_utf8_lossy(&printed).into_owned(), output.status.code().unwrap_or(-1))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every command that writes results, with every file that it reads as the one to write, under every kind of name.
#[test]
fn no_output_is_an_input() {
    let commands: [&[&str]; 4] = [
        &["check", "piano.piao", "--format", "json", "--output"],
        &["export", "piano.piao", "--force", "-o"],
        &["export", "piano.piao", "--format", "csv", "--force", "-o"],
        &["form", "piano.piao", "--period", "2025", "--force", "-o"],
    ];
    let workspace = folder();
    let path = workspace.path();
    for input in ["piano.piao", "comune.piao", "dati.csv", "piaoc.toml", "piano.prove"] {
        let odd = OsString::from_vec(b"altro-\xff.csv".to_vec());
        let others = ["link.csv", "link.xlsx", "hard.csv", "hard.xlsx", "hard.json"].map(OsString::from);
        for name in [&others[0], &others[1]] {
            symlink(path.join(input), path.join(name)).unwrap();
        }
        for name in [&others[2], &others[3], &others[4], &odd] {
            fs::hard_link(path.join(input), path.join(name)).unwrap();
        }
        let mut targets = vec![OsString::from(input), format!("./{input}").into(), path.join(input).into()];
        targets.extend(others.iter().cloned().chain([odd.clone()]));
        let before = fs::read(path.join(input)).unwrap();
        for (command, target, lang) in
            commands.iter().flat_map(|c| targets.iter().flat_map(move |t| ["it", "en"].map(|l| (c, t, l))))
        {
            // That a scenario's or nobody's file is none of the inputs is seen by its name.
            if input == "piano.prove"
                && *target != *"piano.prove"
                && !target.to_string_lossy().starts_with("link")
            {
                continue;
            }
            let mut words: Vec<&OsStr> = command.iter().map(OsStr::new).collect();
            words.extend([target.as_os_str(), OsStr::new("--lang"), OsStr::new(lang)]);
            let (printed, exit) = piaoc(path, &words);
            assert_eq!(exit, 2, "{words:?}\n{printed}");
            assert!(printed.contains(if lang == "it" { "errore: " } else { "error: " }), "{printed}");
            assert_eq!(fs::read(path.join(input)).unwrap(), before, "{words:?}\n{printed}");
        }
        for name in others.iter().chain([&odd]) {
            fs::remove_file(path.join(name)).unwrap();
        }
    }
    assert_eq!(names(path).len(), 5, "something was left behind");
}

/// A plan with a fault does not read its tables, which are inputs all the same; so are those that are not there yet.
#[test]
fn what_would_be_read_is_an_input() {
    let workspace = folder();
    workspace.write("piano.piao", PLAN.replace("anni 2025", "anni duemila"));
    workspace.write("piaoc.toml", "[eval]\nactuals = [\"dati.txt\", \"manca.txt\"]\n");
    workspace.write("dati.txt", ACTUALS);
    for target in ["dati.txt", "manca.txt"] {
        let (printed, exit) =
            workspace.piaoc(&format!("piaoc check piano.piao --format json --output {target}"));
        assert_eq!(exit, 2, "{printed}");
        assert!(printed.contains("è uno dei file che leggo"), "{printed}");
    }
    assert_eq!(fs::read_to_string(workspace.path().join("dati.txt")).unwrap(), ACTUALS);
    assert!(!workspace.path().join("manca.txt").exists());
}

#[test]
fn an_export_replaces_only_its_own() {
    let workspace = folder();
    let path = workspace.path();
    let run = |line: &str| workspace.piaoc(line);
    for (target, lang) in [("a.xlsx", "it"), ("a.csv", "en")] {
        let line = format!("piaoc export piano.piao -o {target} --lang {lang}");
        assert_eq!(run(&line).1, 0);
        assert_eq!(run(&line).1, 0, "an export takes the place of an earlier one");
    }
    // A form, a table of somebody's, and an export that was saved by another program.
    assert_eq!(run("piaoc form piano.piao --period 2025 -o modulo.xlsx").1, 0);
    workspace.write("mia.csv", ACTUALS);
    let saved = resaved(&fs::read(path.join("a.xlsx")).unwrap());
    workspace.write("salvato.xlsx", saved);
    for target in ["modulo.xlsx", "mia.csv", "salvato.xlsx"] {
        let before = fs::read(path.join(target)).unwrap();
        for (lang, said) in [("it", "non è come l'ho scritto io"), ("en", "is not as I wrote it")] {
            let (printed, exit) = run(&format!("piaoc export piano.piao -o {target} --lang {lang}"));
            assert!(exit == 2 && printed.contains(said) && printed.contains("--force"), "{printed}");
        }
        assert_eq!(fs::read(path.join(target)).unwrap(), before);
        assert_eq!(run(&format!("piaoc export piano.piao -o {target} --force")).1, 0);
        assert_ne!(fs::read(path.join(target)).unwrap(), before);
    }
}

/// A workbook as a program saves it again: with the time of that.
fn resaved(bytes: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().to_string();
        let mut content = String::new();
        if part.read_to_string(&mut content).is_err() {
            continue;
        }
        if name == "docProps/core.xml" {
            let at = content.find("<dcterms:modified").unwrap();
            let end = content[at..].find("</dcterms:modified>").unwrap() + at;
            let start = content[at..end].find('>').unwrap() + at + 1;
            content.replace_range(start..end, "2025-11-30T10:00:00Z");
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn what_a_file_has_beside_its_text_is_kept() {
    let workspace = Workspace::new();
    let path = workspace.path().join("piano.piao");
    for (command, mode) in [("fmt", 0o640), ("fix", 0o604)] {
        workspace.write("piano.piao", UNTIDY);
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        // As the machine's master one may give files away, and gets them back as they were.
        let _ = chown(&path, Some(1234), Some(2345));
        let attributes = xattr::set(&path, "user.nota", b"mia").is_ok();
        let owner = fs::metadata(&path).unwrap();
        let (printed, exit) = workspace.piaoc(&format!("piaoc {command} piano.piao"));
        assert!(exit < 2, "{printed}");
        assert_ne!(fs::read_to_string(&path).unwrap(), UNTIDY);
        let about = fs::metadata(&path).unwrap();
        assert_eq!(about.permissions().mode() & 0o7777, mode);
        assert_eq!((about.uid(), about.gid()), (owner.uid(), owner.gid()));
        if attributes {
            assert_eq!(xattr::get(&path, "user.nota").unwrap().as_deref(), Some(&b"mia"[..]));
        }
        assert_eq!(names(workspace.path()), ["piano.piao"]);
    }
}

#[test]
fn a_file_of_several_names_is_told() {
    for (lang, said) in [("it", "un altro nome (hard link)"), ("en", "another name (a hard link)")] {
        let workspace = Workspace::new();
        workspace.write("piano.piao", UNTIDY);
        fs::hard_link(workspace.path().join("piano.piao"), workspace.path().join("altro.txt")).unwrap();
        let (printed, exit) = workspace.piaoc(&format!("piaoc fmt piano.piao --lang {lang}"));
        assert!(exit == 0 && printed.contains(said), "{printed}");
        assert_eq!(fs::read_to_string(workspace.path().join("altro.txt")).unwrap(), UNTIDY);
    }
}

/// A link is followed where the command line names it and it stays in the project; nowhere else.
#[test]
fn links_lead_nowhere_unnamed() {
    for command in ["fmt", "fix"] {
        let workspace = Workspace::new();
        let path = workspace.path();
        workspace.write("fuori/altro.piao", UNTIDY);
        workspace.write("dentro/sotto/vero.txt", UNTIDY);
        workspace.write("dentro/piaoc.toml", "");
        symlink("sotto/vero.txt", path.join("dentro/piano.piao")).unwrap();
        symlink("../fuori/altro.piao", path.join("dentro/fuori.piao")).unwrap();
        let read = |name: &str| fs::read_to_string(path.join(name)).unwrap();
        for (lang, said) in [("it", "collegamento"), ("en", "is a link")] {
            let (printed, exit) = workspace.piaoc(&format!("piaoc {command} dentro --lang {lang}"));
            assert!(exit == 2 && printed.contains(said), "{printed}");
        }
        assert_eq!((read("dentro/sotto/vero.txt"), read("fuori/altro.piao")), (UNTIDY.into(), UNTIDY.into()));
        let (printed, exit) = workspace.piaoc(&format!("piaoc {command} dentro/fuori.piao --lang en"));
        assert!(exit == 2 && printed.contains("out of the project"), "{printed}");
        assert_eq!(read("fuori/altro.piao"), UNTIDY);
        let (printed, exit) = workspace.piaoc(&format!("piaoc {command} dentro/piano.piao"));
        assert!(exit < 2, "{printed}");
        assert_ne!(read("dentro/sotto/vero.txt"), UNTIDY);
        assert!(path.join("dentro/piano.piao").is_symlink());
    }
}

/// What ended runs left is taken away by the next; what a run is busy with is not.
#[test]
fn left_over_files_are_swept() {
    let lines = [
        "piaoc fmt piano.piao",
        "piaoc fix piano.piao",
        "piaoc test --update",
        "piaoc check piano.piao --format json --output r.json",
        "piaoc export piano.piao -o r.xlsx",
        "piaoc form piano.piao --period 2025 -o m.xlsx",
        "piaoc init nuovo",
        "piaoc import dati.csv -o altro --years 2025",
    ];
    for line in lines {
        let workspace = folder();
        workspace.write(".piaoc-abc.tmp", "mezzo");
        workspace.write(".piaoc-folder.tmp/piano.piao", "mezzo");
        workspace.write(".piaoc-busy.tmp", "mezzo");
        workspace.write(".piaoc-mine", "di qualcuno");
        let busy = fs::File::open(workspace.path().join(".piaoc-busy.tmp")).unwrap();
        busy.lock().unwrap();
        let (printed, _) = workspace.piaoc(line);
        let hidden: Vec<String> =
            names(workspace.path()).into_iter().filter(|name| name.starts_with('.')).collect();
        let fine = line.contains("import") || hidden == [".piaoc-busy.tmp", ".piaoc-mine"];
        assert!(fine, "{line}: {hidden:?}\n{printed}");
    }
    // An ended run in a folder that was there does not make it one with something in it.
    let workspace = Workspace::new();
    fs::create_dir(workspace.path().join("altrove")).unwrap();
    symlink("altrove", workspace.path().join("link")).unwrap();
    for (lang, said) in [("it", "è un collegamento"), ("en", "is a link")] {
        let (printed, exit) = workspace.piaoc(&format!("piaoc init link --lang {lang}"));
        assert!(exit == 2 && printed.contains(said), "{printed}");
    }
    assert_eq!(names(&workspace.path().join("altrove")).len(), 0);
    workspace.write("nuovo/.piaoc-abc.tmp", "mezzo");
    assert_eq!(workspace.piaoc("piaoc init nuovo").1, 0);
    assert_eq!(names(&workspace.path().join("nuovo")), ["consuntivo.csv", "piano.piao", "piaoc.toml"]);
}

/// With a limit on the size of files in the place of a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_was() {
    let long = format!("{UNTIDY}\n{}", "# un commento che occupa posto\n".repeat(200));
    let lines = [
        "fmt piano.piao",
        "fix piano.piao",
        "check piano.piao --format json --output piano.json",
        "export piano.piao -o r.csv",
        "import lunga.csv -o nuovo --years 2025",
    ];
    for line in lines {
        let workspace = folder();
        let path = workspace.path();
        workspace.write("piano.piao", &long);
        workspace.write("piano.json", "prima");
        let before = names(path);
        let limited = format!("trap '' XFSZ; ulimit -f 0; exec \"$PIAOC\" {line} >/dev/null 2>&1");
        let mut shell = Command::new("sh");
        shell.current_dir(path).args(["-c", &limited]).env("PIAOC", env!("CARGO_BIN_EXE_piaoc"));
        assert!(!shell.status().unwrap().success(), "{line}");
        assert_eq!(fs::read_to_string(path.join("piano.piao")).unwrap(), long, "{line}");
        assert_eq!(fs::read_to_string(path.join("piano.json")).unwrap(), "prima", "{line}");
        assert_eq!(names(path), before, "{line}");
    }
}

/// Files are new as any other program makes them.
#[test]
fn new_files_have_the_usual_permissions() {
    let workspace = folder();
    let path = workspace.path();
    workspace.write("come.txt", "");
    let usual = |name: &str| fs::metadata(path.join(name)).unwrap().permissions().mode();
    assert_eq!(workspace.piaoc("piaoc export piano.piao -o r.csv").1, 0);
    assert_eq!(workspace.piaoc("piaoc init nuovo").1, 0);
    fs::create_dir(path.join("come")).unwrap();
    assert_eq!(usual("r.csv"), usual("come.txt"));
    assert_eq!(usual("nuovo/piano.piao"), usual("come.txt"));
    assert_eq!(usual("nuovo"), usual("come"));
}

/// Somebody saves while `fmt` and `fix` are at work: every text that was saved last is there at the end, as it was saved
/// or put in order.
#[test]
fn no_save_is_lost() {
    let rounds = count("PIAOC_SAVES", 10);
    for command in ["fmt", "fix"] {
        let workspace = Workspace::new();
        let path = workspace.path().join("piano.piao");
        let filler: String = (0..300)
            .map(|n| format!("kpi k{n}   \"Indicatore {n}\"\n  peso uguale\n  target =< {n} giorni\n"))
            .collect();
        let text = |n: usize| {
            format!("piano   \"Salvato {n}\"\n  anni 2025\n\nobiettivo   A.1   \"Servizi\"\n{filler}")
        };
        fs::write(&path, text(0)).unwrap();
        let started = Instant::now();
        assert!(workspace.piaoc(&format!("piaoc {command} piano.piao")).1 < 2);
        let takes = started.elapsed();
        let mut random = 7u64;
        for n in 1..=rounds {
            fs::write(&path, text(n * 2)).unwrap();
            let mut process = spawn(workspace.path(), &[command, "piano.piao"]);
            std::thread::sleep(part_of(takes, &mut random));
            let last = text(n * 2 + 1);
            if n % 2 == 0 {
                fs::write(&path, &last).unwrap();
            } else {
                fs::write(path.with_extension("neu"), &last).unwrap();
                fs::rename(path.with_extension("neu"), &path).unwrap();
            }
            process.wait().unwrap();
            let now = fs::read_to_string(&path).unwrap();
            assert!(now.contains(&format!("\"Salvato {}\"", n * 2 + 1)), "{command}: save {n} was lost");
            assert_eq!(now.matches("kpi ").count(), 300, "{command}: part of save {n} was lost");
            assert_eq!(names(workspace.path()), ["piano.piao"]);
        }
    }
}

/// Every command that writes, ended at any moment: files are the old or the new ones, whole, and nothing is seen of the
/// rest; the next run does what this one did not.
#[test]
fn a_killed_run_leaves_whole_files() {
    let rounds = count("PIAOC_KILLS", 3);
    let mut killed = 0usize;
    for command in KILLED {
        let whole = Kill::prepare(command);
        let started = Instant::now();
        assert!(whole.run(), "{command}");
        let takes = started.elapsed();
        let result = whole.files();
        let mut random = 11u64;
        for round in 0..rounds {
            let kill = Kill::prepare(command);
            let before = kill.files();
            let words: Vec<&str> = command.split(' ').collect();
            let mut process = spawn(kill.0.path(), &words);
            std::thread::sleep(part_of(takes, &mut random));
            let _ = process.kill();
            killed += usize::from(!process.wait().unwrap().success());
            let after = kill.files();
            assert!(
                after == before || after == result || of_several(command, &after, &before, &result),
                "{command}, round {round}: {:?}",
                after.iter().map(|(name, bytes)| (name, bytes.len())).collect::<Vec<_>>()
            );
            kill.run();
            assert_eq!(kill.files(), result, "{command}: the run after round {round}");
            let hidden = names(kill.0.path()).into_iter().filter(|name| name.starts_with('.')).count();
            assert_eq!(hidden, 0, "{command}: round {round} left something behind");
        }
    }
    println!("{killed} of {} runs were ended before their end", rounds * KILLED.len());
}

const KILLED: [&str; 9] = [
    "check piano.piao --format json --output r.json",
    "export piano.piao -o r.xlsx",
    "export piano.piao -o r.csv",
    "form piano.piao --period 2025 -o m.xlsx --force",
    "import tabella.csv -o nuovo --years 2025",
    "init nuovo",
    "fmt disordine.piao altro.piao",
    "fix disordine.piao altro.piao",
    "test --update",
];

/// Files that a command writes one by one are each the old or the new one.
fn of_several(command: &str, after: &Files, before: &Files, result: &Files) -> bool {
    let each = command.starts_with("fmt") || command.starts_with("fix");
    each && after.len() == before.len()
        && after.iter().all(|file| before.contains(file) || result.contains(file))
}

type Files = Vec<(String, Vec<u8>)>;

struct Kill(Workspace, &'static str);

impl Kill {
    fn prepare(command: &'static str) -> Kill {
        let workspace = folder();
        workspace.write("disordine.piao", UNTIDY);
        workspace.write("altro.piao", UNTIDY.replace("Servizi", "Altro"));
        workspace.write("r.json", "prima");
        workspace.write(
            "tabella.csv",
            "Obiettivo;Indicatore;Peso;Target 2025\nRisposte;Tempi;50%;20 giorni\nRisposte;Istanze;50%;90%\n",
        );
        Kill(workspace, command)
    }

    /// Runs it to its end; a folder that is there already is one that was made.
    fn run(&self) -> bool {
        let words: Vec<&str> = self.1.split(' ').collect();
        spawn(self.0.path(), &words).wait().unwrap().code().is_some_and(|code| code < 2)
    }

    /// All that can be seen.
    fn files(&self) -> Files {
        let mut found = Vec::new();
        let mut open = vec![self.0.path().to_owned()];
        while let Some(next) = open.pop() {
            for name in names(&next).into_iter().filter(|name| !name.starts_with('.')) {
                let path = next.join(&name);
                if path.is_dir() {
                    open.push(path);
                } else {
                    let shown = path.strip_prefix(self.0.path()).unwrap().display().to_string();
                    found.push((shown, fs::read(path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

fn spawn(folder: &Path, words: &[&str]) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaoc"));
    command.current_dir(folder).args(words).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// A moment within a run, a little beyond its usual end too.
fn part_of(takes: Duration, random: &mut u64) -> Duration {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    takes.mul_f64((*random >> 33) as f64 / f64::from(1u32 << 31) * 1.1)
}

/// How often, where an environment variable does not say.
fn count(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
