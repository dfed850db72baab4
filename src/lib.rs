//! `piaoc`: the language of performance plans (PIAO, Piano della performance), its compiler and evaluator.
//!
//! # The way of the data
//!
//! ```text
//! text ──lex──▶ tokens ──split──▶ items ──parse──▶ tree ──resolve──▶ outline ──type──▶ plan (typed, valid)
//!        syntax/token    split     parse, plain            resolve            types        plan
//!                                       outline, KPIs while they are typed ──look──▶ warnings and hints
//!                                                                           lints
//! workbook ──read──▶ sheets of exact cells ──▶ texts ┐
//!        workbook                            actuals  ▼
//! CSV  ──read──▶ rows with positions ──bind to the plan──▶ facts
//!        actuals
//! plan ──lower──▶ calculation of each score (targets, rules as cases and arithmetic) ──▶ read by all that follows
//!    calculation
//! plan + facts ──evaluate──▶ evaluation (numbers with their derivations) ──render──▶ terminal, JSON, CSV, Markdown,
//!        eval                                                        output           workbook of formulas
//! plan + facts ──what eval would miss, from whom──▶ questions ──write──▶ workbook to be filled in
//!                                                  form
//! all of it ──▶ what an editor offers (texts, ranges, edits) ──▶ Language Server Protocol
//!               ide                                             lsp
//! text ──format──▶ the same text, its white space in order
//!        format
//! table or workbook ──read──▶ grid ──recognise──▶ draft ──write──▶ text of a plan, actuals, report on every cell
//!                                                import
//! all of it again, with the safe fixes ──repair──▶ files mended     scenarios ──run──▶ passed, failed
//!                                        repair                                scenarios
//! ```
//!
//! Each stage is one folder, reads only what stands to its left, and returns its value and its [`diagnostics`].
//! [`analysis`] runs the stages: the command line, the editor and the tests call it and nothing else.
//! `tests/house.rs` holds the layers.
//!
//! # What always holds
//!
//! - Numbers are exact ([`value::Exact`]); rounding happens when they are printed. No float touches a value.
//! - Unavailable is never zero: it is a [`eval::result::Missing`] with its reason.
//! - A [`plan::Plan`] exists only if there is no error in it; [`plan::violations`] says what it promises.
//! - Every fault is reported in one run, at its place. A check that needs something unreadable stays silent.
//! - Modules below `lsp` and `cli` print nothing, read no clock, and see files only through [`source::Loader`].
//! - A file read again after an edit ([`syntax::parse_again`]) is what it would be read for the first time, and the
//!   editor says what the command line says (`tests/lsp_agrees.rs`).
//!
//! # The modules in reading order
//!
//! [`source`], [`diagnostics`], [`value`], [`syntax`], [`mod@format`], [`resolve`], [`types`], [`plan`], [`lints`],
//! [`mod@reference`], [`config`], [`workbook`], [`actuals`], [`calculation`], [`eval`], [`analysis`], [`repair`], [`output`], [`form`], [`scenarios`],
//! [`import`], [`ide`], [`lsp`], [`cli`].
//!
//! # To add something
//!
//! **A diagnostic.** A variant and number in `diagnostics/code.rs` (never renumbered), its page
//! `diagnostics/codes/PNNNN.md` (both languages, a failing and a repaired example, which the tests run) and its line in
//! `diagnostics/pages.rs`, a function from its data to its words in the `faults.rs` of the stage that finds it, and the
//! call of that function.
//!
//! **A warning or hint on plans** is a diagnostic with a file of its own in `lints/`, opened by the line of the document
//! that asks for it, and its line in one of the tables of `lints/mod.rs`; near misses that stay silent and the document's
//! line go to `tests/lints2.rs`, and the list of `grammar/README.md` is rewritten by `PIAOC_UPDATE=1`.
//!
//! **An algorithm.** Its form in `grammar/piao.pest` (rule `algorithm`), its node in `syntax/tree.rs`
//! (`Algorithm`) with the reading in `syntax/parse_algorithm.rs`, its type in `types/kpi.rs` (`read_algorithm`) and its
//! typed form in `plan/mod.rs` (`Algorithm`), its operations in `calculation/value.rs` (`of_kpi`), its words in
//! `output/algorithm.rs` and `output/words.rs`, and its section in `grammar/README.md`. A new operation (a `ValueExpr`)
//! is computed in `eval/derive.rs`, told in `output/why`, a formula in `output/workbook/steps.rs`, and an interval in
//! `eval/published.rs`.
//!
//! **A scoring rule.** Its form in `grammar/piao.pest` (rule `scoring`) and `syntax/tree.rs` (`Scoring`), a variant of
//! `plan::Rule` read in `types/scoring.rs`, where it can apply in `plan/rules.rs`, its arithmetic in `calculation/scoring.rs`,
//! its name in `output/words.rs` and `types/faults/mod.rs`, its line in the legend of `output/workbook/words.rs`, and its
//! section in `grammar/README.md`. Values, sentences, formulas and intervals read the arithmetic and know no rules; the
//! compiler's exhaustive `match`es name every place that is left.
//!
//! **An output format.** One file in `output/`, its name in `cli/arguments.rs`, its call in `cli/eval.rs`.
//!
//! **The name of a column** in the tables that offices have: `import/header.rs`, with the document that prints it; in
//! actuals, `actuals/columns.rs`.
//!
//! **A word that offices have for one of the language's.** `syntax/vocabulary.rs`; a way to write a value,
//! `syntax/reword.rs`, with the words of signs, days and numbers in `value/words`; its line in `tests/words/lines.txt`. A
//! word that results print: `reference/printed.rs`.
//!
//! **A feature of the editor.** One file in `ide/`, from a [`ide::State`] or the text at a [`ide::cursor`] to plain data;
//! its request in `lsp/requests.rs`, its capability in `lsp/initialize.rs`.
//!
//! **A keyword, an algorithm or a scoring rule** also wants its few lines in `reference/it.md` and `en.md`, which
//! completion, hover and `piaoc explain` show, and keywords their place in the colours of `editor/vscode/syntaxes`; tests say if not.
//!
//! **An example.** A folder in `examples/` with `piano.piao`, its actuals, `piaoc.toml` and a `README.md`; `tests/examples.rs` lists it, or the
//! tutorials run it (`tests/readme.rs`).

pub mod actuals;
pub mod analysis;
pub mod calculation;
pub mod cli;
pub mod config;
pub mod diagnostics;
pub mod eval;
pub mod form;
pub mod format;
pub mod ide;
pub mod import;
pub mod lints;
pub mod lsp;
pub mod output;
pub mod plan;
pub mod reference;
pub mod repair;
pub mod resolve;
pub mod scenarios;
pub mod source;
pub mod source_faults;
pub mod syntax;
pub mod types;
pub mod value;
pub mod workbook;
