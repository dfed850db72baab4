//! What can become of a cell, in one sentence for all cells that share it. That one is translated only a writer can say
//! (`drawn`).

use crate::diagnostics::{Text, say};
use crate::value::words::Guess;

/// The list that a cell is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Stands in the plan or in the actuals as it is.
    Translated,
    /// Stands there after a guess.
    Check,
    /// Stands nowhere.
    Left,
}

/// What became of a cell. Those of a list are in the order in which a person should look at them: first what changes a
/// result, then what changes a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    // Worth checking.
    SignMissing,
    TargetsFewer,
    SignStrict,
    SignOther,
    NotUnderstood,
    OtherSort,
    TargetTwice,
    TargetOfParts,
    WordsKept,
    YearTaken,
    YearShort,
    DayTaken,
    NumberInWords,
    UnitUnused,
    Thousands,
    PercentMissing,
    WeightWithoutPercent,
    ExcelDay,
    SignRead,
    ActualAsText,
    OutcomeUnknown,
    FirstOfMerged,
    SecondOfRole,
    CodeTwice,
    CodeMade,
    SeveralInCell,
    ObjectiveNumbered,
    ObjectiveAdded,
    AreaFound,
    AreaAdded,
    AreaNumbered,
    AreaOtherTitle,
    Quotient,
    Change,
    RatioWhole,
    AlgorithmUnknown,
    TitleCut,
    NoteApart,
    NoteBelow,
    // Not translated.
    Unrecognised,
    Unwritten,
    HeaderUnused,
    LabelAlone,
    ColumnUnknown,
    UnderUnknown,
    NoColumn,
    NoKpiHere,
    NoWeight,
    Repeated,
    UnitPlain,
    FallingUnused,
    OfNoObjective,
    NoteOfNothing,
    TitleWithoutCode,
    LabelUnknown,
    NoCode,
    OnObjective,
    LoneSign,
    Outside,
    Total,
    Hidden,
    Failed,
    Published,
    Result,
    Divider,
    Dash,
    // Translated.
    PlanTitle,
    PlanText,
    Header,
    Area,
    Objective,
    ObjectiveCode,
    ObjectiveWeight,
    ObjectiveText,
    Label,
    Title,
    TitleAndMeasure,
    Code,
    Weight,
    Comparator,
    Target,
    Period,
    Baseline,
    Actual,
    Outcome,
    Algorithm,
    Measure,
    Unit,
    Falling,
    Kind,
    Assigned,
    Responsible,
    Source,
    Update,
    Note,
    Description,
    Datum,
}

impl Fate {
    /// What is told of a day that had to be completed.
    pub fn of(guess: Guess) -> Fate {
        match guess {
            Guess::Year => Fate::YearTaken,
            Guess::Century => Fate::YearShort,
            Guess::Day => Fate::DayTaken,
        }
    }

    /// How many cells of it are shown one by one; of a column each needs its own answer.
    pub fn most_shown(self) -> usize {
        if self == Fate::ColumnUnknown { 200 } else { 6 }
    }

    /// The list of the cells that share it.
    pub fn list(self) -> List {
        if self < Fate::Unrecognised {
            List::Check
        } else if self < Fate::PlanTitle {
            List::Left
        } else {
            List::Translated
        }
    }

    /// The sentence.
    pub fn words(self) -> Text {
        match self.list() {
            List::Check => self.guess(),
            List::Left => self.reason(),
            List::Translated => self.became(),
        }
    }

    /// What was guessed.
    fn guess(self) -> Text {
        match self {
            Fate::SignMissing => say!(
                "il segno di confronto non è stampato: ho messo il più probabile",
                "no comparator is printed: I put the most likely one"
            ),
            Fate::TargetsFewer => say!(
                "la riga ha meno target dell'intestazione: li ho dati ai primi anni",
                "the row has fewer targets than the header: I gave them to the first years"
            ),
            Fate::SignStrict => say!(
                "segno stretto (`>`, «oltre»), che un piano non ha: così vale anche il valore stesso",
                "a strict comparator (`>`, «oltre»), which a plan has not: so the value itself counts too"
            ),
            Fate::SignOther => say!(
                "segno di confronto diverso da quello della sua colonna: vale quello della cella",
                "a comparator other than that of its column: the cell's is taken"
            ),
            Fate::NotUnderstood => say!(
                "non lo capisco come valore: tenuto com'è stampato, in `dato`",
                "not understood as a value: kept as it is printed, in `dato`"
            ),
            Fate::OtherSort => say!(
                "di un altro tipo rispetto al primo target: tenuto a parte com'è stampato, in `dato`",
                "of another type than the first target: kept apart as it is printed, in `dato`"
            ),
            Fate::TargetTwice => say!(
                "un secondo target per lo stesso anno: tenuto a parte com'è stampato, in `dato`",
                "a second target for the same year: kept apart as it is printed, in `dato`"
            ),
            Fate::TargetOfParts => say!(
                "lo stesso target in più parti dell'anno: l'ho preso come quello dell'anno",
                "the same target in several parts of the year: I took it as the year's"
            ),
            Fate::WordsKept => say!(
                "un valore con altre parole: la cella intera sta in `dato`",
                "a value with other words: the whole cell is kept in `dato`"
            ),
            Fate::YearTaken => say!(
                "una data senza anno: messo quello del target",
                "a date without year: the target's was put"
            ),
            Fate::YearShort => {
                say!("una data con l'anno di due cifre", "a date with a year of two digits")
            }
            Fate::DayTaken => say!(
                "un periodo senza giorno: preso il suo ultimo giorno",
                "a period without day: its last day was taken"
            ),
            Fate::NumberInWords => say!("un numero scritto in lettere", "a number written in letters"),
            Fate::UnitUnused => say!(
                "un'unità che nessun valore della riga prende: tenuta in `dato`",
                "a unit that no value of the row takes: kept in `dato`"
            ),
            Fate::Thousands => say!(
                "il punto non divide le migliaia: letto come virgola",
                "the point does not divide thousands: read as a decimal mark"
            ),
            Fate::PercentMissing => say!(
                "l'unità è %, ma il valore è stampato senza: lasciato com'è",
                "the unit is %, but the value is printed without it: left as it is"
            ),
            Fate::WeightWithoutPercent => say!("peso scritto senza %", "a weight written without %"),
            Fate::ExcelDay => {
                say!(
                    "un numero di giorni di Excel: letto come data",
                    "Excel's number of a day: read as a date"
                )
            }
            Fate::SignRead => {
                say!("segno di confronto scritto in altro modo", "a comparator written otherwise")
            }
            Fate::ActualAsText => say!(
                "consuntivo che non è un valore: nel CSV è scritto com'è",
                "an actual that is no value: in the CSV it is written as it is"
            ),
            Fate::OutcomeUnknown => {
                say!("esito di validazione che non conosco", "a validation that I do not know")
            }
            Fate::FirstOfMerged => say!(
                "cella unita su più righe: data solo alla prima",
                "a cell merged over several rows: given to the first only"
            ),
            Fate::SecondOfRole => say!(
                "c'è già un'altra cella per la stessa cosa: tenuta come `dato`",
                "there is another cell for the same already: kept as `dato`"
            ),
            Fate::CodeMade => say!(
                "codice che la lingua non può scrivere: gliene ho dato uno simile, quello stampato è nel `dato`",
                "a code that the language cannot write: I gave it a similar one, the printed one is kept as `dato`"
            ),
            Fate::SeveralInCell => say!(
                "più indicatori in una cella, divisi alle sue righe",
                "several indicators in one cell, divided at its lines"
            ),
            Fate::CodeTwice => say!("codice che c'è già più sopra", "a code that is there already above"),
            Fate::ObjectiveNumbered => {
                say!("obiettivo senza codice: gliene ho dato uno", "an objective without code: I gave it one")
            }
            Fate::ObjectiveAdded => say!(
                "la tabella non nomina obiettivi: ne ho aggiunto uno",
                "the table names no objectives: I added one"
            ),
            Fate::AreaFound => say!(
                "titolo senza codice: preso come titolo dell'area che non è stampata",
                "a title without code: taken as the title of the area that is not printed"
            ),
            Fate::AreaAdded => {
                say!("la sua area non è stampata: l'ho aggiunta", "its area is not printed: I added it")
            }
            Fate::AreaNumbered => {
                say!("area senza codice: gliene ho dato uno", "an area without code: I gave it one")
            }
            Fate::AreaOtherTitle => say!(
                "area che ha già un altro titolo: ho tenuto il primo",
                "an area that has another title already: I kept the first"
            ),
            Fate::Quotient => say!("proposto come quoziente", "proposed as a quotient"),
            Fate::Change => say!(
                "proposta come variazione rispetto all'anno prima",
                "proposed as the change against the year before"
            ),
            Fate::RatioWhole => say!(
                "un rapporto il cui testo non dice che cosa è diviso per che cosa: lasciato intero",
                "a ratio whose text does not say what is divided by what: left whole"
            ),
            Fate::AlgorithmUnknown => {
                say!(
                    "algoritmo che non conosco: messo nella descrizione",
                    "an unknown algorithm: put into the description"
                )
            }
            Fate::TitleCut => say!(
                "titolo e misura in una sola cella: divisi da me",
                "title and measure in one cell: divided by me"
            ),
            Fate::NoteApart => say!(
                "nota su una riga a parte: data all'indicatore sopra",
                "a note on a row of its own: given to the indicator above"
            ),
            _ => say!(
                "nota sotto la tabella: data all'obiettivo",
                "a note below the table: given to the objective"
            ),
        }
    }

    /// Why the cell stands nowhere.
    fn reason(self) -> Text {
        match self {
            Fate::ColumnUnknown => say!(
                "colonna che non riconosco: di' che cos'è con `--map`",
                "a column that I do not recognise: say what it is with `--map`"
            ),
            Fate::Unwritten => {
                say!("non sta né nel piano né nel consuntivo", "neither in the plan nor in the actuals")
            }
            Fate::HeaderUnused => say!(
                "intestazione di una colonna da cui non viene niente",
                "header of a column from which nothing comes"
            ),
            Fate::LabelAlone => {
                say!("etichetta senza un testo da prendere", "a label without a text to take")
            }
            Fate::UnderUnknown => {
                say!("sotto una colonna che non riconosco", "under a column that I do not recognise")
            }
            Fate::NoColumn => say!("nessuna colonna la prende", "no column takes it"),
            Fate::NoKpiHere => say!("riga senza indicatore", "a row without indicator"),
            Fate::NoWeight => say!("non è un peso", "not a weight"),
            Fate::Repeated => {
                say!("ripete ciò che c'è già", "repeats what is there already")
            }
            Fate::UnitPlain => say!(
                "un'unità che non aggiunge niente a quello che i valori dicono già",
                "a unit that adds nothing to what the values say themselves"
            ),
            Fate::FallingUnused => say!(
                "il segno di confronto è già scritto, o non c'è un target",
                "the comparator is written already, or there is no target"
            ),
            Fate::OfNoObjective => {
                say!("indicatore sotto nessun obiettivo", "an indicator under no objective")
            }
            Fate::NoteOfNothing => say!("nota di nessun indicatore", "a note of no indicator"),
            Fate::TitleWithoutCode => say!(
                "titolo senza codice: né area né obiettivo",
                "a title without code: neither area nor objective"
            ),
            Fate::LabelUnknown => say!("etichetta che non riconosco", "a label that I do not recognise"),
            Fate::NoCode => say!("manca il codice", "the code is missing"),
            Fate::OnObjective => {
                say!(
                    "sta sulla riga di un obiettivo, non di un indicatore",
                    "stands on an objective's row, not an indicator's"
                )
            }
            Fate::LoneSign => say!("segno di confronto senza valore", "a comparator without a value"),
            Fate::Outside => say!("testo fuori dalle tabelle", "text outside the tables"),
            Fate::Total => {
                say!("riga di totale: la somma si ricalcola", "a row of totals: sums are computed again")
            }
            Fate::Hidden => say!("il foglio è nascosto", "the sheet is hidden"),
            Fate::Failed => say!("formula che non dà un valore", "a formula that gives no value"),
            Fate::Published => say!(
                "performance pubblicata: è un risultato, lo calcola `piaoc eval`; con i consuntivi sta in `piano.prove`, e `piaoc test` la confronta",
                "a published performance: it is a result, which `piaoc eval` computes; where there are actuals it stands in `piano.prove`, and `piaoc test` compares them"
            ),
            Fate::Result => {
                say!("un risultato: lo calcola `piaoc eval`", "a result: `piaoc eval` computes it")
            }
            Fate::Divider => say!("riga di separazione", "a dividing line"),
            Fate::Dash => say!("un trattino: non dice niente", "a dash: it says nothing"),
            _ => say!("non riconosciuta", "not recognised"),
        }
    }

    /// What the cell became.
    fn became(self) -> Text {
        match self {
            Fate::PlanTitle => say!("titolo del piano", "title of the plan"),
            Fate::PlanText => say!("descrizione del piano", "description of the plan"),
            Fate::Header => say!("intestazione", "header"),
            Fate::Area => say!("area", "area"),
            Fate::Objective => say!("obiettivo", "objective"),
            Fate::ObjectiveCode => say!("codice dell'obiettivo", "code of the objective"),
            Fate::ObjectiveWeight => say!("peso dell'obiettivo", "weight of the objective"),
            Fate::ObjectiveText => say!("testo dell'obiettivo", "text of the objective"),
            Fate::Label => say!("etichetta", "label"),
            Fate::Title => say!("titolo dell'indicatore", "title of the indicator"),
            Fate::TitleAndMeasure => {
                say!("titolo dell'indicatore e misura", "title of the indicator, and measure")
            }
            Fate::Code => say!("codice dell'indicatore", "code of the indicator"),
            Fate::Weight => say!("peso", "weight"),
            Fate::Comparator => say!("segno di confronto", "comparator"),
            Fate::Target => say!("target", "target"),
            Fate::Baseline => say!("storico", "baseline"),
            Fate::Actual => say!("consuntivo", "actual"),
            Fate::Outcome => say!("esito di validazione", "validation"),
            Fate::Algorithm => say!("algoritmo", "algorithm"),
            Fate::Measure => say!("misura", "measure"),
            Fate::Unit => say!("unità dei valori", "unit of the values"),
            Fate::Falling => say!("segno di confronto", "comparator"),
            Fate::Kind => say!("tipologia", "kind"),
            Fate::Assigned => say!("struttura", "structure"),
            Fate::Responsible => say!("responsabile", "who answers for it"),
            Fate::Source => say!("fonte", "source"),
            Fate::Update => say!("aggiornamento", "update"),
            Fate::Period => say!("periodo della riga", "period of the row"),
            Fate::Description => say!("descrizione", "description"),
            Fate::Datum => say!("dato", "datum"),
            _ => say!("nota", "note"),
        }
    }
}
