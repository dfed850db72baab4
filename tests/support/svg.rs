//! A picture of terminal output: text with the few ANSI colours that `piaoc` uses, as SVG.

/// Width of a character and height of a line, in pixels.
const CELL: (f32, f32) = (8.43, 18.0);
const MARGIN: f32 = 16.0;

/// The picture of some lines, `columns` wide, under the command that printed them.
pub fn picture(command: &str, output: &str, columns: usize) -> String {
    let lines: Vec<String> = std::iter::once(format!("\u{1b}[2m$ {command}\u{1b}[0m"))
        .chain(output.lines().map(str::to_owned))
        .collect();
    let width = columns as f32 * CELL.0 + 2.0 * MARGIN;
    let height = lines.len() as f32 * CELL.1 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b1f24\"/>\n"
    );
    for (row, line) in lines.iter().enumerate() {
        let y = MARGIN + CELL.1 * (row as f32 + 0.8);
        let mut column = 0;
        for (style, text) in pieces(line) {
            let length = text.chars().count();
            if !text.trim().is_empty() {
                let x = MARGIN + column as f32 * CELL.0;
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                let fit = length as f32 * CELL.0;
                svg.push_str(&format!(
                    "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{fit:.1}\" xml:space=\"preserve\" {style}>{text}</text>\n"
                ));
            }
            column += length;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The pieces of a line between escapes, each with its style.
fn pieces(line: &str) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let mut style = style_of("0");
    for (index, part) in line.split("\u{1b}[").enumerate() {
        let text = if index == 0 {
            part
        } else {
            let (code, text) = part.split_once('m').unwrap_or(("0", part));
            style = style_of(code);
            text
        };
        all.push((style, text.to_owned()));
    }
    all
}

fn style_of(code: &str) -> &'static str {
    match code {
        "1" => "fill=\"#ffffff\" font-weight=\"bold\"",
        "2" => "fill=\"#8b949e\"",
        "32" => "fill=\"#56d364\"",
        "33" => "fill=\"#e3b341\"",
        "31" => "fill=\"#ff7b72\"",
        _ => "fill=\"#d6dde4\"",
    }
}
