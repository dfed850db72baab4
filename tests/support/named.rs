//! Plans as an editor has them: files by name, the state of every plan, and places said by the text around them.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use piaoc::ide::definition::definition;
use piaoc::ide::references::{Declarations, references};
use piaoc::ide::rename::{prepare, rename};
use piaoc::ide::{State, Step, Workspace};
use piaoc::source::{FileId, Memory, Span};

/// A plan with every kind of name, in two files.
const PLAN: &str = r#"piano "Piano integrato 2025-2027"
  ente       "Comune di Prova"
  anni       2025-2027
  punteggio  proporzionale

usa "comune.piao"

area A "Servizi 🏛 alla città"
  responsabile staff

obiettivo A.1 "Risposte più rapide"
  assegnato  protesti, staff

kpi trend_turismo "Tendenza dei soggetti"
  peso       20%
  algoritmo  variazione % soggetti
  target     >= 5%

kpi tempo KP019
  peso       20%
  target     <= 5 giorni

kpi KP1409 "Pratiche chiuse"
  peso       20%
  algoritmo  rapporto % "Chiuse" / pratiche
  target     >= 80%
  punteggio  fasce gradi

kpi "Capacità dell'ente"
  peso       20%
  algoritmo  valore assoluto "Carte «nuove»"
  target     >= 4

kpi operativi "Media degli operativi"
  peso       20%
  algoritmo  media ponderata A.1.*

obiettivo A.1.1 "Sportello"

kpi avvio KP019
  target     <= 6 giorni

obiettivo Z "Interno" in A.1.1

kpi bando "Bando"
  algoritmo  media ponderata A.1, A.1.1
  target     >= 80%

rettifica A.1/trend_turismo 2025 100% motivo "verifica"
rettifica A.1/"capacita' dell'ente" 2025 90% motivo "verifica"
rettifica A.1/kp019 2025 80% motivo "verifica"
"#;

const COMMON: &str = r#"struttura staff "Staff"

struttura protesti "Ufficio protesti" in staff

misura soggetti "Soggetti coinvolti"
  cumula  somma

misura pratiche "Pratiche evase"
  responsabile protesti

indicatore KP019 "Tempo medio"
  algoritmo  rapporto "Giorni" / pratiche

fasce gradi su percentuale raggiunta
  sotto 60%  -> 0%
  oltre      -> 100%
"#;

const ACTUALS: &str = "chiave;periodo;valore\r\nsoggetti;2024;100\r\nSOGGETTI;2025;110\r\n\
A.1/tempo/1;2025;\"30\"\r\n\"A.1/KP1409/1\";2025;8\r\npratiche;2025;10\r\nA.1/CAPACITÀ DELL’ENTE;2025;5\r\n\
A.1/kp1409;2025;80%\r\nA.1.1/Kp019;2025;3 giorni\r\nZ/bando;2025;\r\n";

const PAIRS: &str = "obiettivo;indicatore;periodo;valore\nA.1. - Risposte;\"Pratiche chiuse/2\";2025;10\n\
A.1.1 - Sportello;avvio/1;2025;30\n;soggetti;2025;110\n";

const CONFIG: &str = "[eval]\nactuals = [\"q2.csv\", \"coppie.csv\"]\n";

/// Files by name; the plans among them, as the server knows them.
pub struct Case {
    /// Their texts.
    pub files: BTreeMap<String, String>,
    /// The loader that has them.
    pub memory: Memory,
    /// Of every plan among them.
    pub states: Vec<State>,
}

impl Case {
    pub fn new<T: AsRef<str>>(files: &[(&str, T)]) -> Case {
        let mut memory = Memory::default();
        let mut workspace = Workspace::default();
        for (name, text) in files {
            memory.insert(name, text.as_ref());
        }
        workspace.set_folders([PathBuf::from("")]);
        let mut known: BTreeMap<PathBuf, State> = BTreeMap::new();
        while let Some(step) = workspace.step(&memory) {
            match step {
                Step::Checked(state) | Step::Computed(state) => known.insert(state.path.clone(), state),
                Step::Gone(path) => known.remove(&path),
            };
        }
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_ref().to_owned())).collect();
        Case { files, memory, states: known.into_values().collect() }
    }

    /// The plan and tables above.
    pub fn usual() -> Case {
        Case::new(&[
            ("piano.piao", PLAN),
            ("comune.piao", COMMON),
            ("q2.csv", ACTUALS),
            ("coppie.csv", PAIRS),
            ("piaoc.toml", CONFIG),
        ])
    }

    pub fn state(&self) -> &State {
        &self.states[0]
    }

    pub fn file(&self, name: &str) -> FileId {
        self.state().file(Path::new(name)).unwrap_or_else(|| panic!("{name} was not read"))
    }

    /// The byte where `|` stands in the only place of a file that reads like `around`.
    pub fn offset(&self, name: &str, around: &str) -> usize {
        let (before, after) = around.split_once('|').expect("a mark");
        let whole = format!("{before}{after}");
        let mut found = self.files[name].match_indices(&whole).map(|(at, _)| at);
        let at = found.next().unwrap_or_else(|| panic!("{name} has no {around}"));
        assert_eq!(found.next(), None, "{around} stands twice in {name}");
        at + before.len()
    }

    pub fn show(&self, spans: impl IntoIterator<Item = Span>) -> Vec<String> {
        let sources = self.state().sources();
        let line = |span: Span| {
            let (start, _) = sources.range(span);
            format!("{}:{}:{} {}", sources.path(span.file), start.line, start.column, sources.text(span))
        };
        spans.into_iter().map(line).collect()
    }

    pub fn definition(&self, name: &str, around: &str) -> Vec<String> {
        self.show(definition(self.state(), self.file(name), self.offset(name, around)))
    }

    pub fn references(&self, name: &str, around: &str, declarations: Declarations) -> Vec<String> {
        self.show(references(self.state(), self.file(name), self.offset(name, around), declarations))
    }

    pub fn rename(&self, name: &str, around: &str, new: &str) -> Result<BTreeMap<String, String>, String> {
        self.rename_at(name, self.offset(name, around), new)
    }

    /// All files after a renaming, or why there is none.
    pub fn rename_at(
        &self,
        name: &str,
        offset: usize,
        new: &str,
    ) -> Result<BTreeMap<String, String>, String> {
        self.rename_in(self.files.clone(), name, offset, new)
    }

    /// [`Case::rename_at`] where the texts differ from the files, as without the mark of UTF-8.
    pub fn rename_in(
        &self,
        mut files: BTreeMap<String, String>,
        name: &str,
        offset: usize,
        new: &str,
    ) -> Result<BTreeMap<String, String>, String> {
        let states: Vec<&State> = self.states.iter().collect();
        let edits = rename(&self.memory, &states, Path::new(name), offset, new);
        for (path, edits) in edits.map_err(|reason| reason.en)?.edits {
            let text = files.get_mut(path.to_str().unwrap()).unwrap();
            for (range, new) in edits.into_iter().rev() {
                text.replace_range(range, &new);
            }
        }
        Ok(files)
    }

    pub fn prepare(&self, name: &str, around: &str) -> Result<String, String> {
        let found = prepare(self.state(), self.file(name), self.offset(name, around));
        found.map(|(_, written)| written).map_err(|reason| reason.en)
    }
}
