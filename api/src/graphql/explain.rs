//! Why something is visible, or not: to the holder with every reason, to a partner with its own scopes and no more.

use super::consent::client::{Client, client};
use super::consent::holder;
use super::errors::{closed, forbidden, store};
use super::ids::{GlobalId, Kind, expect, holders_id, meant};
use super::load::access;
use super::skill::claims_behind;
use super::told::given;
use super::words::Purpose;
use crate::caller::{Caller, HolderPass};
use crate::flows::access::Access;
use crate::flows::audit::explain::{self, About, Applied, Consented, Explained, Question};
use crate::flows::view_passport::{Closed, view_passport};
use crate::store::reference::Reference;
use crate::store::sections::{Claims, read};
use crate::view::View;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use passport::consent::{Check, Grant, Scope, Section};
use passport::hole;
use passport::words::{self, Language};
use std::cmp::Reverse;
use std::collections::HashMap;
use uuid::Uuid;

/// What is to be explained.
#[derive(InputObject)]
pub struct ExplainAccessInput {
    /// As a partner: which passport.
    passport: Option<ID>,
    /// As the holder: which partner; see `partners`.
    partner: Option<ID>,
    /// As the holder: what for.
    purpose: Option<Purpose>,
    /// As the holder: through which program of the partner, by its key; where none is given, through the one that the latest
    /// consent in force for this purpose names.
    client: Option<String>,
    /// As the holder: which part of the passport, by its id; the whole passport where neither part nor section is named.
    node: Option<ID>,
    /// As the holder: which section, such as "Skill".
    section: Option<String>,
    /// As the holder: at which moment of the past; now where none is given.
    at: Option<DateTime<Utc>>,
    /// In which language to say it, BCP 47: en or de; the nearest of them is taken.
    #[graphql(default_with = "Some(\"en\".to_owned())")]
    language: Option<String>,
}

/// One thing that has to hold for a consent to count.
#[derive(SimpleObject)]
pub struct AccessCheck {
    /// holder, partner, client, purpose, state, begun, ended or uses.
    check: &'static str,
    /// Whether it holds.
    holds: bool,
}

/// A consent that was looked at.
#[derive(SimpleObject)]
pub struct ConsideredConsent {
    /// Global id of the consent, the same as `Consent.id`.
    id: ID,
    /// The version that stood at that moment.
    version: i32,
    /// Whether what it permits counts: all checks hold.
    permits: bool,
    /// Whether what it denies counts: all checks hold, but for its uses.
    denies: bool,
    /// Each check.
    checks: Vec<AccessCheck>,
    /// The same in plain words.
    in_words: String,
}

/// A scope of a consent that counts.
#[derive(SimpleObject)]
pub struct AppliedScope {
    /// Global id of the consent that states it.
    consent: ID,
    /// The consent's version.
    version: i32,
    /// The scope.
    scope: String,
    /// How many of the entries that are asked about it names; none where a section or the whole is asked about.
    names: Option<usize>,
}

/// What is said of a section.
#[derive(SimpleObject)]
pub struct ExplainedSection {
    /// Which.
    section: &'static str,
    /// Whether it is granted: something permits it, and nothing denies it as a whole.
    granted: bool,
    /// What lets through; any one will do.
    permits: Vec<AppliedScope>,
    /// What holds back, whatever lets through.
    denies: Vec<AppliedScope>,
}

/// Why a partner sees something of your passport, or does not.
#[derive(SimpleObject)]
pub struct AccessExplained {
    /// The moment that is explained.
    at: DateTime<Utc>,
    /// The program of the partner through which it would see this: the one that was asked about, else the one that the
    /// latest consent in force names; none where there is none of either.
    client: Option<Client>,
    /// Whether the partner sees it: all or a part of it. Through a program that is switched off now, it sees nothing.
    visible: bool,
    /// How many entries of your passport are asked about: the one, or the claims behind a skill; none where a section or
    /// the whole is asked about.
    entries: Option<usize>,
    /// How many of them the partner sees.
    shown: Option<usize>,
    /// How many come from sources that you do not let write: no partner sees those. See `connections`.
    waiting: Option<usize>,
    /// Every consent between you and the partner.
    consents: Vec<ConsideredConsent>,
    /// What they say of the sections that are asked about.
    sections: Vec<ExplainedSection>,
    /// The same in plain words, sentence by sentence.
    in_words: Vec<String>,
}

/// Your scopes in one section of a passport.
#[derive(SimpleObject)]
pub struct GrantedSection {
    /// Which.
    section: &'static str,
    /// The scopes that let entries through; any one will do.
    scopes: Vec<String>,
}

/// Which of your scopes apply to a passport now. It says nothing of what the passport holds.
#[derive(SimpleObject)]
pub struct OwnAccessExplained {
    /// The sections that you may see something of.
    sections: Vec<GrantedSection>,
    /// When the first of the consents behind it ends.
    until: DateTime<Utc>,
    /// The same in plain words.
    in_words: String,
}

/// It could not be explained as asked.
#[derive(SimpleObject)]
pub struct AccessNotExplained {
    /// Which field of the input is at fault.
    field: &'static str,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of asking why.
#[derive(Union)]
pub enum ExplainAccessPayload {
    /// To the holder.
    Explained(AccessExplained),
    /// To a partner.
    Own(OwnAccessExplained),
    /// The question is at fault.
    Not(AccessNotExplained),
}

/// A field of the input, and what is wrong with it.
type Fault = (&'static str, String);

/// Explains it to whoever asks.
pub async fn explain_access(ctx: &Context<'_>, input: ExplainAccessInput) -> Result<ExplainAccessPayload> {
    let language = Language::nearest(input.language.as_deref().unwrap_or("en"));
    let explained = match access(ctx)?.caller {
        Caller::Holder(_) => to_holder(ctx, input, language)
            .await?
            .map(ExplainAccessPayload::Explained),
        Caller::Partner(_) => to_partner(ctx, &input, language).await?.map(ExplainAccessPayload::Own),
        Caller::Stranger => return Err(closed(Closed::Stranger)),
        _ => return Err(forbidden("holders and partners")),
    };
    Ok(explained.unwrap_or_else(|(field, reason)| ExplainAccessPayload::Not(AccessNotExplained { field, reason })))
}

async fn to_partner(
    ctx: &Context<'_>,
    input: &ExplainAccessInput,
    language: Language,
) -> Result<Result<OwnAccessExplained, Fault>> {
    let Some(passport) = &input.passport else {
        return Ok(Err(("passport", "say which passport".to_owned())));
    };
    // As `passport` does: refused, unknown and no id at all take the same steps.
    let person = meant(Kind::Passport, passport, access(ctx)?.pseudonyms.as_ref());
    let view = view_passport(access(ctx)?, person)
        .await
        .map_err(store)?
        .map_err(closed)?;
    let grant = view.grant().ok_or_else(|| closed(Closed::ConsentRequired))?;
    Ok(Ok(own_access(grant, language)))
}

/// Of denies nothing is said: that there is one would tell that something is held back.
fn own_access(grant: &Grant, language: Language) -> OwnAccessExplained {
    let granted = Section::ALL
        .iter()
        .filter_map(|section| Some((*section, grant.section(*section)?)));
    let sections: Vec<GrantedSection> = granted
        .map(|(section, scope)| GrantedSection {
            section: section.as_str(),
            scopes: scope
                .permits()
                .iter()
                .chain(hole!(DeniesAreTold, scope.denies(), &[]))
                .map(|filters| Scope::reading(section, filters.clone()).to_string())
                .collect(),
        })
        .collect();
    let names = sections.iter().filter_map(|one| Section::from_word(one.section));
    let names: Vec<String> = names.map(|section| words::section(language, section)).collect();
    let places = [
        ("what", words::joined(language, &names).into()),
        ("purpose", words::purpose(language, grant.asked().purpose).into()),
        ("until", words::moment(language, grant.expires_at()).into()),
    ];
    OwnAccessExplained {
        in_words: language.say("access-yours", &places),
        until: grant.expires_at(),
        sections,
    }
}

async fn to_holder(
    ctx: &Context<'_>,
    input: ExplainAccessInput,
    language: Language,
) -> Result<Result<AccessExplained, Fault>> {
    let (access, pass) = (access(ctx)?, holder(ctx).await?);
    let question = match question(access, pass, &input).await? {
        Ok(question) => question,
        Err(fault) => return Ok(Err(fault)),
    };
    let name = |reference: &Reference| Some(reference.organizations.get(&question.partner)?.name.clone());
    let Some(who) = access.hub.find_reference(name).await.map_err(store)? else {
        return Ok(Err((
            "partner",
            "there is no such partner here; see partners".to_owned(),
        )));
    };
    let explained = explain::explain_access(&access.hub, pass, &question)
        .await
        .map_err(store)?;
    let program = client(ctx, explained.client).await?;
    let told = Telling {
        language,
        // Since when it is off is not kept: of the past nothing is said.
        switched_off: question.past.is_none() && program.as_ref().is_some_and(|program| program.switched_off),
        who,
        purpose: words::purpose(language, question.purpose),
        programs: programs(ctx, &explained).await?,
    };
    Ok(Ok(told.explained(pass, explained, program)))
}

/// What the programs are called that are spoken of.
async fn programs(ctx: &Context<'_>, explained: &Explained) -> Result<HashMap<Uuid, String>> {
    let mut programs = HashMap::new();
    let named = explained.consents.iter().filter_map(|one| one.client);
    for id in named.chain(explained.client) {
        if let Some(program) = client(ctx, Some(id)).await? {
            programs.insert(id, program.name);
        }
    }
    Ok(programs)
}

async fn question(access: &Access, pass: HolderPass, input: &ExplainAccessInput) -> Result<Result<Question, Fault>> {
    let Some(partner) = &input.partner else {
        return Ok(Err(("partner", "say which partner; see partners".to_owned())));
    };
    let Some(purpose) = input.purpose else {
        return Ok(Err(("purpose", "say what for".to_owned())));
    };
    if input.at.is_some_and(|at| at > access.moment()) {
        return Ok(Err(("at", "this moment is yet to come".to_owned())));
    }
    let partner = expect(Kind::Organization, partner)?;
    let client = match &input.client {
        None => None,
        Some(key) => {
            let of_key = |reference: &Reference| {
                let mut clients = reference.clients.values();
                Some(
                    clients
                        .find(|one| one.key == *key && one.organization_id == partner)?
                        .id,
                )
            };
            match access.hub.find_reference(of_key).await.map_err(store)? {
                None => return Ok(Err(("client", "the partner has no such program".to_owned()))),
                client => client,
            }
        }
    };
    Ok(about(access, pass, input).await?.map(|about| Question {
        partner,
        client,
        purpose: purpose.into(),
        past: input.at,
        about,
    }))
}

async fn about(access: &Access, pass: HolderPass, input: &ExplainAccessInput) -> Result<Result<About, Fault>> {
    let part = match (&input.node, &input.section) {
        (None, None) => return Ok(Ok(About::Whole)),
        (Some(_), Some(_)) => return Ok(Err(("node", "name a part or a section, not both".to_owned()))),
        (None, Some(section)) => {
            let names: Vec<&str> = Section::ALL.iter().map(|section| section.as_str()).collect();
            let unknown = || {
                (
                    "section",
                    format!("there is no such section; there are {}", names.join(", ")),
                )
            };
            return Ok(Section::from_word(section).map(About::Section).ok_or_else(unknown));
        }
        (Some(node), None) => GlobalId::decode(node).filter(|part| part.person == Some(pass.person())),
    };
    let Some((section, part)) = part.and_then(|part| Some((section_of(part.kind)?, part))) else {
        return Ok(Err(("node", "this is no part of your passport".to_owned())));
    };
    if part.kind != Kind::Skill {
        return Ok(Ok(About::Rows(section, vec![part.id])));
    }
    let (own, reference) = (View::own(pass).looking_at(input.at), access.hub.reference());
    let claims = read::<Claims>(&access.hub.db, &[&own], &reference)
        .await
        .map_err(store)?;
    Ok(Ok(About::Rows(section, claims_behind(&claims, part.id))))
}

fn section_of(kind: Kind) -> Option<Section> {
    Some(match kind {
        Kind::Skill | Kind::Claim => Section::Skill,
        Kind::Credential => Section::Credential,
        Kind::Experience => Section::Experience,
        Kind::Learning => Section::Learning,
        Kind::Programme => Section::Programme,
        Kind::Goal => Section::Goal,
        Kind::Endorsement => Section::Endorsement,
        _ => return None,
    })
}

/// What every sentence needs.
struct Telling {
    language: Language,
    who: String,
    purpose: String,
    programs: HashMap<Uuid, String>,
    /// Whether the program through which it would see is switched off now.
    switched_off: bool,
}

impl Telling {
    fn say(&self, message: &str, more: &[(&str, String)]) -> String {
        let mut places = vec![
            ("who", self.who.as_str().into()),
            ("purpose", self.purpose.as_str().into()),
        ];
        places.extend(more.iter().map(|(name, text)| (*name, text.as_str().into())));
        self.language.say(message, &places)
    }

    fn program(&self, id: Option<Uuid>) -> String {
        let name = id.and_then(|id| self.programs.get(&id));
        name.map_or_else(|| "–".to_owned(), Clone::clone)
    }

    fn explained(&self, pass: HolderPass, explained: Explained, client: Option<Client>) -> AccessExplained {
        let granted = explained.sections.iter().any(|section| section.granted);
        let all = explained.consents.iter().map(|one| one.consent);
        let all: Vec<_> = all.map(|(consent, version)| (given(consent), version)).collect();
        let names = words::consents_of(self.language, &all);
        let consents = explained.consents.iter().zip(names);
        let consents: Vec<ConsideredConsent> = consents
            .map(|(one, name)| self.considered(pass, (one, name), explained.client))
            .collect();
        let scopes = |applied: &[Applied]| applied.iter().map(|one| applied_scope(pass, one)).collect();
        AccessExplained {
            at: explained.at,
            visible: explained.rows.map_or(granted, |rows| rows.shown > 0) && !self.switched_off,
            client,
            entries: explained.rows.map(|rows| rows.there),
            shown: explained.rows.map(|rows| rows.shown),
            waiting: explained.rows.map(|rows| rows.waiting),
            in_words: self.sentences(&explained, &consents),
            sections: explained
                .sections
                .iter()
                .map(|one| ExplainedSection {
                    section: one.section.as_str(),
                    granted: one.granted,
                    permits: scopes(&one.permits),
                    denies: scopes(&one.denies),
                })
                .collect(),
            consents,
        }
    }

    fn considered(
        &self,
        pass: HolderPass,
        (one, name): (&Consented, String),
        through: Option<Uuid>,
    ) -> ConsideredConsent {
        let (consent, version) = one.consent;
        let failed = one.checks.iter().filter(|(_, holds)| !holds);
        let why: Vec<String> = failed
            .map(|(check, _)| {
                let alone = if *check == Check::Client && through.is_none() {
                    "-alone"
                } else {
                    ""
                };
                let program = ("program", self.program(one.client));
                self.say(&format!("check-{}{alone}", check.as_str()), &[program])
            })
            .collect();
        let in_words = if why.is_empty() {
            self.say("access-counts", &[("consent", name)])
        } else {
            let why = words::joined(self.language, &why);
            self.say("access-fails", &[("consent", name), ("why", why)])
        };
        ConsideredConsent {
            id: holders_id(Kind::Consent, pass.person(), consent),
            version,
            permits: one.permits,
            denies: one.denies,
            checks: one
                .checks
                .iter()
                .map(|(check, holds)| AccessCheck {
                    check: check.as_str(),
                    holds: *holds,
                })
                .collect(),
            in_words: capital(&in_words),
        }
    }

    /// First what comes of it and through which program, then each consent for the purpose, then each scope.
    fn sentences(&self, explained: &Explained, consents: &[ConsideredConsent]) -> Vec<String> {
        let mut said = Vec::new();
        if self.switched_off {
            said.push(self.say("access-program-off", &[("program", self.program(explained.client))]));
        }
        said.push(self.outcome(explained));
        if explained.client.is_some() {
            said.push(self.say("access-program", &[("program", self.program(explained.client))]));
        }
        if explained.rows.is_some_and(|rows| rows.waiting > 0) {
            said.push(self.say("access-waiting", &[]));
        }
        said.extend(self.told_consents(explained, consents));
        // Of the whole passport it would be too much, and of what is not there nothing is to be said.
        let told = match explained.rows {
            Some(rows) => rows.there > 0,
            None => explained.sections.len() == 1,
        };
        for section in explained.sections.iter().filter(|_| told) {
            if section.permits.is_empty() {
                let name = words::section(self.language, section.section);
                said.push(self.say("access-silent", &[("section", name)]));
            }
            said.extend(section.permits.iter().map(|one| self.scope(one, "access-permit")));
            said.extend(section.denies.iter().map(|one| self.scope(one, "access-deny")));
        }
        said
    }

    /// The consents for the purpose, those that count first and the latest of them first; of the others, how many.
    fn told_consents(&self, explained: &Explained, consents: &[ConsideredConsent]) -> Vec<String> {
        let for_it = |one: &&(&Consented, &ConsideredConsent)| one.0.checks.contains(&(Check::Purpose, true));
        let all: Vec<_> = explained.consents.iter().zip(consents).collect();
        let mut named: Vec<_> = all.iter().filter(for_it).collect();
        named.sort_by_key(|(one, _)| Reverse((one.permits, one.denies, one.consent)));
        let others = all.len() - named.len();
        let none = match (named.is_empty(), others) {
            (false, _) => None,
            (true, 0) => Some("access-no-consent"),
            (true, _) => Some("access-no-consent-for"),
        };
        let mut said: Vec<String> = none.map(|message| self.say(message, &[])).into_iter().collect();
        said.extend(named.iter().map(|(_, told)| told.in_words.clone()));
        if others > 0 {
            said.push(self.language.say("access-others", &[("others", others.into())]));
        }
        said
    }

    fn scope(&self, one: &Applied, message: &str) -> String {
        let scope = [("scope", one.scope.to_string())];
        match one.names {
            Some(0) => self.say(&format!("{message}-not"), &scope),
            _ => self.say(message, &scope),
        }
    }

    fn outcome(&self, explained: &Explained) -> String {
        if let Some(rows) = explained.rows {
            let message = match (rows.there, rows.shown) {
                (0, _) => "access-absent",
                (_, 0) => "access-hidden",
                (there, shown) if shown < there => "access-some",
                _ => "access-shown",
            };
            let counts = [("there", rows.there.to_string()), ("shown", rows.shown.to_string())];
            return self.say(message, &counts);
        }
        let granted = explained.sections.iter().filter(|section| section.granted);
        let names: Vec<String> = granted.map(|one| words::section(self.language, one.section)).collect();
        match names.as_slice() {
            [] => self.say("access-no-sections", &[]),
            names => self.say("access-sections", &[("what", words::joined(self.language, names))]),
        }
    }
}

fn applied_scope(pass: HolderPass, one: &Applied) -> AppliedScope {
    AppliedScope {
        consent: holders_id(Kind::Consent, pass.person(), one.consent.0),
        version: one.consent.1,
        scope: one.scope.to_string(),
        names: one.names,
    }
}

/// A sentence begins with a capital.
fn capital(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
