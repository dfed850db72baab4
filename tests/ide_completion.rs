//! Completion, signature help and the short reference, as an editor gets them: a text with `|` for the cursor, and what
//! is offered there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use piaoc::analysis;
use piaoc::diagnostics::{Code, Diagnostic, Lang, Severity};
use piaoc::ide::completion::{self, Completion};
use piaoc::ide::signature::signature;
use piaoc::ide::{State, Step, Workspace};
use piaoc::reference::{self, AlgorithmName, RuleName, Subject, Topic};
use piaoc::source::Memory;

const PLAN: &str = "piano.piao";

/// The messages of some diagnostics, one a line.
fn shown(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|found| format!("{} {}\n", found.code.name(), found.message.it)).collect()
}

/// What the server knows of some files once all is worked out; the first is the plan.
fn state(files: &[(&str, &str)]) -> State {
    let mut memory = Memory::default();
    for (name, text) in files {
        memory.insert(name, *text);
    }
    let mut workspace = Workspace::default();
    workspace.edited(Path::new(files[0].0), true);
    let mut last = None;
    while let Some(step) = workspace.step(&memory) {
        if let Step::Computed(state) = step {
            last = Some(state);
        }
    }
    last.expect("a plan")
}

/// A text without the `|` that marks the place, and the place.
fn placed(marked: &str) -> (String, usize) {
    let offset = marked.find('|').expect("a place");
    (marked.replacen('|', "", 1), offset)
}

/// What is offered at `|`; the server knows the text without the line of the place.
fn offered(marked: &str) -> Vec<Completion> {
    let (text, offset) = placed(marked);
    let before: String =
        marked.lines().filter(|line| !line.contains('|')).map(|line| format!("{line}\n")).collect();
    let state = state(&[(PLAN, &before)]);
    completion::complete(Some(&state), &text, offset, Lang::It)
}

/// What is offered at `|`, in its order: the labels of a kind.
fn labels(marked: &str) -> Vec<String> {
    offered(marked).into_iter().map(|one| one.label).collect()
}

/// A snippet with its places filled in: from `fills` in their order, else as they are; and where `$0` stands.
fn filled(one: &Completion, fills: &[&str]) -> (String, usize) {
    if !one.is_snippet {
        return (one.insert.clone(), one.insert.len());
    }
    let mut fills = fills.iter();
    let mut out = String::new();
    let mut end = None;
    let mut fill: Option<&str> = None;
    let mut in_place = false;
    let mut chars = one.insert.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let escaped = chars.next().unwrap();
                if fill.is_none() {
                    out.push(escaped);
                }
            }
            '$' if chars.peek() == Some(&'0') => {
                chars.next();
                end = Some(out.len());
            }
            '$' => {
                assert_eq!(chars.next(), Some('{'), "{}", one.insert);
                while chars.next().unwrap() != ':' {}
                in_place = true;
                fill = fills.next().copied().filter(|fill| !fill.is_empty());
                out.push_str(fill.unwrap_or(""));
            }
            '}' if in_place => (in_place, fill) = (false, None),
            c if fill.is_none() => out.push(c),
            _ => {}
        }
    }
    (out, end.expect("a last place"))
}

/// Somebody at the editor, who types nothing but what fills the places of a snippet, and Enter.
struct User {
    text: String,
    offset: usize,
}

impl User {
    fn new(marked: &str) -> User {
        let (text, offset) = placed(marked);
        User { text, offset }
    }

    fn list(&self) -> Vec<Completion> {
        let state = state(&[(PLAN, &self.text)]);
        completion::complete(Some(&state), &self.text, self.offset, Lang::It)
    }

    /// Takes what is offered under a label, and fills its places.
    fn take(&mut self, label: &str, fills: &[&str]) {
        let list = self.list();
        let found = list.iter().find(|one| one.label == label);
        let labels = || list.iter().map(|one| one.label.as_str()).collect::<Vec<_>>();
        let one =
            found.unwrap_or_else(|| panic!("{label} is not offered, but {:?}\n{}", labels(), self.text));
        self.insert(one, fills);
    }

    fn insert(&mut self, one: &Completion, fills: &[&str]) {
        assert!(one.replace.start <= self.offset && self.offset <= one.replace.end, "{one:?}");
        assert!(!self.text[one.replace.clone()].contains('\n'), "{one:?}");
        let (insert, end) = filled(one, fills);
        self.text.replace_range(one.replace.clone(), &insert);
        self.offset = one.replace.start + end;
    }

    /// Enter, which keeps the indentation.
    fn enter(&mut self) {
        let line = self.text[..self.offset].rsplit('\n').next().unwrap();
        let blanks = line.len() - line.trim_start_matches(' ').len();
        self.text.insert_str(self.offset, &format!("\n{}", " ".repeat(blanks)));
        self.offset += 1 + blanks;
    }

    fn diagnostics(&self) -> String {
        let mut memory = Memory::default();
        memory.insert(PLAN, self.text.as_str());
        let mut checked = analysis::check(&memory, Path::new(PLAN));
        // What was just begun has nothing in it yet.
        checked.diagnostics.retain(|found| found.code != Code::EmptyObjective);
        shown(&checked.diagnostics)
    }

    /// No fault so far.
    fn assert_fine(&self) {
        assert_eq!(self.diagnostics(), "", "{}", self.text);
    }

    /// How many KPIs there are, and their weights.
    fn assert_kpis(&self, weights: &[&str]) {
        let state = state(&[(PLAN, &self.text)]);
        let plan = state.checked.plan.as_ref().expect("a plan");
        let found: Vec<String> = plan
            .kpis
            .iter()
            .map(|kpi| kpi.weight.as_ref().map_or("uguale".to_owned(), |weight| weight.value.plain(2)))
            .collect();
        assert_eq!(found, weights, "{}", self.text);
    }
}

#[test]
fn a_plan_of_three_kpis_is_written_by_accepting_alone() {
    let mut user = User::new("|");
    let first = user.list().into_iter().next().unwrap();
    assert_eq!(first.label, "piano completo");
    user.take("piano completo", &[]);
    user.assert_fine();
    user.enter();
    user.take("obiettivo", &[]);
    user.assert_fine();
    user.enter();
    assert_eq!(user.list()[0].label, "kpi");
    user.take("kpi", &[]);
    user.assert_fine();
    user.assert_kpis(&["60", "40", "100"]);
}

#[test]
fn a_plan_of_three_kpis_is_written_with_weights_of_ones_own() {
    let mut user = User::new("|");
    user.take("piano", &["Piano della performance 2026-2028", "Comune di Valfiorita", "2026-2028"]);
    user.assert_fine();
    user.enter();
    assert_eq!(user.list()[0].label, "area");
    user.take("area", &["A", "Servizi"]);
    user.enter();
    assert_eq!(user.list()[0].label, "obiettivo");
    user.take("obiettivo", &["", "Sportello"]);
    user.enter();
    user.take("kpi", &["evase", "Istanze evase nei termini", "50"]);
    user.enter();
    user.take("kpi conteggio", &["incontri", "Incontri tenuti", "30"]);
    user.enter();
    user.take("kpi scadenza", &["portale", "Portale in linea"]);
    user.assert_fine();
    user.assert_kpis(&["50", "30", "20"]);
    assert_eq!(
        user.text,
        r#"piano "Piano della performance 2026-2028"
  ente       "Comune di Valfiorita"
  anni       2026-2028
  punteggio  proporzionale
area A "Servizi"
obiettivo A.1 "Sportello"
kpi evase "Istanze evase nei termini"
  peso       50%
  algoritmo  rapporto % "Istanze evase nei termini" / "Istanze pervenute"
  target     >= 90%
kpi incontri "Incontri tenuti"
  peso       30%
  algoritmo  valore assoluto "Numero di iniziative"
  target     >= 10
kpi portale "Portale in linea"
  peso       20%
  target     entro 31/12/2026"#
    );
}

#[test]
fn a_plan_of_three_kpis_is_written_with_equal_weights() {
    let mut user = User::new("|");
    user.take("piano", &[]);
    user.enter();
    user.take("obiettivo", &[]);
    user.enter();
    user.take("pesi uguali", &[]);
    for label in ["kpi tempo medio", "kpi sì/no", "kpi variazione"] {
        user.enter();
        user.take(label, &[]);
        user.assert_fine();
    }
    user.assert_kpis(&["uguale", "uguale", "uguale"]);
}

/// A valid plan with a place at which everything that is offered can be taken as it is.
const ROOMS: &[&str] = &[
    "|",
    "piano \"Esempio\"\n  anni 2025-2027\n|",
    "piano \"Esempio\"\n  esercizio 2026\n  |",
    "piano \"Esempio\"\n  anni 2025-2027\narea A \"Area\"\n  |",
    "piano \"Esempio\"\n  anni 2025-2027\narea A \"Area\" peso 100%\nobiettivo A.1 \"Uno\" peso 30%\nobiettivo A.2 \"Due\" peso 70%\n  |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\"\n  peso 100%\n  |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\n\nkpi uno \"Uno\"\n  target entro 30/06/2025 |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" peso 100%\n  target 2025-2027 >= 5\n|",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\" pesi uguali\nkpi uno \"Uno\"\n  target sì\n|",
    "piano \"Esempio\"\r\n  anni 2025-2027\r\nobiettivo A \"Area\"\r\nkpi uno \"Uno\" peso 1/3 target >= 3\r\nkpi due \"Due\" peso 2/3\r\n  |\r\n",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" peso 2 punti target >= 3\n|",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" algoritmo media ponderata\nobiettivo A.1 \"Figlio\"\n|",
    "piano \"Esempio\"\n  anni 2025-2027\nmisura istanze \"Istanze 🎉 «perché» {$1}\"\n  |",
    "piano \"Esempio\"\n  anni 2025-2027\nstruttura uno \"Ufficio\"\nstruttura due \"Altro\" |",
    "piano \"Esempio\"\n  anni 2025-2027\nindicatore KP1 \"Indicatore\" algoritmo valore assoluto\nobiettivo A \"Area\"\nkpi KP1 |",
    "piano \"Esempio\"\n  anni 2025-2027\nindicatore KP1 \"Indicatore\"\n  |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" peso 100% target >= 3\nrettifica A/uno 2025 100% motivo \"x\"\n  |",
    "piano \"Esempio\"\n  anni 2025-2027\nfasce voti su valore\n  sotto 60 -> 0%\n  da 60 -> 100%\nobiettivo A \"Area\"\nkpi uno \"Uno\" target >= 3 punteggio |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" target |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" algoritmo rapporto % \"a\" / \"b\" target |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" peso |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" peso 30% target >= 1\nkpi due \"Due\" target >= 1 peso |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" algoritmo |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" algoritmo rapporto \"a\" |",
    "piano \"Esempio\"\n  anni 2025-2027\nmisura m \"M\"\nobiettivo A \"Area\"\nkpi uno \"Uno\" algoritmo formula |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" unità |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" storico |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" assegnato |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi uno \"Uno\" consenti |",
    "piano \"Esempio\"\n  anni 2025-2027\n  non disponibili |",
    "piano \"Esempio\"\n  anni |",
    "piano \"Esempio\"\n  anni 2025-2027\n  richiede |",
    "piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Area\"\nkpi \"Un titolo\" target >= 3\nrettifica A/\"Un titolo\" 2025 |",
];

#[test]
fn everything_offered_is_valid_as_it_is() {
    let mut taken = 0;
    let mut faults = Vec::new();
    for marked in ROOMS {
        for one in User::new(marked).list() {
            // What the file is called and what only begins something can't be known.
            let unfinished =
                ["usa", "2025", "2026", "2027", "2025-2027", "2025-S1", "%", "proporzionale inverso"];
            let needs_more = ["da storico", "diretto", "fino a", "da … a meno di", "da", "sotto", "oltre"];
            if unfinished.contains(&one.label.as_str()) || needs_more.contains(&one.label.as_str()) {
                continue;
            }
            // A further one where the others have all the weight needs a weight that nobody can propose.
            let full = ["peso 100%", "peso 2/3", "peso 70%"].iter().any(|whole| marked.contains(whole));
            if full && one.label == "peso" {
                assert_eq!((one.insert.as_str(), one.is_snippet), ("peso ", false));
                continue;
            }
            let mut user = User::new(marked);
            assert_eq!(one.plain_text(), filled(&one, &[]).0);
            user.insert(&one, &[]);
            let found = user.diagnostics();
            // A warning is no error, and a file without `piano` may become a library.
            let is_full = full && ["kpi", "obiettivo", "area"].iter().any(|item| one.label.starts_with(item));
            let error = |line: &&str| {
                let known = line.starts_with("P04") || line.starts_with("P0205");
                !(known || is_full && line.starts_with("P0310"))
            };
            if found.lines().any(|line| error(&line)) {
                faults.push(format!("── {}\n{}\n{found}", one.label, user.text));
            }
            taken += 1;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(taken > 400, "only {taken}");
}

const HEAD: &str = "piano \"Esempio\"\n  anni 2025-2027\n";

#[test]
fn what_is_offered_at_a_place() {
    let objective = "obiettivo A.1 \"Uno\"\n";
    let kpi = "obiettivo A.1 \"Uno\"\nkpi uno \"Uno\" ";
    let named = "misura istanze \"Istanze\"\nstruttura uno \"Ufficio\"\nstruttura due \"Altro\"\nindicatore KP1 \"Indicatore\"\nfasce voti su valore\n  oltre 0 -> 100%\n";
    let codes = Code::ALL.iter().filter(|code| code.severity() != Severity::Error);
    let lints = codes.map(|code| code.name()).collect::<Vec<_>>().join(", ");
    let cases: &[(&str, &str, &str)] = &[
        // What stands before, what is typed, the first offers.
        ("", "|", "piano completo, piano"),
        (HEAD, "  |", "area, obiettivo, ente, fonte"),
        (HEAD, "  non dis|", "non disponibili"),
        (HEAD, "  centro di|", ""),
        (objective, "|", "kpi, kpi conteggio"),
        (objective, "  |", "kpi, kpi conteggio"),
        (objective, "  centro di|", "centro di costo"),
        (objective, "  CENTRO  DI C|", "centro di costo"),
        (kpi, "|", "target, peso, algoritmo"),
        (kpi, "t|", "target, "),
        (kpi, "target >= 3 |", "peso, algoritmo"),
        (kpi, "target >= 3\n  |", "peso, algoritmo"),
        (
            kpi,
            "target |",
            ">= 80%, >= 10, <= 30 giorni, entro 31/12/2025, sì, <= 10, 2025, 2026, 2027, 2025-2027, 2025-S1, n.d.",
        ),
        (kpi, "target 2026 |", ">= 80%, >= 10, <= 30 giorni, entro 31/12/2026, sì, <= 10, n.d."),
        (kpi, "target 2026 >= |", "10"),
        (kpi, "unità giorni target |", "<= 30 giorni, >= 30 giorni, 2025"),
        (kpi, "algoritmo sì/no target |", "sì, no, 2025"),
        (kpi, "algoritmo data target |", "entro 31/12/2025, 2025"),
        (kpi, "peso |", "100%, 2 punti"),
        (kpi, "peso 1/3\nkpi due \"Due\" peso 1/3\nkpi tre \"Tre\" peso |", "1/3"),
        (kpi, "peso 12,5%\nkpi due \"Due\" peso |", "87,5%"),
        (kpi, "peso 2 punti\nkpi due \"Due\" peso |", "2 punti"),
        (kpi, "\nkpi due \"Due\"\nkpi tre \"Tre\" peso |", "1/3, 2 punti"),
        (kpi, "peso 60%\nkpi due \"Due\" peso 60%\nkpi tre \"Tre\" peso |", ""),
        (kpi, "peso 100%\nkpi due \"Due\" target >= 3 |", "peso, algoritmo, unità"),
        (kpi, "peso 60%\nkpi due \"Due\" peso 40%\n|", "target, kpi, kpi conteggio"),
        (named, "obiettivo A \"x\"\nkpi |", "KP1, \"Titolo\", kpi conteggio, kpi tempo medio"),
        (objective, "kpi t|", "\"Titolo\", kpi tempo medio"),
        (objective, "  kpi te|", "kpi tempo medio"),
        (objective, "kpi tempo |", "\"Titolo\", target, kpi tempo medio"),
        (objective, "kpi t| \"Uno\"", "\"Titolo\""),
        (named, "obiettivo A \"x\"\nkpi uno KP1 |", "KP1, \"Titolo\", target"),
        (
            named,
            "obiettivo A \"x\"\nkpi uno algoritmo |",
            "rapporto %, rapporto, valore assoluto, variazione %, data, sì/no, formula",
        ),
        (named, "obiettivo A \"x\"\nkpi uno algoritmo rapporto |", "%, istanze, \"dato\""),
        (named, "obiettivo A \"x\"\nkpi uno algoritmo rapporto % |", "istanze, \"dato\""),
        (named, "obiettivo A \"x\"\nkpi uno algoritmo rapporto istanze |", "/ \"dato\""),
        (named, "obiettivo A \"x\"\nkpi uno algoritmo rapporto istanze / |", "istanze, \"dato\""),
        (named, "obiettivo A \"x\"\nkpi uno algoritmo rapporto istanze / istanze |", "ogni 1.000"),
        (named, "obiettivo A \"x\"\nkpi uno algoritmo rapporto \"a / b\" |", "/ \"dato\""),
        (
            named,
            "obiettivo A \"x\"\nkpi uno algoritmo formula |",
            "istanze, \"dato\", somma(dato[anno-2..anno])",
        ),
        (named, "obiettivo A \"x\"\nkpi uno algoritmo formula istanze |", "in %"),
        (named, "obiettivo A \"x\"\nkpi uno algoritmo media |", ""),
        (
            named,
            "obiettivo A \"x\" punteggio |",
            "proporzionale, proporzionale inverso, tutto o niente, diretto, da storico, fasce voti",
        ),
        (named, "obiettivo A \"x\" punteggio tutto o |", "tutto o niente"),
        (named, "obiettivo A \"x\" punteggio fasce |", "fasce voti"),
        (named, "obiettivo A \"x\" assegnato |", "uno, due, \"nome dell'ufficio\""),
        (named, "obiettivo A \"x\" assegnato uno, |", "uno, due, \"nome dell'ufficio\""),
        (named, "struttura tre in |", "uno, due"),
        (named, "area B \"x\"\nobiettivo A \"x\" in |", "B"),
        (named, "fasce altre |", "su valore, su percentuale raggiunta, su giorni di ritardo"),
        (named, "fasce altre su |", "valore, percentuale raggiunta, giorni di ritardo"),
        (named, "misura altra cumula |", "somma, ultimo, media, primo"),
        (named, "misura altra unità |", "%, giorni, ore, €, data, sì/no"),
        (named, "misura altra frequenza |", "annuale, semestrale, trimestrale, mensile"),
        (HEAD, "  non disponibili |", "esclusi, zero, errore"),
        (HEAD, "  richiede fonte, |", "fonte, unità, tipologia"),
        (objective, "  livello |", "strategico, operativo"),
        (objective, "  consenti |", &lints),
        (objective, "obiettivo |", "A.2"),
        (objective, "azione |", "A.1.1"),
        ("area 01_06 \"x\"\n", "area |", "01_07"),
        ("area A \"x\"\n", "area |", "B"),
        (kpi, "target >= 1\nrettifica |", "A.1/uno"),
        (kpi, "target >= 1\nrettifica A.1/uno |", "2025"),
        (kpi, "target >= 1\nrettifica A.1/uno 2025 |", "100% motivo \"perché\""),
        (
            "obiettivo A \"x\"\nobiettivo A.1 \"y\"\nobiettivo B \"z\"\n",
            "kpi uno algoritmo media ponderata |",
            "A, A.1, target",
        ),
        // Where nothing is to be offered.
        (kpi, "fonte \"re|", ""),
        (kpi, "fonte «re \"gi|", ""),
        (kpi, "fonte \"registro\"|", ""),
        (kpi, "# pe|", ""),
        (HEAD, "usa \"|", ""),
        (HEAD, "usa |", ""),
    ];
    let mut faults = Vec::new();
    for (before, typed, expected) in cases {
        let before = if before.is_empty() || before.starts_with("piano") {
            (*before).to_owned()
        } else {
            format!("{HEAD}{before}")
        };
        let found = labels(&format!("{before}{typed}"));
        let typed_word = typed.split('|').next().unwrap().to_lowercase();
        let begun = typed_word.rsplit([' ', '\n']).next().unwrap();
        let fits: Vec<&str> = found
            .iter()
            .map(String::as_str)
            .filter(|label| begun.is_empty() || label.to_lowercase().contains(begun))
            .collect();
        let all = fits.join(", ");
        let fine = if expected.is_empty() {
            all.is_empty()
        } else {
            format!("{all}, ").starts_with(&format!("{}, ", expected.trim_end_matches(", ")))
        };
        if !fine {
            faults.push(format!("{typed}\n  expected {expected}\n  found    {all}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

const TABLE_PLAN: &str = "piano \"Esempio\"\n  anni 2025-2026\nmisura istanze \"Istanze pervenute\"\nobiettivo A.1 \"Uno\" pesi uguali\nkpi evase \"Istanze; evase\" algoritmo rapporto % \"Evase\" / istanze target >= 90%\nkpi \"Tempo; medio\" target <= 5 giorni\nobiettivo A.2 \"Due\"\nkpi altro \"Altro\" target >= 3\n";

#[test]
fn what_is_offered_in_a_table() {
    let header = "chiave;periodo;valore;esito;stato\n";
    let periods = "2025, 2025-S1, 2025-S2, 2025-T1, 2025-T2, 2025-T3, 2025-T4, 2025-01";
    let cases: &[(&str, &str, &str)] = &[
        ("|", "", "chiave;periodo;valore -> chiave;periodo;valore, chiave -> chiave, periodo -> periodo"),
        ("sep=,\n|", "", "chiave,periodo,valore -> chiave,periodo,valore, chiave -> chiave"),
        ("chiave;|", "", "periodo -> periodo, valore -> valore, esito -> esito"),
        ("chiave;periodo;val|", "val", "valore -> valore"),
        (
            header,
            "|",
            "istanze -> istanze, A.1/evase/1 -> A.1/evase/1, A.1/evase -> A.1/evase, A.1/Tempo; medio -> \"A.1/Tempo; medio\", A.2/altro -> A.2/altro",
        ),
        (
            header,
            "A.1/|;2025;3",
            "A.1/evase/1 -> A.1/evase/1, A.1/evase -> A.1/evase, A.1/Tempo; medio -> \"A.1/Tempo; medio\"",
        ),
        (header, "\"A.1/tempo|;2025", "A.1/Tempo; medio -> \"A.1/Tempo; medio\""),
        (header, "ALTRO|", "A.2/altro -> A.2/altro"),
        (header, "istanze;|;3", periods),
        (header, "istanze;2025;|", ""),
        (
            header,
            "istanze;2025;3;|",
            "kpi validato -> kpi validato, kpi non disponibile -> kpi non disponibile, kpi non definito -> kpi non definito",
        ),
        (
            header,
            "istanze;2025;3;;in|",
            "raggiunto -> raggiunto, in linea -> in linea, in ritardo -> in ritardo, non dovuto -> non dovuto, non disponibile -> non disponibile",
        ),
        ("key,period,value\r\n", "A.1/Te|\r\n", "A.1/Tempo; medio -> A.1/Tempo; medio"),
        ("obiettivo;indicatore;periodo;valore\n", "|", "A.1 -> A.1, A.2 -> A.2"),
        (
            "obiettivo;indicatore;periodo;valore\n",
            "A.1 - Uno;|",
            "evase -> evase, Tempo; medio -> \"Tempo; medio\"",
        ),
        ("obiettivo;indicatore;periodo;valore\n", "A.2;|", "altro -> altro"),
        ("nome;cognome\n", "|", ""),
    ];
    let plan = state(&[(PLAN, TABLE_PLAN)]);
    for (before, typed, expected) in cases {
        let marked = if before.contains('|') { (*before).to_owned() } else { format!("{before}{typed}") };
        let (text, offset) = placed(&marked);
        let list = completion::complete_table(&plan, &text, offset, Lang::It);
        for one in &list {
            assert!(one.replace.start <= offset && offset <= one.replace.end, "{marked}: {one:?}");
            let replaced = &text[one.replace.clone()];
            assert!(!replaced.contains(['\n', '\r']), "{marked}: {one:?}");
        }
        let found: Vec<String> =
            list.into_iter()
                .map(|one| {
                    if *expected == periods { one.label } else { format!("{} -> {}", one.label, one.insert) }
                })
                .collect();
        let found = found.join(", ");
        let fine = if expected.is_empty() { found.is_empty() } else { found.starts_with(expected) };
        assert!(fine, "{marked}\nexpected {expected}\nfound    {found}");
    }
}

#[test]
fn the_period_of_the_configuration_comes_first_in_a_table() {
    let config = "[eval]\nactuals = [\"q.csv\"]\nperiod = \"2025-T2\"\n";
    let state = state(&[(PLAN, TABLE_PLAN), ("piaoc.toml", config), ("q.csv", "chiave;periodo;valore\n")]);
    let (text, offset) = placed("chiave;periodo;valore\nistanze;|");
    let list = completion::complete_table(&state, &text, offset, Lang::It);
    let labels: Vec<&str> = list.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(labels[..4], ["2025-T2", "2025", "2025-S1", "2025-S2"]);
    assert_eq!(labels.iter().filter(|label| **label == "2025-T2").count(), 1);
}

/// Whether the letters of `typed` stand in `text` one after another, as most editors filter.
fn scattered(typed: &str, text: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    typed.chars().all(|wanted| letters.any(|c| c == wanted))
}

#[test]
fn accents_and_apostrophes_need_not_be_typed() {
    let kpi =
        format!("{HEAD}obiettivo A.1 \"Uno\"\n  responsabile \"Unità d'intervento\"\nkpi uno \"Uno\"\n  ");
    for (before, typed, label) in [
        (kpi.as_str(), "unita", "unità"),
        (&kpi, "unità", "unità"),
        (&kpi, "UNIT", "unità"),
        (&kpi, "kpisi", "kpi sì/no"),
        (&kpi, "kpi si", "kpi sì/no"),
        (&format!("{kpi}algoritmo "), "sino", "sì/no"),
        (&format!("{kpi}tipologia "), "qualita", "qualità"),
        (&format!("{kpi}responsabile "), "unitadint", "\"Unità d'intervento\""),
    ] {
        for known in 0..=typed.chars().count() {
            // The editor asks after the first letters, and holds the rest against what it got.
            let first: String = typed.chars().take(known).collect();
            let marked = format!("{before}{first}|");
            let list = offered(&marked);
            let one = list.iter().find(|one| one.label == label);
            let one = one.unwrap_or_else(|| panic!("{marked} has no {label}: {list:?}"));
            let (text, offset) = placed(&marked);
            let filter = one.filter_text(&text[one.replace.start..offset]);
            let word = format!("{}{}", &text[one.replace.start..offset], &typed[first.len()..]);
            assert!(scattered(&word.trim_start().to_lowercase(), &filter), "{marked}: {word} in {filter}");
            if known == typed.chars().count() && !label.starts_with('"') {
                assert!(
                    filter.to_lowercase().starts_with(&word.trim_start().to_lowercase()),
                    "{marked}: {word} in {filter}"
                );
            }
        }
    }
}

#[test]
fn texts_that_the_plan_says_elsewhere_are_offered() {
    let before = format!(
        "{HEAD}struttura uno \"Ufficio\"\nobiettivo A.1 \"Uno\"\n  responsabile \"Giunta\", uno\nkpi a \"A\" fonte \"protocollo «nuovo»\" nota \"stima\" target >= 1\nkpi b \"B\" fonte \"registro \"\"A\"\"\" target >= 1\nkpi c \"C\" fonte \"registro \"\"A\"\"\" target >= 1\nkpi d \"D\" target >= 1\n  "
    );
    let (a, b) = ("protocollo «nuovo»", "registro \"A\"");
    for (typed, expected) in [
        // The commonest first, in quotes; between them without.
        ("fonte |", vec!["\"registro \"\"A\"\"\"".to_owned(), format!("\"{a}\"")]),
        ("fonte \"|", vec![b.to_owned(), a.to_owned()]),
        ("fonte \"|\"", vec![b.to_owned(), a.to_owned()]),
        ("fonte \"prot|", vec![a.to_owned()]),
        ("fonte «|»", vec![b.to_owned()]),
        ("nota |", vec!["\"stima\"".to_owned()]),
        ("responsabile |", vec!["uno".to_owned(), "\"Giunta\"".to_owned()]),
        ("assegnato uno, \"giu|", vec!["Giunta".to_owned()]),
        ("fonte \"x\" # \"|", vec![]),
        ("descrizione \"|", vec![]),
    ] {
        let marked = format!("{before}{typed}");
        let list = offered(&marked);
        let found: Vec<&str> = list.iter().map(|one| one.label.as_str()).take(expected.len()).collect();
        assert_eq!(found, expected, "{typed}: {list:?}");
        assert!(!expected.is_empty() || list.is_empty(), "{typed}: {list:?}");
        for one in list.into_iter().take(expected.len()) {
            let (text, offset) = placed(&marked);
            let mut user = User { text, offset };
            user.insert(&one, &[]);
            assert!(!user.diagnostics().contains("P01"), "{}\n{}", user.text, user.diagnostics());
        }
    }
    // What an attribute brings with it is what is said most.
    let source = offered(&format!("{before}fon|"));
    let source = source.iter().find(|one| one.label == "fonte").unwrap();
    assert_eq!(source.plain_text(), "fonte \"registro \"\"A\"\"\"");
}

/// Where the others weigh all there is, the weight is still offered, with what it costs, and never as nothing.
#[test]
fn a_weight_of_which_none_is_left_is_offered_with_what_it_costs() {
    for marked in [
        "obiettivo A \"A\"\nkpi uno \"Uno\" peso 60%\nkpi due \"Due\" peso 40%\nkpi tre \"Tre\" |",
        "obiettivo A \"A\"\nkpi uno \"Uno\" peso 1/3\nkpi due \"Due\" peso 2/3\nkpi tre \"Tre\"\n  |",
        "obiettivo A \"A\"\nkpi uno \"Uno\" peso 80%\nkpi due \"Due\" peso 80%\nkpi tre \"Tre\"\n  pe|",
        "area A \"A\" peso 100%\narea B \"B\" |",
        "obiettivo A.1 \"A\" peso 30%\nobiettivo A.2 \"B\" peso 70%\nobiettivo A.3 \"C\"\n  |",
    ] {
        let list = offered(&format!("{HEAD}{marked}"));
        let weight =
            list.iter().find(|one| one.label == "peso").unwrap_or_else(|| panic!("{marked}: {list:?}"));
        assert_eq!(weight.insert.trim_start(), "peso ", "{marked}");
        let said = weight.detail.as_deref().unwrap_or_default();
        assert!(said.contains("va tolto a loro"), "{marked}: {said}");
        assert!(list.iter().all(|one| !one.plain_text().contains("peso 0")), "{marked}: {list:?}");
    }
    // Where something is left, that is offered, and nothing is to be said.
    let list = offered(&format!("{HEAD}obiettivo A \"A\"\nkpi uno \"Uno\" peso 60%\nkpi due \"Due\" |"));
    let weight = list.iter().find(|one| one.label == "peso").unwrap();
    assert_eq!((weight.plain_text().as_str(), &weight.detail), ("peso 40%", &None));
}

/// A code is one word, its hyphens and slashes included: what is accepted takes the place of all of it, wherever in it
/// the cursor stands. In a calculation `-` and `/` calculate.
#[test]
fn an_accepted_code_replaces_the_whole_code() {
    let named = "misura uno_due \"A\"\nmisura tre \"B\"\nindicatore M1C1-17 \"Milestone\"\nindicatore SA/2-b \"Altro\"\nobiettivo PNRR-1 \"Uno\"\nobiettivo PNRR-2.1 \"Due\"\nkpi M1C1-17 \"Atti\"\n  target >= 1\n";
    for (marked, label, expected) in [
        ("kpi M1C1-|", "M1C1-17", "kpi M1C1-17"),
        ("kpi M1C1-1|", "M1C1-17", "kpi M1C1-17"),
        ("kpi M1|C1-17", "M1C1-17", "kpi M1C1-17"),
        ("kpi |M1C1-17", "M1C1-17", "kpi M1C1-17"),
        ("kpi uno m1c1-|9 \"T\"", "M1C1-17", "kpi uno M1C1-17 \"T\""),
        ("kpi M1C1‑1|", "M1C1-17", "kpi M1C1-17"),
        ("kpi SA/|", "SA/2-b", "kpi SA/2-b"),
        ("kpi SA/2-|", "SA/2-b", "kpi SA/2-b"),
        ("kpi S|A/2", "SA/2-b", "kpi SA/2-b"),
        // Not what it begins with, but what it holds.
        ("kpi C1-1|", "M1C1-17", "kpi M1C1-17"),
        ("kpi x \"X\"\n  algoritmo media ponderata PNRR-|", "PNRR-1", "  algoritmo media ponderata PNRR-1"),
        (
            "kpi x \"X\"\n  algoritmo media ponderata A.1,PNRR-|1",
            "PNRR-1",
            "  algoritmo media ponderata A.1,PNRR-1",
        ),
        ("obiettivo B \"B\"\n  in PNRR-|", "PNRR-1", "  in PNRR-1"),
        ("rettifica PNRR-2.1/M1C1-|", "PNRR-2.1/M1C1-17", "rettifica PNRR-2.1/M1C1-17"),
        ("rettifica PNRR-|2.1/M1 2025", "PNRR-2.1/M1C1-17", "rettifica PNRR-2.1/M1C1-17 2025"),
        ("kpi x \"X\"\n  algoritmo rapporto tre/u|", "uno_due", "  algoritmo rapporto tre/uno_due"),
        ("kpi x \"X\"\n  algoritmo formula tre-u|", "uno_due", "  algoritmo formula tre-uno_due"),
        ("kpi x \"X\"\n  algoritmo formula t|-uno_due", "tre", "  algoritmo formula tre-uno_due"),
        ("kpi x \"X\"\n  algoritmo sì/|", "sì/no", "  algoritmo sì/no \"Documento adottato\""),
    ] {
        let marked = format!("{HEAD}{named}{marked}");
        let mut user = User::new(&marked);
        let list = user.list();
        let one = list.iter().find(|one| one.label == label).unwrap_or_else(|| panic!("{marked}: {list:?}"));
        user.insert(one, &[]);
        assert_eq!(user.text.lines().last(), Some(expected), "{marked}");
    }
}

#[test]
fn a_client_that_replaces_only_the_word_gets_what_is_to_come_there() {
    for (marked, label, expected) in [
        ("obiettivo A.1 \"Uno\"\n  pesi u|", "pesi uguali", "uguali"),
        ("obiettivo A.1 \"Uno\"\n  pe|", "pesi uguali", "pesi uguali"),
        (
            "obiettivo A.1 \"Uno\"\nkpi uno \"Uno\"\n  algoritmo rapporto \"a\" / \"b\" target >= 1 peso |",
            "100%",
            "100%",
        ),
        ("obiettivo A.1 \"Uno\"\nkpi uno \"Uno\"\n  target >|", ">= 10", "= 10"),
    ] {
        let marked = format!("{HEAD}{marked}");
        let list = offered(&marked);
        let one = list.iter().find(|one| one.label == label).unwrap_or_else(|| panic!("{marked}: {list:?}"));
        let (text, offset) = placed(&marked);
        assert_eq!(one.from_word(&text, offset, &one.plain_text()), expected, "{marked}");
    }
}

#[test]
fn a_faulty_plan_still_names_what_tables_may_hold() {
    let faulty = TABLE_PLAN.replace("pesi uguali", "");
    let state = state(&[(PLAN, &faulty)]);
    assert!(state.checked.plan.is_none());
    let list = completion::complete_table(&state, "chiave;periodo;valore\n", 22, Lang::It);
    let labels: Vec<&str> = list.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(labels, ["istanze", "A.1/evase", "A.1/Tempo; medio", "A.2/altro"]);
}

#[test]
fn signatures() {
    let kpi = format!("{HEAD}obiettivo A \"x\"\nkpi uno \"Uno\"\n  ");
    // What is typed; the signature, its active part in brackets.
    let cases = [
        (
            "algoritmo |",
            "algoritmo valore assoluto | rapporto | variazione % | media ponderata | data | sì/no | formula",
        ),
        ("algoritmo rapporto |", "rapporto [%] 【numeratore】 / denominatore [ogni n]"),
        ("algoritmo rapporto % \"a / b\" |", "rapporto [%] 【numeratore】 / denominatore [ogni n]"),
        ("algoritmo rapporto % (a / b) |", "rapporto [%] 【numeratore】 / denominatore [ogni n]"),
        ("algoritmo rapporto % a / |", "rapporto [%] numeratore / 【denominatore】 [ogni n]"),
        ("algoritmo rapporto % a|\n    / b", "rapporto [%] 【numeratore】 / denominatore [ogni n]"),
        ("algoritmo ratio a / b ogni |", "rapporto [%] numeratore / denominatore 【[ogni n]】"),
        ("algoritmo valore assoluto |", "valore assoluto 【[dato]】"),
        ("algoritmo VARIAZIONE % |", "variazione % 【dato】"),
        ("algoritmo data |", "data 【[dato]】"),
        ("algoritmo si/no |", "sì/no 【[dato]】"),
        ("algoritmo media ponderata A.1, |", "media ponderata [codice o codice.*]【[, altro codice …]】"),
        ("algoritmo formula (a - |", "formula 【calcolo】 [in %]"),
        ("algoritmo formula min(a; |", "min(a; 【b】)"),
        ("algoritmo formula 2 * somma(|", "somma(【dato】[anno-3..anno-1])"),
        ("algoritmo formula media(\"però 🎉\"[anno|", "media(dato【[anno-3..anno-1]】)"),
        ("algoritmo formula a in |", "formula calcolo 【[in %]】"),
        ("punteggio |", "punteggio tutto o niente | proporzionale | diretto | da storico | fasce nome"),
        ("punteggio proporzionale |", "punteggio proporzionale 【[scostamento | inverso]】"),
        ("punteggio fasce |", "punteggio fasce 【nome】"),
        ("punteggio diretto |", "punteggio diretto"),
        ("algoritmo rapporto a / b\n  |", ""),
        ("algoritmo rapporto a / b # no|", ""),
        ("algor|itmo rapporto a / b", ""),
        ("target |", ""),
        ("|", ""),
    ];
    for (typed, expected) in cases {
        let (text, offset) = placed(&format!("{kpi}{typed}"));
        let found = signature(&text, offset, Lang::It);
        let found = found.map_or(String::new(), |found| {
            assert!(!found.documentation.is_empty());
            let mut label = found.label;
            if let Some(part) = found.active.map(|active| found.parameters[active].clone()) {
                label.insert(part.end, '】');
                label.insert(part.start, '【');
            }
            label
        });
        assert_eq!(found, expected, "{typed}");
    }
    assert_eq!(signature("", 0, Lang::It), None);
    let english = signature(&format!("{kpi}algoritmo rapporto "), kpi.len() + 19, Lang::En).unwrap();
    assert_eq!(english.label, "rapporto [%] numerator / denominator [ogni n]");
}

/// At every place of every example something is offered or nothing, but always so that it can be inserted.
#[test]
fn at_any_place_of_the_examples() {
    let mut places = 0;
    for folder in ["brindisi-2022", "lecce-2021", "lecce-2023", "lecce-2025", "prato-2025"] {
        let path = support::repository().join("examples").join(folder).join(PLAN);
        let text = std::fs::read_to_string(path).unwrap();
        let known = state(&[(PLAN, &text)]);
        let step = (text.len() / 60).max(1);
        for around in (0..=text.len()).step_by(step) {
            for offset in around..around + 2 {
                let list = completion::complete(Some(&known), &text, offset, Lang::En);
                let _ = signature(&text, offset, Lang::En);
                places += 1;
                for one in list {
                    let replaced = text.get(one.replace.clone()).expect("bytes of the text");
                    assert!(
                        one.replace.start <= offset && offset <= one.replace.end,
                        "{folder} {offset}: {one:?}"
                    );
                    assert!(!replaced.contains('\n'), "{folder} {offset}: {one:?}");
                }
            }
        }
    }
    assert!(places > 500, "only {places}");
}

#[test]
fn odd_texts_and_places() {
    for text in [
        "",
        "\n",
        "\u{FEFF}",
        "piano",
        "piano \"",
        "kpi",
        "kpi \"Però 🎉",
        "obiettivo",
        "fasce",
        "rettifica A/\"",
        "area A..1 \"x\"\r\n\r\n",
        "<<<<<<<\nkpi",
        "((((",
        "misura ì \"€\"\r\n  unità € peso",
        "kpi uno algoritmo rapporto % (((",
        "usa \"a\"\n",
    ] {
        for offset in 0..=text.len() + 2 {
            for lang in [Lang::It, Lang::En] {
                let _ = completion::complete(None, text, offset, lang);
                let _ = signature(text, offset, lang);
            }
        }
    }
    let known = state(&[(PLAN, "piano \"x\"\n  anni 2025\n")]);
    for text in [
        "",
        ";",
        "\n\n",
        "chiave;periodo\n\"",
        "chiave;\"però 🎉;\n;;;\"\"\n",
        "sep=|\nchiave|periodo|valore\n|",
    ] {
        for offset in 0..=text.len() + 2 {
            let _ = completion::complete_table(&known, text, offset, Lang::It);
        }
    }
}

/// Names typed a moment ago, and names of a library, are offered; what the user wrote is never taken for a snippet.
#[test]
fn names_come_from_the_text_as_it_is_and_from_libraries() {
    let library = "misura comune \"Misura comune\"\nfasce comuni su valore\n  oltre 0 -> 100%\n";
    let plan = format!("{HEAD}usa \"libreria.piao\"\nobiettivo A \"x\"\n");
    let known = state(&[(PLAN, &plan), ("libreria.piao", library)]);
    let now = format!(
        "{plan}misura appena_scritta \"Con ${{1:x}} e }}\"\nfasce nuove su valore\nkpi uno algoritmo valore assoluto "
    );
    let list = completion::complete(Some(&known), &now, now.len(), Lang::It);
    let found: Vec<(&str, Option<&str>)> =
        list.iter().take(2).map(|one| (one.insert.as_str(), one.detail.as_deref())).collect();
    assert_eq!(found, [("appena_scritta", Some("Con ${1:x} e }")), ("comune", Some("Misura comune"))]);
    assert!(list[..2].iter().all(|one| !one.is_snippet));
    let scoring = format!("{now}appena_scritta punteggio fasce ");
    let list = completion::complete(Some(&known), &scoring, scoring.len(), Lang::It);
    let labels: Vec<&str> = list.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(labels, ["fasce nuove", "fasce comuni"]);
}

#[test]
fn a_keyword_before_a_value_is_replaced_alone() {
    let mut user =
        User::new(&format!("{HEAD}obiettivo A \"x\"\nkpi uno \"Uno\"\n  pe|so 30% # nota\n  target >= 3\n"));
    user.take("tolleranza", &[]);
    assert!(user.text.contains("\n  tolleranza 30% # nota\n"), "{}", user.text);
}

#[test]
fn items_go_to_the_margin_and_attributes_are_indented() {
    let mut user = User::new(&format!("{HEAD}obiettivo A \"x\"\n  |"));
    user.take("kpi scadenza", &[]);
    assert!(user.text.contains("\nkpi indicatore_1 "), "{}", user.text);
    let mut user = User::new(&format!("{HEAD}obiettivo A \"x\"\nliv|"));
    user.take("livello", &[]);
    assert!(user.text.ends_with("\n  livello operativo"), "{}", user.text);
}

#[test]
fn every_word_has_its_text_in_both_languages() {
    let mut headings = BTreeSet::new();
    for topic in Topic::all() {
        let (it, en) = (reference::text(topic, Lang::It), reference::text(topic, Lang::En));
        let name = topic.heading();
        for (text, word) in [(it, "Riferimento"), (en, "Reference")] {
            let (words, rest) = text.split_once("\n\n```piao").unwrap_or_else(|| panic!("{name}: {text}"));
            assert!((1..=6).contains(&words.lines().count()), "{name}: {words}");
            assert!(rest.lines().last().unwrap().starts_with(&format!("{word}: `grammar/")), "{name}");
        }
        assert_ne!(it.split("```").next(), en.split("```").next(), "{name}: not translated");
        assert_eq!(it.split("```").nth(1), en.split("```").nth(1), "{name}: another example");
        assert!(headings.insert(name.clone()), "{name} twice");
    }
    for lang in [Lang::It, Lang::En] {
        let written: BTreeSet<String> = reference::page(lang)
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .map(str::to_owned)
            .collect();
        assert_eq!(written, headings);
    }
}

#[test]
fn sections_named_by_the_reference_exist() {
    let manual = include_str!("../grammar/README.md");
    for topic in Topic::all() {
        let Some((_, section)) = reference::text(topic, Lang::It).rsplit_once('§') else {
            assert_eq!(topic, Topic::Subject(Subject::Scenarios), "no section is named");
            continue;
        };
        let heading = |line: &str| {
            line.trim_start_matches('#').trim_start().split(' ').next() == Some(section)
                && line.starts_with("##")
        };
        assert!(manual.lines().any(heading), "{}: §{section}", topic.heading());
    }
}

#[test]
fn examples_of_the_reference_check() {
    for topic in Topic::all() {
        let example = reference::text(topic, Lang::It).split("```piao").nth(1).unwrap();
        let (codes, example) = example.split("```").next().unwrap().split_once('\n').unwrap();
        let before = match example.split(' ').next().unwrap() {
            "piano" => "",
            "kpi" => {
                "piano \"Esempio\"\n  anni 2025-2027\n  punteggio proporzionale\nobiettivo A \"Esempio\"\n"
            }
            _ => "piano \"Esempio\"\n  anni 2025-2027\n  punteggio proporzionale\n",
        };
        let mut memory = Memory::default();
        memory.insert(PLAN, format!("{before}{example}"));
        memory.insert("misure-comuni.piao", "misura istanze \"Istanze\"\n");
        let checked = analysis::check(&memory, Path::new(PLAN));
        let expected: BTreeSet<&str> = codes.split_whitespace().collect();
        // An example is not a whole plan.
        let counts = |code: Code| !code.is_lint() || expected.contains(code.name());
        let codes = checked.diagnostics.iter().map(|found| found.code).filter(|code| counts(*code));
        let found: BTreeSet<&str> = codes.map(Code::name).collect();
        assert_eq!(found, expected, "{}: {}", topic.heading(), shown(&checked.diagnostics));
    }
}

/// The tables and scenarios that stand beside an example fit it.
#[test]
fn tables_and_scenarios_of_the_reference_run() {
    let mut run = 0;
    for topic in Topic::all() {
        let block = |kind: &str| {
            let text = reference::text(topic, Lang::It).split(&format!("```{kind}\n")).nth(1)?;
            text.split("```").next()
        };
        let (Some(plan), csv, scenarios) = (block("piao"), block("csv"), block("prove")) else { continue };
        let workspace = support::Workspace::new();
        workspace
            .write(PLAN, format!("piano \"Esempio\"\n  anni 2025-2027\nobiettivo A \"Esempio\"\n{plan}"));
        for (content, file, command) in [
            (csv, "consuntivo.csv", "piaoc eval piano.piao --actuals consuntivo.csv"),
            (scenarios, "piano.prove", "piaoc test"),
        ] {
            let Some(content) = content else { continue };
            workspace.write(file, content);
            let (printed, exit) = workspace.piaoc(command);
            assert_eq!(exit, 0, "{}: {printed}", topic.heading());
            run += 1;
        }
    }
    assert_eq!(run, 3);
}

#[test]
fn algorithms_and_rules_are_known_in_every_spelling() {
    for (text, expected) in [
        ("valore assoluto x", Some((AlgorithmName::Absolute, 15))),
        ("  VALORE   Assoluto", Some((AlgorithmName::Absolute, 19))),
        ("weighted mean", Some((AlgorithmName::WeightedMean, 13))),
        ("rapporto% a / b", Some((AlgorithmName::Ratio, 8))),
        ("si/no", Some((AlgorithmName::YesNo, 5))),
        ("sì/no x", Some((AlgorithmName::YesNo, 6))),
        ("yes/no", Some((AlgorithmName::YesNo, 6))),
        ("data", Some((AlgorithmName::Date, 4))),
        ("dati", None),
        ("valore", None),
        ("", None),
        ("\"rapporto\"", None),
    ] {
        assert_eq!(AlgorithmName::at_start(text), expected, "{text}");
    }
    assert_eq!(RuleName::at_start("Tutto o niente"), Some((RuleName::AllOrNothing, 14)));
    assert_eq!(RuleName::at_start("tutto o"), None);
}

/// Of a very long plan only the part around the place is read anew: what stands far above is known from the analysis.
#[test]
fn in_a_very_long_plan_what_stands_far_away_is_offered_too() {
    let mut text = String::from(
        "piano \"Lungo\"\n  anni 2025\nmisura pratiche \"Pratiche evase\"\n\nobiettivo A \"Primo\"\n  pesi uguali\n",
    );
    for kpi in 0..14_000 {
        text.push_str(&format!(
            "\nkpi k{kpi} \"Un indicatore dal titolo piuttosto lungo, il numero {kpi}\"\n  target >= 1\n"
        ));
    }
    assert!(text.len() > 1 << 20, "{}", text.len());
    let known = state(&[("piano.piao", &text)]);
    text.push_str(
        "\nobiettivo B \"Ultimo\"\n\nkpi uno \"Uno\"\n  peso 60%  target >= 1\n\nkpi due \"Due\"\n  ",
    );
    let offered = |typed: &str| {
        let text = format!("{text}{typed}");
        completion::complete(Some(&known), &text, text.len(), Lang::It)
    };
    let labels = |typed: &str| offered(typed).into_iter().map(|offer| offer.label).collect::<Vec<_>>();
    assert!(labels("algoritmo valore assoluto ").contains(&"pratiche".to_owned()));
    assert_eq!(labels("peso ")[0], "40%");
}
