//! What a claim says: the skill, the level on its scale, how it is stated and by whom.

use super::super::{AsserterKind, Claim, Level};
use super::{Facts, told};

impl Facts {
    pub(super) fn claim(&mut self, claim: &Claim) {
        self.term("skill", &claim.term);
        if let Some(level) = &claim.level {
            self.level("level", level);
        }
        self.stated(claim);
        self.evidence(&claim.evidence);
    }

    /// How it is stated, by whom, and of which time.
    fn stated(&mut self, claim: &Claim) {
        let organization = claim
            .asserted_by
            .organization
            .as_ref()
            .map(|organization| organization.name.as_str());
        let by = organization.map_or_else(
            || asserter(claim.asserted_by.kind).to_owned(),
            |name| format!("by {name}"),
        );
        let mut value = format!("{}, {} {by}", claim.role.as_str(), claim.assertion.as_str());
        for (label, period) in [("seen", claim.observed), ("valid", claim.valid)] {
            if let Some(told) = told(period) {
                value.push_str(&format!(", {label} {told}"));
            }
        }
        let ends = [claim.observed.from, claim.observed.to, claim.valid.from, claim.valid.to];
        let dates: Vec<String> = ends.into_iter().flatten().map(|date| date.to_string()).collect();
        let stated = [claim.role.as_str(), claim.assertion.as_str()];
        let words = stated
            .into_iter()
            .chain(organization)
            .chain(dates.iter().map(String::as_str));
        self.told("stated as", value, words);
    }

    /// A level with the scale it was given on.
    pub(super) fn level(&mut self, label: &'static str, level: &Level) {
        let scale = &level.scale;
        let name = if scale.name.is_empty() { &scale.key } else { &scale.name };
        let mut value = format!("{} on “{name}”", level.value);
        if let Some(position) = level.position {
            value.push_str(&format!(", at {} of 1", (position * 100.0).round() / 100.0));
        }
        match level.met_requirement {
            Some(true) => value.push_str(", as required"),
            Some(false) => value.push_str(", less than required"),
            None => {}
        }
        self.told(
            label,
            value,
            [level.value.as_str(), scale.name.as_str(), scale.key.as_str()],
        );
    }
}

/// Who states it, for people.
fn asserter(kind: AsserterKind) -> &'static str {
    match kind {
        AsserterKind::Holder => "by the holder",
        AsserterKind::Peer => "by a peer",
        AsserterKind::System => "by a system",
        AsserterKind::Organization => "by an organization",
        AsserterKind::Authority => "by an authority",
        AsserterKind::Unknown => "by nobody named",
    }
}
