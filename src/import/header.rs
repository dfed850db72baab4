//! What a column is, by the words that real documents put over it.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::grid::{Placed, plain};
use super::units::Unit;
use super::value::is_value;
use super::when;
use crate::value::{Period, fold_name};

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
    /// Weight of an objective.
    ObjectiveWeight,
    /// `>=`, `<=`, `=`.
    Comparator,
    /// The value to reach, of a period where the header names one.
    Target(Option<Period>),
    /// The value of a year before.
    Baseline(Option<Period>),
    /// The value reached.
    Actual(Option<Period>),
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
    /// The period of a row's target and actual: a row a year.
    Period,
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
pub const ROLE_NAMES: [(&str, Role); 25] = [
    ("area", Role::Area),
    ("obiettivo", Role::Objective),
    ("codice obiettivo", Role::ObjectiveCode),
    ("indicatore", Role::Title),
    ("codice", Role::Code),
    ("peso", Role::Weight),
    ("peso obiettivo", Role::ObjectiveWeight),
    ("confronto", Role::Comparator),
    ("target", Role::Target(None)),
    ("storico", Role::Baseline(None)),
    ("consuntivo", Role::Actual(None)),
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
    ("periodo", Role::Period),
];

/// A role by its word in `--map`, `target 2026` with its period.
fn role_named(word: &str) -> Option<Role> {
    let (name, period) = when::split(&fold_name(word));
    let (_, role) = ROLE_NAMES.iter().find(|(known, _)| fold_name(known) == name)?;
    Some(with_period(*role, period))
}

fn with_period(role: Role, period: Option<Period>) -> Role {
    match role {
        Role::Target(_) => Role::Target(period),
        Role::Baseline(_) => Role::Baseline(period),
        Role::Actual(_) => Role::Actual(period),
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
    let values = has(|role| matches!(role, Role::Weight | Role::Target(_) | Role::Actual(_)));
    let known = columns.iter().filter(|(_, role)| *role != Role::Unknown).count();
    // Many columns of other things: a header all the same where a person says so, or where every cell is a label.
    let most = || known.saturating_mul(2) >= columns.len();
    let mapped = || row.iter().any(|(_, cell)| mappings.iter().any(|mapping| mapping.is_of(cell)));
    let labels = || known >= 3 && row.iter().all(|(_, cell)| is_label(cell));
    (names && values && (most() || mapped() || labels())).then_some(Header { columns })
}

/// Words that a header can be.
pub fn is_label(cell: &str) -> bool {
    let text = cell.trim();
    text.chars().count() <= 45 && text.chars().any(char::is_alphabetic) && !is_value(text)
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
    let mut target: Option<Period> = None;
    for (column, cell) in row {
        let column = *column;
        let role = role_of(cell, mappings).unwrap_or(Role::Unknown);
        // "Stato 2026" right of "Target 2025" is a target, whatever it is called.
        let role = match (role, target) {
            (Role::Baseline(Some(period)), Some(first)) if period.year > first.year => {
                Role::Target(Some(period))
            }
            _ => role,
        };
        target = target_period(role).or(target);
        columns.push((column, role));
    }
    by_their_neighbours(&mut columns, row, mappings);
    columns
}

/// What a header's place among the others says: of "Area", of "Obiettivo 2025", of "Cod." and "Peso" beside an objective.
fn by_their_neighbours(columns: &mut [(usize, Role)], row: &[Placed<'_>], mappings: &[Mapping]) {
    let at = |columns: &[(usize, Role)], wanted: Role| columns.iter().position(|(_, role)| *role == wanted);
    let named = |index: usize, name: &str| {
        let cell = row.get(index).map(|(_, cell)| cell);
        cell.is_some_and(|cell| folded(cell) == name && !mappings.iter().any(|mapping| mapping.is_of(cell)))
    };
    // "Valore 2025" beside "Target 2025" is what was reached.
    let targets: FxHashSet<Period> = columns.iter().filter_map(|(_, role)| target_period(*role)).collect();
    for (index, (_, role)) in columns.iter_mut().enumerate() {
        if let Role::Baseline(Some(period)) = *role
            && targets.contains(&period)
            && row.get(index).is_some_and(|(_, cell)| !folded(cell).starts_with("st"))
        {
            *role = Role::Actual(Some(period));
        }
    }
    // "Valore" beside a column of periods is what was reached in each.
    let reached = columns.iter().any(|(_, role)| matches!(role, Role::Actual(_)));
    if at(columns, Role::Period).is_some() && !reached {
        for index in 0..columns.len() {
            if let Some((_, role @ Role::Unknown)) = columns.get_mut(index)
                && ["valore", "dato", "valore rilevato"].iter().any(|name| named(index, name))
            {
                *role = Role::Actual(None);
            }
        }
    }
    let objectives = columns.iter().filter(|(_, role)| *role == Role::Objective).count();
    let has_target = columns.iter().any(|(_, role)| matches!(role, Role::Target(_)));
    for (index, (_, cell)) in row.iter().enumerate() {
        let (name, period) = when::split(&folded(cell));
        // A column of objectives and one of the year's, where no other is the target: the value to reach.
        if let Some((_, role @ Role::Objective)) = columns.get_mut(index)
            && objectives > 1
            && !has_target
            && period.is_some()
            && name == "obiettivo"
        {
            *role = Role::Target(period);
        }
    }
    // "Area" before what belongs to it, or beside the office's own column, is no office.
    let first = columns.iter().position(|(_, role)| matches!(role, Role::Objective | Role::Title));
    let offices = columns.iter().filter(|(_, role)| *role == Role::Assigned).count();
    let area_named = at(columns, Role::Area).is_some();
    for index in 0..columns.len() {
        let before = first.is_some_and(|first| index < first);
        if let Some((_, role @ Role::Assigned)) = columns.get_mut(index)
            && named(index, "area")
            && !area_named
            && (before || offices > 1)
        {
            *role = Role::Area;
        }
    }
    // "Cod." left of "Obiettivo" is of the objective.
    for index in 1..columns.len() {
        if columns.get(index).is_some_and(|(_, role)| *role == Role::Objective)
            && let Some((_, role @ Role::Code)) = columns.get_mut(index.saturating_sub(1))
        {
            *role = Role::ObjectiveCode;
        }
    }
    // Two columns "Peso": the one between objective and indicator is the objective's.
    let weights = columns.iter().filter(|(_, role)| *role == Role::Weight).count();
    let title = at(columns, Role::Title);
    let objective =
        columns.iter().position(|(_, role)| matches!(role, Role::Objective | Role::ObjectiveCode));
    for index in 0..columns.len() {
        let between = objective.is_some_and(|at| at < index) && title.is_some_and(|at| index < at);
        if let Some((_, role @ Role::Weight)) = columns.get_mut(index)
            && weights > 1
            && between
            && ["peso", "peso %", "peso (%)", "pesi"].iter().any(|name| named(index, name))
        {
            *role = Role::ObjectiveWeight;
        }
    }
}

/// The period of a target, where its header names one.
fn target_period(role: Role) -> Option<Period> {
    match role {
        Role::Target(period) => period,
        _ => None,
    }
}

/// A header's words, folded (no accents nor apostrophes): those of `ObiettivoOperativo` and `peso_kpi` apart.
fn folded(cell: &str) -> String {
    let plain = plain(cell);
    let words = match apart(&plain) {
        Some(words) => Cow::Owned(words),
        None => plain,
    };
    let folded = fold_name(&words);
    folded.trim_end_matches([':', '*', '.', ' ']).to_owned()
}

/// The words of a header without blanks, if it is several.
fn apart(text: &str) -> Option<String> {
    let joined = !text.contains(char::is_whitespace) && text.len() > 4;
    if !joined || !text.chars().skip(1).any(|c| c.is_uppercase() || c == '_') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut small = false;
    for c in text.chars() {
        if c == '_' {
            out.push(' ');
        } else {
            if small && c.is_uppercase() {
                out.push(' ');
            }
            out.push(c);
        }
        small = c.is_lowercase();
    }
    Some(out)
}

/// What an objective may be called besides: "Obiettivo operativo", "Obiettivi operativi".
const OBJECTIVES: [&str; 19] = [
    "operativo",
    "strategico",
    "specifico",
    "generale",
    "gestionale",
    "annuale",
    "triennale",
    "pluriennale",
    "del piano strategico",
    "individuale",
    "organizzativo",
    "di performance",
    "di valore pubblico",
    "della performance",
    "esecutivo",
    "nome",
    "titolo",
    "descrizione",
    "di struttura",
];

fn role_of(cell: &str, mappings: &[Mapping]) -> Option<Role> {
    if let Some(mapping) = mappings.iter().find(|mapping| mapping.is_of(cell)) {
        let (_, period) = when::split(&fold_name(&plain(cell)));
        let told =
            matches!(mapping.role, Role::Target(Some(_)) | Role::Baseline(Some(_)) | Role::Actual(Some(_)));
        return Some(if told { mapping.role } else { with_period(mapping.role, period) });
    }
    let words = folded(cell);
    // A header is a label: what is longer only begins like one.
    if words.chars().count() > LONGEST_LABEL {
        return None;
    }
    let (name, period) = when::split(&words);
    let numbered = name.ends_with(|c: char| c.is_ascii_digit());
    let name =
        name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | ':' | '-' | '%'));
    let name = name.trim_end_matches(['(', ')', ' ']);
    let objective = name.strip_prefix("obiettivo ").or_else(|| name.strip_prefix("obiettivi "));
    Some(match name {
        "obiettivo"
        | "obiettivi"
        | "obiettivo/azione"
        | "ob"
        | "titolo obiettivo"
        | "descrizione obiettivo"
        | "descrizione dellobiettivo"
        | "denominazione obiettivo"
        | "nome obiettivo"
        | "objective" => Role::Objective,
        _ if objective.is_some_and(|kind| OBJECTIVES.iter().any(|own| stem(own) == stem(kind))) => {
            Role::Objective
        }
        // "Obiettivo n. 1" over one objective.
        "obiettivo n" if numbered => Role::Objective,
        "area strategica"
        | "ambito"
        | "ambito strategico"
        | "linea strategica"
        | "priorita strategica"
        | "prospettiva" => Role::Area,
        "codice obiettivo" | "cod. obiettivo" | "cod obiettivo" | "cod. ob" | "n. obiettivo" | "n. ob"
        | "obiettivo codice" | "obiettivo cod" | "obiettivo n" | "id obiettivo" => Role::ObjectiveCode,
        "indicatore"
        | "indicatori"
        | "descrizione kpi"
        | "kpi"
        | "descrizione indicatore"
        | "indicatori/kpi"
        | "indicator"
        | "nome indicatore"
        | "titolo indicatore"
        | "denominazione indicatore"
        | "indicatore di performance"
        | "indicatore di risultato"
        | "descrizione dellindicatore" => Role::Title,
        "cod" | "codice" | "codice kpi" | "cod. kpi" | "cod kpi" | "cod. indicatore" | "cod indicatore"
        | "codice indicatore" | "id indicatore" | "n. indicatore" | "indicatore codice" => Role::Code,
        "confronto" | "comparatore" | "segno" => Role::Comparator,
        "consuntivo"
        | "risultato"
        | "risultati"
        | "valore raggiunto"
        | "valore conseguito"
        | "valore a consuntivo"
        | "valore consuntivo"
        | "valore consuntivato"
        | "valore in rendiconto"
        | "valore rendiconto"
        | "valore realizzato"
        | "valore effettivo"
        | "valore rilevato"
        | "rendiconto"
        | "risultato conseguito"
        | "risultato raggiunto" => Role::Actual(period),
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
        | "strutture"
        | "strutture responsabili"
        | "struttura organizzativa"
        | "unita organizzativa"
        | "ufficio"
        | "ufficio responsabile"
        | "uffici"
        | "servizio"
        | "settore"
        | "centro di responsabilita"
        | "area" => Role::Assigned,
        "responsabile" | "dirigente responsabile" | "referente" => Role::Responsible,
        "fonte" | "fonte dati" | "fonte dei dati" => Role::Source,
        "descrizione aggiornamento" | "aggiornamento" | "aggiornamenti" => Role::Update,
        "note" | "nota" | "annotazioni" => Role::Notes,
        "anno"
        | "annualita"
        | "periodo"
        | "esercizio"
        | "semestre"
        | "trimestre"
        | "anno di riferimento"
        | "periodo di riferimento"
        | "periodo di rilevazione" => Role::Period,
        _ if name.starts_with("peso") && names_objective(name) => Role::ObjectiveWeight,
        _ if name.starts_with("peso") => Role::Weight,
        _ if of_year_before(name) => Role::Baseline(period),
        _ if name.starts_with("target") && is_of_a_target(name) => return None,
        _ if name.starts_with("target") => Role::Target(period),
        "valore atteso" | "valori attesi" | "valore target" | "risultato atteso" | "risultati attesi" => {
            Role::Target(period)
        }
        "valore" | "dato" if period.is_some() => Role::Baseline(period),
        _ if ["stato", "baseline", "storico", "valore storico", "valore di partenza", "valore iniziale"]
            .contains(&name) =>
        {
            Role::Baseline(period)
        }
        _ => return None,
    })
}

/// `Valore anno precedente`, `Target conseguito nell'esercizio precedente`: what was reached the year before.
fn of_year_before(name: &str) -> bool {
    let value =
        ["target", "valore", "risultato", "consuntivo", "dato"].iter().any(|word| name.starts_with(word));
    value && ["anno precedente", "esercizio precedente"].iter().any(|end| name.ends_with(end))
}

/// The years after the plan's first that a header names by number: `Target primo anno`, `Target III anno`, `Target anno 2`.
pub(super) fn year_by_number(header: &str) -> Option<u8> {
    let folded = fold_name(header);
    let words: Vec<&str> = folded.split([' ', '(', ')']).filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|word| *word == "anno")?;
    let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
    let number = beside.filter_map(|at| words.get(at)).find_map(|word| when::number(word))?;
    number.checked_sub(1)
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

/// The longest header, in characters.
const LONGEST_LABEL: usize = 45;

/// A word without the vowel that tells one from several.
fn stem(word: &str) -> &str {
    word.trim_end_matches(['a', 'e', 'i', 'o'])
}

/// The unit that a header names beside its words: `Target %`, `Risultato (giorni)`.
pub(super) fn unit_in(header: &str) -> Option<Unit> {
    // Nearly none does.
    if !header.contains(['%', '(', '€']) {
        return None;
    }
    let (words, _) = when::split(&fold_name(&header.replace(['(', ')'], " ")));
    let (_, last) = words.trim_end().rsplit_once(' ')?;
    let unit = Unit::read(last);
    matches!(unit, Unit::Percent | Unit::Money | Unit::Days | Unit::Hours).then_some(unit)
}

/// `peso obiettivo`, `peso dell'ob.`, of which folding leaves `dellob`.
fn names_objective(name: &str) -> bool {
    let words = name.split([' ', '.', '(', ')']);
    let mut words = words.map(|word| word.strip_prefix("dell").unwrap_or(word));
    words.any(|word| matches!(word, "ob" | "obiettivo" | "obiettivi" | "obb"))
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
    let plain = with_period(role, None);
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
