//! What the editor shows of a plan: hovers, hints, lenses, results. A case is a place, with `|` at the pointer, and
//! what is read there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod support;

use std::path::Path;

use piaoc::diagnostics::{Lang, any_error};
use piaoc::ide::hover::{Hover, hover, hover_table};
use piaoc::ide::lenses::{LensCommand, lenses};
use piaoc::ide::{State, Step, Workspace, hints, results};
use piaoc::source::Memory;

/// Something of everything that can be pointed at.
const PLAN: &str = r#"piano "Piano della performance 2025-2027"
  ente       "Comune di Esempio"
  anni       2025-2027
  punteggio  proporzionale

struttura direzione "Direzione"
struttura staff "Staff" in direzione

misura istanze "Istanze pervenute"
  unità        istanze
  cumula       somma
  fonte        "protocollo *informatico*"
  responsabile staff

indicatore KP019 "Tempo medio di evasione"
  algoritmo  rapporto "Giorni trascorsi" / istanze
  tipologia  efficienza

fasce ritardi su giorni di ritardo
  fino a 0   -> 100%
  fino a 30  -> 90%
  oltre      -> 0%

area A "Servizi ai cittadini"

obiettivo A.1 "Risposte più rapide"
  assegnato  staff
  punteggio  proporzionale inverso

kpi KP019
  peso     30%
  target   2025       <= 5 giorni
  target   2026-2027  <= 4,5 giorni
  storico  5,25 giorni

kpi trend "Crescita <b>delle</b> [istanze](x)"
  peso       50%
  algoritmo  variazione % istanze
  target     >= 5%

kpi "Caffè ☕ «offerti»"
  peso       20%
  target     entro 31/03/2025
  punteggio  fasce ritardi

obiettivo A.2 "Servizi in rete"
  pesi uguali

kpi contenti "Utenti contenti"
  algoritmo  rapporto % "Contenti" / ("Contenti" + "Scontenti")
  target     >= 80%
  assegnato  staff

kpi sportello "Avvio dello sportello"
  target     entro 30/11/2025

rettifica A.1/trend 2025-T2 45% motivo "premio"
"#;

const TABLE: &str = "chiave;periodo;valore;esito\n\
    istanze;2024-T1;100;\n\
    istanze;2024-T2;100;\n\
    istanze;2025-T1;100;\n\
    istanze;2025-T2;104;\n\
    A.1/KP019/1;2025-T1;500;\n\
    A.1/KP019/1;2025-T2;724;\n\
    A.1/Caffè ☕ «offerti»;2025-T2;11/04/2025;\n\
    A.2/contenti/1;2025-T2;n.d.;\n\
    A.2/contenti/2;2025-T2;7;\n";

/// A plan's state as the server would have it, with actuals if there are any.
fn state(plan: &str, table: Option<&str>) -> State {
    let mut memory = Memory::default();
    memory.insert("piano.piao", plan);
    if let Some(table) = table {
        memory.insert("q2.csv", table);
        memory.insert("piaoc.toml", "[eval]\nactuals = [\"q2.csv\"]\n");
    }
    let mut workspace = Workspace::default();
    workspace.edited(Path::new("piano.piao"), true);
    let mut last = None;
    while let Some(step) = workspace.step(&memory) {
        if let Step::Checked(state) | Step::Computed(state) = step {
            last = Some(state);
        }
    }
    last.expect("a state")
}

/// A text without its `|`, and where that stood.
fn pointed(text: &str) -> (String, usize) {
    let at = text.find('|').expect("a case has a `|`");
    (text.replacen('|', "", 1), at)
}

/// The byte of a text at which `|` stands in a piece of it.
fn place(text: &str, piece: &str) -> usize {
    let (piece, at) = pointed(piece);
    text.find(&piece).unwrap_or_else(|| panic!("`{piece}` is not in the text")) + at
}

/// What is underlined, and what is read.
fn told(text: &str, found: Option<Hover>) -> String {
    match found {
        Some(Hover { range, markdown }) => format!("[{}]\n{markdown}", &text[range]),
        None => "nothing".to_owned(),
    }
}

fn hover_of(plan: &str, state: &State, piece: &str, lang: Lang) -> String {
    told(plan, hover(Some(state), plan, place(plan, piece), lang))
}

const MEASURE: &str = r"misura **istanze**  
Istanze pervenute

- unità: istanze
- cumula: somma
- fonte: protocollo \*informatico\*
- responsabile: staff

| periodo | valore | dove |
| --- | ---: | --- |
| 2024-T1 | 100 istanze | q2.csv riga 2 |
| 2024-T2 | 100 istanze | q2.csv riga 3 |
| 2025-T1 | 100 istanze | q2.csv riga 4 |
| 2025-T2 | 104 istanze | q2.csv riga 5 |

in uso da: A.1/KP019, A.1/trend";

const STRUCTURE: &str = r"struttura **staff**  
Staff

fa parte di **direzione** Direzione

- obiettivi: 1 (A.1)
- indicatori: 1 (A.2/contenti)
- misure: 1 (istanze)";

const OBJECTIVE: &str = r"obiettivo **A.1**  
Risposte più rapide

fa parte di **A** Servizi ai cittadini

| indicatore | peso | target | consuntivo | performance |
| --- | ---: | ---: | ---: | ---: |
| Tempo medio di evasione | 30% | ≤ 5 giorni | 3,549 | 100,00% |
| Crescita \<b\>delle\</b\> \[istanze\](x) | 50% | ≥ 5% | 2% | 45,00% |
| Caffè ☕ «offerti» | 20% | ≤ 31/03/2025 | 11/04/2025 | 90,00% |
| somma dei pesi | **100%** |  |  |  |

periodo 2025-T2 · dati provvisori · performance **70,50%**";

const EMPTY_OBJECTIVE: &str = r"obiettivo **A.2**  
Servizi in rete

fa parte di **A** Servizi ai cittadini

| indicatore | peso | target | consuntivo | performance |
| --- | ---: | ---: | ---: | ---: |
| Utenti contenti | 1/2 | ≥ 80% | n.d. | n.d. |
| Avvio dello sportello | 1/2 | ≤ 30/11/2025 | n.d. | n.d. |

periodo 2025-T2 · dati provvisori · performance **n.d.**";

const AREA: &str = r"area **A**  
Servizi ai cittadini

| obiettivo | peso | performance |
| --- | ---: | ---: |
| **A.1** Risposte più rapide | – | 70,50% |
| **A.2** Servizi in rete | – | n.d. |

periodo 2025-T2 · dati provvisori · performance **70,50%** · sul 50% del peso";

const CATALOGUE: &str = r"indicatore **KP019**  
Tempo medio di evasione

- algoritmo: rapporto «Giorni trascorsi» / istanze
- tipologia: efficienza

| indicatore | target | performance |
| --- | ---: | ---: |
| A.1/KP019 | 2025: ≤ 5 giorni; 2026-2027: ≤ 4,5 giorni | 100,00% |";

const CODED_KPI: &str = r"kpi **A.1/KP019**  
Tempo medio di evasione

- algoritmo: rapporto «Giorni trascorsi» / istanze
- peso: 30%, 15% del piano
- target 2025: ≤ 5 giorni
- target 2026-2027: ≤ 4,5 giorni
- storico 5,25 giorni
- punteggio: proporzionale inverso (da A.1)

**2025-T2** · target ≤ 5 giorni · consuntivo 3,549 giorni → **100,00%** · raggiunto";

const TREND: &str = r"kpi **A.1/trend**  
Crescita \<b\>delle\</b\> \[istanze\](x)

- algoritmo: variazione % istanze
- peso: 50%, 25% del piano
- target ≥ 5%
- punteggio: proporzionale inverso (da A.1)

**2025-T2** · target ≥ 5% · consuntivo 2% → **45,00%** · in ritardo

rettifica: 45,00% invece di 40,00%: premio";

const TITLED_KPI: &str = r"kpi **A.1/Caffè ☕ «offerti»**

- peso: 20%, 10% del piano
- target ≤ 31/03/2025
- punteggio: fasce ritardi

**2025-T2** · target ≤ 31/03/2025 · consuntivo 11/04/2025 → **90,00%** · in ritardo";

const UNAVAILABLE_KPI: &str = r"kpi **A.2/contenti**  
Utenti contenti

- algoritmo: rapporto % «Contenti» / («Contenti» + «Scontenti»)
- peso: 50% dell'obiettivo, 25% del piano
- target ≥ 80%
- punteggio: proporzionale (dal piano)
- assegnato: staff

**2025-T2** · target ≥ 80% · **n.d.**

il consuntivo dice \`n.d.\`";

const NOT_DUE_KPI: &str = r"kpi **A.2/sportello**  
Avvio dello sportello

- peso: 50% dell'obiettivo, 25% del piano
- target ≤ 30/11/2025
- punteggio: proporzionale (dal piano)

**2025-T2** · target ≤ 30/11/2025 · **non dovuto**";

const BANDS: &str = r"fasce **ritardi**

sui giorni di ritardo

| se è | punteggio |
| --- | ---: |
| fino a 0 | 100% |
| fino a 30 | 90% |
| oltre | 0% |

in uso da: A.1/Caffè ☕ «offerti»";

const WHOLE_PLAN: &str = r"piano **Piano della performance 2025-2027**

- ente: Comune di Esempio

aree, obiettivi e azioni: 3; indicatori: 5

periodo 2025-T2 · dati provvisori · performance **70,50%** · sul 50% del peso";

const OPERAND: &str = r"operando **A.2/contenti/1**  
Contenti

| periodo | valore | dove |
| --- | ---: | --- |
| 2025-T2 | n.d. | q2.csv riga 9 |";

/// A place, what is underlined there, and what is read.
const PLACES: &[(&str, &str, &str)] = &[
    ("piano \"|Piano", "\"Piano della performance 2025-2027\"", WHOLE_PLAN),
    (
        "in |direzione",
        "direzione",
        "struttura **direzione**  \nDirezione\n\n- strutture al suo interno: 1 (staff)",
    ),
    ("struttura st|aff", "staff", STRUCTURE),
    ("responsabile staff|\n", "staff", STRUCTURE),
    ("misura istan|ze", "istanze", MEASURE),
    ("\"Istanze |pervenute", "\"Istanze pervenute\"", MEASURE),
    ("variazione % |istanze", "istanze", MEASURE),
    ("indicatore KP0|19", "KP019", CATALOGUE),
    (
        "\"Giorni |trascorsi",
        "\"Giorni trascorsi\"",
        "operando **…/1**  \nGiorni trascorsi\n\nogni indicatore che usa KP019 ne ha uno suo",
    ),
    ("fasce |ritardi su", "ritardi", BANDS),
    ("punteggio  fasce rita|rdi", "ritardi", BANDS),
    ("area |A", "A", AREA),
    ("obiettivo |A.1", "A.1", OBJECTIVE),
    ("obiettivo A.1 \"Risposte più| rapide", "\"Risposte più rapide\"", OBJECTIVE),
    ("rettifica A|.1", "A.1", OBJECTIVE),
    ("obiettivo A.2|", "A.2", EMPTY_OBJECTIVE),
    ("kpi tre|nd", "trend", TREND),
    ("rettifica A.1/tr|end", "trend", TREND),
    ("kpi \"Caffè |☕", "\"Caffè ☕ «offerti»\"", TITLED_KPI),
    ("kpi |contenti", "contenti", UNAVAILABLE_KPI),
    ("\"Avvio |dello", "\"Avvio dello sportello\"", NOT_DUE_KPI),
    (
        "peso       50|%",
        "peso       50%",
        "kpi **A.1/trend**\n\npeso: 50%, 25% del piano\n\ni pesi dell'obiettivo sommano a 100%",
    ),
    ("% \"|Contenti", "\"Contenti\"", OPERAND),
    ("(\"Cont|enti", "\"Contenti\"", OPERAND),
];

#[test]
fn what_has_a_name_is_told_of() {
    let state = state(PLAN, Some(TABLE));
    assert_eq!(state.diagnostics(), []);
    for (piece, underlined, markdown) in PLACES {
        let found = hover_of(PLAN, &state, piece, Lang::It);
        assert_eq!(found, format!("[{underlined}]\n{markdown}"), "at {piece}");
    }
    let both = format!("[KP019]\n{CODED_KPI}\n\n---\n\n{CATALOGUE}");
    assert_eq!(hover_of(PLAN, &state, "kpi KP|019", Lang::It), both, "a code names the KPI and its entry");
}

/// Whatever names an indicator, a `rettifica`, a key of the actuals or what is pointed at, means the same one.
#[test]
fn a_name_means_one_thing_everywhere() {
    const KPIS: [(&str, &str); 5] = [
        ("uno", "kpi uno \"due\"\n  target >= 1\n"),
        ("due", "kpi due \"Tre\"\n  target >= 1\n"),
        ("doppio_a", "kpi doppio_a \"Doppio\"\n  target >= 1\n"),
        ("M1-2/a", "kpi M1-2/a \"Doppio\"\n  target >= 1\n"),
        ("Solo un titolo", "kpi \"Solo un titolo\"\n  target >= 1\n"),
    ];
    let kpis: String = KPIS.iter().map(|(_, text)| *text).collect();
    for (name, means) in [
        ("uno", Some("uno")),
        // The identifier of one wins over the title of another.
        ("due", Some("due")),
        ("DUE", Some("due")),
        ("tre", Some("due")),
        ("m1-2/A", Some("M1-2/a")),
        ("solo  un titolo", Some("Solo un titolo")),
        ("doppio", None),
        ("altro", None),
    ] {
        let spelt = if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() };
        let override_of = format!("rettifica A.1/{spelt} 2025 45% motivo \"m\"\n");
        let head =
            "piano \"P\"\n  anni 2025\n  punteggio proporzionale\n\nobiettivo A.1 \"A\"\n  pesi uguali\n";
        let plan = format!("{head}{kpis}{override_of}");
        let pointed = state(&plan, None);
        let told = hover(Some(&pointed), &plan, plan.rfind(&spelt).unwrap(), Lang::It);
        let told = told.map(|told| told.markdown);
        let heading = |key: &str| {
            told.as_deref()
                .unwrap_or("")
                .lines()
                .next()
                .is_some_and(|line| line.contains(&format!("A.1/{key}")))
        };
        let pointed_at = KPIS.iter().map(|(key, _)| *key).find(|key| heading(key));
        assert_eq!(pointed_at, means, "pointed at {name}: {told:?}");
        let overridden = pointed.checked.plan.as_ref().and_then(|plan| {
            let (id, _) = plan.overrides.keys().next()?;
            Some(plan.kpi(*id).key.trim_start_matches("A.1/").to_owned())
        });
        assert_eq!(overridden.as_deref(), means, "rettifica of {name}");
        let with_actual =
            state(&format!("{head}{kpis}"), Some(&format!("chiave;periodo;valore\nA.1/{name};2025;1\n")));
        let facts = &with_actual.computed.as_ref().unwrap().facts.list;
        let key = facts.first().map(|fact| match fact.subject {
            piaoc::actuals::Subject::Kpi(id) => {
                with_actual.checked.plan.as_ref().unwrap().kpi(id).key.trim_start_matches("A.1/")
            }
            piaoc::actuals::Subject::Measure(_) => panic!("{name} is a measure"),
        });
        assert_eq!(key, means, "an actual of {name}");
    }
}

#[test]
fn words_of_the_language_have_their_reference() {
    use piaoc::reference::{AlgorithmName, RuleName, Topic, text};
    use piaoc::syntax::keyword::{ItemKeyword, Keyword};
    let cases = [
        ("|piano \"", "piano", Topic::Item(ItemKeyword::Plan)),
        ("kp|i trend", "kpi", Topic::Item(ItemKeyword::Kpi)),
        ("  un|ità", "unità", Topic::Attribute(Keyword::Unit)),
        ("pesi ugu|ali", "pesi uguali", Topic::Attribute(Keyword::EqualWeights)),
        ("Staff\" in| dir", "in", Topic::Attribute(Keyword::In)),
        ("algoritmo  vari|azione", "variazione % istanze", Topic::Algorithm(AlgorithmName::Change)),
        ("  punteggio  propor|zionale\n\nstr", "proporzionale", Topic::Rule(RuleName::Proportional)),
    ];
    for (piece, underlined, topic) in cases {
        for lang in [Lang::It, Lang::En] {
            let found = told(PLAN, hover(None, PLAN, place(PLAN, piece), lang));
            assert_eq!(found, format!("[{underlined}]\n{}", text(topic, lang)), "at {piece}");
        }
    }
    // What is not written to its end is explained already.
    let half = "obiettivo A \"x\"\nkpi k\n  algoritmo rapp|orto % \"a\" /\n";
    let (text_now, at) = pointed(half);
    let found = hover(None, &text_now, at, Lang::En).unwrap();
    assert_eq!(found.markdown, text(Topic::Algorithm(AlgorithmName::Ratio), Lang::En));
}

#[test]
fn english_is_spoken_too() {
    let state = state(PLAN, Some(TABLE));
    let expected = r"[sportello]
kpi **A.2/sportello**  
Avvio dello sportello

- weight: 50% of the objective, 25% of the plan
- target ≤ 30/11/2025
- scoring: proporzionale (from the plan)

**2025-T2** · target ≤ 30/11/2025 · **not due**";
    assert_eq!(hover_of(PLAN, &state, "kpi sp|ortello", Lang::En), expected);
}

#[test]
fn a_rollup_is_told_of_with_what_it_is_of() {
    let plan = "piano \"x\"\n anni 2025\nobiettivo A \"Sopra\"\n peso 3 punti\nkpi r\n peso 30%\n target >= 5 \"eventi & *altro*\"\n\
        kpi m \"Media\"\n peso 70%\n algoritmo media ponderata A.*\n\
        obiettivo A.1 \"Sotto\"\n pesi uguali\nkpi s\n target sì\nobiettivo B \"Accanto\"\n peso 1 punti\nkpi t\n target sì\n";
    let state = state(plan, None);
    assert!(!any_error(state.diagnostics()));
    let cases = [
        (
            "obiettivo A| ",
            "[A]\nobiettivo **A**  \nSopra\n\n| indicatore | peso | target |\n| --- | ---: | ---: |\n\
             | r | 30% | ≥ 5 eventi \\& \\*altro\\* |\n| Media | 70% |  |\n| somma dei pesi | **100%** |  |\n\nne fanno parte: A.1",
        ),
        (
            "kpi m|",
            "[m]\nkpi **A/m**  \nMedia\n\n- algoritmo: media ponderata A.\\*\n- peso: 70%, 52,5% del piano\n\
             - punteggio: proporzionale (se non si scrive altro)",
        ),
        ("peso 3 p|unti", "[peso 3 punti]\n**A**\n\npeso: 3 punti, cioè 75% del piano"),
        ("media ponderata A|.*", "[A.*]\nobiettivo **A**"),
    ];
    for (piece, expected) in cases {
        let found = hover_of(plan, &state, piece, Lang::It);
        assert!(found.starts_with(expected), "at {piece}: {found}");
    }
}

#[test]
fn without_actuals_there_is_what_is_written() {
    let state = state(PLAN, None);
    let expected = r"[A.2]
obiettivo **A.2**  
Servizi in rete

fa parte di **A** Servizi ai cittadini

| indicatore | peso | target |
| --- | ---: | ---: |
| Utenti contenti | 1/2 | ≥ 80% |
| Avvio dello sportello | 1/2 | ≤ 30/11/2025 |";
    assert_eq!(hover_of(PLAN, &state, "obiettivo A|.2", Lang::It), expected);
    let weight = hover_of(PLAN, &state, "peso       5|0%", Lang::It);
    assert_eq!(
        weight,
        "[peso       50%]\nkpi **A.1/trend**\n\npeso: 50%, 25% del piano\n\ni pesi dell'obiettivo sommano a 100%"
    );
}

#[test]
fn a_plan_with_faults_is_told_of_as_it_is_written() {
    let plan = "piano \"x\"\r\n  anni 2025\r\n\r\nobiettivo A \"Perché no? 😀\"\r\n\r\nkpi a \"- uno\"\r\n  peso 30%\r\n  target >= 5%\r\n\r\n\
        kpi b \"2. due\"\r\n  peso 90%\r\n  algoritmo rapporto \"manca\r\n  target >= 1\r\n\r\nkpi c `tre`\r\n";
    let state = state(plan, Some(TABLE));
    assert!(state.checked.plan.is_none());
    let rule = "punteggio: proporzionale (se non si scrive altro)";
    let cases = [
        ("kpi |a", format!("[a]\nkpi **A/a**  \n\\- uno\n\n- peso: 30%\n- target ≥ 5%\n- {rule}")),
        ("kpi b|", format!("[b]\nkpi **A/b**  \n2\\. due\n\n- peso: 90%\n- target ≥ 1\n- {rule}")),
    ];
    for (piece, expected) in cases {
        assert_eq!(hover_of(plan, &state, piece, Lang::It), expected, "at {piece}");
    }
    let wrong = "piano \"x\"\n anni 2025\nobiettivo A \"y\"\nkpi a\n peso 30%\nkpi b\n peso 80%\n";
    let told = hover_of(wrong, &self::state(wrong, None), "peso 30|%", Lang::It);
    assert_eq!(told, "[peso 30%]\nkpi **A/a**\n\npeso: 30%\n\ni pesi dell'obiettivo sommano a 110%");
    let objective = hover_of(plan, &state, "Perché no? |😀", Lang::It);
    assert!(
        objective
            .starts_with("[\"Perché no? 😀\"]\nobiettivo **A**  \nPerché no? 😀\n\n| indicatore | peso |"),
        "{objective}"
    );
    for at in (0..=plan.len()).filter(|at| plan.is_char_boundary(*at)) {
        let _ = hover(Some(&state), plan, at, Lang::It);
        let _ = hover_table(&state, plan, at, Lang::It);
        let _ = (results::key_at(&state, plan, at), results::key_in_table(&state, plan, at));
    }
}

#[test]
fn nothing_is_said_where_there_is_nothing() {
    let empty = state("", None);
    assert_eq!(told("", hover(Some(&empty), "", 0, Lang::It)), "nothing");
    assert_eq!(told("", hover_table(&empty, "", 0, Lang::It)), "nothing");
    let file = empty.file(Path::new("piano.piao")).unwrap();
    assert_eq!(lenses(&empty, None, file, Lang::It), []);
    assert_eq!(hints::hints(&empty, None, file, 0..10, Lang::It), []);
    let state = state(PLAN, Some(TABLE));
    for piece in ["\n|\nstruttura", "2025|-2027\n  punt", "target     >|= 5%", "\"prem|io"] {
        assert_eq!(hover_of(PLAN, &state, piece, Lang::It), "nothing", "at {piece}");
    }
    assert_eq!(told(PLAN, hover(Some(&state), PLAN, PLAN.len(), Lang::It)), "nothing");
    assert_eq!(told(PLAN, hover(Some(&state), PLAN, PLAN.len() + 9, Lang::It)), "nothing");
    // A KPI that was typed since: the state does not know it.
    let newer = PLAN.replace("kpi trend", "kpi nuovo");
    assert_eq!(hover_of(&newer, &state, "kpi nu|ovo", Lang::It), "nothing");
}

/// Everywhere in the examples, and in a text that is being typed: what is underlined is what is pointed at.
#[test]
fn the_pointer_is_on_what_is_told_of() {
    for path in support::files_below(&support::repository().join("examples"), "piao") {
        let plan = std::fs::read_to_string(&path).unwrap();
        let state = state(&plan, None);
        let mut told = 0;
        for at in (0..plan.len()).step_by(plan.len() / 150).filter(|at| plan.is_char_boundary(*at)) {
            for text in [plan.as_str(), &plan[..at]] {
                let Some(found) = hover(Some(&state), text, at, Lang::It) else { continue };
                assert!(found.range.start <= at && at <= found.range.end, "{} at {at}", path.display());
                assert!(
                    text.get(found.range).is_some() && !found.markdown.is_empty(),
                    "{} at {at}",
                    path.display()
                );
                told += 1;
            }
        }
        assert!(told > 50, "{}: only {told} places", path.display());
    }
}

#[test]
fn cells_are_told_of() {
    let state = state(PLAN, Some(TABLE));
    let operand = "operando **A.1/KP019/1**  \nGiorni trascorsi\n\n| periodo | valore | dove |\n| --- | ---: | --- |\n\
        | 2025-T1 | 500 giorni | q2.csv riga 6 |\n| 2025-T2 | 724 giorni | q2.csv riga 7 |";
    let cases = [
        ("is|tanze;2024-T1", format!("[istanze]\n{MEASURE}")),
        ("2024-T1;1|00", format!("[100]\nvalore per il periodo **2024-T1**\n\n{MEASURE}")),
        ("|A.1/KP019/1;2025-T2", format!("[A.1/KP019/1]\n{operand}")),
        ("Caffè ☕ |«", format!("[A.1/Caffè ☕ «offerti»]\n{TITLED_KPI}")),
        (
            "11/04|/2025",
            format!(
                "[11/04/2025]\nvalore per il periodo **2025-T2** · target 2025: ≤ 31/03/2025\n\n{TITLED_KPI}"
            ),
        ),
        ("chi|ave", "nothing".to_owned()),
        ("2024|-T2", "nothing".to_owned()),
    ];
    for (piece, expected) in cases {
        let found = told(TABLE, hover_table(&state, TABLE, place(TABLE, piece), Lang::It));
        assert_eq!(found, expected, "at {piece}");
    }
    // Quoted cells, CRLF, one column a period, and the objective in a column of its own.
    let wide =
        "\"obiettivo\",indicatore,2025-T2\r\n\"A.1 - Risposte, più rapide\",caffe ☕ offerti,31/03/2025\r\n";
    let found = told(wide, hover_table(&state, wide, place(wide, "31/0|3"), Lang::It));
    assert_eq!(
        found,
        format!(
            "[31/03/2025]\nvalore per il periodo **2025-T2** · target 2025: ≤ 31/03/2025\n\n{TITLED_KPI}"
        )
    );
    let found = told(wide, hover_table(&state, wide, place(wide, "Risposte|,"), Lang::It));
    assert_eq!(found, format!("[\"A.1 - Risposte, più rapide\"]\n{TITLED_KPI}"));
}

/// The hints of a plan, each behind the text of its line.
fn hints_of(state: &State, plan: &str, lang: Lang) -> Vec<String> {
    let file = state.file(Path::new("piano.piao")).unwrap();
    let shown = |hint: &hints::Hint| {
        let line = &plan[plan[..hint.offset].rfind('\n').map_or(0, |at| at + 1)..hint.offset];
        let tooltip = hint.tooltip.as_ref().map_or_else(String::new, |tooltip| format!(" ({tooltip})"));
        format!("{line} · {}{tooltip}", hint.text)
    };
    hints::hints(state, None, file, 0..plan.len(), lang).iter().map(shown).collect()
}

#[test]
fn hints_stand_beside_the_targets() {
    let computed = state(PLAN, Some(TABLE));
    assert_eq!(
        hints_of(&computed, PLAN, Lang::It),
        [
            "  target   2025       <= 5 giorni · pesa 15% del piano · valore 3,549 → 100,00% · raggiunto",
            "  target     >= 5% · pesa 25% del piano · valore 2% → 45,00% con rettifica · in ritardo \
             (periodo 2025-T2 · dati provvisori: rettifica: 45,00% invece di 40,00%: premio)",
            "  target     entro 31/03/2025 · pesa 10% del piano · valore 11/04/2025 → 90,00% · in ritardo",
            "  target     >= 80% · pesa 25% del piano · → n.d. \
             (periodo 2025-T2 · dati provvisori: il consuntivo dice `n.d.`)",
            "  target     entro 30/11/2025 · pesa 25% del piano · non dovuto",
        ]
    );
    let checked = state(PLAN, None);
    assert_eq!(
        hints_of(&checked, PLAN, Lang::En)[..2],
        [
            "  target   2025       <= 5 giorni · weighs 15% of the plan",
            "  target     >= 5% · weighs 25% of the plan"
        ]
    );
    let broken = state(&PLAN.replace(">= 5%", "=< 5%"), Some(TABLE));
    assert_eq!(hints_of(&broken, PLAN, Lang::It), [] as [String; 0]);
    // Only the lines that are asked for.
    let file = computed.file(Path::new("piano.piao")).unwrap();
    let at = PLAN.find("kpi contenti").unwrap();
    assert_eq!(hints::hints(&computed, None, file, at..at + 40, Lang::It).len(), 1);
}

/// The lenses of a plan: what they stand on, what they say, and in brackets what they do.
fn lenses_of(plan: &str, table: Option<&str>, lang: Lang) -> Vec<String> {
    let state = state(plan, table);
    let file = state.file(Path::new("piano.piao")).unwrap();
    let found = lenses(&state, None, file, lang);
    let shown = found.iter().map(|lens| {
        let on = state.sources().text(lens.span);
        match &lens.command {
            LensCommand::None => format!("{on}: {}", lens.text),
            LensCommand::Why(key) => format!("{on}: {} [{key}]", lens.text),
            LensCommand::Evaluate => format!("{on}: {} [evaluate]", lens.text),
        }
    });
    shown.collect()
}

#[test]
fn lenses_stand_above_the_objectives() {
    assert_eq!(
        lenses_of(PLAN, Some(TABLE), Lang::It),
        [
            "piano: performance 70,50% sul 50% del peso (provvisoria)",
            "piano: valuta [evaluate]",
            "piano: perché? [piano]",
            "A: performance 70,50% sul 50% del peso (provvisoria)",
            "A: perché? [A]",
            "A.1: pesi 100%",
            "A.1: performance 70,50% (provvisoria)",
            "A.1: perché? [A.1]",
            "A.2: pesi uguali",
            "A.2: performance n.d.",
            "A.2: perché? [A.2]",
        ]
    );
    let neutral = ["piano: evaluate [evaluate]", "A.1: weights 100%", "A.2: equal weights"];
    assert_eq!(lenses_of(PLAN, None, Lang::En), neutral);
}

#[test]
fn lenses_sum_weights_as_they_are_written() {
    let cases: &[(&str, &str)] = &[
        ("kpi a\n peso 70%\nkpi b\n peso 40%\n", "pesi 110% ⚠"),
        ("kpi a\n peso 1/3\nkpi b\n peso 1/3\nkpi c\n peso 1/3\n", "pesi 100%"),
        ("kpi a\n peso 33,3%\nkpi b\n peso 33,3%\nkpi c\n peso 33,3%\n", "pesi 99,9%"),
        ("kpi a\n peso 2 punti\nkpi b\n peso 3 punti\n", "pesi 5 punti"),
        ("kpi a\n peso 2 punti\nkpi b\n peso 30%\n", "pesi 30% + 2 punti ⚠"),
        ("kpi a\n peso 60%\nkpi b\n", "pesi 60%, 1 senza peso ⚠"),
        ("kpi a\nkpi b\n", "pesi mancanti ⚠"),
        ("kpi a\n", "peso 100%"),
        ("kpi a\n peso 60%\nkpi b\n peso 4O%\n", "pesi 60% + ?"),
        (
            " pesi incompleti motivo \"riga persa\"\nkpi a\n peso 60%\nkpi b\n peso 20%\n",
            "pesi 80% (incompleti)",
        ),
        (" pesi uguali\nkpi a\n peso 60%\nkpi b\n", "pesi 60%, 1 senza peso ⚠"),
    ];
    for (kpis, expected) in cases {
        let plan = format!("piano \"x\"\n anni 2025\nobiettivo A \"y\"\n{kpis}");
        assert_eq!(
            lenses_of(&plan, None, Lang::It),
            ["piano: valuta [evaluate]", &format!("A: {expected}")],
            "{kpis}"
        );
    }
    // The sum of the objectives below is another one.
    let children = "piano \"x\"\n anni 2025\nobiettivo A \"y\"\nkpi a\n algoritmo media ponderata\n\
        obiettivo A.1 \"z\"\n peso 60%\nkpi b\n target sì\nobiettivo A.2 \"w\"\n peso 60%\nkpi c\n target sì\n";
    let weights = ["piano: valuta [evaluate]", "A: peso 100%", "A.1: peso 100%", "A.2: peso 100%"];
    assert_eq!(lenses_of(children, None, Lang::It), weights);
}

#[test]
fn a_result_is_a_line_a_document_or_a_reason() {
    let computed = state(PLAN, Some(TABLE));
    let status = results::status(&computed, Lang::It);
    assert_eq!(status.title, "Piano della performance 2025-2027");
    assert_eq!((status.period.as_deref(), status.performance.as_deref()), (Some("2025-T2"), Some("70,50%")));
    assert_eq!((status.coverage.as_deref(), status.provisional), (Some("50%"), true));
    assert_eq!((status.errors, status.warnings), (0, 0));
    let evaluation = results::evaluation(&computed, Lang::En);
    let markdown = evaluation.markdown.unwrap();
    assert!(
        markdown.starts_with("# Piano della performance 2025-2027\n\nComune di Esempio\n\nperiod 2025-T2"),
        "{markdown}"
    );
    assert_eq!(evaluation.reason, None);

    let reasons = [
        (PLAN.to_owned(), None, "non so con quali dati valutare il piano"),
        (PLAN.replace(">= 5%", "=< 5%"), Some(TABLE), "c'è ancora 1 errore nel piano o nei consuntivi"),
        (PLAN.replace(">= ", "=< "), Some(TABLE), "ci sono ancora 2 errori nel piano o nei consuntivi"),
        (PLAN.to_owned(), Some("chiave;periodo;valore\nmai_vista;2025;1\n"), "c'è ancora 1 errore"),
    ];
    for (plan, table, expected) in reasons {
        let state = state(&plan, table);
        let found = results::evaluation(&state, Lang::It);
        assert_eq!((found.title.as_str(), &found.markdown), ("Piano della performance 2025-2027", &None));
        let reason = found.reason.unwrap();
        assert!(reason.starts_with(expected), "{reason}");
        let refused = results::why(&state, "A.1", Lang::It).unwrap_err();
        assert_eq!(refused.it, reason);
        assert_eq!(results::status(&state, Lang::It).performance, None);
    }
}

#[test]
fn why_is_asked_of_what_is_pointed_at() {
    let state = state(PLAN, Some(TABLE));
    let cases = [
        ("anni  |", Some("piano")),
        ("area| A", Some("A")),
        ("assegnato|  staff\n  punt", Some("A.1")),
        ("target   20|25", Some("A.1/KP019")),
        ("kpi tr|end", Some("A.1/trend")),
        ("|rettifica", Some("A.1/trend")),
        ("\"Caffè| ", Some("A.1/Caffè ☕ «offerti»")),
        ("struttura s|taff", None),
        ("misura| istanze", None),
    ];
    for (piece, expected) in cases {
        let key = results::key_at(&state, PLAN, place(PLAN, piece));
        assert_eq!(key.as_deref(), expected, "at {piece}");
        if let Some(key) = key {
            assert_eq!(results::why(&state, &key, Lang::It).unwrap().0, key);
        }
    }
    let cells = [
        ("A.1/KP019/1;2025|-T1", Some("A.1/KP019")),
        ("11/04|/2025", Some("A.1/Caffè ☕ «offerti»")),
        ("istan|ze;2024-T1", None),
        ("val|ore", None),
    ];
    for (piece, expected) in cells {
        assert_eq!(
            results::key_in_table(&state, TABLE, place(TABLE, piece)).as_deref(),
            expected,
            "at {piece}"
        );
    }
    let (key, text) = results::why(&state, "a.1/TREND", Lang::En).unwrap();
    assert_eq!(key, "A.1/trend");
    assert!(text.starts_with("period 2025-T2 · provisional\nA.1/trend «Crescita"), "{text}");
    let unknown = results::why(&state, "A.1/trand", Lang::It).unwrap_err();
    assert_eq!(unknown.it, "nel piano non c'è `A.1/trand`: forse volevi dire `A.1/trend`");
}
