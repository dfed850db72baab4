//! Synthetic plans and actuals of any size, the same on every run: for benchmarks, and for tests that want many plans.

use std::fmt::Write;

/// A small, fast, repeatable source of numbers (SplitMix64).
pub struct Numbers(u64);

impl Numbers {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % most
    }
}

/// KPIs of one objective.
const PER_OBJECTIVE: usize = 5;
/// Objectives of one area, besides the area's own.
const PER_AREA: usize = 50;

/// A plan of `kpis` KPIs, about 300 bytes and nine lines each, of all types and algorithms.
pub fn plan(kpis: usize) -> String {
    let mut text = String::with_capacity(kpis * 320 + 1024);
    text.push_str(
        "piano \"Piano integrato di attività e organizzazione 2025-2027\"\n  ente       \"Camera di Commercio\"\n  anni       2025-2027\n  punteggio  proporzionale\n\nstruttura staff \"Staff\"\n",
    );
    for kpi in 0..kpis {
        let objective = kpi / PER_OBJECTIVE;
        let area = objective / PER_AREA;
        if kpi % (PER_OBJECTIVE * PER_AREA) == 0 {
            write!(text, "\narea A{area} \"Area di intervento numero {area}\"\n").unwrap();
        }
        if kpi % PER_OBJECTIVE == 0 {
            let left = (kpis - kpi).min(PER_OBJECTIVE);
            let equal = if left == PER_OBJECTIVE { "" } else { "  pesi uguali\n" };
            write!(
                text,
                "\nobiettivo A{area}.{objective} \"Efficacia e qualità del servizio numero {objective}\"\n{equal}  responsabile  staff\n  missione  \"12 - Regolazione dei mercati\"\n"
            )
            .unwrap();
        }
        let whole = kpis - (kpi - kpi % PER_OBJECTIVE) >= PER_OBJECTIVE;
        one_kpi(&mut text, kpi, whole);
    }
    text
}

fn one_kpi(text: &mut String, kpi: usize, weighted: bool) {
    let weight = if weighted { "  peso       20%\n" } else { "" };
    let (algorithm, target, unit) = match kpi % 5 {
        0 => ("rapporto % \"Pratiche evase nei termini\" / \"Pratiche pervenute\"", ">= 80%", "%"),
        1 => ("valore assoluto \"Numero di iniziative realizzate\"", ">= 12", "iniziative"),
        2 => ("rapporto \"Giorni trascorsi\" / \"Istanze chiuse\"", "<= 4,5 giorni", "giorni"),
        3 => ("variazione % \"Soggetti coinvolti nelle iniziative\"", ">= 5%", "%"),
        _ => ("rapporto % \"Risorse utilizzate\" / \"Risorse stanziate a budget\"", ">= 75%", "%"),
    };
    write!(
        text,
        "\nkpi k{kpi} \"Indicatore numero {kpi}: tempi e volumi del servizio\"\n{weight}  algoritmo  {algorithm}\n  target     2025-2027 {target}\n  unità      {unit}\n  fonte      \"rilevazione interna\"  # {kpi}\n  tipologia  efficacia\n  frequenza  semestrale\n  nota       \"serie confrontabile dal 2019\"\n"
    )
    .unwrap();
}

/// A CSV of about `rows` rows for [`plan`] of the same number of KPIs: operands of every KPI by month of 2025 and for
/// the year before, until there are enough.
pub fn actuals(kpis: usize, rows: usize) -> String {
    let mut numbers = Numbers::new(7);
    let mut text = String::with_capacity(rows * 36);
    text.push_str("chiave;periodo;valore;esito\n");
    let mut written = 0;
    let periods = ["2025", "2024", "2026", "2023", "2027", "2022", "2021", "2020"];
    'all: for period in periods {
        for kpi in 0..kpis {
            let objective = kpi / PER_OBJECTIVE;
            let area = objective / PER_AREA;
            let operands = if matches!(kpi % 5, 1 | 3) { 1 } else { 2 };
            for operand in 1..=operands {
                if written == rows {
                    break 'all;
                }
                let value = numbers.below(90_000) + 1_000;
                writeln!(text, "A{area}.{objective}/k{kpi}/{operand};{period};{value};kpi validato").unwrap();
                written += 1;
            }
        }
    }
    text
}

/// An hledger journal of `transactions` transactions, for comparison.
pub fn journal(transactions: usize) -> String {
    let mut numbers = Numbers::new(11);
    let mut text = String::with_capacity(transactions * 110);
    for at in 0..transactions {
        let (month, day) = (at * 12 / transactions + 1, numbers.below(28) + 1);
        let (whole, cents) = (numbers.below(5_000), numbers.below(100));
        let account = numbers.below(200);
        writeln!(
            text,
            "2025-{month:02}-{day:02} Pagamento numero {at}\n    spese:capitolo{account}    {whole}.{cents:02} EUR\n    attivo:banca\n"
        )
        .unwrap();
    }
    text
}
