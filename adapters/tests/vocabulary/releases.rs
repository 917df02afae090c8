//! The whole releases, where they are at hand: in the folder that `SHARED_DATA` names, else in `shared/data` beside the
//! repository. None of them is part of it.

use crate::files::{part, whole_of};
use adapters::Delivery;
use adapters::vocabulary::{Contents, Kind, RelationKind};
use std::path::{Path, PathBuf};

/// The folder of a release; none, with a word about it, where it is not at hand.
fn folder(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let data = std::env::var_os("SHARED_DATA").map_or_else(beside, PathBuf::from);
    let folder = data.join("vocabularies").join(name);
    if !folder.is_dir() {
        println!("left out: the release {name} is not at hand (SHARED_DATA names the folder)");
        return None;
    }
    Some(folder)
}

fn delivery(folder: &Path) -> Delivery<'static> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let parts = files.map(|path| {
        let inside = path.strip_prefix(folder.parent().unwrap()).unwrap();
        part(&inside.to_string_lossy(), std::fs::read(&path).unwrap())
    });
    Delivery::several(
        folder.file_name().unwrap().to_string_lossy().into_owned(),
        parts.collect(),
    )
}

fn kinds(contents: &Contents, kinds: &[Kind]) -> usize {
    contents
        .concepts
        .iter()
        .filter(|concept| kinds.contains(&concept.kind))
        .count()
}

fn relations(contents: &Contents, kind: RelationKind) -> usize {
    contents
        .relations
        .iter()
        .filter(|relation| relation.kind == kind)
        .count()
}

#[test]
fn esco_is_read_whole() {
    let Some(folder) = folder("esco-1.1.1") else { return };
    let contents = whole_of(&delivery(&folder)).unwrap();
    assert_eq!(contents.about.version.as_deref(), Some("1.1.1"));
    // 13,890 of these have a type, six came without.
    assert_eq!(
        kinds(&contents, &[Kind::Skill, Kind::Knowledge, Kind::Language]),
        13_896
    );
    // One of the 3,008 is missing in the copy that this was measured on; its relations are loose ends.
    assert_eq!(kinds(&contents, &[Kind::Occupation]), 3_007);
    assert_eq!(kinds(&contents, &[Kind::Group]), 647);
    assert_eq!(kinds(&contents, &[Kind::OccupationGroup]), 619);
    let needed = relations(&contents, RelationKind::EssentialFor) + relations(&contents, RelationKind::OptionalFor);
    // 123,855 between occupations and skills, 5,899 between skills, 67 of all loose; one more loose among the broader ones.
    let itself = contents.noted("self_relation") as usize;
    assert_eq!(needed, 123_855 + 5_899 - 67 - itself);
    assert_eq!(contents.noted("loose_end"), 68);
    assert_eq!(contents.noted("no_label"), 0);
    let languages = kinds(&contents, &[Kind::Language]);
    assert!((60..70).contains(&languages), "{languages} languages");
}

#[test]
fn french_adds_to_english_as_far_as_it_goes() {
    let (Some(english), Some(french)) = (folder("esco-1.1.1"), folder("esco-1.1.1-fr")) else {
        return;
    };
    let alone = whole_of(&delivery(&french)).unwrap();
    assert_eq!(kinds(&alone, &[Kind::Occupation]), 3_007);
    let parts = [english, french]
        .iter()
        .flat_map(|folder| delivery(folder).parts().to_vec())
        .collect();
    let both = whole_of(&Delivery::several("esco", parts)).unwrap();
    let named = |language| {
        (0..)
            .zip(&both.concepts)
            .filter(|(at, _)| both.preferred(*at, language).is_some())
            .count()
    };
    assert_eq!(kinds(&both, &[Kind::Occupation]), 3_007);
    let (english, french) = (named("en"), named("fr"));
    assert_eq!(english, 13_896 + 3_007 + 647 + 619);
    assert!((5_800..6_000).contains(&french), "{french} in French");
}

#[test]
fn onet_is_read_whole() {
    let Some(folder) = folder("onet") else { return };
    let contents = whole_of(&delivery(&folder)).unwrap();
    assert_eq!(contents.about.version.as_deref(), Some("29.0"));
    assert_eq!(kinds(&contents, &[Kind::Skill]), 35);
    assert_eq!(kinds(&contents, &[Kind::Knowledge]), 33);
    assert_eq!(kinds(&contents, &[Kind::Occupation]), 1_016);
    assert_eq!(kinds(&contents, &[Kind::Technology]), 8_749);
    assert_eq!(contents.noted("suppressed"), 19 + 3_733 + 1_169);
    let rated = contents
        .relations
        .iter()
        .filter(|relation| relation.importance.is_some())
        .count() as u64;
    let pairs = rated + contents.noted("not_important") + contents.noted("no_importance");
    assert_eq!(pairs, 53_252 + 6_501 + 19);
}
