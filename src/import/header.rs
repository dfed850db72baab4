//! What a column is, by the words that real documents put over it.

use super::grid::{Placed, plain};
use crate::value::fold_name;

/// What the cells of a column say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Code and title of an objective, or of an area.
    Objective,
    /// Code of an objective, apart from its title.
    ObjectiveCode,
    /// The area of an objective, in a column of its own.
    Area,
    /// Title of a KPI; in some documents its measure too.
    Title,
    /// Code of a KPI.
    Code,
    /// Weight of a KPI.
    Weight,
    /// `>=`, `<=`, `=`.
    Comparator,
    /// The value to reach, of a year where the header names one.
    Target(Option<i32>),
    /// The value of a year before.
    Baseline(Option<i32>),
    /// The value reached.
    Actual,
    /// `kpi validato` and the like.
    Validation,
    /// The published performance of a KPI.
    KpiScore,
    /// The published performance of an objective.
    ObjectiveScore,
    /// How the value is computed.
    Algorithm,
    /// What is measured.
    Measure,
    /// Unit of measure.
    Unit,
    /// Whether less is better.
    Falling,
    /// Efficacia, efficienza, volume …
    Kind,
    /// Who has to reach it.
    Assigned,
    /// Who answers for it.
    Responsible,
    /// Where the value comes from.
    Source,
    /// A change during the year.
    Update,
    /// Anything else said of a KPI.
    Notes,
    /// A column whose header nobody knows.
    Unknown,
}

/// `--map "Colonna X=target"`.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The header, as it was given.
    pub header: String,
    /// The header, as it is compared.
    folded: String,
    role: Role,
}

impl Mapping {
    /// Reads `HEADER=ROLE`.
    ///
    /// # Errors
    /// The part that is not understood.
    pub fn read(text: &str) -> Result<Mapping, String> {
        let (header, role) = text.rsplit_once('=').ok_or_else(|| text.to_owned())?;
        let role = role_named(role).ok_or_else(|| role.trim().to_owned())?;
        Ok(Mapping { header: header.trim().to_owned(), folded: fold_name(header), role })
    }

    /// Whether a header is the one that it tells of.
    pub fn is_of(&self, header: &str) -> bool {
        self.folded == fold_name(&plain(header))
    }
}

/// The words for roles in `--map`.
pub const ROLE_NAMES: [(&str, Role); 23] = [
    ("area", Role::Area),
    ("obiettivo", Role::Objective),
    ("codice obiettivo", Role::ObjectiveCode),
    ("indicatore", Role::Title),
    ("codice", Role::Code),
    ("peso", Role::Weight),
    ("confronto", Role::Comparator),
    ("target", Role::Target(None)),
    ("storico", Role::Baseline(None)),
    ("consuntivo", Role::Actual),
    ("esito", Role::Validation),
    ("performance", Role::KpiScore),
    ("performance obiettivo", Role::ObjectiveScore),
    ("algoritmo", Role::Algorithm),
    ("misura", Role::Measure),
    ("unità", Role::Unit),
    ("decrescente", Role::Falling),
    ("tipologia", Role::Kind),
    ("assegnato", Role::Assigned),
    ("responsabile", Role::Responsible),
    ("fonte", Role::Source),
    ("aggiornamento", Role::Update),
    ("nota", Role::Notes),
];

/// A role by its word in `--map`, `target 2026` with its year.
fn role_named(word: &str) -> Option<Role> {
    let folded = fold_name(word);
    let year = year_in(&folded);
    let name = folded.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let (_, role) = ROLE_NAMES.iter().find(|(known, _)| fold_name(known) == name)?;
    Some(with_year(*role, year))
}

fn with_year(role: Role, year: Option<i32>) -> Role {
    match role {
        Role::Target(_) => Role::Target(year),
        Role::Baseline(_) => Role::Baseline(year),
        other => other,
    }
}

/// The columns of a header row.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// From left to right, unnamed ones left out.
    pub columns: Vec<(usize, Role)>,
}

impl Header {
    /// Whether a column of this kind is there.
    pub fn has(&self, role: Role) -> bool {
        self.columns.iter().any(|(_, own)| *own == role)
    }
}

/// The header that a row is: it names the KPI's column, and its weight, target or actual.
pub fn recognise(row: &[Placed<'_>], mappings: &[Mapping]) -> Option<Header> {
    // Nearly all rows are no headers, and this tells at a glance.
    if !row.iter().any(|(_, cell)| may_name_kpis(cell, mappings)) {
        return None;
    }
    let columns = roles(row, mappings);
    let has = |wanted: fn(&Role) -> bool| columns.iter().any(|(_, role)| wanted(role));
    let names = has(|role| *role == Role::Title);
    let values = has(|role| matches!(role, Role::Weight | Role::Target(_) | Role::Actual));
    let known = columns.iter().filter(|(_, role)| *role != Role::Unknown).count();
    (names && values && known.saturating_mul(2) >= columns.len()).then_some(Header { columns })
}

/// The longest header of a KPI's title, with what a conversion may leave in it.
const LONGEST: usize = 45;

/// Whether a cell can be the header of the KPIs' titles: it begins as those that are known do.
fn may_name_kpis(cell: &str, mappings: &[Mapping]) -> bool {
    let mapped = || mappings.iter().any(|mapping| mapping.role == Role::Title && mapping.is_of(cell));
    let start = cell.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = ["b>", "i>"].iter().find_map(|tag| start.strip_prefix(tag)).unwrap_or(start);
    let begins = |word: &str| start.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
    cell.len() <= LONGEST && ["indicator", "kpi", "descrizione"].into_iter().any(begins) || mapped()
}

/// What the cells of a header say, from left to right.
pub fn roles(row: &[Placed<'_>], mappings: &[Mapping]) -> Vec<(usize, Role)> {
    let mut columns: Vec<(usize, Role)> = Vec::new();
    let mut target = None;
    for (column, cell) in row {
        let column = *column;
        let role = role_of(cell, mappings).unwrap_or(Role::Unknown);
        // "Stato 2026" right of "Target 2025" is a target, whatever it is called.
        let role = match (role, target) {
            (Role::Baseline(Some(year)), Some(first)) if year > first => Role::Target(Some(year)),
            _ => role,
        };
        if let Role::Target(Some(year)) = role {
            target = Some(year);
        }
        columns.push((column, role));
    }
    // "Cod." left of "Obiettivo" is of the objective.
    let title = columns.iter().position(|(_, role)| *role == Role::Objective);
    let before = title.and_then(|title| columns.get_mut(title.checked_sub(1)?));
    if let Some((_, role @ Role::Code)) = before {
        *role = Role::ObjectiveCode;
    }
    columns
}

fn role_of(cell: &str, mappings: &[Mapping]) -> Option<Role> {
    let folded = fold_name(&plain(cell));
    if let Some(mapping) = mappings.iter().find(|mapping| mapping.folded == folded) {
        return Some(match (mapping.role, year_in(&folded)) {
            (Role::Target(None) | Role::Baseline(None), year) => with_year(mapping.role, year),
            (role, _) => role,
        });
    }
    let words = folded.trim_end_matches([':', '*', '.', ' ']);
    // A header is a label: what is longer only begins like one.
    if words.chars().count() > 45 {
        return None;
    }
    let year = year_in(words);
    let name = words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    Some(match name {
        "obiettivo"
        | "obiettivo nome"
        | "nome obiettivo"
        | "obiettivi"
        | "obiettivo operativo"
        | "obiettivo strategico"
        | "obiettivo/azione" => Role::Objective,
        "area strategica"
        | "ambito"
        | "ambito strategico"
        | "linea strategica"
        | "priorita strategica"
        | "prospettiva" => Role::Area,
        "codice obiettivo" | "obiettivo codice" | "cod. obiettivo" | "cod obiettivo" | "cod. ob"
        | "n. obiettivo" | "n. ob" => Role::ObjectiveCode,
        "indicatore"
        | "indicatori"
        | "descrizione kpi"
        | "kpi"
        | "descrizione indicatore"
        | "indicatori/kpi"
        | "indicator"
        | "descrizione dell'indicatore" => Role::Title,
        "cod" | "codice" | "codice kpi" | "cod. kpi" | "cod. indicatore" | "codice indicatore" => Role::Code,
        "confronto" | "comparatore" | "segno" => Role::Comparator,
        "consuntivo"
        | "risultato"
        | "valore raggiunto"
        | "valore conseguito"
        | "valore a consuntivo"
        | "risultato raggiunto" => Role::Actual,
        "esito validazione" | "esito" | "validazione" => Role::Validation,
        "performance kpi" | "performance indicatore" => Role::KpiScore,
        "performance obiettivo" | "performance" => Role::ObjectiveScore,
        "algoritmo" | "algoritmo di calcolo" | "formula" | "formula di calcolo" => Role::Algorithm,
        "descrizione misura" | "misura" | "misure" => Role::Measure,
        "udm" | "unita di misura" | "unita" | "u.m" | "um" => Role::Unit,
        "decrescente" | "indicatore decrescente" | "andamento decrescente" => Role::Falling,
        "tipologia" | "tipo" | "tipologia indicatore" | "tipo indicatore" => Role::Kind,
        "area di assegnazione"
        | "assegnato"
        | "assegnazione"
        | "struttura"
        | "struttura responsabile"
        | "struttura organizzativa"
        | "unita organizzativa"
        | "ufficio"
        | "ufficio responsabile"
        | "servizio"
        | "settore"
        | "centro di responsabilita"
        | "area" => Role::Assigned,
        "responsabile" | "dirigente responsabile" | "referente" => Role::Responsible,
        "fonte" | "fonte dati" | "fonte dei dati" => Role::Source,
        "descrizione aggiornamento" | "aggiornamento" | "aggiornamenti" => Role::Update,
        "note" | "nota" | "annotazioni" => Role::Notes,
        _ if name.starts_with("peso") => Role::Weight,
        _ if name.starts_with("target") && is_of_a_target(name) => return None,
        _ if name.starts_with("target") || name == "valore atteso" || name == "valore target" => {
            Role::Target(year)
        }
        _ if ["stato", "baseline", "storico", "valore storico", "valore di partenza", "valore iniziale"]
            .contains(&name) =>
        {
            Role::Baseline(year)
        }
        _ => return None,
    })
}

/// Whether a header that begins with `target` is of something about it: `Target numeratore`, `Target raggiunto`.
fn is_of_a_target(name: &str) -> bool {
    const STEMS: [&str; 26] = [
        "numerator",
        "denominator",
        "num.",
        "den.",
        "raggiun",
        "consegu",
        "realizz",
        "effettiv",
        "consuntiv",
        "tipo",
        "nota",
        "note",
        "descr",
        "scaden",
        "unita",
        "fonte",
        "stato",
        "scost",
        "motiv",
        "verific",
        "peso",
        "sogli",
        "minim",
        "massim",
        "parzial",
        "intermed",
    ];
    let words = name.split([' ', '/', '(', '_', '-']).skip(1);
    words
        .into_iter()
        .any(|word| matches!(word, "num" | "den") || STEMS.iter().any(|stem| word.starts_with(stem)))
}

/// The last year that a text names.
pub fn year_in(text: &str) -> Option<i32> {
    years_in(text).last().copied()
}

/// All years that a text names.
pub fn years_in(text: &str) -> Vec<i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1990..2100).contains(year))
        .collect()
}

/// The word of `--map` for a role.
pub fn role_name(role: Role) -> Option<&'static str> {
    let plain = with_year(role, None);
    ROLE_NAMES.iter().find(|(_, known)| *known == plain).map(|(name, _)| *name)
}

/// The years of a second header row, by column: `2025`, `2026`, `2027` under one "Target".
pub fn years_below(row: &[Placed<'_>]) -> Option<Vec<(usize, i32)>> {
    let years: Option<Vec<(usize, i32)>> = row
        .iter()
        .map(|(column, cell)| {
            let cell = cell.trim();
            (cell.len() == 4).then(|| year_in(cell).map(|year| (*column, year))).flatten()
        })
        .collect();
    years.filter(|years| !years.is_empty())
}
