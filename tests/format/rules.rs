//! Each rule of the style, before and after.

/// A rule by its example.
pub struct Rule {
    pub says: &'static str,
    pub before: &'static str,
    pub after: &'static str,
}

pub const RULES: &[Rule] = &[
    Rule {
        says: "values stand in one column, two blanks after the longest keyword; what shares a line stays together",
        before: "kpi tempo \"Tempo\"\n peso 40%     algoritmo   media ponderata target>=1\n\tdescrizione \"x\"\n",
        after: "kpi tempo \"Tempo\"\n  peso         40%  algoritmo media ponderata  target >= 1\n  descrizione  \"x\"\n",
    },
    Rule {
        says: "years and periods count with the keyword",
        before: "kpi k\n target 2025 <= 5\n target 2026-2027 <= 4, 3\n storico 2024 6\n peso 1/3\n",
        after: "kpi k\n  target 2025       <= 5\n  target 2026-2027  <= 4, 3\n  storico 2024      6\n  peso              1/3\n",
    },
    Rule {
        says: "on an item's own line attributes are two blanks apart, and its parent is part of its head",
        before: "obiettivo A.1   \"Uno\"   in   A pesi uguali   peso 2 punti\n",
        after: "obiettivo A.1 \"Uno\" in A  pesi uguali  peso 2 punti\n",
    },
    Rule {
        says: "the paragraphs of a text stand under the first, other continuations under the value",
        before: "kpi k\n nota \"uno\"\n\"due\"\n dato \"Delibera\"\n  \"n. 12\"\n algoritmo rapporto \"a\" /\n \"b\"\n target\n  <= 5\n",
        after: "kpi k\n  nota       \"uno\"\n             \"due\"\n  dato       \"Delibera\"\n             \"n. 12\"\n  algoritmo  rapporto \"a\" /\n                      \"b\"\n  target\n             <= 5\n",
    },
    Rule {
        says: "also behind a parenthesis",
        before: "kpi k\n algoritmo formula (\"a\" +\n \"b\")\n",
        after: "kpi k\n  algoritmo  formula (\"a\" +\n                      \"b\")\n",
    },
    Rule {
        says: "the arrows of fasce stand in one column",
        before: "fasce f su valore\n fino a 0->100%\n da 60 a meno di 70   → 50%\n oltre -> 0%\n",
        after: "fasce f su valore\n  fino a 0           -> 100%\n  da 60 a meno di 70 → 50%\n  oltre              -> 0%\n",
    },
    Rule {
        says: "signs between operands have blanks, parentheses and indices none",
        before: "misura m\nkpi k\n algoritmo formula ( m+\"b\"/\"c\" )*2-m [ anno - 1 ]\n target >=1\nkpi j\n algoritmo sì/no \"x\"\n",
        after: "misura m\nkpi k\n  algoritmo  formula (m+\"b\" / \"c\") * 2-m[anno-1]\n  target     >= 1\nkpi j\n  algoritmo  sì/no \"x\"\n",
    },
    Rule {
        says: "a comma is followed by one blank, but for that of a number",
        before: "kpi k\n assegnato a ,b,  \"c\"\n target 2025-2026 >= 4,5 giorni ,4 giorni\n",
        after: "kpi k\n  assegnato         a, b, \"c\"\n  target 2025-2026  >= 4,5 giorni, 4 giorni\n",
    },
    Rule {
        says: "comments after neighbouring lines stand in one column, those between attributes are indented",
        before: "# testa   \n\nmisura m # a\n unità ore# b\n# dentro\n cumula somma   # c\n fonte \"registro\"     # d\n# fuori\n  # qui\n",
        after: "# testa\n\nmisura m  # a\n  unità   ore  # b\n  # dentro\n  cumula  somma       # c\n  fonte   \"registro\"  # d\n# fuori\n  # qui\n",
    },
    Rule {
        says: "blank lines stay, but at the end",
        before: "\n\n\n\npiano \"P\"\n anni 2025\n\n \n\n\t\narea A\n\n\narea B\n\n\n\n",
        after: "\n\n\n\npiano \"P\"\n  anni  2025\n\n\n\n\narea A\n\n\narea B\n",
    },
    Rule {
        says: "items of one kind, line upon line, are a table: of titles where nothing follows them",
        before: "struttura staff \"Staff\"\nstruttura area_ii \"Area II\" in staff\n\nmisura m \"M\"\nmisura lunga \"L\"\n  cumula somma\n",
        after: "struttura staff    \"Staff\"\nstruttura area_ii  \"Area II\" in staff\n\nmisura m \"M\"\nmisura lunga \"L\"\n  cumula  somma\n",
    },
    Rule {
        says: "of heads and attributes otherwise, as far as all rows have the same",
        before: "kpi uno \"Primo\" peso 5% target >= 3\nkpi due \"Secondo di due\" peso 1,25% target >= 30 nota \"x\"\nkpi tre peso 2% nota \"y\" target sì\n",
        after: "kpi uno \"Primo\"           peso 5%     target >= 3\nkpi due \"Secondo di due\"  peso 1,25%  target >= 30  nota \"x\"\nkpi tre                   peso 2%     nota \"y\"  target sì\n",
    },
    Rule {
        says: "no-break spaces become blanks, but in texts",
        before: "kpi\u{a0}k\u{202f}\"a\u{a0}b\"\n\u{a0}target >=\u{a0}10\u{a0}%\n",
        after: "kpi k \"a\u{a0}b\"\n  target  >= 10 %\n",
    },
    Rule {
        says: "the blanks between words without quotes are part of what they say",
        before: "kpi k\n tipologia   efficacia   interna\n target >= 1\n",
        after: "kpi k\n  tipologia  efficacia   interna\n  target     >= 1\n",
    },
    Rule {
        says: "a line end of another system is not taken for a blank",
        before: "piano \"P\"\r  anni 2025\r  esercizio 2025\n",
        after: "piano \"P\"\r  anni 2025\r  esercizio 2025\n",
    },
    Rule {
        says: "what can't be read stays byte for byte, and the items beside it do not",
        before: "area  A\n   kpi k  peso 1%\n\ttarget <= cinque  \n\n\n\n # c\nkpi\tj \n peso 2%",
        after: "area A\n   kpi k  peso 1%\n\ttarget <= cinque  \n\n\n\n # c\nkpi j\n  peso  2%\n",
    },
];
