//! The programs that offices open workbooks with: LibreOffice without a window, and openpyxl. They take root and minutes
//! to install, so `cargo test` alone leaves their proofs out; `tests/run.sh` runs them (`PIAOC_OFFICE_PROOFS=1`).

#![allow(dead_code, clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use super::repository;

/// LibreOffice computes every formula when it opens a file, in one thread: with several, LibreOffice 7.4 computed a few
/// cells from others' results of before. Its numbers are Italian, as in the offices.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Calculation"><prop oor:name="UseThreadedCalculationForFormulaGroups" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>it-IT</value></prop></item>
</oor:items>
"#;

/// That LibreOffice and openpyxl are there.
#[derive(Clone, Copy)]
pub struct Office(());

/// The programs, installed where they are not; nothing where their proofs are not asked for.
pub fn office() -> Option<Office> {
    static READY: OnceLock<bool> = OnceLock::new();
    let ready = *READY.get_or_init(|| {
        if std::env::var_os("PIAOC_OFFICE_PROOFS").is_none() {
            println!("left out: the proofs in LibreOffice and openpyxl; `bash tests/run.sh` runs them");
            return false;
        }
        let script = repository().join("tests/install.sh");
        let installed = Command::new("bash").arg(script).arg("office").output().unwrap();
        assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
        true
    });
    ready.then_some(Office(()))
}

impl Office {
    /// One LibreOffice with a profile of its own in the folder, which is also where it works.
    pub fn libreoffice(self, folder: &Path, arguments: &[&str]) -> Output {
        let profile = folder.join(".libreoffice");
        let user = profile.join("user");
        std::fs::create_dir_all(&user).unwrap();
        let settings = user.join("registrymodifications.xcu");
        if !settings.exists() {
            std::fs::write(settings, SETTINGS).unwrap();
        }
        Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", profile.display()))
            .arg("--headless")
            .args(arguments)
            .current_dir(folder)
            .output()
            .unwrap()
    }

    /// Opens the files, computes every formula and saves them in another format (`xlsx`, `ods`, `xls`, `pdf`) to a folder.
    pub fn saved_as(self, folder: &Path, format: &str, to: &str, files: &[&str]) -> Vec<PathBuf> {
        // LibreOffice reads 255 words of a command line and passes over the rest without a word.
        const MOST: usize = 245;
        let mut said = String::new();
        for files in files.chunks(MOST) {
            let arguments = ["--convert-to", format, "--outdir", to];
            let output = self.libreoffice(folder, &[&arguments, files].concat());
            said.push_str(&String::from_utf8_lossy(&output.stderr));
        }
        let made: Vec<PathBuf> = files
            .iter()
            .map(|file| folder.join(to).join(Path::new(file).with_extension(format).file_name().unwrap()))
            .collect();
        if let Some(missing) = made.iter().find(|file| !file.exists()) {
            panic!("{}: {said}", missing.display());
        }
        made
    }

    /// A page of what LibreOffice prints of a file, as a PNG.
    pub fn picture(self, folder: &Path, file: &str, page: u32, picture: &Path) {
        let printed = self.saved_as(folder, "pdf", "printed", &[file]);
        let page = page.to_string();
        let run = Command::new("pdftoppm")
            .args(["-png", "-singlefile", "-r", "110", "-f", &page, "-l", &page])
            .arg(&printed[0])
            .arg(picture.with_extension(""))
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    /// Python with openpyxl.
    pub fn python(self) -> Command {
        let tools = std::env::var_os("PIAOC_EDITORS")
            .map_or_else(|| repository().join("target/editors/tools"), PathBuf::from);
        let mut python = Command::new("python3");
        python.env("PYTHONPATH", tools.join("python/site"));
        python
    }
}
