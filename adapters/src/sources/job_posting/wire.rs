//! What a posting may say, in schema.org's words.

use crate::linked::{LookedUp, Node, Spellings};

/// How schema.org's names are written in the wild.
pub static SPELLINGS: Spellings = Spellings(&["", "schema:", "https://schema.org/", "http://schema.org/", "sdo:"]);

/// Fields of a document that hold its things, and can be long.
pub const HOLDERS: &[&str] = &[
    "@graph",
    "itemListElement",
    "schema:itemListElement",
    "https://schema.org/itemListElement",
    "http://schema.org/itemListElement",
    "dataFeedElement",
];

/// Fields of lists, list items, feeds and pages in which postings stand.
const WITHIN: &[&str] = &["itemListElement", "item", "dataFeedElement", "mainEntity"];

/// The allow-list: what of a posting may be kept, at any depth. Everything else is dropped unread.
pub const FIELDS: &[&str] = &[
    // The posting.
    "title",
    "name",
    "identifier",
    "propertyID",
    "value",
    "url",
    "sameAs",
    "datePosted",
    "validThrough",
    "inLanguage",
    "employmentType",
    "workHours",
    "totalJobOpenings",
    "industry",
    // Who and where.
    "hiringOrganization",
    "legalName",
    "jobLocation",
    "jobLocationType",
    "applicantLocationRequirements",
    "address",
    "addressLocality",
    "addressRegion",
    "addressCountry",
    "postalCode",
    // Occupations.
    "occupationalCategory",
    "relevantOccupation",
    "codeValue",
    "inCodeSet",
    // What is asked.
    "skills",
    "termCode",
    "inDefinedTermSet",
    "targetName",
    "targetUrl",
    "educationalFramework",
    "alignmentType",
    "qualifications",
    "competencyRequired",
    "credentialCategory",
    "educationalLevel",
    "educationRequirements",
    "experienceRequirements",
    "monthsOfExperience",
    "experienceInPlaceOfEducation",
    "responsibilities",
];

/// What is looked up of employers, places and skills that stand elsewhere in the delivery.
pub static LOOKED_UP: LookedUp = LookedUp {
    referring: &[
        "hiringOrganization",
        "jobLocation",
        "address",
        "skills",
        "competencyRequired",
    ],
    fields: &[
        "name",
        "legalName",
        "sameAs",
        "url",
        "address",
        "addressLocality",
        "addressRegion",
        "addressCountry",
        "termCode",
        "inDefinedTermSet",
        "targetName",
        "targetUrl",
        "educationalFramework",
    ],
};

/// Whether a thing is a posting.
pub fn is_posting(node: &Node<'_>) -> bool {
    node.types().contains(&"JobPosting")
}

/// The things that a list, a list item, a feed, a page or a graph holds.
pub fn held<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    let fields = WITHIN.iter().filter_map(|name| node.get(name));
    let holders = fields.chain(node.keyword("@graph"));
    let found = holders.flat_map(|holder| holder.elements());
    // A list may name its postings by their addresses alone; those are no postings.
    found.filter(|held| held.value.is_object()).collect()
}
