//! Tables as offices have them, by chance: titles above the header, columns of all roles under names that real tables
//! print, objectives on rows of their own or beside their indicators, weights of two levels, years in headers, signs in
//! cells and columns, dates in words, formulas, several indicators in a cell, published performances.

use crate::Cells;
use crate::random::Numbers;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Area,
    Objective,
    ObjectiveCode,
    ObjectiveWeight,
    Code,
    Title,
    Weight,
    Sign,
    Target(i32),
    Baseline,
    Actual(i32),
    Unit,
    Falling,
    Formula,
    Measure,
    Kind,
    Office,
    Person,
    Source,
    Update,
    Note,
    Outcome,
    Score,
    ObjectiveScore,
    Unknown,
}

/// A table, and what it is known for.
#[derive(Debug, Clone, Default)]
pub struct Made {
    pub cells: Cells,
    /// The cells of words that a plan keeps as they are.
    pub words: Vec<(usize, usize)>,
}

/// How the cells are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Whole and without contradiction: weights that sum, values of one sort a row, codes once.
    WellFormed,
    /// As it comes: cells left out, values of any sort, words in place of values, codes in any spelling.
    Careless,
    /// [`Manner::WellFormed`] with anything at all in the cells of words.
    Hostile,
}

const WORDS: [&str; 24] = [
    "Tempo medio di rilascio",
    "Quota di istanze evase",
    "Numero di utenti del portale",
    "Grado di attuazione",
    "Avvio del servizio",
    "Ore di formazione",
    "Soddisfazione degli utenti",
    "I controlli a campione",
    "E-government per tutti",
    "Spesa per abitante",
    "dell'ente",
    "nei quartieri",
    "entro i termini",
    "per le imprese",
    "a favore delle famiglie",
    "in materia di tributi",
    "COVID-19",
    "(PNRR)",
    "n. 3 sedi",
    "su base annua",
    "2025-2027",
    "con l'Unione",
    "al 100%",
    "e capacità",
];

/// What a plan's own syntax, a terminal, a spreadsheet or a reader could stumble over.
const PIECES: [&str; 44] = [
    "\"",
    "\"\"",
    "«",
    "»",
    "“",
    "”",
    "'",
    "#",
    "# kpi",
    ";",
    ",",
    "\t",
    "\n",
    "\n\n",
    ":",
    "=",
    ">=",
    "< 5",
    "kpi",
    "obiettivo A.9",
    "target >= 1",
    "peso 30%",
    "piano",
    "(",
    ")",
    "[",
    "]",
    "/",
    "\\",
    "%",
    "€",
    "\u{1b}[31m",
    "\u{7}",
    "\u{b}",
    "\u{85}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "🏛",
    "👩‍💻",
    "é",
];

/// Values that are none, or none that a plan can have.
const ODD: [&str; 26] = [
    "2/3 delle istanze",
    "fine anno",
    "vedi nota",
    "cinque",
    "n.d.",
    "-",
    "100 %",
    "1.234",
    "12.5",
    "31.12",
    "2025",
    "da 3 a 5",
    "circa 20",
    "> 5",
    "tra 10 e 20",
    "X",
    "II semestre",
    "entro l'anno",
    "30/06",
    "5 (cinque) giorni",
    "+2%",
    "miglioramento",
    "20gg.",
    "∞",
    "1e5",
    "80-90%",
];

/// Weights of one, two and three beside one another.
const WEIGHTS: [&[&str]; 3] = [&["100%"], &["60%", "40%"], &["50%", "30%", "20%"]];

const CODES: [&str; 10] =
    ["M1C1-17", "K#2", "n. 3", "OP 1.1.", "1)", "KP185", "A/1", "kpi", "3", "Ob. 4 bis"];

/// A table by chance.
pub fn made(numbers: &mut Numbers, manner: Manner) -> Made {
    let columns = columns(numbers, manner);
    let mut maker =
        Maker { numbers, manner, columns, made: Made::default(), objectives: 0, objective: 0, kpi: 0 };
    maker.title_lines();
    maker.header();
    maker.objectives = maker.numbers.below(3) as usize + 1;
    for _ in 0..maker.objectives {
        maker.objective();
    }
    maker.made
}

/// The columns of a table, in an order that tables have.
fn columns(numbers: &mut Numbers, manner: Manner) -> Vec<Column> {
    let mut has = |often: u64| numbers.below(10) < often;
    let mut columns = Vec::new();
    let mut put = |column: Column, is_there: bool| is_there.then(|| columns.push(column));
    let with_code = has(3);
    put(Column::Area, has(2));
    put(Column::ObjectiveCode, with_code);
    put(Column::Objective, true);
    put(Column::ObjectiveWeight, has(3));
    put(Column::Code, has(3));
    put(Column::Title, true);
    put(Column::Formula, has(3));
    put(Column::Measure, has(2));
    put(Column::Unit, has(3));
    put(Column::Weight, manner != Manner::Careless || has(7));
    put(Column::Baseline, has(3));
    put(Column::Actual(2023), has(1));
    put(Column::Actual(2024), has(2));
    put(Column::Sign, has(4));
    put(Column::Target(2025), true);
    let later = has(3);
    put(Column::Target(2026), later);
    put(Column::Target(2027), later);
    put(Column::Falling, has(1));
    put(Column::Actual(2025), has(3));
    put(Column::Outcome, has(1));
    put(Column::Score, has(2));
    put(Column::ObjectiveScore, has(1));
    put(Column::Kind, has(2));
    put(Column::Office, has(3));
    put(Column::Person, has(2));
    put(Column::Source, has(3));
    put(Column::Update, has(1));
    put(Column::Note, has(4));
    put(Column::Unknown, manner == Manner::Careless && has(3));
    columns
}

struct Maker<'n> {
    numbers: &'n mut Numbers,
    manner: Manner,
    columns: Vec<Column>,
    made: Made,
    objectives: usize,
    objective: usize,
    kpi: usize,
}

impl Maker<'_> {
    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.numbers.below(of.len() as u64) as usize]
    }

    /// Once in so many times.
    fn once_in(&mut self, times: u64) -> bool {
        self.numbers.below(times) == 0
    }

    fn careless(&mut self, times: u64) -> bool {
        self.manner == Manner::Careless && self.once_in(times)
    }

    fn row(&mut self, cells: Vec<String>) {
        let row = self.made.cells.len();
        let is_of_words = |column: &Column| {
            matches!(
                column,
                Column::Title
                    | Column::Note
                    | Column::Source
                    | Column::Person
                    | Column::Update
                    | Column::Objective
            )
        };
        for (at, _) in self.columns.iter().enumerate().filter(|(_, column)| is_of_words(column)) {
            if cells.len() > 1 && cells.get(at).is_some_and(|cell| !cell.is_empty()) {
                self.made.words.push((row, at));
            }
        }
        self.made.cells.push(cells);
    }

    fn title_lines(&mut self) {
        for _ in 0..self.numbers.below(3) {
            let line = self.pick(&[
                "Piano della performance 2025-2027",
                "Comune di Prova",
                "Allegato \"B\" alla delibera n. 12 del 30/01/2025",
                "Obiettivi dell'ente",
            ]);
            self.made.cells.push(vec![line.to_owned()]);
        }
    }

    fn header(&mut self) {
        let columns = self.columns.clone();
        let year_alone = self.once_in(3);
        let name = |maker: &mut Self, column: Column| match column {
            Column::Area => maker.pick(&["Area strategica", "Ambito", "Linea strategica"]).to_owned(),
            Column::Objective => maker.pick(&["Obiettivo", "Obiettivi operativi", "OBIETTIVI"]).to_owned(),
            Column::ObjectiveCode => maker.pick(&["Cod. obiettivo", "Codice obiettivo"]).to_owned(),
            Column::ObjectiveWeight => maker.pick(&["Peso obiettivo", "Peso dell'ob."]).to_owned(),
            Column::Code => maker.pick(&["Cod. indicatore", "Codice KPI"]).to_owned(),
            Column::Title => {
                maker.pick(&["Indicatore", "Descrizione Kpi", "DescrizioneIndicatore"]).to_owned()
            }
            Column::Weight => maker.pick(&["Peso", "Peso Kpi", "Peso %"]).to_owned(),
            Column::Sign => maker.pick(&["Segno", "Confronto"]).to_owned(),
            Column::Target(year) => {
                format!(
                    "{} {year}",
                    maker.pick(&["Target", "Valore atteso", "Target Kpi", "Risultato atteso"])
                )
            }
            Column::Baseline if year_alone => "Stato".to_owned(),
            Column::Baseline => "Baseline 2024".to_owned(),
            Column::Actual(year) => {
                format!("{} {year}", maker.pick(&["Consuntivo", "Risultato", "Valore raggiunto"]))
            }
            Column::Unit => maker.pick(&["Unità di misura", "U.M."]).to_owned(),
            Column::Falling => "Decrescente".to_owned(),
            Column::Formula => maker.pick(&["Algoritmo", "Formula di calcolo"]).to_owned(),
            Column::Measure => "Descrizione Misura".to_owned(),
            Column::Kind => maker.pick(&["Tipologia", "Tipo indicatore"]).to_owned(),
            Column::Office => maker
                .pick(&["Struttura", "Strutture", "Ufficio responsabile", "Area di assegnazione"])
                .to_owned(),
            Column::Person => maker.pick(&["Responsabile", "Referente"]).to_owned(),
            Column::Source => maker.pick(&["Fonte", "Fonte dei dati"]).to_owned(),
            Column::Update => "Descrizione aggiornamento".to_owned(),
            Column::Note => maker.pick(&["Note", "Annotazioni"]).to_owned(),
            Column::Outcome => "Esito validazione".to_owned(),
            Column::Score => "Performance KPI".to_owned(),
            Column::ObjectiveScore => "Performance obiettivo".to_owned(),
            Column::Unknown => maker.pick(&["Capitolo", "Missione e programma", "Stakeholder"]).to_owned(),
        };
        let names = columns.into_iter().map(|column| name(self, column)).collect();
        self.made.cells.push(names);
    }

    /// An objective with its indicators.
    fn objective(&mut self) {
        self.objective += 1;
        let code = format!("A.{}", self.objective);
        let title = self.words();
        let coded = self.columns.contains(&Column::ObjectiveCode);
        let named = if coded { title.clone() } else { format!("{code} - {title}") };
        let named = if self.careless(4) { title } else { named };
        // On a row of its own, beside its first indicator, or on each row.
        let manner = self.numbers.below(3);
        let score = format!("{},5%", self.numbers.below(99) + 1);
        if manner == 0 {
            let (columns, weight) = (self.columns.clone(), self.weight_of_objective());
            let cell = |column: &Column| match column {
                Column::Objective => named.clone(),
                Column::ObjectiveCode => code.clone(),
                Column::ObjectiveWeight => weight.to_owned(),
                Column::Area => self.area().to_owned(),
                Column::ObjectiveScore => score.clone(),
                _ => String::new(),
            };
            self.row(columns.iter().map(cell).collect());
        }
        let several = self.careless(6);
        let count = if several { 1 } else { self.numbers.below(3) + 1 };
        let weights = WEIGHTS[count as usize - 1];
        for (at, weight) in weights.iter().enumerate() {
            let named = (manner == 2 || manner == 1 && at == 0).then_some((&*code, &*named));
            let cells = match several {
                true => self.several(named),
                false => self.kpi(named, weight),
            };
            self.row(cells);
        }
        if self.careless(6) && self.columns.contains(&Column::Weight) {
            let columns = self.columns.clone();
            let cell = |column: &Column| match column {
                Column::Title => "Totale".to_owned(),
                Column::Weight => "100%".to_owned(),
                _ => String::new(),
            };
            self.row(columns.iter().map(cell).collect());
        }
    }

    fn area(&self) -> &'static str {
        ["Persona", "Servizi ai cittadini", "Territorio"][self.objective % 3]
    }

    /// Each area has one objective here.
    fn weight_of_objective(&self) -> &'static str {
        let siblings = if self.columns.contains(&Column::Area) { 1 } else { self.objectives };
        WEIGHTS[siblings - 1][(self.objective - 1) % siblings]
    }

    /// An indicator's row.
    fn kpi(&mut self, objective: Option<(&str, &str)>, weight: &str) -> Vec<String> {
        self.kpi += 1;
        let sort = self.numbers.below(7);
        let unit = ["%", "n.", "giorni", "€", "data", "sì/no", "km"][sort as usize];
        let falling = matches!(sort, 2..=4);
        let unit_column = self.columns.contains(&Column::Unit);
        let sign_column = self.columns.contains(&Column::Sign);
        let bare = unit_column && !matches!(sort, 4 | 5);
        let columns = self.columns.clone();
        let mut row = Vec::new();
        for column in columns {
            let cell = match column {
                // A table without any title is refused.
                column if (column != Column::Title || self.kpi > 1) && self.careless(9) => String::new(),
                Column::Area => {
                    ["Persona", "Servizi ai cittadini", "Territorio"][self.objective % 3].to_owned()
                }
                Column::ObjectiveCode => objective.map_or_else(String::new, |(code, _)| code.to_owned()),
                Column::Objective => objective.map_or_else(String::new, |(_, title)| title.to_owned()),
                Column::ObjectiveWeight if objective.is_some() => self.weight_of_objective().to_owned(),
                Column::ObjectiveWeight | Column::Unknown => String::new(),
                Column::Code if self.manner == Manner::Careless => self.pick(&CODES).to_owned(),
                Column::Code => format!("KP{}", self.kpi),
                Column::Title => self.title(),
                Column::Weight if self.careless(5) => {
                    self.pick(&["1/3", "30", "0,25", "alto", "25,0 %"]).to_owned()
                }
                Column::Weight => weight.to_owned(),
                Column::Sign if sort == 5 => "=".to_owned(),
                Column::Sign if falling => self.pick(&["<=", "≤"]).to_owned(),
                Column::Sign => self.pick(&[">=", "≥"]).to_owned(),
                Column::Target(_) | Column::Baseline | Column::Actual(_) if self.careless(4) => {
                    self.pick(&ODD).to_owned()
                }
                Column::Target(year) if sort == 4 && !sign_column => self.deadline(year),
                Column::Target(year) if sign_column || sort == 5 => self.value(sort, year, bare),
                Column::Target(year) => {
                    let sign = match falling {
                        true => self.pick(&["<= ", "≤ ", "non oltre ", "massimo ", ""]),
                        false => self.pick(&[">= ", "≥", "almeno ", "non inferiore a ", ""]),
                    };
                    format!("{sign}{}", self.value(sort, year, bare))
                }
                Column::Baseline => self.value(sort, 2024, bare),
                Column::Actual(year) => self.value(sort, year, bare),
                Column::Unit => unit.to_owned(),
                Column::Falling if sort == 5 => String::new(),
                Column::Falling => if falling { "SI" } else { "NO" }.to_owned(),
                Column::Formula => self.formula(sort),
                Column::Measure => self.words(),
                Column::Kind => self.pick(&["Efficacia", "efficienza", "Qualità percepita"]).to_owned(),
                Column::Office => self.pick(&["Tributi", "Servizi demografici", "Polizia locale"]).to_owned(),
                Column::Person | Column::Source | Column::Update => self.words(),
                Column::Note if self.once_in(2) => self.words(),
                Column::Note | Column::ObjectiveScore => String::new(),
                Column::Outcome => self
                    .pick(if self.manner == Manner::Careless {
                        &["N.V.", "kpi non validato"]
                    } else {
                        &["kpi validato"]
                    })
                    .to_owned(),
                Column::Score => self.pick(&["100,00%", "87,5%", "0,00%"]).to_owned(),
            };
            row.push(cell);
        }
        row
    }

    /// Two indicators in the cells of one row.
    fn several(&mut self, objective: Option<(&str, &str)>) -> Vec<String> {
        let (first, second) = (self.kpi(objective, "60%"), self.kpi(objective, "40%"));
        let lines = |(column, (one, other)): (&Column, (String, String))| match column {
            Column::Title => format!("1) {one}\n2) {other}"),
            Column::Weight | Column::Target(_) | Column::Baseline | Column::Actual(_) => {
                format!("{one}\n{other}")
            }
            _ => one,
        };
        self.columns.iter().zip(first.into_iter().zip(second)).map(lines).collect()
    }

    fn value(&mut self, sort: u64, year: i32, bare: bool) -> String {
        // Under a unit of %, a bare 1 may be all or a hundredth of it.
        let number = self.numbers.below(90) + 2;
        let of = |unit: &str| if bare { number.to_string() } else { format!("{number}{unit}") };
        match sort {
            0 => of("%"),
            1 => number.to_string(),
            2 => of(" giorni"),
            3 => of(".000,00 €"),
            4 => format!("{:02}/{:02}/{year}", number % 28 + 1, number % 12 + 1),
            5 => self.pick(&["sì", "SI"]).to_owned(),
            _ => of(",5 km"),
        }
    }

    /// A date, printed or in words.
    fn deadline(&mut self, year: i32) -> String {
        let month = self.pick(&["gennaio", "giugno", "dicembre"]);
        match self.numbers.below(4) {
            0 => format!("entro il 30 {month} {year}"),
            1 => format!("entro 30/06/{year}"),
            2 => format!("entro il 31 dicembre {year}"),
            _ => format!("31/12/{year}"),
        }
    }

    fn formula(&mut self, sort: u64) -> String {
        let (one, other) =
            (self.pick(&["Istanze evase", "Ore erogate"]), self.pick(&["Istanze", "Dipendenti"]));
        match (sort, self.numbers.below(4)) {
            (0, 0) => format!("({one} / {other}) * 100"),
            (0, 1) => format!("[{one}/{other}]x100"),
            (0, 2) => format!("({one} anno − {one} anno prec.)/{one} anno prec. * 100"),
            (1, 0) => format!("{one} su {other}"),
            (1, 1) => "valore assoluto".to_owned(),
            (_, 2) => "somma dei casi".to_owned(),
            _ => String::new(),
        }
    }

    fn title(&mut self) -> String {
        // No two alike in one objective.
        format!("{} {}", self.words(), self.kpi)
    }

    /// Words, or anything at all.
    fn words(&mut self) -> String {
        let mut words = self.pick(&WORDS[..10]).to_owned();
        for _ in 0..self.numbers.below(3) {
            let more =
                if self.manner == Manner::Hostile { self.pick(&PIECES) } else { self.pick(&WORDS[10..]) };
            words.push_str(if self.once_in(4) && self.manner == Manner::Hostile { "" } else { " " });
            words.push_str(more);
        }
        if self.manner == Manner::Hostile && self.once_in(3) {
            words.insert_str(0, self.pick(&PIECES));
        }
        words
    }
}
