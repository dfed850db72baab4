//! temp
use piaoc::*;
fn main() {
    for path in std::env::args().skip(1) {
        let c = analysis::check(&source::Disk, std::path::Path::new(&path));
        for d in &c.diagnostics {
            let (a, _) = c.sources.range(d.span);
            println!(
                "{}:{}:{} {} {} [{}]",
                c.sources.path(d.span.file),
                a.line,
                a.column,
                d.code.name(),
                d.message.it,
                c.sources.text(d.span).chars().take(60).collect::<String>()
            );
        }
        println!(
            "{path}: plan {} kpis {} objectives {:?}",
            c.plan.is_some(),
            c.plan.as_ref().map_or(0, |p| p.kpis.len()),
            c.plan.as_ref().map(plan::violations)
        );
    }
}
