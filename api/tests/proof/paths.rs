//! The fields of the schema, the paths that lead through them, and documents that walk these paths.

use crate::table::{Stands, is_closed, of_pages, stands};
use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The object types of the schema with their fields, and the members of its unions and interfaces.
pub struct Schema {
    objects: BTreeMap<String, Vec<(String, String)>>,
    members: BTreeMap<String, Vec<String>>,
}

/// One field of a document, with what is asked for within.
#[derive(Debug, Clone, Default)]
pub struct Field {
    pub name: String,
    /// Its key in the answer, where that is another.
    pub alias: Option<String>,
    /// The object type that is asked for, where the field may be several.
    pub within: Option<String>,
    pub arguments: Arguments,
    pub inner: Vec<Field>,
}

/// The arguments of a field.
#[derive(Debug, Clone, Default)]
pub struct Arguments {
    pub id: Option<String>,
    /// The id of a passport to follow, as it is now to begin with.
    pub follow: Option<String>,
    pub first: Option<usize>,
    pub last: Option<usize>,
    pub after: Option<Cursor>,
    pub before: Option<Cursor>,
    /// Enum words begin with `#`.
    pub filter: Vec<(&'static str, Value)>,
    /// By what, and whether the largest comes first.
    pub order: Option<(&'static str, bool)>,
    /// As of which of the days there are, and its text.
    pub as_of: Option<(usize, String)>,
    /// Enum words begin with `#` here too.
    pub input: Vec<(&'static str, Value)>,
}

/// A cursor: what it stands at, and its text.
#[derive(Debug, Clone)]
pub struct Cursor {
    pub name: String,
    pub text: String,
}

fn base(of: &Type) -> String {
    match &of.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}

fn fields(of: Vec<Positioned<FieldDefinition>>) -> Vec<(String, String)> {
    let plain = |field: Positioned<FieldDefinition>| (field.node.name.node.to_string(), base(&field.node.ty.node));
    of.into_iter().map(plain).collect()
}

impl Schema {
    /// The schema that is served.
    pub fn served() -> Self {
        let (mut objects, mut members) = (BTreeMap::new(), BTreeMap::<String, Vec<String>>::new());
        for definition in parse_schema(passport_hub::graphql::sdl()).unwrap().definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(object) => {
                    for interface in object.implements {
                        members
                            .entry(interface.node.to_string())
                            .or_default()
                            .push(name.clone());
                    }
                    objects.insert(name, fields(object.fields));
                }
                TypeKind::Union(union) => {
                    let of_union = union.members.into_iter().map(|member| member.node.to_string());
                    members.entry(name).or_default().extend(of_union);
                }
                _ => {}
            }
        }
        Schema { objects, members }
    }

    fn fields(&self, on: &str) -> &[(String, String)] {
        self.objects.get(on).map_or(&[], Vec::as_slice)
    }

    /// The object types that a field of this type may be.
    fn objects_of<'a>(&'a self, of: &'a str) -> Vec<&'a str> {
        match self.members.get(of) {
            Some(members) => members.iter().map(String::as_str).collect(),
            None => self
                .objects
                .get_key_value(of)
                .map(|(name, _)| name.as_str())
                .into_iter()
                .collect(),
        }
    }

    /// Every (type, field) that queries and subscriptions reach.
    pub fn reached(&self) -> BTreeSet<(String, String)> {
        let mut reached = BTreeSet::new();
        let mut types = vec!["Query", "Subscription"];
        let mut seen: BTreeSet<&str> = types.iter().copied().collect();
        while let Some(on) = types.pop() {
            for (field, of) in self.fields(on) {
                reached.insert((on.to_owned(), field.clone()));
                if matches!(stands(on, field), Some(Stands::ProvedBy(_))) {
                    continue;
                }
                types.extend(self.objects_of(of).into_iter().filter(|of| seen.insert(of)));
            }
        }
        reached
    }

    /// What is asked of an object of this type: everything that is not closed, pages by edges where `edges` says so at
    /// their depth.
    pub fn selection(&self, on: &str, edges: &[bool]) -> Vec<Field> {
        let walked = |(name, _): &&(String, String)| !matches!(stands(on, name), Some(Stands::ProvedBy(_)));
        let fields = self.fields(on).iter().filter(walked);
        fields.map(|(name, of)| self.field(name, of, edges)).collect()
    }

    fn field(&self, name: &str, of: &str, edges: &[bool]) -> Field {
        let mut field = Field::named(name);
        let deeper = edges.get(1..).unwrap_or_default();
        field.inner = if of.ends_with("Connection") {
            field.arguments.first = Some(if edges.len() >= 3 { 4 } else { 3 });
            self.page(of, edges.first() == Some(&true), deeper)
        } else if is_closed(of) {
            self.outline(of)
        } else {
            self.selection(of, edges)
        };
        field
    }

    /// A page, its rows by edges or plainly.
    pub fn page(&self, of: &str, by_edges: bool, deeper: &[bool]) -> Vec<Field> {
        let left_out = if by_edges { "nodes" } else { "edges" };
        let shown = self.fields(of).iter().filter(|(name, _)| name != left_out);
        let field = |(name, of): &(String, String)| Field {
            inner: self.selection(of, deeper),
            ..Field::named(name)
        };
        shown.map(field).collect()
    }

    /// What is asked of something that is about nobody, or beside passports: which it is, else its plain fields.
    fn outline(&self, of: &str) -> Vec<Field> {
        let plain = |(name, of): &&(String, String)| self.objects_of(of).is_empty() && name != "__typename";
        let public = |(name, _): &&(String, String)| stands(of, name) == Some(Stands::Public);
        let named: Vec<_> = self.fields(of).iter().filter(public).collect();
        let shown = if named.is_empty() {
            self.fields(of).iter().filter(plain).collect()
        } else {
            named
        };
        shown.into_iter().map(|(name, _)| Field::named(name)).collect()
    }

    /// What is asked of a field of `Query` or `Subscription` beside passports.
    pub fn beside(&self, name: &str) -> Field {
        let mut fields = ["Query", "Subscription"].into_iter().flat_map(|root| self.fields(root));
        let of = fields.find(|(field, _)| field == name);
        let (_, of) = of.unwrap_or_else(|| panic!("no field {name}"));
        let inner = if of.ends_with("Connection") {
            self.page(of, false, &[])
        } else {
            self.outline(of)
        };
        Field {
            inner,
            ..Field::named(name)
        }
    }

    /// The fields of `Query` that stand beside passports, with what they stand for.
    pub fn all_beside(&self) -> Vec<(&str, Stands)> {
        let fields = self.fields("Query").iter();
        let stands = fields.filter_map(|(name, _)| Some((name.as_str(), stands("Query", name)?)));
        stands.filter(|(_, stands)| matches!(stands, Stands::For(_))).collect()
    }

    /// Every path from a way into passports to a leaf: what has to be walked.
    pub fn paths(&self) -> BTreeSet<String> {
        let mut paths = BTreeSet::new();
        for root in ["Query", "Subscription"] {
            let ways = self.fields(root).iter();
            for (name, of) in ways.filter(|(name, _)| stands(root, name) == Some(Stands::WayIn)) {
                self.walk(name, of, &mut vec![], &mut paths);
            }
        }
        paths
    }

    fn walk<'a>(&'a self, path: &str, of: &'a str, above: &mut Vec<&'a str>, paths: &mut BTreeSet<String>) {
        let objects = self.objects_of(of);
        if objects.is_empty() {
            paths.insert(path.to_owned());
        }
        for object in objects
            .iter()
            .copied()
            .filter(|object| objects.len() == 1 || is_asked_by_id(object))
        {
            let path = if objects.len() > 1 {
                format!("{path}<{object}>")
            } else {
                path.to_owned()
            };
            // A type within itself would go on for ever; once round is enough.
            if above.iter().filter(|one| **one == object).count() > 1 {
                continue;
            }
            above.push(object);
            let leaves = is_closed(object).then(|| self.outline(object));
            for (field, of) in self.fields(object) {
                let asked = leaves
                    .as_ref()
                    .is_none_or(|leaves| leaves.iter().any(|leaf| leaf.name == *field));
                let elsewhere = matches!(stands(object, field), Some(Stands::ProvedBy(_)));
                if asked && !elsewhere {
                    self.walk(&format!("{path}.{field}"), of, above, paths);
                }
            }
            above.pop();
        }
    }
}

/// Whether nodes of this type are somebody's, and asked for by their ids. Of a disclosure only its holder knows the id.
fn is_asked_by_id(object: &str) -> bool {
    !is_closed(object) || object == "Consent"
}

impl Field {
    /// A field without arguments.
    pub fn named(name: &str) -> Self {
        Field {
            name: name.to_owned(),
            ..Field::default()
        }
    }

    /// Its key in the answer.
    pub fn key(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }

    /// The paths that it walks.
    pub fn paths(&self, above: &str, walked: &mut BTreeSet<String>) {
        let within = self
            .within
            .as_ref()
            .map_or(String::new(), |within| format!("<{within}>"));
        let path = format!("{above}{}{within}", self.name);
        if self.inner.is_empty() {
            walked.insert(path);
        } else {
            self.inner
                .iter()
                .for_each(|field| field.paths(&format!("{path}."), walked));
        }
    }

    fn write(&self, out: &mut String) {
        if let Some(alias) = &self.alias {
            let _ = write!(out, "{alias}: ");
        }
        out.push_str(&self.name);
        self.arguments.write(out);
        if self.inner.is_empty() {
            return;
        }
        out.push_str(" { ");
        if let Some(within) = &self.within {
            let _ = write!(out, "__typename ... on {within} {{ ");
        }
        for field in &self.inner {
            field.write(out);
            out.push(' ');
        }
        out.push_str(if self.within.is_some() { "} }" } else { "}" });
    }
}

/// The text of a document: of a subscription where it follows something.
pub fn document(fields: &[Field]) -> String {
    let mut out = if is_subscription(fields) {
        "subscription { "
    } else {
        "{ "
    }
    .to_owned();
    for field in fields {
        field.write(&mut out);
        out.push(' ');
    }
    out.push('}');
    out
}

/// Whether these are fields of `Subscription`.
pub fn is_subscription(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.name.ends_with("Changed"))
}

impl Arguments {
    fn write(&self, out: &mut String) {
        let mut all: Vec<String> = Vec::new();
        let quoted = |text: &str| Value::from(text).to_string();
        all.extend(self.id.iter().map(|id| format!("id: {}", quoted(id))));
        all.extend(
            self.follow
                .iter()
                .map(|id| format!("passport: {}, initial: true", quoted(id))),
        );
        all.extend(self.first.iter().map(|first| format!("first: {first}")));
        all.extend(self.last.iter().map(|last| format!("last: {last}")));
        all.extend(self.after.iter().map(|after| format!("after: {}", quoted(&after.text))));
        all.extend(
            self.before
                .iter()
                .map(|before| format!("before: {}", quoted(&before.text))),
        );
        for (argument, fields) in [("filter", &self.filter), ("input", &self.input)] {
            if !fields.is_empty() {
                let fields = fields.iter().map(|(name, value)| format!("{name}: {}", literal(value)));
                all.push(format!("{argument}: {{ {} }}", fields.collect::<Vec<_>>().join(", ")));
            }
        }
        all.extend(self.as_of.iter().map(|(_, day)| format!("asOf: {}", quoted(day))));
        if let Some((field, down)) = self.order {
            let direction = if down { "DESC" } else { "ASC" };
            all.push(format!("orderBy: {{ field: {field}, direction: {direction} }}"));
        }
        if !all.is_empty() {
            let _ = write!(out, "({})", all.join(", "));
        }
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(word) if word.starts_with('#') => word.trim_start_matches('#').to_owned(),
        Value::Array(values) => format!("[{}]", values.iter().map(literal).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// What of the schema the table does not know, and what of the table the schema does not.
pub fn unclassified(schema: &Schema) -> Vec<String> {
    let reached = schema.reached();
    let unknown = reached
        .iter()
        .filter(|(on, field)| stands(on, field).is_none() && !of_pages(on, field));
    let unknown = unknown.map(|(on, field)| {
        format!(
            "{on}.{field} is not in api/tests/proof/table.rs: say there what it stands for. If it shows a person's data, \
             api/tests/proof/expected.rs must say what is to be there."
        )
    });
    let in_table = crate::table::TABLE
        .iter()
        .flat_map(|(on, _, fields)| fields.iter().map(move |field| (*on, *field)));
    let gone = in_table.filter(|(on, field)| !reached.contains(&((*on).to_owned(), (*field).to_owned())));
    let gone = gone.map(|(on, field)| format!("{on}.{field} is in api/tests/proof/table.rs and no longer reached"));
    unknown.chain(gone).collect()
}
