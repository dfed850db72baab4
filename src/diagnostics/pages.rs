//! The page of every code: what it means, why it matters, what to do, with an example that fails and the same
//! repaired. The examples are run as tests.
//!
//! A page is `codes/P….md` with three sections. `## it` and `## en` begin with a line that is the title. `## examples`
//! holds fenced blocks: ```` ```piao fails ```` and ```` ```piao repaired ````, or `csv` or `toml` in place of `piao`; a block
//! that is neither belongs to both cases. `also=CODE` is a code that comes with the page's own. `file=NAME` names the file where `piano.piao` and `consuntivo.csv` won't
//! do. A fault that text can't show has a block ```` ```none ```` with the reason in Italian and, on a second line, in
//! English.

use super::{Code, Lang, say};

macro_rules! pages {
    ($($variant:ident $name:literal,)*) => {
        /// The text of a code's page.
        pub fn page(code: Code) -> &'static str {
            match code { $(Code::$variant => include_str!(concat!("codes/", $name, ".md")),)* }
        }
    };
}

pages! {
    Unexpected "P0101",
    UnknownWord "P0102",
    Misplaced "P0103",
    Repeated "P0104",
    OpenString "P0105",
    BadNumber "P0106",
    NumberTooLarge "P0107",
    BadDate "P0108",
    BadPeriod "P0109",
    BadComparator "P0110",
    ReservedWord "P0111",
    TooDeep "P0112",
    MergeConflict "P0113",
    BeforeFirstItem "P0114",
    Unquoted "P0115",
    BadName "P0116",
    BadWeight "P0117",
    RatioShape "P0118",
    BadWindow "P0119",
    KpiMeant "P0120",
    NoComparator "P0121",
    NoTargetValue "P0122",
    GluedUnit "P0123",
    InOwnWords "P0124",
    OrphanKpi "P0201",
    Duplicate "P0202",
    UnknownReference "P0203",
    ParentCycle "P0204",
    NoPlan "P0205",
    ManyPlans "P0206",
    ImportUnreadable "P0207",
    ImportCycle "P0208",
    CatalogueConflict "P0209",
    NamelessKpi "P0210",
    BadException "P0211",
    BadYears "P0212",
    TypeMismatch "P0301",
    BarePercent "P0302",
    BadOperation "P0303",
    TargetCount "P0304",
    DuplicateTarget "P0305",
    RuleCannotApply "P0306",
    BadBands "P0307",
    BadBaseline "P0308",
    WeightSum "P0309",
    WeightMissing "P0310",
    WeightKinds "P0311",
    RollupOfItself "P0312",
    RollupCycle "P0313",
    RollupOfNothing "P0314",
    BadOverride "P0315",
    NoAccumulation "P0323",
    AmbiguousStructure "P0324",
    BandsApart "P0401",
    WeightsIncomplete "P0402",
    FieldMissing "P0403",
    RollupElsewhere "P0404",
    DirectionAgainstUnit "P0405",
    DateOutsideYear "P0406",
    TargetRelaxes "P0407",
    RatioAgainstParts "P0408",
    SameTitle "P0409",
    DifferentTargets "P0410",
    WithoutTarget "P0411",
    WorseThanBaseline "P0412",
    SkippedLevel "P0413",
    ChildrenLeftOut "P0414",
    UnusedMeasure "P0415",
    EmptyObjective "P0416",
    EqualShares "P0417",
    NoScoringRule "P0418",
    UnusedException "P0419",
    TimeWithoutUnit "P0420",
    TitleOfAnother "P0421",
    LabelsOneRowLate "P0422",
    YearsWithoutTarget "P0423",
    AgainstItsLikes "P0424",
    Untitled "P0425",
    SameBaseline "P0426",
    ExcelNumber "P0427",
    CountAsPercent "P0428",
    UnusedDeclaration "P0429",
    BeforeApproval "P0430",
    ZeroWeight "P0431",
    TurnedText "P0432",
    TitleOfSeveral "P0435",
    NoHeader "P0501",
    RaggedRow "P0502",
    UnknownKey "P0503",
    AmbiguousKey "P0504",
    RepeatedFact "P0505",
    FilesDisagree "P0506",
    CellType "P0507",
    CellNumber "P0508",
    ExcelDate "P0509",
    CellPeriod "P0510",
    UnknownOutcome "P0511",
    ValueBesideUnavailable "P0512",
    UnknownState "P0513",
    PartsDisagree "P0514",
    CellPercent "P0515",
    BetweenBands "P0516",
    MissingActual "P0517",
    NoPeriod "P0518",
    OpenCell "P0519",
    PublishedDiffers "P0520",
    DeclaredContradicted "P0521",
    ForeignCurrency "P0522",
    NoTablesThere "P0523",
    OnlyPartsOfPeriod "P0527",
    ColumnNotRead "P0528",
    DeadlinePassed "P0529",
    TargetBelowZero "P0530",
    OwnValueRefused "P0531",
    WorkbookPassword "P0601",
    WorkbookDamaged "P0602",
    WorkbookTooLarge "P0603",
    NotAWorkbook "P0604",
    WorkbookFull "P0605",
    FailedFormula "P0606",
    NoTableInSheets "P0607",
    FormSheetMissing "P0608",
    FormRowMissing "P0609",
    MacrosNotRun "P0610",
    SheetNotRead "P0611",
    NoTableToImport "P0612",
    HiddenCells "P0615",
    FileMissing "P0901",
    FileIsFolder "P0902",
    FileBinary "P0903",
    FileNotUtf8 "P0904",
    FileUtf16 "P0905",
    FileTooLarge "P0906",
    FileEmpty "P0907",
    ConfigUnreadable "P0908",
    ConfigUnknown "P0909",
    ConfigValue "P0910",
    FileSpecial "P0911",
    FileOutside "P0912",
    FileNotOurs "P0913",
}

/// Which case a block of examples belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Gives exactly this code.
    Fails,
    /// Gives no diagnostic at all.
    Repaired,
    /// Belongs to both cases.
    Shared,
    /// No text: says why the fault can't be shown.
    NotShown,
}

/// One block of a page's examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its case.
    pub kind: Kind,
    /// The file's name; the first `.piao` of a case is its plan, every `.csv` is among its actuals.
    pub file: String,
    /// Codes that come with the page's own where it fails.
    pub also: Vec<String>,
    /// What stands in the file.
    pub text: String,
}

/// The first line of a page's section: what the code is about, in a few words.
pub fn title(code: Code, lang: Lang) -> &'static str {
    words(code, lang).0
}

/// The page as `piaoc explain` prints it.
pub fn render(code: Code, lang: Lang) -> String {
    let (title, text) = words(code, lang);
    let mut out = format!("{}: {title}\n\n{}\n", code.name(), text.trim());
    let examples = examples(code);
    for case in [Kind::Fails, Kind::Repaired] {
        let of_case = |example: &&Example| example.kind == case;
        if !examples.iter().any(|example| of_case(&example)) {
            continue;
        }
        let head = match case {
            Kind::Fails => say!("Con l'errore:", "With the fault:"),
            _ => say!("Corretto:", "Repaired:"),
        };
        out.push_str(&format!("\n{}\n", head.get(lang)));
        let shared = |example: &&Example| example.kind == Kind::Shared && case == Kind::Fails;
        for example in examples.iter().filter(|example| of_case(example) || shared(example)) {
            out.push_str(&format!("\n  {}\n\n", example.file));
            for line in example.text.lines() {
                out.push_str(if line.is_empty() { "" } else { "    " });
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    for example in examples.iter().filter(|example| example.kind == Kind::NotShown) {
        let mut reasons = example.text.lines();
        let (it, en) = (reasons.next().unwrap_or(""), reasons.next().unwrap_or(""));
        out.push_str(&format!("\n{}\n", say!("{it}", "{en}").get(lang)));
    }
    out
}

/// The blocks of a page's examples, in their order.
pub fn examples(code: Code) -> Vec<Example> {
    let mut out = Vec::new();
    let mut open: Option<Example> = None;
    for line in section(page(code), "examples").lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some(example(info)),
            (None, None) => {}
            (Some(_), Some(_)) => out.extend(open.take()),
            (Some(example), None) => {
                example.text.push_str(line);
                example.text.push('\n');
            }
        }
    }
    out
}

/// An empty example from the words after its fence.
fn example(info: &str) -> Example {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or("");
    let mut kind = if language == "none" { Kind::NotShown } else { Kind::Shared };
    let mut file = match language {
        "csv" => "consuntivo.csv",
        "toml" => "piaoc.toml",
        _ => "piano.piao",
    };
    for word in words {
        match (word, word.strip_prefix("file=")) {
            ("fails", _) => kind = Kind::Fails,
            ("repaired", _) => kind = Kind::Repaired,
            (_, Some(name)) => file = name,
            _ => {}
        }
    }
    let also = info.split_whitespace().filter_map(|word| word.strip_prefix("also=")).map(str::to_owned);
    Example { kind, file: file.to_owned(), also: also.collect(), text: String::new() }
}

/// Title and text of a page in a language.
pub fn words(code: Code, lang: Lang) -> (&'static str, &'static str) {
    let name = match lang {
        Lang::It => "it",
        Lang::En => "en",
    };
    section(page(code), name).split_once('\n').unwrap_or_default()
}

/// What stands between `## name` and the next such line.
fn section(page: &'static str, name: &str) -> &'static str {
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("## ") {
        let (head, body) = after.split_once('\n').unwrap_or((after, ""));
        if head.trim() == name {
            return body.split("\n## ").next().unwrap_or(body).trim();
        }
        rest = body;
    }
    ""
}
