//! `passport-hub member`: who acts for an organization, and as what.

use super::output::{Ended, Failure, OK, plain, print, print_json, print_table};
use super::source::organization_name;
use super::{General, open};
use crate::caller::MemberRole;
use crate::graphql::ids::{Kind, id};
use crate::hub::Hub;
use crate::store::members;
use crate::store::sources::PARTY;
use clap::{Subcommand, ValueEnum};
use entity::member;
use uuid::Uuid;

const EXAMPLES: &str = "\
Examples:
  passport-hub member add --organization 'Riverside College' --role integrator --name 'Data office'
  passport-hub member add --organization 'Riverside College' --role analyst --name 'Planning'
  passport-hub member list --json
  passport-hub member end 01890a5d-ac96-774b-bcce-b302099a8057

An integrator delivers for the organization's sources and sees what they contributed; an analyst sees counts alone; a
steward settles whose records of these sources are whose. Make a token with: passport-hub token --role ROLE --member ID.
The name is a label for colleagues: a function rather than a person.";

/// What `member` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a member to an organization
    #[command(after_help = EXAMPLES)]
    Add {
        /// The organization; one that has a source, or is a partner
        #[arg(long, value_name = "NAME")]
        organization: String,
        /// What the member may do for it
        #[arg(long, value_enum)]
        role: Role,
        /// A label that colleagues know the member by
        #[arg(long)]
        name: String,
    },
    /// List the members, also those whose role has ended
    #[command(after_help = EXAMPLES)]
    List,
    /// End a member's role: the next request with its token is refused
    #[command(after_help = EXAMPLES)]
    End {
        /// The member's id
        #[arg(value_parser = member_id)]
        id: Uuid,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    Integrator,
    Analyst,
    Steward,
}

impl From<Role> for MemberRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Integrator => MemberRole::Integrator,
            Role::Analyst => MemberRole::Analyst,
            Role::Steward => MemberRole::Steward,
        }
    }
}

/// The id of a member, as `member list` shows it.
pub fn member_id(text: &str) -> Result<Uuid, String> {
    Uuid::parse_str(text).map_err(|_| "this is no id of a member; passport-hub member list shows them".to_owned())
}

/// Adds a member, ends one, or lists them.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let rows = match arguments.command {
        Command::Add {
            organization,
            role,
            name,
        } => vec![add(&hub, &organization, role.into(), &name).await?],
        Command::End { id } => vec![end(&hub, id).await?],
        Command::List => members::all(&hub.db).await?,
    };
    show(&hub, &rows, general)?;
    Ok(OK)
}

async fn add(hub: &Hub, organization: &str, role: MemberRole, name: &str) -> Result<member::Model, Failure> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Failure::usage("a member needs a label: --name NAME"));
    }
    let organization = organization_by_name(hub, organization)?;
    Ok(members::add(&hub.db, organization, role, name, hub.clock.now()).await?)
}

/// The organization of this name that takes part in the hub; never one that only records name.
fn organization_by_name(hub: &Hub, name: &str) -> Result<Uuid, Failure> {
    let name = organization_name(name)?;
    let found = hub
        .reference()
        .organization_by_key(PARTY, &passport::skill::normalise(&name));
    found.ok_or_else(|| {
        Failure::usage(format_args!("there is no organization “{}” here", plain(&name, 70))).hint(
            "An organization takes part by a source: passport-hub source set KEY --organization NAME\n  \
             or as a partner: passport-hub partner add NAME",
        )
    })
}

async fn end(hub: &Hub, id: Uuid) -> Result<member::Model, Failure> {
    members::end(&hub.db, id, hub.clock.now()).await?;
    let row = members::by_id(&hub.db, id).await?;
    row.ok_or_else(|| unknown(id))
}

fn unknown(id: Uuid) -> Failure {
    Failure::usage(format_args!("there is no member {id}")).hint("passport-hub member list shows them.")
}

/// The member with this id, who has this role now.
pub async fn in_role(hub: &Hub, id: Uuid, role: MemberRole) -> Result<Uuid, Failure> {
    let row = members::by_id(&hub.db, id).await?.ok_or_else(|| unknown(id))?;
    if row.ended_at.is_some() {
        return Err(Failure::usage(format_args!("the role of member {id} has ended"))
            .hint("A member is added anew with: passport-hub member add"));
    }
    if row.role != role.as_str() {
        return Err(Failure::usage(format_args!(
            "member {id} is no {}, but {}",
            role.as_str(),
            row.role
        )));
    }
    Ok(row.id)
}

fn show(hub: &Hub, rows: &[member::Model], general: &General) -> Result<(), Failure> {
    let reference = hub.reference();
    let organization = |row: &member::Model| {
        let found = reference.organizations.get(&row.organization_id);
        found.map_or_else(String::new, |organization| organization.name.clone())
    };
    if general.json {
        for row in rows {
            print_json(&serde_json::json!({
                "id": row.id, "organization": organization(row), "organizationId": id(Kind::Organization, row.organization_id).as_str(),
                "role": row.role, "name": row.name, "since": row.created_at, "ended": row.ended_at,
            }))?;
        }
        return Ok(());
    }
    let cells = |row: &member::Model| {
        [
            row.id.to_string(),
            plain(&organization(row), 40),
            row.role.clone(),
            plain(&row.name, 40),
            row.created_at.format("%Y-%m-%d").to_string(),
            row.ended_at
                .map(|at| at.format("%Y-%m-%d").to_string())
                .unwrap_or_default(),
        ]
    };
    print_table(
        ["ID", "ORGANIZATION", "ROLE", "NAME", "SINCE", "ENDED"],
        &rows.iter().map(cells).collect::<Vec<_>>(),
    )?;
    if let [row] = rows
        && row.ended_at.is_none()
    {
        print(format_args!(
            "\nNext: passport-hub token --role {} --member {}",
            row.role, row.id
        ))?;
    }
    Ok(())
}
