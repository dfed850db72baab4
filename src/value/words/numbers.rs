//! Numbers in letters.

/// A number written in letters.
pub fn number_word(folded: &str) -> Option<u32> {
    const WORDS: [&str; 13] = [
        "zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici",
        "dodici",
    ];
    Some(match folded {
        "un" | "una" => 1,
        "quindici" => 15,
        "venti" => 20,
        "trenta" => 30,
        "quaranta" => 40,
        "cinquanta" => 50,
        "sessanta" => 60,
        "novanta" => 90,
        "cento" => 100,
        word => u32::try_from(WORDS.iter().position(|known| *known == word)?).ok()?,
    })
}
