//! The closed list of codes. A code is never renumbered nor given another meaning; each has a page
//! in `codes/` (see [`super::pages`]).

use serde::Serialize;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The plan or the actuals can't be used.
    Error,
    /// Very likely not what was meant, or to be known by the reader.
    Warning,
    /// Could be better.
    Hint,
}

macro_rules! codes {
    ($($variant:ident $code:literal $severity:ident,)*) => {
        /// What a diagnostic is about. The number is the stable name: `P01` writing, `P02` names and structure,
        /// `P03` types, targets, scoring and weights, `P04` warnings and hints on a plan, `P05` actuals and evaluation, `P06` workbooks, `P09` files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Code { $($variant),* }
        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];
            /// The stable name, such as `P0301`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $code),* }
            }
            /// Its level.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    Unexpected "P0101" Error,
    UnknownWord "P0102" Error,
    Misplaced "P0103" Error,
    Repeated "P0104" Error,
    OpenString "P0105" Error,
    BadNumber "P0106" Error,
    NumberTooLarge "P0107" Error,
    BadDate "P0108" Error,
    BadPeriod "P0109" Error,
    BadComparator "P0110" Error,
    ReservedWord "P0111" Error,
    TooDeep "P0112" Error,
    MergeConflict "P0113" Error,
    BeforeFirstItem "P0114" Error,
    Unquoted "P0115" Error,
    BadName "P0116" Error,
    BadWeight "P0117" Error,
    RatioShape "P0118" Error,
    BadWindow "P0119" Error,
    KpiMeant "P0120" Error,
    NoComparator "P0121" Error,
    NoTargetValue "P0122" Error,
    GluedUnit "P0123" Error,
    InOwnWords "P0124" Error,

    OrphanKpi "P0201" Error,
    Duplicate "P0202" Error,
    UnknownReference "P0203" Error,
    ParentCycle "P0204" Error,
    NoPlan "P0205" Error,
    ManyPlans "P0206" Error,
    ImportUnreadable "P0207" Error,
    ImportCycle "P0208" Error,
    CatalogueConflict "P0209" Error,
    NamelessKpi "P0210" Error,
    BadException "P0211" Error,
    BadYears "P0212" Error,

    TypeMismatch "P0301" Error,
    BarePercent "P0302" Error,
    BadOperation "P0303" Error,
    TargetCount "P0304" Error,
    DuplicateTarget "P0305" Error,
    RuleCannotApply "P0306" Error,
    BadBands "P0307" Error,
    BadBaseline "P0308" Error,
    WeightSum "P0309" Error,
    WeightMissing "P0310" Error,
    WeightKinds "P0311" Error,
    RollupOfItself "P0312" Error,
    RollupCycle "P0313" Error,
    RollupOfNothing "P0314" Error,
    BadOverride "P0315" Error,
    NoAccumulation "P0323" Error,
    AmbiguousStructure "P0324" Error,

    BandsApart "P0401" Warning,
    WeightsIncomplete "P0402" Warning,
    FieldMissing "P0403" Warning,
    RollupElsewhere "P0404" Warning,
    DirectionAgainstUnit "P0405" Warning,
    DateOutsideYear "P0406" Warning,
    TargetRelaxes "P0407" Warning,
    RatioAgainstParts "P0408" Warning,
    SameTitle "P0409" Warning,
    DifferentTargets "P0410" Warning,
    WithoutTarget "P0411" Warning,
    WorseThanBaseline "P0412" Hint,
    SkippedLevel "P0413" Warning,
    ChildrenLeftOut "P0414" Warning,
    UnusedMeasure "P0415" Warning,
    EmptyObjective "P0416" Warning,
    EqualShares "P0417" Hint,
    NoScoringRule "P0418" Hint,
    UnusedException "P0419" Warning,
    TimeWithoutUnit "P0420" Warning,
    TitleOfAnother "P0421" Warning,
    LabelsOneRowLate "P0422" Hint,
    YearsWithoutTarget "P0423" Hint,
    AgainstItsLikes "P0424" Hint,
    Untitled "P0425" Hint,
    SameBaseline "P0426" Hint,
    ExcelNumber "P0427" Warning,
    CountAsPercent "P0428" Hint,
    UnusedDeclaration "P0429" Hint,
    BeforeApproval "P0430" Hint,
    ZeroWeight "P0431" Hint,
    TurnedText "P0432" Warning,
    TitleOfSeveral "P0435" Hint,

    NoHeader "P0501" Error,
    RaggedRow "P0502" Error,
    UnknownKey "P0503" Error,
    AmbiguousKey "P0504" Error,
    RepeatedFact "P0505" Error,
    FilesDisagree "P0506" Error,
    CellType "P0507" Error,
    CellNumber "P0508" Error,
    ExcelDate "P0509" Error,
    CellPeriod "P0510" Error,
    UnknownOutcome "P0511" Error,
    ValueBesideUnavailable "P0512" Error,
    UnknownState "P0513" Error,
    PartsDisagree "P0514" Error,
    CellPercent "P0515" Error,
    BetweenBands "P0516" Error,
    MissingActual "P0517" Error,
    NoPeriod "P0518" Error,
    OpenCell "P0519" Error,
    PublishedDiffers "P0520" Warning,
    DeclaredContradicted "P0521" Warning,
    ForeignCurrency "P0522" Error,
    NoTablesThere "P0523" Error,
    OnlyPartsOfPeriod "P0527" Warning,
    ColumnNotRead "P0528" Warning,
    DeadlinePassed "P0529" Warning,
    TargetBelowZero "P0530" Hint,
    OwnValueRefused "P0531" Warning,

    WorkbookPassword "P0601" Error,
    WorkbookDamaged "P0602" Error,
    WorkbookTooLarge "P0603" Error,
    NotAWorkbook "P0604" Error,
    WorkbookFull "P0605" Error,
    FailedFormula "P0606" Error,
    NoTableInSheets "P0607" Error,
    FormSheetMissing "P0608" Error,
    FormRowMissing "P0609" Error,
    MacrosNotRun "P0610" Warning,
    SheetNotRead "P0611" Warning,
    NoTableToImport "P0612" Error,
    HiddenCells "P0615" Hint,

    FileMissing "P0901" Error,
    FileIsFolder "P0902" Error,
    FileBinary "P0903" Error,
    FileNotUtf8 "P0904" Error,
    FileUtf16 "P0905" Error,
    FileTooLarge "P0906" Error,
    FileEmpty "P0907" Error,
    ConfigUnreadable "P0908" Error,
    ConfigUnknown "P0909" Error,
    ConfigValue "P0910" Error,
    FileSpecial "P0911" Error,
    FileOutside "P0912" Error,
    FileNotOurs "P0913" Error,
}

impl Code {
    /// The warnings and hints, which have a level that a house can choose.
    pub fn adjustable() -> impl Iterator<Item = Code> {
        Code::ALL.iter().copied().filter(|code| code.severity() != Severity::Error)
    }

    /// Whether it is what a plan could say better, and not what keeps it from being used.
    pub fn is_lint(self) -> bool {
        self.name().starts_with("P04") || self == Code::TargetBelowZero
    }

    /// Whether it says that a file could not be had at all.
    pub fn is_of_unread_file(self) -> bool {
        matches!(
            self,
            Code::FileMissing
                | Code::FileIsFolder
                | Code::FileTooLarge
                | Code::FileSpecial
                | Code::FileOutside
                | Code::NoTablesThere
        )
    }

    /// The code of a name such as `P0301`, in any case.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name().eq_ignore_ascii_case(name))
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
