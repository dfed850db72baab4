//! What is read: regular files only, and of a project only its own; what is none of ours is never shown.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/client.rs"]
mod client;
mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use client::Client;
use piaoc::source::{Memory, lies_in, server_of};
use support::Workspace;

const PLAN: &str = "piano \"Prova\"\n  anni 2025\n  punteggio proporzionale\n\nobiettivo A.1 \"Servizi\"\nkpi tempi \"Tempi\"\n  target <= 20 giorni\n";
const ACTUALS: &str = "chiave;periodo;valore\nA.1/tempi;2025;25\n";
const LIBRARY: &str = "struttura staff \"Staff\"\n";
/// What nobody is to see.
const SECRET: &str = "parola = segretissima\n[core]\n  url = https://utente:segretissima@esempio\n";

/// Runs `piaoc`, which must end by itself: what it printed, and its exit code.
fn piaoc(folder: &Path, line: &str) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaoc"));
    command.current_dir(folder).args(&support::words(line)[1..]).stdin(Stdio::null());
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while process.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(60) {
            process.kill().unwrap();
            panic!("`{line}` waits for ever");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = process.wait_with_output().unwrap();
    let printed = [output.stderr, output.stdout].concat();
    (String::from_utf8_lossy(&printed).into_owned(), output.status.code().unwrap_or(-1))
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A folder with a pipe, a socket and links to devices.
fn specials() -> Workspace {
    let workspace = Workspace::new();
    let path = workspace.path();
    make_pipe(&path.join("pipe"));
    // The socket stays when nobody listens any more.
    drop(UnixListener::bind(path.join("socket")).unwrap());
    symlink("/dev/zero", path.join("zero")).unwrap();
    symlink("/dev/stdin", path.join("stdin")).unwrap();
    workspace.write("dati.csv", ACTUALS);
    workspace.write("comune.piao", LIBRARY);
    workspace
}

const SPECIALS: [&str; 6] = ["pipe", "socket", "zero", "stdin", "/dev/zero", "/dev/fd/0"];

/// Each, wherever a file can be named, in both languages: told at its place, and no command waits.
#[test]
fn only_regular_files_are_read() {
    for name in SPECIALS {
        let workspace = specials();
        let path = workspace.path();
        let lines =
            |place: &str| ["it", "en"].map(|lang| format!("piaoc {place} --allow-outside --lang {lang}"));
        let hold = |command: &str, at: &str| {
            for (line, said) in lines(command).iter().zip(["non è un file normale", "is no regular file"]) {
                let (printed, exit) = piaoc(path, line);
                assert!(
                    exit != 0 && printed.contains(said) && printed.contains(at),
                    "{name}, {line}\n{printed}"
                );
            }
        };
        workspace.write("usa.piao", PLAN.replace("\n\n", &format!("\nusa \"{name}\"\n\n")));
        hold("check usa.piao", "usa.piao:4");
        workspace.write("piano/piano.piao", PLAN);
        workspace
            .write("piano/piaoc.toml", format!("[eval]\nactuals = [\"{}\"]\n", path.join(name).display()));
        hold("check piano/piano.piao", "piaoc.toml:2");
        workspace.write("prove/piano.piao", PLAN);
        let named = path.join(name).display().to_string();
        workspace.write(
            "prove/piano.prove",
            format!("prova \"una\"\n  consuntivi \"{named}\"\n  attesa performance A.1 = 1%\n"),
        );
        hold("test prove", "piano.prove:2");
        hold(&format!("eval prove/piano.piao --actuals {name}"), "");
        hold(&format!("check {name}"), "");
        hold(&format!("fmt {name}"), "piaoc fmt -");
        hold(&format!("import {name} -o nuovo"), "");
        symlink(path.join(name), path.join("prove/piaoc.toml")).unwrap();
        hold("check prove/piano.piao", "prove/piaoc.toml");
    }
}

/// One that is met in a folder is told as well, beside what else is there.
#[test]
fn a_pipe_in_a_folder_is_told() {
    let workspace = Workspace::new();
    workspace.write("piani/buono.piao", PLAN);
    make_pipe(&workspace.path().join("piani/pipe.piao"));
    for command in ["check piani", "fmt --check piani", "fix piani --dry-run"] {
        let (printed, exit) = piaoc(workspace.path(), &format!("piaoc {command} --lang en"));
        assert!(
            exit == 2 && printed.contains("`piani/pipe.piao` is no regular file: it is a pipe"),
            "{printed}"
        );
    }
    make_pipe(&workspace.path().join("piani/altra.prove"));
    let (printed, _) = piaoc(workspace.path(), "piaoc test piani --lang it");
    assert!(printed.contains("`piani/altra.prove` non è un file normale: è una pipe"), "{printed}");
}

/// Standard input is read where one says `-`, even if it is a file.
#[test]
fn standard_input_is_named_by_a_dash() {
    let workspace = Workspace::new();
    workspace.write("piano.piao", "piano   \"P\"\n  anni 2025\n");
    for name in ["/dev/stdin", "/proc/self/fd/0", "-"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_piaoc"));
        command.current_dir(workspace.path()).args(["fmt", name, "--lang", "it"]);
        command.stdin(fs::File::open(workspace.path().join("piano.piao")).unwrap());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        if name == "-" {
            assert_eq!(output.stdout, b"piano \"P\"\n  anni  2025\n");
        } else {
            assert!(output.status.code() == Some(2) && said.contains("piaoc fmt -"), "{said}");
        }
    }
    assert_eq!(
        fs::read_to_string(workspace.path().join("piano.piao")).unwrap(),
        "piano   \"P\"\n  anni 2025\n"
    );
}

/// A server that meets all of them goes on answering, and says so.
#[test]
fn the_server_waits_for_no_pipe() {
    let workspace = specials();
    workspace.write("piaoc.toml", "[eval]\nactuals = [\"pipe\"]\n");
    workspace.write("zero.piao", "usa \"zero\"\n");
    make_pipe(&workspace.path().join("altro.piao"));
    let mut client = Client::silent(workspace.path())
        .initialized(json!({ "initializationOptions": { "allowOutside": true } }));
    client.open("piano.piao", &PLAN.replace("\n\n", "\nusa \"pipe\"\nusa \"zero\"\nusa \"socket\"\n\n"));
    client.settle();
    let said = serde_json::to_string(&client.diagnostics("piano.piao")).unwrap();
    assert_eq!(said.matches("non è un file normale").count(), 3, "{said}");
    client.end();
}

/// A project in a folder, and what lies beside it.
fn beside() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("fuori/comune.piao", LIBRARY);
    workspace.write("fuori/dati.csv", ACTUALS);
    workspace.write("fuori/segreto.txt", SECRET);
    workspace.write("mio/piano.piao", PLAN);
    workspace
}

fn using(file: &str) -> String {
    PLAN.replace("\n\n", &format!("\nusa \"{file}\"\n\n"))
}

/// Whatever leads out of the project, by whatever way, is refused at its place; the command line can allow it.
#[test]
fn a_project_reads_only_its_own() {
    let workspace = beside();
    let path = workspace.path();
    let absolute = path.join("fuori").display().to_string();
    fs::create_dir(path.join("mio/dentro")).unwrap();
    symlink("../../fuori/comune.piao", path.join("mio/dentro/link.piao")).unwrap();
    symlink("../../fuori", path.join("mio/dentro/cartella")).unwrap();
    symlink("../../fuori/dati.csv", path.join("mio/dentro/link.csv")).unwrap();
    let libraries = [
        "../fuori/comune.piao".to_owned(),
        format!("{absolute}/comune.piao"),
        "dentro/link.piao".to_owned(),
        "dentro/cartella/comune.piao".to_owned(),
        "dentro/../../fuori/comune.piao".to_owned(),
        "../fuori/manca.piao".to_owned(),
    ];
    let tables = [
        "../fuori/dati.csv".to_owned(),
        format!("{absolute}/dati.csv"),
        "dentro/link.csv".to_owned(),
        "dentro/cartella/dati.csv".to_owned(),
    ];
    let refused = |line: &str, at: &str| {
        for (lang, said) in [("it", "è fuori dal progetto"), ("en", "is outside of the project")] {
            let (printed, exit) = piaoc(path, &format!("piaoc {line} --lang {lang}"));
            assert!(exit == 1 && printed.contains(said) && printed.contains(at), "{line}\n{printed}");
        }
    };
    let allowed = |line: &str| {
        let (printed, _) = piaoc(path, &format!("piaoc {line} --allow-outside --lang en"));
        assert!(!printed.contains("outside of the project"), "{line}\n{printed}");
    };
    for library in &libraries {
        workspace.write("mio/piano.piao", using(library));
        refused("check mio/piano.piao", "piano.piao:4");
        refused("eval mio/piano.piao --actuals fuori/dati.csv", "piano.piao:4");
        refused("fix mio/piano.piao", "piano.piao:4");
        allowed("check mio/piano.piao");
    }
    for network in ["//server/dati/comune.piao", r"\\server\dati\comune.piao"] {
        workspace.write("mio/piano.piao", using(network));
        refused("check mio/piano.piao", "piano.piao:4");
    }
    workspace.write("mio/piano.piao", PLAN);
    for table in &tables {
        workspace.write("mio/piaoc.toml", format!("[eval]\nactuals = [\"{table}\"]\n"));
        refused("check mio/piano.piao", "piaoc.toml:2");
        refused("eval mio/piano.piao", "piaoc.toml:2");
        allowed("eval mio/piano.piao");
        fs::remove_file(path.join("mio/piaoc.toml")).unwrap();
        let scenario = format!("prova \"una\"\n  consuntivi \"{table}\"\n  attesa performance A.1 = 1%\n");
        workspace.write("mio/piano.prove", scenario);
        refused("test mio/piano.prove", "piano.prove:2");
        allowed("test mio/piano.prove");
    }
    workspace.write(
        "mio/piano.prove",
        format!("piano \"{}\"\nprova \"una\"\n  attesa nessuna diagnostica\n", libraries[0]),
    );
    refused("test mio/piano.prove", "piano.prove:1");
    // A server is asked only if the project is on it, as in an office whose plans lie on one.
    let own = Path::new(r"\\Server\piani\ente");
    let within = |path: &str| lies_in(&Memory::default(), Some(own), Path::new(path));
    assert!(
        within(r"\\Server\piani\ente") && !within(r"\\altro\piani\ente") && !within("//altro/piani/ente")
    );
    let servers = [
        (r"\\Server\x", Some("server")),
        (r"\\?\UNC\Server\x", Some("server")),
        ("//server/x", Some("server")),
        (r"\\?\C:\piani", None),
        (r"C:\piani", None),
        ("/piani", None),
        ("piani", None),
    ];
    for (path, server) in servers {
        assert_eq!(server_of(Path::new(path)).as_deref(), server, "{path}");
    }
    // What the command line names is read wherever it is.
    let (printed, exit) = piaoc(path, "piaoc eval mio/piano.piao --actuals fuori/dati.csv");
    assert_eq!(exit, 0, "{printed}");
}

/// The project is the repository, or the topmost folder with a `piaoc.toml`.
#[test]
fn a_project_is_a_repository_or_below_a_configuration() {
    for (mark, content) in [(".git/HEAD", "ref: refs/heads/main\n"), ("piaoc.toml", ""), ("", "")] {
        let workspace = Workspace::new();
        workspace.write("comuni/strutture.piao", LIBRARY);
        workspace.write("dati/q1.csv", ACTUALS);
        workspace.write("enti/roma/piano.piao", using("../../comuni/strutture.piao"));
        workspace.write("enti/roma/piaoc.toml", "[eval]\nactuals = [\"../../dati/q1.csv\"]\n");
        if !mark.is_empty() {
            workspace.write(mark, content);
        }
        let (printed, exit) = piaoc(workspace.path(), "piaoc check enti/roma/piano.piao --lang en");
        assert_eq!(exit == 0, !mark.is_empty(), "{mark}: {printed}");
        // A folder that is named is named with all that is in it.
        let (printed, exit) = piaoc(workspace.path(), "piaoc check . --lang en");
        assert_eq!(exit, 0, "{mark}: {printed}");
    }
}

/// A link that is met in a folder and leads out of the project is told, not followed.
#[test]
fn links_met_in_a_folder_do_not_lead_out() {
    let workspace = beside();
    workspace.write("fuori/piano.piao", "piano \"Di altri\"\n  anni 2025\n");
    symlink("../fuori/piano.piao", workspace.path().join("mio/link.piao")).unwrap();
    let (printed, exit) = piaoc(workspace.path(), "piaoc check mio --lang en");
    assert!(exit == 1 && printed.contains("`mio/link.piao` is outside of the project"), "{printed}");
    assert!(!printed.contains("Di altri"), "{printed}");
    let (printed, exit) = piaoc(workspace.path(), "piaoc fmt --diff mio --lang en");
    assert!(
        exit == 1 && printed.contains("is outside of the project") && !printed.contains("Di altri"),
        "{printed}"
    );
    let (printed, _) = piaoc(workspace.path(), "piaoc check mio/link.piao --lang en");
    assert!(!printed.contains("is outside"), "what is named is read: {printed}");
}

/// Of a file that is none of ours nothing is shown, wherever it is named, in whatever format.
#[test]
fn what_is_none_of_ours_is_not_shown() {
    let formats = ["text", "short", "json", "sarif", "github", "gitlab"];
    let workspace = Workspace::new();
    let path = workspace.path();
    let hold = |line: &str| {
        for (lang, said) in [("it", "il suo testo non viene mostrato"), ("en", "its text is not shown")] {
            let (printed, exit) = piaoc(path, &format!("piaoc {line} --lang {lang}"));
            assert!(exit == 1 && printed.contains(said), "{line}\n{printed}");
            assert!(!printed.contains("segretissima"), "{line}\n{printed}");
        }
    };
    let text = format!("{SECRET}\nuna riga \"di testo\" qualunque; con cose\n");
    for secret in [SECRET, &text, "segretissima\n", "CHIAVE=\"segretissima\"\n"] {
        workspace.write("mio/.git/config", secret);
        workspace.write("mio/piano.piao", using(".git/config"));
        for format in formats {
            hold(&format!("check mio/piano.piao --format {format}"));
        }
        workspace.write("mio/piano.piao", PLAN);
        workspace.write("mio/piaoc.toml", "[eval]\nactuals = [\".git/config\"]\n");
        hold("check mio/piano.piao");
        hold("eval mio/piano.piao");
        fs::remove_file(path.join("mio/piaoc.toml")).unwrap();
        symlink(".git/config", path.join("mio/piaoc.toml")).unwrap();
        hold("check mio/piano.piao");
        fs::remove_file(path.join("mio/piaoc.toml")).unwrap();
        symlink(".git/config", path.join("mio/altro.piao")).unwrap();
        hold("check mio/altro.piao");
        hold("fmt --diff mio");
        fs::remove_file(path.join("mio/altro.piao")).unwrap();
        symlink(".git/config", path.join("mio/altro.prove")).unwrap();
        hold("test mio/altro.prove");
        fs::remove_file(path.join("mio/altro.prove")).unwrap();
    }
}

/// `fix` and renaming write nothing outside, even where that may be read.
#[test]
fn nothing_is_written_outside() {
    let workspace = beside();
    let path = workspace.path();
    let library = "misura istanze \"Istanze\"\n  unità istanze\n";
    workspace.write("fuori/comune.piao", library);
    let plan = using("../fuori/comune.piao")
        .replace("  target <= 20 giorni", "  algoritmo rapporto % \"Chiuse\" / istanze\n  target =< 20%");
    workspace.write("mio/piano.piao", &plan);
    let mut client =
        Client::silent(path).initialized(json!({ "initializationOptions": { "allowOutside": true } }));
    client.open("mio/piano.piao", &plan);
    client.settle();
    let (line, text) = plan.lines().enumerate().find(|(_, line)| line.contains("istanze")).unwrap();
    let character = text.find("istanze").unwrap() as u32;
    let new_name = json!({ "newName": "pratiche" });
    let renamed =
        client.with_position("textDocument/rename", "mio/piano.piao", line as u32, character, new_name);
    let refused = renamed.unwrap_err();
    assert!(refused.1.contains("fuori dal progetto"), "{refused:?}");
    client.end();
    workspace.write("fuori/comune.piao", format!("{library}\nindicatore X \"X\"\n  tolleranza 5.5\n"));
    let before = fs::read_to_string(path.join("fuori/comune.piao")).unwrap();
    let (printed, _) = piaoc(path, "piaoc fix mio/piano.piao --allow-outside --lang en");
    assert!(printed.contains("the file is outside of the project"), "{printed}");
    assert_eq!(fs::read_to_string(path.join("fuori/comune.piao")).unwrap(), before);
    assert_ne!(fs::read_to_string(path.join("mio/piano.piao")).unwrap(), plan);
}
