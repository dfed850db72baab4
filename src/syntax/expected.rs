//! What belongs after each keyword, with an example: the note under every "I do not understand".

use super::keyword::{ItemKeyword, Keyword};
use crate::diagnostics::{Text, say};

/// What an attribute expects.
pub fn expected(keyword: Keyword) -> Text {
    match keyword {
        Keyword::Weight => say!(
            "un peso è una percentuale (`peso 30%`), una frazione (`peso 1/3`) o dei punti (`peso 2 punti`), mai negativo",
            "a weight is a percentage (`peso 30%`), a fraction (`peso 1/3`) or points (`peso 2 punti`), never negative"
        ),
        Keyword::Target => say!(
            "un target si scrive `target >= 5%`, `target 2025 <= 5 giorni`, `target 2026-2027 >= 10, 12`, `target entro 31/12/2025`, `target sì` o `target 2026 n.d.`",
            "a target is written `target >= 5%`, `target 2025 <= 5 giorni`, `target 2026-2027 >= 10, 12`, `target entro 31/12/2025`, `target sì` or `target 2026 n.d.`"
        ),
        Keyword::Algorithm => say!(
            "gli algoritmi sono: valore assoluto m; rapporto [%] a / b [ogni N]; variazione % m; media ponderata [A.1, A.2]; data m; sì/no m; formula …",
            "the algorithms are: valore assoluto m; rapporto [%] a / b [ogni N]; variazione % m; media ponderata [A.1, A.2]; data m; sì/no m; formula …"
        ),
        Keyword::Scoring => say!(
            "i punteggi sono: tutto o niente; proporzionale [scostamento | inverso]; diretto; da storico; fasce NOME",
            "the scoring rules are: tutto o niente; proporzionale [scostamento | inverso]; diretto; da storico; fasce NOME"
        ),
        Keyword::Baseline => say!(
            "si scrive `storico 2024 5,25 giorni` o `storico 66`",
            "it is written `storico 2024 5,25 giorni` or `storico 66`"
        ),
        Keyword::Tolerance => say!(
            "si scrive `tolleranza 5 giorni` o `tolleranza 2%`",
            "it is written `tolleranza 5 giorni` or `tolleranza 2%`"
        ),
        Keyword::Accumulate => say!(
            "si scrive `cumula somma` (le parti dell'anno si sommano), `cumula ultimo` (vale l'ultima), `cumula media` o `cumula primo`",
            "it is written `cumula somma` (the parts of the year are added), `cumula ultimo` (the last one counts), `cumula media` or `cumula primo`"
        ),
        Keyword::Missing => say!(
            "si scrive `non disponibili esclusi`, `zero` o `errore`",
            "it is written `non disponibili esclusi`, `zero` or `errore`"
        ),
        Keyword::Years => say!("si scrive `anni 2025-2027`", "it is written `anni 2025-2027`"),
        Keyword::Exercise => say!("si scrive `esercizio 2025`", "it is written `esercizio 2025`"),
        Keyword::Approved => say!("si scrive `approvato 31/01/2025`", "it is written `approvato 31/01/2025`"),
        Keyword::Required => {
            say!("si scrive `richiede fonte, unità`", "it is written `richiede fonte, unità`")
        }
        Keyword::Unit => say!(
            "un'unità è una parola (`unità soggetti`), un testo tra virgolette, o un tipo: giorni, ore, €, %, data, sì/no",
            "a unit is a word (`unità soggetti`), a quoted text, or a type: giorni, ore, €, %, data, sì/no"
        ),
        Keyword::Assigned | Keyword::Responsible | Keyword::Office => say!(
            "qui vanno strutture dichiarate o testi tra virgolette, separati da virgole",
            "declared structures or quoted texts go here, divided by commas"
        ),
        Keyword::Resources => say!(
            "si scrive `risorse 42.600,00 €`, seguito se serve da un testo",
            "it is written `risorse 42.600,00 €`, followed if needed by a text"
        ),
        Keyword::Update => say!(
            "si scrive `aggiornamento 15/07/2025 \"target ridotto …\"`",
            "it is written `aggiornamento 15/07/2025 \"target ridotto …\"`"
        ),
        Keyword::Exception => {
            say!("si scrive `consenti P0412 \"motivo\"`", "it is written `consenti P0412 \"reason\"`")
        }
        Keyword::Datum => say!(
            "si scrive `dato \"Delibera\" \"n. 12 del 31/01/2025\"`",
            "it is written `dato \"Delibera\" \"n. 12 del 31/01/2025\"`"
        ),
        Keyword::IncompleteWeights => {
            say!("si scrive `pesi incompleti motivo \"…\"`", "it is written `pesi incompleti motivo \"…\"`")
        }
        Keyword::EqualWeights => say!("`pesi uguali` si scrive da solo", "`pesi uguali` stands alone"),
        Keyword::In => {
            say!("dopo `in` va il codice dell'elemento superiore", "after `in` goes the code of the parent")
        }
        Keyword::Kind | Keyword::Level | Keyword::Frequency => {
            say!("qui va una parola o un testo tra virgolette", "a word or a quoted text goes here")
        }
        _ => say!("qui va un testo tra virgolette", "a quoted text goes here"),
    }
}

/// What the first line of an item expects.
pub fn expected_head(item: ItemKeyword) -> Text {
    Text::same(match item {
        ItemKeyword::Plan => "piano \"Piano integrato di attività e organizzazione 2025-2027\"",
        ItemKeyword::Use => "usa \"obiettivi-comuni.piao\"",
        ItemKeyword::Area => "area A \"Competitività e sviluppo\"",
        ItemKeyword::Objective => "obiettivo A.1 \"Attrattività del territorio\" in A",
        ItemKeyword::Action => "azione A.1.1 \"Azione 1\"",
        ItemKeyword::Kpi => "kpi tempo KP019 \"Tempo medio di evasione\"",
        ItemKeyword::Measure => "misura istanze \"Istanze pervenute\"",
        ItemKeyword::Indicator => "indicatore KP019 \"Tempo medio di evasione\"",
        ItemKeyword::Structure => "struttura staff \"Staff\" in area_i",
        ItemKeyword::Bands => "fasce ritardi su giorni di ritardo   (su valore, su percentuale raggiunta)",
        ItemKeyword::Override => "rettifica A.7.1/premio_pcto 2023 100% motivo \"…\"",
    })
}

/// What a row of `fasce` expects.
pub fn expected_row() -> Text {
    Text::same(
        "fino a 30 -> 90%   sotto 60 -> 0%   da 60 a 69 -> 50%   da 60 a meno di 70 -> 50%   da 70 -> 100%   oltre -> 0%   da 60% a 100% -> da 50% a 100%",
    )
}
