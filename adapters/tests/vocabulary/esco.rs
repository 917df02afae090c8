//! ESCO's download in small: two languages, one of them partial.

use crate::files::{delivery, fault, fault_of, part, plain, told, whole, whole_of};
use adapters::vocabulary::Format;
use adapters::{Delivery, Part};
use std::io::Write;

pub const SKILLS: &str = "\
conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,definition,inScheme,description
KnowledgeSkillCompetence,urn:s/welding,skill/competence,sector-specific,weld metal,\"join metal by welding
weld metal
welding\",weldign,released,,,,,\"Join pieces of metal
by heat.\"
KnowledgeSkillCompetence,urn:s/french,knowledge,transversal,French,,,released,,,,,The French language.
KnowledgeSkillCompetence,urn:s/telex,skill/competence,,use telex,,,obsolete,,Not fax.,,,
";
const OCCUPATIONS: &str = "\
conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,regulatedProfessionNote,scopeNote,definition,inScheme,description,code
Occupation,urn:o/welder,7212,welder,,,released,,,,,,,7212.3
ISCOGroup,urn:o/C7212,,Welders and flame cutters,,,released,,,,,,,7212
";
const HIERARCHY: &str = "\
Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term,Level 2 URI,Level 2 preferred term,Level 3 URI,Level 3 preferred term,Description,Scope note,Level 0 code,Level 1 code,Level 2 code,Level 3 code
urn:g/L,language skills,,,,,,,All of them.,,L,,,
urn:g/L,language skills,http://data.europa.eu/esco/skill/43f425aa-f45d-4bb4-a200-6f82fa211b66,languages,,,,,,,L,L1,,
";
const BROADER: &str = "\
conceptType,conceptUri,broaderType,broaderUri
KnowledgeSkillCompetence,urn:s/french,SkillGroup,http://data.europa.eu/esco/skill/43f425aa-f45d-4bb4-a200-6f82fa211b66
Occupation,urn:o/welder,ISCOGroup,urn:o/C7212
";
const NEEDED: &str = "\
occupationUri,relationType,skillType,skillUri
urn:o/welder,essential,skill/competence,urn:s/welding
urn:o/welder,optional,knowledge,urn:s/french
";
const BETWEEN: &str = "\
originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri
urn:s/welding,skill/competence,optional,skill/competence,urn:s/telex
";
const COLLECTION_FR: &str = "\
conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,broaderConceptUri,broaderConceptPT
KnowledgeSkillCompetence,urn:s/welding,souder,released,skill/competence,sector-specific,soudure | souder du métal,Assembler.,urn:g/none,rien
";

fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("skills_en.csv", SKILLS),
        ("occupations_en.csv", OCCUPATIONS),
        ("skillsHierarchy_en.csv", HIERARCHY),
        ("broaderRelationsSkillPillar_en.csv", BROADER),
        ("occupationSkillRelations_en.csv", NEEDED),
        ("skillSkillRelations.csv", BETWEEN),
        ("fr/digitalSkillsCollection_fr.csv", COLLECTION_FR),
        // The next releases repeat the relations for each language.
        ("fr/occupationSkillRelations_fr.csv", NEEDED),
    ]
}

fn read_whole() -> String {
    plain(
        "
        welder: released occupation [7212.3]
          en preferred welder
        C7212: released occupation_group [7212]
          en preferred Welders and flame cutters
        welding: released skill sector-specific
          en preferred weld metal
          en alternative join metal by welding
          en alternative welding
          en hidden weldign
          fr preferred souder
          fr alternative soudure
          fr alternative souder du métal
          en description Join pieces of metal
        by heat.
          fr description Assembler.
        french: released language transversal
          en preferred French
          en description The French language.
        telex: deprecated skill
          en preferred use telex
          en scope_note Not fax.
        L: released group [L]
          en preferred language skills
          en description All of them.
        43f425aa-f45d-4bb4-a200-6f82fa211b66: released group [L1]
          en preferred languages
        43f425aa-f45d-4bb4-a200-6f82fa211b66 broader L
        french broader 43f425aa-f45d-4bb4-a200-6f82fa211b66
        welder broader C7212
        welding essential_for welder
        french optional_for welder
        telex optional_for welding
        note repeated_label x1 skills_en.csv: row 2
        ",
    )
}

#[test]
fn languages_add_up_and_relations_are_kept_once() {
    assert_eq!(told(&whole(&files()).unwrap()), read_whole());
}

#[test]
fn a_zip_and_packed_files_say_the_same() {
    let mut parts = vec![zipped("ESCO dataset - v1.1.1.zip", &files()[..4])];
    parts.extend(files()[4..].iter().map(|(name, text)| packed(name, text)));
    let contents = whole_of(&Delivery::several("download", parts)).unwrap();
    let in_archive = told(&contents).replace("ESCO dataset - v1.1.1.zip/", "");
    assert_eq!(in_archive, read_whole());
    assert_eq!(contents.about.version.as_deref(), Some("1.1.1"));
}

/// The files in one archive, with what a Mac leaves in it.
pub fn zipped(name: &str, files: &[(&str, &str)]) -> Part<'static> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("__MACOSX/._skills_en.csv", options).unwrap();
    part(name, zip.finish().unwrap().into_inner())
}

/// The file as xz packs it.
pub fn packed(name: &str, text: &str) -> Part<'static> {
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).unwrap();
    writer.write_all(text.as_bytes()).unwrap();
    part(&format!("{name}.xz"), writer.finish().unwrap())
}

#[test]
fn a_language_of_which_only_collections_came_stands_alone() {
    let hierarchy = HIERARCHY.replace("language skills", "langues");
    let contents = whole(&[
        (
            "greenSkillsCollection_fr.csv",
            &COLLECTION_FR.replace("urn:g/none", "urn:g/L | urn:g/M"),
        ),
        ("skillsHierarchy_fr.csv", &hierarchy),
    ]);
    let contents = contents.unwrap();
    assert_eq!(contents.relations.len(), 2, "{}", told(&contents));
    assert_eq!((contents.noted("loose_end"), contents.noted("no_label")), (1, 0));
    assert_eq!(contents.about.language.as_deref(), Some("fr"));
}

/// A file in which something was replaced, and the others as they are.
fn with(name: &str, from: &str, to: &str) -> Vec<(&'static str, String)> {
    let changed = files().into_iter().map(|(file, text)| match file == name {
        true => {
            assert!(text.contains(from), "{name} holds {from}");
            (file, text.replacen(from, to, 1))
        }
        false => (file, text.to_owned()),
    });
    changed.collect()
}

#[test]
fn a_fault_is_named_with_file_row_and_line() {
    let long = "x".repeat(10_000);
    for (file, from, to, code, says) in [
        (
            "skills_en.csv",
            "urn:s/telex",
            "urn:s/french",
            "duplicate_concept",
            "skills_en.csv: row 4: line 7: this concept is described twice, first at skills_en.csv: row 3; leave one of the two out",
        ),
        (
            "skills_en.csv",
            "weldign",
            &long,
            "too_long",
            "skills_en.csv: row 2: this text of 10000 bytes is longer than the 2000 that are read; shorten it, or look for a quote that is missing",
        ),
        (
            "skills_en.csv",
            "welding\",weldign",
            "welding,weldign",
            "bad_quoting",
            "skills_en.csv: row 2: a quoted cell does not end, or goes on after its closing quote; double the quotes inside it",
        ),
        (
            "skills_en.csv",
            "French,,,",
            "French,,",
            "wrong_column_count",
            "skills_en.csv: row 3: line 6: the row has 12 cells, the header 13; check its delimiters and quotes",
        ),
        (
            "skills_en.csv",
            "obsolete",
            "gone",
            "unknown_code",
            "skills_en.csv: row 4, column status: line 7: no such status is known; released, deprecated and obsolete are",
        ),
        (
            "skills_en.csv",
            "KnowledgeSkillCompetence,urn:s/telex",
            "Thing,urn:s/telex",
            "unknown_kind",
            "skills_en.csv: row 4, column conceptType: line 7: no such type of concept is known; KnowledgeSkillCompetence, Occupation, SkillGroup and ISCOGroup are",
        ),
        (
            "skills_en.csv",
            "urn:s/telex",
            "telex machine",
            "bad_uri",
            "skills_en.csv: row 4: line 7: the identifier of a concept has to be a URI without spaces",
        ),
        (
            "skills_en.csv",
            "urn:s/telex",
            "",
            "missing_field",
            "skills_en.csv: row 4, column conceptUri: line 7: the cell is empty; fill it, or leave the row out",
        ),
        (
            "skills_en.csv",
            "use telex",
            "use\u{0}telex",
            "bad_character",
            "skills_en.csv: row 4: line 7: the text holds a control character; save the file as UTF-8 text",
        ),
        (
            "skills_en.csv",
            "preferredLabel",
            "label",
            "missing_column",
            "skills_en.csv: row 1: the column preferredLabel is missing; download the file again, or check its first row",
        ),
        (
            "occupationSkillRelations_en.csv",
            "urn:s/french",
            "urn:s/german",
            "missing_concept",
            "occupationSkillRelations_en.csv: row 3, column skillUri: no file holds the concept urn:s/german, nor those of 1 of 2 relations in all; \
          add the file with the concepts, or download it again",
        ),
        (
            "occupationSkillRelations_en.csv",
            "optional",
            "handy",
            "unknown_code",
            "occupationSkillRelations_en.csv: row 3, column relationType: a relation is either essential or optional",
        ),
        (
            "broaderRelationsSkillPillar_en.csv",
            "Occupation,urn:o/welder,ISCOGroup,urn:o/C7212",
            "SkillGroup,urn:g/L,SkillGroup,urn:s/french",
            "cycle",
            "broaderRelationsSkillPillar_en.csv: row 3: going from narrower to broader leads in a circle through urn:g/L and urn:s/french; take one out",
        ),
        (
            "broaderRelationsSkillPillar_en.csv",
            "ISCOGroup,urn:o/C7212",
            "Occupation,urn:o/welder",
            "cycle",
            "broaderRelationsSkillPillar_en.csv: row 3: the concept is broader than itself; take the relation out",
        ),
    ] {
        let changed = with(file, from, to);
        let files: Vec<_> = changed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(fault(Format::Esco, &files), (code, says.to_owned()));
    }
}

#[test]
fn a_file_that_does_not_say_its_language_is_not_guessed_at() {
    let (code, says) = fault(Format::Esco, &[("skills.csv", SKILLS)]);
    assert_eq!(code, "no_language");
    assert!(
        says.starts_with("skills.csv: row 1: the file's name does not say its language"),
        "{says}"
    );
}

#[test]
fn one_file_is_in_one_encoding() {
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<_>>();
    let utf16 = |text: &str| {
        std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
    };
    let read = |bytes| whole_of(&Delivery::several("v", vec![part("skills_fr.csv", bytes)]));
    let french = SKILLS.replace("use telex", "télex");
    for bytes in [
        latin(&french),
        utf16(&french),
        french.clone().into_bytes(),
        format!("\u{feff}{french}").into_bytes(),
    ] {
        assert_eq!(read(bytes).unwrap().preferred(2, "fr"), Some("télex"));
    }
    let mixed = [
        french.as_bytes(),
        &latin("KnowledgeSkillCompetence,urn:s/x,,,pêche,,,,,,,,\n"),
    ]
    .concat();
    let cut = french.len()
        - french
            .chars()
            .rev()
            .take_while(|c| *c != 'é')
            .map(char::len_utf8)
            .sum::<usize>()
        - 1;
    let odd = utf16(&french);
    for (bytes, code, says) in [
        (mixed, "mixed_encodings", "skills_fr.csv: line 8: "),
        (
            french.as_bytes()[..cut].to_vec(),
            "truncated",
            "skills_fr.csv: line 7: the file ends within a character",
        ),
        (
            odd[..odd.len() - 1].to_vec(),
            "truncated",
            "skills_fr.csv: line 7: the file ends within a character",
        ),
    ] {
        let found = fault_of(
            Format::Esco,
            &Delivery::several("v", vec![part("skills_fr.csv", bytes)]),
        );
        assert!(found.0 == code && found.1.starts_with(says), "{found:?}");
    }
}

#[test]
fn a_packed_file_cut_off_is_told() {
    let whole = packed("skills_en.csv", SKILLS);
    let half = part("skills_en.csv.xz", whole.bytes[..whole.bytes.len() / 2].to_vec());
    let (code, says) = fault_of(Format::Esco, &Delivery::several("v", vec![half]));
    assert_eq!(
        (code, says.as_str()),
        (
            "truncated",
            "skills_en.csv.xz: the packed file is damaged or cut off; download it again"
        )
    );
    let zip = b"PK\x03\x04 and then nothing".to_vec();
    let (code, says) = fault_of(Format::Esco, &Delivery::several("v", vec![part("en.zip", zip)]));
    assert_eq!(
        (code, says.as_str()),
        (
            "truncated",
            "en.zip: the zip archive is damaged or cut off; download it again"
        )
    );
}

#[test]
fn no_file_cut_off_anywhere_is_taken_for_whole_without_its_relations_noticing() {
    let whole = told(&whole(&files()).unwrap());
    for (at, (name, text)) in files().iter().enumerate() {
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let mut cut_files = files();
            cut_files[at].1 = &text[..cut];
            // At the end of a row nothing shows, unless something else names what is gone.
            let unseen = text[..cut].ends_with('\n');
            match adapters::vocabulary::read(&delivery(&cut_files), Format::Esco, &Default::default()) {
                Ok(contents) => assert!(unseen || told(&contents) == whole, "{name} cut off after {cut} bytes"),
                Err(fault) => assert!(!fault.reason.is_empty() && fault.place.file.is_some()),
            }
        }
    }
}
