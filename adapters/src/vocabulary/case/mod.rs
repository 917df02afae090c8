//! Competency frameworks as CASE 1.0 and 1.1 packages (1EdTech): items, how they are associated, and rubrics.

use super::contents::{Contents, Kind, LabelKind, MatchKind, RelationKind, Status, TextKind};
use super::document::Document;
use super::fault::Spot;
use super::files::Files;
use super::gather::Gatherer;
use super::{Given, shown};
use passport::record::Unreadable;
use std::collections::HashMap;
use std::sync::Arc;

mod rubric;
mod wire;

use wire::{Association, Definitions, Framework, Item, Link, Package};

/// Whether a file that begins like this is a package.
pub(super) fn begins(head: &str) -> bool {
    head.trim_start().starts_with('{') && (head.contains("\"CFDocument\"") || head.contains("\"CFItems\""))
}

/// Reads all packages, which may point to each other's items.
pub(super) fn read(files: &Files<'_>, given: &Given<'_>) -> Result<Contents, Unreadable> {
    let mut texts = Vec::new();
    for (at, file) in (0..).zip(files.iter()) {
        match begins(&files.head(file)) {
            true => texts.push((at, file.name.as_str(), files.text(file)?)),
            false if file.is_named(".json") => return Err(files.stranger(file, "CASE")),
            false => {}
        }
    }
    let documents: Vec<_> = texts
        .iter()
        .map(|(at, name, text)| Document::new(*at, name, text))
        .collect();
    let mut network = Network::new(Gatherer::new(files.names()));
    let mut packages = Vec::new();
    for document in &documents {
        let package: Package<'_> = document.read()?;
        network.framework(document, &package, given)?;
        packages.push(package);
    }
    for (document, package) in documents.iter().zip(&packages) {
        network.associations(document, package)?;
        network.rubrics(document, package)?;
    }
    network.gather.finish(files.name())
}

/// The items of all packages, by their identifiers.
struct Network {
    gather: Gatherer,
    items: HashMap<String, u32>,
    frameworks: Vec<String>,
    language: Arc<str>,
}

impl Network {
    fn new(gather: Gatherer) -> Self {
        Network {
            gather,
            items: HashMap::new(),
            frameworks: Vec::new(),
            language: Arc::from(""),
        }
    }

    fn framework(
        &mut self,
        document: &Document<'_>,
        package: &Package<'_>,
        given: &Given<'_>,
    ) -> Result<(), Unreadable> {
        let spot = document.part("/CFDocument", package.document);
        let framework: Framework = document.element(spot, package.document)?;
        let language = filled(framework.language.as_deref()).unwrap_or(given.language);
        self.language = self.gather.language(spot, language)?;
        let retired = framework.adoption_status.as_deref() == Some("Deprecated");
        self.items(document, package, retired)?;
        if self.frameworks.is_empty() {
            self.about(document, package, &framework)?;
        }
        self.frameworks.push(framework.identifier);
        Ok(())
    }

    fn about(
        &mut self,
        document: &Document<'_>,
        package: &Package<'_>,
        framework: &Framework,
    ) -> Result<(), Unreadable> {
        let definitions: Option<Definitions> = package
            .definitions
            .map(|raw| document.element(document.part("/CFDefinitions", raw), raw))
            .transpose()?;
        let licences = definitions
            .and_then(|definitions| definitions.licences)
            .unwrap_or_default();
        let named = framework.licence.as_ref();
        let title = named.and_then(|link| link.title.clone().or(link.uri.clone()));
        let about = &mut self.gather.contents().about;
        about.name = Some(framework.title.clone());
        about.version.clone_from(&framework.version);
        about.publisher = framework.publisher.clone().or(framework.creator.clone());
        about.attribution = licences.iter().find_map(|licence| licence.license_text.clone());
        about.licence = title.or_else(|| licences.into_iter().find_map(|licence| licence.title));
        about.url = framework.official_source.clone().or(framework.uri.clone());
        about.language = Some(self.language.clone());
        Ok(())
    }

    fn items(&mut self, document: &Document<'_>, package: &Package<'_>, retired: bool) -> Result<(), Unreadable> {
        for (spot, raw) in document.list("/CFItems", package.items.as_ref().unwrap_or(&Vec::new())) {
            let item: Item = document.element(spot, raw)?;
            if let Some(known) = self.items.get(&item.identifier) {
                return Err(self.gather.twice(spot, *known));
            }
            let made = || format!("urn:uuid:{}", item.identifier);
            let uri = filled(item.uri.as_deref()).map_or_else(made, str::to_owned);
            let at = self.gather.add(spot, &uri, kind(item.item_type.as_deref()))?;
            self.gather
                .code(spot, at, filled(item.human_coding_scheme.as_deref()))?;
            if let Some(concept) = self.gather.concept(at).filter(|_| retired) {
                concept.status = Status::Deprecated;
            }
            self.words(spot, at, &item)?;
            self.items.insert(item.identifier, at);
        }
        Ok(())
    }

    /// The short statement is the label where there is one, and the full one what it means.
    fn words(&mut self, spot: Spot, at: u32, item: &Item) -> Result<(), Unreadable> {
        let language = match filled(item.language.as_deref()) {
            Some(tag) => self.gather.language(spot, tag)?,
            None => self.language.clone(),
        };
        let Some(full) = filled(Some(&item.full_statement)) else {
            let reason = "the item says nothing; give it a fullStatement";
            return Err(self.gather.fault(spot, Some("fullStatement"), "missing_field", reason));
        };
        let short = filled(item.abbreviated_statement.as_deref());
        self.gather
            .label(spot, at, &language, LabelKind::Preferred, short.unwrap_or(full))?;
        if let Some(other) = filled(item.alternative_label.as_deref()) {
            self.gather.label(spot, at, &language, LabelKind::Alternative, other)?;
        }
        let keywords = item.concept_keywords.as_ref().map(|keywords| keywords.join("; "));
        for (kind, text) in [
            (TextKind::Definition, short.map(|_| full)),
            (TextKind::ScopeNote, item.notes.as_deref()),
            (TextKind::Keywords, keywords.as_deref()),
        ] {
            self.gather.text(spot, at, &language, kind, text)?;
        }
        Ok(())
    }

    fn associations(&mut self, document: &Document<'_>, package: &Package<'_>) -> Result<(), Unreadable> {
        for (spot, raw) in document.list("/CFAssociations", package.associations.as_ref().unwrap_or(&Vec::new())) {
            let association: Association = document.element(spot, raw)?;
            let (origin, destination) = (&association.origin, &association.destination);
            match association.association_type.as_str() {
                "isChildOf" | "isPartOf" => self.child(spot, origin, destination)?,
                "isPeerOf" | "isRelatedTo" => self.beside(spot, origin, destination, MatchKind::Related)?,
                "exactMatchOf" | "isTranslationOf" => self.beside(spot, origin, destination, MatchKind::Exact)?,
                "replacedBy" => self.replaced(spot, origin, destination)?,
                _ => {
                    let text = "an association is of a type that is not carried, such as precedes or exemplar";
                    self.gather.note(spot, "not_carried", text);
                }
            }
        }
        Ok(())
    }

    fn item(&self, link: &Link) -> Option<u32> {
        self.items.get(link.identifier.as_deref()?).copied()
    }

    fn is_framework(&self, link: &Link) -> bool {
        link.identifier
            .as_ref()
            .is_some_and(|identifier| self.frameworks.contains(identifier))
    }

    /// The item at one end of an association, which has to be in a package.
    fn needed(&self, spot: Spot, field: &str, link: &Link) -> Result<u32, Unreadable> {
        self.item(link).ok_or_else(|| {
            let named = link
                .identifier
                .as_deref()
                .or(link.uri.as_deref())
                .unwrap_or("without an identifier");
            let reason = format!(
                "no package holds the item {}; download the package again, whole",
                shown(named)
            );
            self.gather.fault(spot, Some(field), "missing_concept", reason)
        })
    }

    /// What lies below the framework itself lies at the top.
    fn child(&mut self, spot: Spot, origin: &Link, destination: &Link) -> Result<(), Unreadable> {
        let from = self.needed(spot, "originNodeURI", origin)?;
        if self.is_framework(destination) {
            return Ok(());
        }
        let to = self.needed(spot, "destinationNodeURI", destination)?;
        self.gather.relate(spot, from, to, RelationKind::Broader)?;
        Ok(())
    }

    /// Of two that are set beside each other, either may be of another framework.
    fn beside(&mut self, spot: Spot, origin: &Link, destination: &Link, kind: MatchKind) -> Result<(), Unreadable> {
        match (self.item(origin), self.item(destination), kind) {
            (Some(from), Some(to), MatchKind::Related) => {
                self.gather.relate(spot, from, to, RelationKind::Related)?;
                Ok(())
            }
            (Some(from), _, _) => self.outside(spot, from, destination, kind),
            (None, Some(to), _) => self.outside(spot, to, origin, kind),
            (None, None, _) => self.needed(spot, "originNodeURI", origin).map(|_| ()),
        }
    }

    fn outside(&mut self, spot: Spot, from: u32, other: &Link, kind: MatchKind) -> Result<(), Unreadable> {
        let uri = self.uri(spot, other)?;
        self.gather.set_beside(spot, from, &uri, kind)
    }

    fn uri(&mut self, spot: Spot, link: &Link) -> Result<String, Unreadable> {
        let known = self
            .item(link)
            .and_then(|at| self.gather.concept(at).map(|concept| concept.uri.clone()));
        known
            .or_else(|| filled(link.uri.as_deref()).map(str::to_owned))
            .ok_or_else(|| {
                let reason = "an item of another framework is named without its uri; add it";
                self.gather.fault(spot, None, "missing_field", reason)
            })
    }

    fn replaced(&mut self, spot: Spot, origin: &Link, destination: &Link) -> Result<(), Unreadable> {
        let from = self.needed(spot, "originNodeURI", origin)?;
        let by = self.uri(spot, destination)?;
        if let Some(concept) = self.gather.concept(from) {
            concept.status = Status::Deprecated;
            concept.replaced_by = Some(by);
        }
        Ok(())
    }
}

/// Types of items are words of the publisher's own. Those that plainly name a heading or knowledge are taken for it.
fn kind(item_type: Option<&str>) -> Kind {
    const HEADINGS: &[&str] = &[
        "category",
        "cluster",
        "course",
        "department",
        "document",
        "domain",
        "folder",
        "grade level",
        "group",
        "heading",
        "section",
        "strand",
        "substrand",
        "topic",
        "unit",
    ];
    let word = item_type.unwrap_or_default().trim().to_lowercase();
    match word.as_str() {
        "knowledge" => Kind::Knowledge,
        "occupation" | "job role" => Kind::Occupation,
        "ability" => Kind::Ability,
        heading if HEADINGS.contains(&heading) => Kind::Group,
        _ => Kind::Skill,
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.and_then(crate::text::filled)
}
