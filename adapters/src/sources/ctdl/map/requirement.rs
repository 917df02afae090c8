//! The competencies that something on offer requires.

use crate::linked::{Asked, Known, Node, Text};
use passport::record::{Reject, Sink, Term};

/// The competencies under `requires` and `entryCondition`: of each condition, and those that stand there themselves.
pub fn required(node: &Node<'_>, known: &Known, sink: &mut dyn Sink) -> Vec<Term> {
    let mut asked = Asked::default();
    let mut conditions = all(node, "requires", sink);
    conditions.extend(all(node, "entryCondition", sink));
    for condition in conditions {
        if !of_condition(&condition, known, &mut asked, sink) {
            break;
        }
    }
    asked.into_terms()
}

/// Takes the competencies of one condition; false once there are too many.
fn of_condition(condition: &Node<'_>, known: &Known, asked: &mut Asked, sink: &mut dyn Sink) -> bool {
    let referred = known.referred(condition);
    let told = condition.follow(referred.as_deref());
    targets(&told, sink).iter().all(|target| match term(target, known) {
        Ok(term) => asked.add(term, &target.place, sink),
        Err(reject) => {
            sink.reject(reject);
            true
        }
    })
}

fn all<'a>(node: &Node<'a>, field: &str, sink: &mut dyn Sink) -> Vec<Node<'a>> {
    node.all(field).unwrap_or_else(|reject| {
        sink.reject(reject);
        Vec::new()
    })
}

/// The competencies of a condition; an alignment is one itself. Conditions in words, and other resources, name none.
fn targets<'a>(condition: &Node<'a>, sink: &mut dyn Sink) -> Vec<Node<'a>> {
    if condition.types().contains(&"CredentialAlignmentObject") || condition.types().contains(&"Competency") {
        return vec![condition.clone()];
    }
    all(condition, "targetCompetency", sink)
}

/// An alignment with a competency, a competency, or the address of one. What the node does not say itself is looked up.
fn term(node: &Node<'_>, known: &Known) -> Result<Term, Reject> {
    let referred = known.referred(node);
    let told = node.follow(referred.as_deref());
    let target = told.get("targetNode");
    let id = target.as_ref().map_or_else(
        || node.value.as_str().or_else(|| node.id()),
        |target| target.value.as_str().or_else(|| target.id()),
    );
    let competency = id.and_then(|id| known.get(id));
    let looked_up = told.follow(competency.as_deref());
    let (told_name, told_code) = (name(&told)?, told.words("codedNotation")?);
    let name = told_name.map_or_else(|| name(&looked_up), |name| Ok(Some(name)))?;
    let uri = id
        .filter(|id| !id.starts_with("_:") && id.contains(':'))
        .map(str::to_owned);
    let term = Term {
        language: name.as_ref().and_then(|name| name.language.clone()),
        label: name.map(|name| name.words),
        code: told_code.map_or_else(|| looked_up.words("codedNotation"), |code| Ok(Some(code)))?,
        framework: framework(&told, known)?.map_or_else(|| framework(&looked_up, known), |name| Ok(Some(name)))?,
        uri,
    };
    if term.label.is_none() && term.uri.is_none() && term.code.is_none() {
        let reason = "the competency has neither name nor address nor code; give `ceterms:targetNodeName`";
        return Err(Reject::new(node.place_of("targetNodeName"), "missing_field", reason));
    }
    Ok(term)
}

/// A competency's name: of an alignment, as its publisher labels it, or as its statement reads.
fn name(node: &Node<'_>) -> Result<Option<Text>, Reject> {
    if !node.value.is_object() {
        return Ok(None);
    }
    for field in ["targetNodeName", "competencyLabel", "competencyText"] {
        if let Some(name) = node.text_of(field)? {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// The framework's name, else its address; of a competency, the framework that it is part of.
fn framework(node: &Node<'_>, known: &Known) -> Result<Option<String>, Reject> {
    if let Some(name) = node.words("frameworkName")? {
        return Ok(Some(name));
    }
    let Some(held) = node.get("framework").or_else(|| node.get("isPartOf")) else {
        return Ok(None);
    };
    let first = held.elements().into_iter().next();
    let Some(id) = first.and_then(|first| Some(first.value.as_str().or_else(|| first.id())?.to_owned())) else {
        return Ok(None);
    };
    let referred = known.get(&id);
    let name = match referred.as_deref() {
        Some(value) => node.follow(Some(value)).words("name")?,
        None => None,
    };
    Ok(Some(name.unwrap_or(id)))
}
