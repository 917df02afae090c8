//! Which mappings a command is about.

use crate::cli::output::Failure;
use crate::flows::export_mappings::{Wanted, find_mappings};
use crate::hub::Hub;
use entity::mapping::Model;
use passport::skill::mapping::Standing;

/// What narrows mappings down.
#[derive(Debug, clap::Args)]
pub struct Narrowing {
    /// Only those that lead from this vocabulary
    #[arg(long, value_name = "KEY")]
    from: Option<String>,
    /// Only those that lead to this vocabulary
    #[arg(long, value_name = "KEY")]
    to: Option<String>,
    /// Only those that stand so; may be given several times
    #[arg(long = "state", visible_alias = "standing", value_name = "STATE", value_parser = standings())]
    states: Vec<String>,
}

fn standings() -> clap::builder::PossibleValuesParser {
    let words: Vec<&str> = Standing::ALL.iter().map(|standing| standing.as_str()).collect();
    words.into()
}

impl Narrowing {
    /// What is wanted, and the mappings that are so.
    pub async fn find(self, hub: &Hub) -> Result<(Wanted, Vec<Model>), Failure> {
        let standings = self.states.iter().filter_map(|word| Standing::from_word(word));
        let wanted = Wanted {
            from: self.from,
            to: self.to,
            standings: standings.collect(),
        };
        match find_mappings(hub, &wanted).await? {
            Ok(rows) => Ok((wanted, rows)),
            Err(none) => Err(Failure::usage(none).hint("passport-hub vocabulary list shows them.")),
        }
    }
}
