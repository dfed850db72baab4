//! For people: nothing but a count when all is well; otherwise what was expected and what came out, line by line.

use super::{faults, line, not_held, sentence, why};
use crate::diagnostics::render::terminal::{self, Terminal};
use crate::diagnostics::{Diagnostic, Lang, Text, say, visible};
use crate::output::paint::{Brush, Tone};
use crate::output::text::Style;
use crate::scenarios::coverage::Coverage;
use crate::scenarios::expect::Why;
use crate::scenarios::run::{FileRun, Outcome, PlanRun, Run, ScenarioRun};
use crate::source::Sources;
use crate::value::{Exact, show_number};

/// Lines of a derivation that are shown.
const MOST_STEPS: usize = 16;

/// The whole report, with a newline at its end.
pub fn render(run: &Run, lang: Lang, style: Style) -> String {
    let look = terminal::Style { lang, width: style.width, color: style.color };
    let brush = if style.color { Brush::Colours } else { Brush::Bare };
    let mut page = Page { run, lang, style, brush, diagnostics: Terminal::new(look), out: String::new() };
    for (index, plan) in run.plans.iter().enumerate() {
        page.plan(index, plan);
    }
    for file in &run.files {
        page.file(file);
    }
    page.summary();
    page.out
}

struct Page<'r> {
    run: &'r Run,
    lang: Lang,
    style: Style,
    brush: Brush,
    diagnostics: Terminal,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, text: &Text) {
        self.painted(text.get(self.lang));
    }

    /// A line that may have colours.
    fn painted(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn faults(&mut self, sources: &Sources, list: &[Diagnostic]) {
        self.out.push_str(&self.diagnostics.render(sources, list));
    }

    /// The errors of a plan, once for all its scenarios.
    fn plan(&mut self, index: usize, plan: &PlanRun) {
        let scenarios =
            self.run.files.iter().filter(|file| file.plan == Some(index)).flat_map(|file| &file.scenarios);
        let blocked = scenarios.filter(|scenario| scenario.outcome == Outcome::Blocked).count();
        if blocked == 0 {
            return;
        }
        let errors = plan.checked.diagnostics.iter().filter(|fault| fault.is_fault());
        let errors: Vec<Diagnostic> = errors.cloned().collect();
        self.faults(&plan.checked.sources, &errors);
        let path = plan.path.display();
        let text = match blocked {
            1 => say!(
                "{path} ha errori: la sua prova non si può eseguire\n",
                "{path} has errors: its scenario cannot be run\n"
            ),
            _ => say!(
                "{path} ha errori: le sue {blocked} prove non si possono eseguire\n",
                "{path} has errors: its {blocked} scenarios cannot be run\n"
            ),
        };
        self.line(&text);
    }

    fn file(&mut self, file: &FileRun) {
        self.faults(&file.sources, &file.faults);
        for scenario in &file.scenarios {
            match scenario.outcome {
                Outcome::Passed | Outcome::Blocked => {}
                Outcome::Skipped => self.skipped(file, scenario),
                Outcome::Failed | Outcome::Faulty => self.scenario(file, scenario),
            }
        }
    }

    fn heading(&self, file: &FileRun, scenario: &ScenarioRun, sign: &str, tone: Tone) -> String {
        let path = file.path.display().to_string();
        let place = self.brush.paint(Tone::Dim, &format!("{}:{}", visible(&path), scenario.line));
        format!("{} {}  {place}", self.brush.paint(tone, sign), visible(&scenario.title))
    }

    fn skipped(&mut self, file: &FileRun, scenario: &ScenarioRun) {
        let heading = self.heading(file, scenario, "–", Tone::Fair);
        let why = say!("senza attese", "no expectations");
        self.painted(&format!("{heading}  ({})", why.get(self.lang)));
    }

    fn scenario(&mut self, file: &FileRun, scenario: &ScenarioRun) {
        let heading = self.heading(file, scenario, "✗", Tone::Poor);
        self.painted(&heading);
        for (check, first) in not_held(scenario) {
            let at = line(file, check);
            let Text { it, en } = sentence(check);
            self.line(&say!("  riga {at}: {it}", "  line {at}: {en}"));
            let narrow = Style { width: self.style.width.saturating_sub(4), ..self.style };
            let Some(why) = why(check, self.lang, &narrow).filter(|_| first) else { continue };
            if matches!(check.why, Some(Why::Command(_))) {
                self.line(&say!("    perché: {why}", "    why: {why}"));
                continue;
            }
            let steps = why.lines().count();
            for step in why.lines().take(MOST_STEPS) {
                self.out.push_str(&format!("    {step}\n"));
            }
            if steps > MOST_STEPS {
                self.out.push_str("    …\n");
            }
        }
        for (sources, fault) in faults(file, scenario) {
            self.faults(sources, std::slice::from_ref(fault));
        }
        if !scenario.checks.is_empty() {
            self.out.push('\n');
        }
    }

    /// `3 prove riuscite, 1 fallita`
    fn summary(&mut self) {
        let count = |outcome| self.run.count(outcome);
        let broken = count(Outcome::Faulty);
        let blocked = count(Outcome::Blocked);
        let parts = [
            (count(Outcome::Passed), Tone::Good, [("riuscita", "passed"), ("riuscite", "passed")]),
            (count(Outcome::Failed), Tone::Poor, [("fallita", "failed"), ("fallite", "failed")]),
            (broken, Tone::Poor, [("con errori", "with errors"), ("con errori", "with errors")]),
            (blocked, Tone::Poor, [("non eseguita", "not run"), ("non eseguite", "not run")]),
            (count(Outcome::Skipped), Tone::Fair, [("saltata", "skipped"), ("saltate", "skipped")]),
        ];
        let all: usize = self.run.files.iter().map(|file| file.scenarios.len()).sum();
        let shown = parts.into_iter().filter(|(number, ..)| *number > 0).map(|(number, tone, words)| {
            let [one, several] = words;
            let (it, en) = if number == 1 { one } else { several };
            let text = say!("{number} {it}", "{number} {en}");
            self.brush.paint(tone, text.get(self.lang))
        });
        let shown: Vec<String> = shown.collect();
        let list = if shown.is_empty() { String::new() } else { format!(": {}", shown.join(", ")) };
        let text = match all {
            1 => say!("1 prova", "1 scenario"),
            _ => say!("{all} prove", "{all} scenarios"),
        };
        self.painted(&format!("{}{list}", text.get(self.lang)));
    }
}

/// What the scenarios of each plan reach, and what they do not.
pub fn coverage(list: &[Coverage], lang: Lang) -> String {
    let mut out = String::new();
    for plan in list {
        let path = &plan.plan;
        let kpis = part(plan.kpis, plan.kpis_left.len());
        let bands = part(plan.bands, plan.bands_left.len());
        let heading = match plan.bands {
            0 => say!("{path}: indicatori calcolati {kpis}", "{path}: indicators scored {kpis}"),
            _ => say!(
                "{path}: indicatori calcolati {kpis}, fasce usate {bands}",
                "{path}: indicators scored {kpis}, bands used {bands}"
            ),
        };
        out.push_str(&format!("\n{}\n", heading.get(lang)));
        let mut section = |heading: Text, lines: Vec<String>| {
            if !lines.is_empty() {
                out.push_str(&format!("  {}\n", heading.get(lang)));
                lines.iter().for_each(|line| out.push_str(&format!("    {}\n", visible(line))));
            }
        };
        section(
            say!("indicatori che nessuna prova calcola:", "indicators that no scenario scores:"),
            plan.kpis_left.clone(),
        );
        let left = plan.bands_left.iter().map(|(of, row)| format!("{of}: {row}")).collect();
        section(say!("fasce che nessuna prova usa:", "bands that no scenario uses:"), left);
    }
    out
}

/// `14/18 (77,78%)`
fn part(all: usize, left: usize) -> String {
    let reached = all.saturating_sub(left);
    let share = Exact::ratio(&Exact::from(reached as i64), &Exact::from(all as i64));
    let percent = share.map(|share| format!(" ({}%)", show_number(&(share * Exact::hundred()), 2)));
    format!("{reached}/{all}{}", percent.unwrap_or_default())
}
