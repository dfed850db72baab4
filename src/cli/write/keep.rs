//! What a file has beside its text: owner, group, permissions, extended attributes, further names.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::diagnostics::{Text, say};

/// Opens a file that is to be replaced. It must be a regular file, no link, and one that may be written: that its folder
/// lets it be replaced is not enough.
pub(super) fn open_to_replace(path: &Path) -> io::Result<File> {
    let about = path.symlink_metadata()?;
    if !about.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    if about.permissions().readonly() {
        return Err(ErrorKind::PermissionDenied.into());
    }
    let mut options = File::options();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    let file = options.open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(ErrorKind::InvalidInput.into()),
    }
}

/// Gives a file that was made for this user alone the permissions that any new file gets in the folder.
#[cfg(unix)]
pub(super) fn usual_permissions(folder: &Path, file: &File) -> io::Result<()> {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use super::sweep::{PREFIX, SUFFIX};
    let like_any = Permissions::from_mode(0o666);
    let mut any = tempfile::Builder::new();
    any.prefix(PREFIX).suffix(SUFFIX).permissions(like_any);
    file.set_permissions(any.tempfile_in(folder)?.as_file().metadata()?.permissions())
}

#[cfg(not(unix))]
pub(super) fn usual_permissions(_: &Path, _: &File) -> io::Result<()> {
    Ok(())
}

/// Gives a new file what the old one has, and says what it can't have.
#[cfg(unix)]
pub(super) fn carry_over(old: &File, about: &Metadata, new: &File) -> Vec<Text> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let mut notes = Vec::new();
    let (uid, gid) = (about.uid(), about.gid());
    let has = |of: fn(&Metadata) -> u32| new.metadata().map(|about| of(&about)).ok();
    if has(MetadataExt::gid) != Some(gid) && fchown(new, None, Some(gid)).is_err() {
        notes.push(say!("non posso conservarne il gruppo ({gid})", "I cannot keep its group ({gid})"));
    }
    if has(MetadataExt::uid) != Some(uid) && fchown(new, Some(uid), None).is_err() {
        notes.push(say!(
            "il suo proprietario era un altro utente ({uid}), e ora sei tu",
            "its owner was another user ({uid}), and now is you"
        ));
    }
    let lost = attributes(old, new);
    if !lost.is_empty() {
        let lost = lost.join(", ");
        notes.push(say!(
            "non posso conservarne gli attributi estesi: {lost}",
            "I cannot keep its extended attributes: {lost}"
        ));
    }
    // After the owner, since giving a file away takes rights from it.
    if new.set_permissions(about.permissions()).is_err() {
        notes.push(say!("non posso conservarne i permessi", "I cannot keep its permissions"));
    }
    let others = about.nlink().saturating_sub(1);
    match others {
        0 => {}
        1 => notes.push(say!(
            "il file ha un altro nome (hard link), che resta con il testo di prima",
            "the file has another name (a hard link), which keeps the text it had"
        )),
        _ => notes.push(say!(
            "il file ha altri {others} nomi (hard link), che restano con il testo di prima",
            "the file has {others} other names (hard links), which keep the text it had"
        )),
    }
    notes
}

/// The extended attributes that could not be copied; none where there are no such attributes.
#[cfg(unix)]
fn attributes(old: &File, new: &File) -> Vec<String> {
    use xattr::FileExt;

    let mut lost = Vec::new();
    for name in old.list_xattr().into_iter().flatten() {
        let Ok(Some(value)) = old.get_xattr(&name) else { continue };
        // What the system gives every file alike is there already.
        let has = new.get_xattr(&name).ok().flatten();
        if has.as_ref() != Some(&value) && new.set_xattr(&name, &value).is_err() {
            lost.push(name.to_string_lossy().into_owned());
        }
    }
    lost
}

#[cfg(not(unix))]
pub(super) fn carry_over(_: &File, about: &Metadata, new: &File) -> Vec<Text> {
    match new.set_permissions(about.permissions()) {
        Ok(()) => Vec::new(),
        Err(_) => vec![say!("non posso conservarne i permessi", "I cannot keep its permissions")],
    }
}
