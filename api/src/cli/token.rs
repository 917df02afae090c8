//! `passport-hub token`: tokens signed with the hub's own key.

use super::output::{Ended, Failure, OK, plain, print, print_json, tell};
use super::{General, member, open};
use crate::caller::{Bearer, MemberRole, Partner};
use crate::graphql::ids::{GlobalId, Kind};
use crate::hub::Hub;
use crate::store::people_lookup::{Owner, holder_of, owner_of_email};
use crate::store::sources::PARTY;
use chrono::Duration;
use clap::ValueEnum;
use passport::consent::Purpose;
use uuid::Uuid;

const EXAMPLES: &str = "\
Examples:
  passport-hub token --role holder --email amara.okafor@example.org
  passport-hub token --role partner --partner 'Northwind Staffing' --client northwind-hiring --purpose hiring
  passport-hub token --role source --source riverside-college --lifetime 30m
  passport-hub token --role integrator --member 01890a5d-ac96-774b-bcce-b302099a8057
  passport-hub token --role steward --json

Without --member a steward is the hub's own; with it, of the member's organization. A member's role and a source's
connection are looked up at each request, so that they end at once: passport-hub member end, passport-hub source disable.
Whoever has a token acts in its role until it expires: keep lifetimes short, and tokens out of files and histories.";

/// What `token` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// For whom
    #[arg(long, value_enum)]
    role: Role,
    /// Holder: id of their passport
    #[arg(long, value_name = "PASSPORT_ID", conflicts_with = "email")]
    holder: Option<String>,
    /// Holder: an e-mail address that a source has verified
    #[arg(long, value_name = "MAIL")]
    email: Option<String>,
    /// Source: its key
    #[arg(long, value_name = "KEY")]
    source: Option<String>,
    /// Partner: name of the organization
    #[arg(long, value_name = "NAME")]
    partner: Option<String>,
    /// Partner: key of the program it asks through
    #[arg(long, value_name = "KEY")]
    client: Option<String>,
    /// Partner: what it asks for, such as hiring or admission
    #[arg(long, value_name = "PURPOSE")]
    purpose: Option<String>,
    /// Integrator, analyst, or steward of an organization: id of the member
    #[arg(long, value_name = "ID", value_parser = member::member_id)]
    member: Option<Uuid>,
    /// How long it is valid: 30m, 8h, 7d; at most 90 days
    #[arg(long, default_value = "8h", value_name = "TIME", value_parser = lifetime)]
    lifetime: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    Holder,
    Partner,
    Source,
    Steward,
    Integrator,
    Analyst,
}

/// Prints a token.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    check_options(&arguments)?;
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let bearer = match arguments.role {
        Role::Holder => Bearer::Holder(holder(&hub, &arguments).await?),
        Role::Partner => Bearer::Partner(partner(&hub, &arguments)?),
        Role::Source => Bearer::Source(source(&hub, arguments.source.as_deref())?),
        Role::Steward if arguments.member.is_none() => Bearer::Steward(open::CONSOLE_STEWARD),
        Role::Steward => Bearer::Member(member(&hub, &arguments, MemberRole::Steward).await?),
        Role::Integrator => Bearer::Member(member(&hub, &arguments, MemberRole::Integrator).await?),
        Role::Analyst => Bearer::Member(member(&hub, &arguments, MemberRole::Analyst).await?),
    };
    let token = hub.tokens.issue(bearer, arguments.lifetime)?;
    let expires = hub.clock.now() + arguments.lifetime;
    if general.json {
        print_json(&serde_json::json!({
            "token": token, "type": "Bearer", "expires": expires, "expiresIn": arguments.lifetime.num_seconds(),
        }))?;
    } else {
        print(&token)?;
        tell(format_args!(
            "valid until {}; send it as: Authorization: Bearer TOKEN",
            expires.format("%Y-%m-%d %H:%M UTC")
        ));
    }
    Ok(OK)
}

/// An option of another role is a mistake that would go unnoticed.
fn check_options(arguments: &Arguments) -> Result<(), Failure> {
    let given: [(&str, bool, &[Role]); 7] = [
        ("--holder", arguments.holder.is_some(), &[Role::Holder]),
        ("--email", arguments.email.is_some(), &[Role::Holder]),
        ("--source", arguments.source.is_some(), &[Role::Source]),
        ("--partner", arguments.partner.is_some(), &[Role::Partner]),
        ("--client", arguments.client.is_some(), &[Role::Partner]),
        ("--purpose", arguments.purpose.is_some(), &[Role::Partner]),
        (
            "--member",
            arguments.member.is_some(),
            &[Role::Integrator, Role::Analyst, Role::Steward],
        ),
    ];
    let astray = given
        .iter()
        .find(|(_, given, roles)| *given && !roles.contains(&arguments.role));
    match astray {
        Some((option, ..)) => Err(Failure::usage(format_args!("{option} does not go with this role"))
            .hint("passport-hub token --help shows what goes with which role.")),
        None => Ok(()),
    }
}

async fn holder(hub: &Hub, arguments: &Arguments) -> Result<Uuid, Failure> {
    match (&arguments.holder, &arguments.email) {
        (Some(id), _) => {
            let id = passport(id).ok_or_else(|| {
                Failure::usage("--holder takes the id of a passport")
                    .hint("The passport's id field gives it; people are also found with --email MAIL.")
            })?;
            let holder = holder_of(&hub.db, id).await?;
            holder.ok_or_else(|| Failure::usage("no passport has this id, or it was erased"))
        }
        (None, Some(mail)) => by_email(owner_of_email(&hub.db, &hub.keys, mail).await?),
        (None, None) => Err(Failure::usage("whose token? Give --holder PASSPORT_ID or --email MAIL")),
    }
}

fn by_email(owner: Owner) -> Result<Uuid, Failure> {
    match owner {
        Owner::One(person) => Ok(person),
        Owner::Nobody => Err(Failure::usage("no passport is known by this e-mail address")
            .hint("An address counts where a source verified it: see --trusts in passport-hub source --help.")),
        Owner::Several(people) => Err(Failure::usage(format_args!(
            "this e-mail address is verified for {people} passports"
        ))
        .hint(
            "Name one with --holder PASSPORT_ID. Whether they are one person is settled in the review queue: \
             the steward's query possibleMatches.",
        )),
    }
}

/// The person whose passport has this id.
fn passport(id: &str) -> Option<Uuid> {
    GlobalId::decode(id.trim())
        .filter(|id| id.kind == Kind::Passport)
        .map(|id| id.id)
}

fn partner(hub: &Hub, arguments: &Arguments) -> Result<Partner, Failure> {
    let (Some(name), Some(purpose)) = (&arguments.partner, &arguments.purpose) else {
        return Err(Failure::usage(
            "a partner's token needs --partner NAME and --purpose PURPOSE",
        ));
    };
    let purpose = Purpose::from_word(purpose).ok_or_else(|| {
        let words: Vec<&str> = Purpose::ALL.iter().map(|purpose| purpose.as_str()).collect();
        Failure::usage(format_args!("there is no purpose “{}”", plain(purpose, 70)))
            .hint(format_args!("There are: {}.", words.join(", ")))
    })?;
    let reference = hub.reference();
    let party = reference.organization_by_key(PARTY, &passport::skill::normalise(name));
    let organization = party
        .filter(|id| reference.organizations.get(id).is_some_and(|row| row.kind == "partner"))
        .ok_or_else(|| {
            Failure::usage(format_args!("there is no partner “{}”", plain(name, 70)))
                .hint("Register it with: passport-hub partner add NAME --client KEY")
        })?;
    let client = match &arguments.client {
        None => None,
        Some(key) => {
            let of_partner = reference
                .clients
                .values()
                .find(|c| c.key == *key && c.organization_id == organization);
            let unknown = || Failure::usage(format_args!("this partner has no client “{}”", plain(key, 70)));
            let client = of_partner.ok_or_else(unknown)?;
            if client.disabled_at.is_some() {
                let off = Failure::usage(format_args!("the client “{}” is switched off", plain(key, 70)));
                return Err(off.hint("It is switched on with: passport-hub partner client enable KEY"));
            }
            Some(client.id)
        }
    };
    Ok(Partner {
        organization,
        client,
        purpose,
    })
}

async fn member(hub: &Hub, arguments: &Arguments, role: MemberRole) -> Result<Uuid, Failure> {
    let id = arguments.member.ok_or_else(|| {
        Failure::usage("a member's token needs --member ID").hint("passport-hub member list shows them.")
    })?;
    member::in_role(hub, id, role).await
}

fn source(hub: &Hub, key: Option<&str>) -> Result<Uuid, Failure> {
    let key = key.ok_or_else(|| Failure::usage("a source's token needs --source KEY"))?;
    let unknown = || {
        Failure::usage(format_args!("there is no source “{}”", plain(key, 70)))
            .hint("passport-hub source list shows them.")
    };
    hub.reference()
        .source_by_key(key)
        .map(|source| source.id)
        .ok_or_else(unknown)
}

fn lifetime(text: &str) -> Result<Duration, String> {
    let wrong = || "write a number and s, m, h or d, such as 30m, 8h or 7d".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number: i64 = text
        .strip_suffix(unit)
        .and_then(|number| number.parse().ok())
        .ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let seconds = number.checked_mul(seconds).ok_or_else(wrong)?;
    if !(1..=90 * 86_400).contains(&seconds) {
        return Err("a token is valid for at least a second and at most 90 days".into());
    }
    Ok(Duration::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::lifetime;

    #[test]
    fn lifetimes_are_short_and_plain() {
        for (text, seconds) in [
            ("90s", Some(90)),
            ("30m", Some(1_800)),
            ("8h", Some(28_800)),
            ("90d", Some(7_776_000)),
            ("91d", None),
            ("0h", None),
            ("-1h", None),
            ("8", None),
            ("h", None),
            ("", None),
            ("1µ", None),
            ("9223372036854775807d", None),
        ] {
            assert_eq!(lifetime(text).ok().map(|time| time.num_seconds()), seconds, "{text}");
        }
    }
}
