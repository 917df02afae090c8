//! What came of a file that was brought in, for people.

use super::super::output::{Failure, many, plain, print, shown};
use super::files;
use super::intake::place;
use crate::flows::import_delivery::ImportSummary;
use crate::store::rejects::{Group, NOT_WITHDRAWN};
use adapters::Delivery;
use std::path::Path;

/// Who says which adapter reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// `--adapter`.
    Here,
    /// The source has one of its own.
    BySource,
    /// Nobody: the content tells.
    Nowhere,
}

/// What came of one file or folder.
pub(super) struct Said<'a> {
    pub(super) path: &'a Path,
    pub(super) adapter: Option<String>,
    named: Named,
    /// The adapter that recognises what the one that was named read nothing of.
    pub(super) recognised: Option<&'static str>,
    pub(super) uncertain: usize,
    pub(super) unreadable: Option<(&'static str, String)>,
    pub(super) rejects: Vec<Group>,
}

impl<'a> Said<'a> {
    pub(super) fn of(path: &'a Path, adapter: Option<String>, named: Named) -> Self {
        Said {
            path,
            adapter,
            named,
            recognised: None,
            uncertain: 0,
            unreadable: None,
            rejects: Vec::new(),
        }
    }

    /// Takes over what an import came to. Where the adapter that was named read nothing, it is asked which would.
    pub(super) fn read_by(&mut self, summary: &ImportSummary) {
        let named = self.adapter.take();
        self.adapter.clone_from(&summary.adapter);
        self.unreadable = summary.fault.as_ref().map(|fault| (fault.code, fault.to_string()));
        if let Some(named) = named.filter(|_| summary.records_read == 0) {
            let delivery = files::read(self.path, Some(&named)).ok();
            self.recognised = delivery.and_then(|delivery| looks_like(&named, &delivery));
        }
    }

    pub(super) fn for_people(&self, summary: Option<&ImportSummary>, words: &str) -> Result<(), Failure> {
        let file = shown(self.path);
        if let Some((code, reason)) = &self.unreadable {
            print(format_args!("{file}: unreadable ({code})\n  {}", plain(reason, 400)))?;
            if let Some(hint) = adapter_hint(code) {
                print(format_args!("  {hint}"))?;
            }
            if summary.is_some_and(|summary| summary.records_read > 0) {
                print(format_args!("  before that: {words}"))?;
            }
            return self.other_adapter();
        }
        let adapter = self.adapter.as_deref().unwrap_or("no adapter");
        print(format_args!("{file}: {adapter}, {words}"))?;
        let Some(summary) = summary else { return Ok(()) };
        self.rejected(summary)?;
        if let Some(why) = why_nothing(summary) {
            print(format_args!("  {why}"))?;
        }
        self.other_adapter()?;
        if summary.replayed > 0 {
            print(format_args!("  {} came in", many(summary.replayed, "earlier reject")))?;
        }
        if summary.still_open > 0 {
            print(format_args!(
                "  {} still open: what is held already and says the same settles none (passport-hub reject list, reject settle)",
                many(summary.still_open, "earlier reject")
            ))?;
        }
        if self.uncertain > 0 {
            print(format_args!(
                "  {} of this source may be people known already: a steward settles that",
                self.uncertain
            ))?;
        }
        Ok(())
    }

    /// The rejects by code: how many, where one of them stands, and what to do.
    fn rejected(&self, summary: &ImportSummary) -> Result<(), Failure> {
        for group in &self.rejects {
            let newest = &group.newest;
            let which = if group.count == 1 { "at" } else { "such as at" };
            print(format_args!(
                "  rejected  {} {}, {which} {}",
                group.count,
                newest.code,
                plain(&place(newest), 100)
            ))?;
            print(format_args!("            {}", plain(&newest.reason, 300)))?;
        }
        if summary.rejected > 0 {
            print(format_args!(
                "  all of them: passport-hub reject list --run {}",
                summary.run
            ))?;
            print(format_args!(
                "  once mended: the same command with --replays {}",
                summary.run
            ))?;
        }
        if self.rejects.iter().any(|group| group.newest.code == NOT_WITHDRAWN) {
            print("  if what is missing is gone indeed: the same command with --yes")?;
        }
        Ok(())
    }

    fn other_adapter(&self) -> Result<(), Failure> {
        let Some(recognised) = self.recognised else {
            return Ok(());
        };
        let whose = match self.named {
            Named::BySource => "the source's own adapter",
            Named::Here | Named::Nowhere => "as --adapter says",
        };
        let adapter = self.adapter.as_deref().unwrap_or("no adapter");
        print(format_args!(
            "  it was read by {adapter}, {whose}; the content looks like {recognised}: --adapter {recognised} reads that"
        ))
    }
}

/// The adapter that recognises a delivery, where it is another than the one that was named.
pub(super) fn looks_like(named: &str, delivery: &Delivery<'_>) -> Option<&'static str> {
    let recognised = adapters::detect(delivery).ok()?.profile().key;
    (recognised != named).then_some(recognised)
}

/// What to do where the content does not tell the adapter.
pub(super) fn adapter_hint(code: &str) -> Option<&'static str> {
    matches!(code, "unknown_format" | "ambiguous_format").then_some("name it with --adapter KEY")
}

/// Why nothing came in, where no reject tells it.
fn why_nothing(summary: &ImportSummary) -> Option<&'static str> {
    let came = summary.new + summary.changed + summary.withdrawn;
    match (came, summary.unchanged, summary.rejected) {
        (0, 0, 0) => Some("the adapter found no record in it: import --dry-run shows what it reads"),
        (0, 1.., _) => Some("all that was read is held already, and says the same"),
        _ => None,
    }
}
